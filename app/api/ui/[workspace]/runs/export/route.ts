import { defineDownload } from "@/lib/access/define-route";
import { getExperiment } from "@/lib/experiments/queries/get-experiment";
import { exportRuns } from "@/lib/runs/queries/export-runs";
import {
  exportRequest,
  toColumnRefs,
  toOrderBy,
  toRunSelection,
} from "@/lib/runs/search-params/requests";

export const GET = defineDownload({
  input: exportRequest,
  run: async (actor, input) => {
    const { name } = await getExperiment(actor, input.experiment);
    return {
      name: `${name}.csv`,
      type: "text/csv",
      chunks: exportRuns(actor, {
        ...toRunSelection(input, actor),
        orderBy: toOrderBy(input.sort),
        columns: toColumnRefs(input.columns),
        exceptUuids: new Set(input.except),
      }),
    };
  },
});
