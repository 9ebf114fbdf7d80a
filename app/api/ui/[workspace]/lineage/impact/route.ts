import { defineRoute } from "@/lib/access/define-route";
import { listImpact } from "@/lib/lineage/queries/impact";
import { impactInput } from "@/lib/lineage/schema";

export const GET = defineRoute({ input: impactInput, run: listImpact });
