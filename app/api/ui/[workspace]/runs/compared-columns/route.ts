import { defineRoute } from "@/lib/access/define-route";
import { listDifferingColumns, listFilledColumns } from "@/lib/runs/queries/columns";
import { comparedColumnsRequest } from "@/lib/runs/search-params/requests";

export const GET = defineRoute({
  input: comparedColumnsRequest,
  run: (actor, { only, runs = [] }) =>
    only === "differing" ? listDifferingColumns(actor, runs) : listFilledColumns(actor, runs),
});
