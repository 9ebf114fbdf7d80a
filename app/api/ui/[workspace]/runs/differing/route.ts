import { defineRoute } from "@/lib/access/define-route";
import { listDifferingColumns } from "@/lib/runs/queries/columns";
import { differingRequest } from "@/lib/runs/search-params/requests";

export const GET = defineRoute({
  input: differingRequest,
  run: (actor, { runs = [] }) => listDifferingColumns(actor, runs),
});
