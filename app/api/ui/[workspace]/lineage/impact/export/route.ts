import { defineDownload } from "@/lib/access/define-route";
import { exportImpact } from "@/lib/lineage/queries/impact";
import { exportImpactInput } from "@/lib/lineage/schema";

export const GET = defineDownload({ input: exportImpactInput, run: exportImpact });
