import { defineRoute } from "@/lib/access/define-route";
import { getUsage } from "@/lib/compute/queries/provenance";
import { jobInput } from "@/lib/compute/schema/jobs";

export const GET = defineRoute({ input: jobInput, run: getUsage });
