import { defineRoute } from "@/lib/access/define-route";
import { getLineage } from "@/lib/lineage/queries/graph";
import { lineageInput } from "@/lib/lineage/schema";

export const GET = defineRoute({ input: lineageInput, run: getLineage });
