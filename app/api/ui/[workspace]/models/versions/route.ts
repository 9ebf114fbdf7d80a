import { defineRoute } from "@/lib/access/define-route";
import { listVersions } from "@/lib/models/queries/list-versions";
import { listVersionsInput } from "@/lib/models/schema";

export const GET = defineRoute({ input: listVersionsInput, run: listVersions });
