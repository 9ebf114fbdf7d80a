import { defineRoute } from "@/lib/access/define-route";
import { searchNodes } from "@/lib/lineage/queries/search";
import { searchNodesInput } from "@/lib/lineage/schema";

export const GET = defineRoute({ input: searchNodesInput, run: searchNodes });
