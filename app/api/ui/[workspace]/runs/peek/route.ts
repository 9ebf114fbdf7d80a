import { defineRoute } from "@/lib/access/define-route";
import { getRunPeek } from "@/lib/runs/queries/metric-summaries";
import { runPeekRequest } from "@/lib/runs/search-params/requests";

export const GET = defineRoute({
  input: runPeekRequest,
  run: (actor, { run }) => getRunPeek(actor, run),
});
