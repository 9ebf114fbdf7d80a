import { defineRoute } from "@/lib/access/define-route";
import { listDatasets } from "@/lib/datasets/queries/datasets";
import { listDatasetsInput } from "@/lib/datasets/schema/lists";

export const GET = defineRoute({ input: listDatasetsInput, run: listDatasets });
