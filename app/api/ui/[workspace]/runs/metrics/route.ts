import { defineRoute } from "@/lib/access/define-route";
import { getMetricBuckets } from "@/lib/runs/queries/metric-buckets";
import { metricLinesRequest } from "@/lib/runs/search-params/charts";

export const GET = defineRoute({
  input: metricLinesRequest,
  run: (actor, { runs, key, ...input }) =>
    getMetricBuckets(actor, { ...input, runUuids: runs, keys: [key] }),
  revalidates: true,
});
