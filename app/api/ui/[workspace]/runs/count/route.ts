import { defineRoute } from "@/lib/access/define-route";
import { countRuns } from "@/lib/runs/queries/run-rows";
import { runSelectionInput, toRunSelection } from "@/lib/runs/search-params/requests";

export const GET = defineRoute({
  input: runSelectionInput,
  run: (actor, input) => countRuns(actor, toRunSelection(input, actor)),
});
