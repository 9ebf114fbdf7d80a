import { queryOptions } from "@tanstack/react-query";
import { fetchData } from "@/lib/core/fetch-data";
import { routes } from "@/lib/core/routes";
import type { MetricLineDto } from "../dto/metrics";
import { type MetricLinesInput, metricLinesQuery } from "../search-params/charts";

export const metricLineKeys = {
  all: (workspace: string) => ["metric-lines", workspace] as const,
  one: (workspace: string, input: MetricLinesInput) =>
    [...metricLineKeys.all(workspace), input] as const,
};

/** The lines of one metric of some runs, cut into as many buckets as there are pixels to show them on. */
export const metricLinesOptions = (workspace: string, input: MetricLinesInput) =>
  queryOptions({
    queryKey: metricLineKeys.one(workspace, input),
    queryFn: ({ signal }) =>
      fetchData<MetricLineDto[]>(
        `${routes.uiApi(workspace, "runs/metrics")}?${metricLinesQuery(input)}`,
        signal,
      ),
  });
