import { defineRoute } from "@/lib/access/define-route";
import { listExperiments } from "@/lib/experiments/queries/list-experiments";
import { listExperimentsInput } from "@/lib/experiments/schema";
import { HEARTBEAT_LOST_MS } from "@/lib/runs/rules";

export const GET = defineRoute({
  input: listExperimentsInput,
  run: (actor, input) => listExperiments(actor, input, Date.now() - HEARTBEAT_LOST_MS),
});
