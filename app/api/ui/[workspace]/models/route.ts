import { defineRoute } from "@/lib/access/define-route";
import { listModels } from "@/lib/models/queries/list-models";
import { listModelsInput } from "@/lib/models/schema";

export const GET = defineRoute({ input: listModelsInput, run: listModels });
