import { defineRoute } from "@/lib/access/define-route";
import { listRunUuids } from "@/lib/runs/queries/run-rows";
import { runSelectionInput, toRunSelection } from "@/lib/runs/search-params/requests";

export const GET = defineRoute({
  input: runSelectionInput,
  run: (actor, input) => listRunUuids(actor, toRunSelection(input, actor)),
});
