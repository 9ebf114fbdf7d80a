import { queryOptions } from "@tanstack/react-query";
import { fetchData } from "@/lib/core/fetch-data";
import { routes } from "@/lib/core/routes";
import type { MetricLineDto } from "../dto";
import type { MetricBucketsInput } from "../schema";

export const metricLineKeys = {
  all: (workspace: string) => ["metric-lines", workspace] as const,
  one: (workspace: string, input: MetricBucketsInput) =>
    [...metricLineKeys.all(workspace), input] as const,
};

function addressOf(workspace: string, input: MetricBucketsInput): string {
  const query = new URLSearchParams({ x: input.x, buckets: String(input.buckets) });
  for (const uuid of input.runUuids) query.append("run", uuid);
  for (const key of input.keys) query.append("key", key);
  if (input.from !== undefined) query.set("from", String(input.from));
  if (input.to !== undefined) query.set("to", String(input.to));
  return `${routes.uiApi(workspace, "runs/metrics")}?${query}`;
}

/** The lines of some metrics of some runs, cut into as many buckets as there are pixels to show them on. */
export const metricLinesOptions = (workspace: string, input: MetricBucketsInput) =>
  queryOptions({
    queryKey: metricLineKeys.one(workspace, input),
    queryFn: ({ signal }) => fetchData<MetricLineDto[]>(addressOf(workspace, input), signal),
  });
