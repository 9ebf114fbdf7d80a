import { defineRoute } from "@/lib/access/define-route";
import { verifyRunMetrics } from "@/lib/runs/queries/verify-run-metrics";
import { runProofInput } from "@/lib/runs/schema";

export const GET = defineRoute({ input: runProofInput, run: verifyRunMetrics });
