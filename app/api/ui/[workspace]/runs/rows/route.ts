import { defineRoute } from "@/lib/access/define-route";
import { listRunRows } from "@/lib/runs/queries/run-rows";
import {
  runRowsRequest,
  toColumnRefs,
  toOrderBy,
  toRunSelection,
} from "@/lib/runs/search-params/requests";

export const GET = defineRoute({
  input: runRowsRequest,
  run: (actor, input) =>
    listRunRows(actor, {
      ...toRunSelection(input, actor),
      orderBy: toOrderBy(input.sort),
      columns: toColumnRefs(input.columns),
      limit: input.limit,
      pageToken: input.pageToken,
    }),
});
