import { defineRoute } from "@/lib/access/define-route";
import { listRunOrder } from "@/lib/runs/queries/run-rows";
import { runOrderRequest, toOrderBy, toRunSelection } from "@/lib/runs/search-params/requests";

export const GET = defineRoute({
  input: runOrderRequest,
  run: (actor, input) =>
    listRunOrder(actor, {
      ...toRunSelection(input, actor),
      orderBy: toOrderBy(input.sort),
      limit: input.limit,
      pageToken: input.pageToken,
    }),
});
