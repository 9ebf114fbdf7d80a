"use client";
import { useQuery } from "@tanstack/react-query";
import { useMemo } from "react";
import type { LineSeries } from "@/components/charts/prepare-lines";
import { type Extent, extentOf } from "@/components/charts/prepare-scale";
import { prepareDashes } from "@/components/charts/prepare-styles";
import type { MetricLineDto } from "@/lib/runs/dto/metrics";
import { metricLinesOptions } from "@/lib/runs/query-options/metric-lines";
import type { ChartAxis } from "@/lib/runs/schema";
import type { ChartRange } from "@/lib/runs/search-params/charts";
import { type ChartRun, prepareRunLines, zoomQuery } from "./prepare-run-lines";

interface MetricLinesRequest {
  workspace: string;
  metric: string;
  runs: readonly ChartRun[];
  axis: ChartAxis;
  zoom: ChartRange | null;
  buckets: number;
  isEnabled: boolean;
}

export interface MetricLines {
  /** Null while nothing is known yet. */
  lines: LineSeries[] | null;
  /** The whole x axis, zoomed or not. */
  xExtent: Extent | undefined;
  error: Error | null;
  retry: () => void;
  isRefining: boolean;
}

/** The lines of one metric; when zoomed, first the coarse ones at hand and then finer ones. */
export function useMetricLines(request: MetricLinesRequest): MetricLines {
  const { workspace, metric, runs, axis, zoom, buckets, isEnabled } = request;
  const runUuids = runs.map(({ uuid }) => uuid);
  const input = { runUuids, metric, x: axis, buckets };
  const enabled = isEnabled && runUuids.length > 0;
  const whole = useQuery({
    ...metricLinesOptions(workspace, input),
    enabled,
    // Other runs or a finer cut may stand in for what is coming, another x axis may not.
    placeholderData: (before, query) => (query?.queryKey[2].x === axis ? before : undefined),
  });
  const finer = whole.data ? zoomQuery(zoom, whole.data, buckets) : null;
  const detail = useQuery({
    ...metricLinesOptions(workspace, { ...input, ...finer }),
    enabled: enabled && finer !== null,
  });
  const wholeData = whole.data;
  const detailData = finer ? detail.data : undefined;
  const all = useRunLines(wholeData, runs);
  const near = useRunLines(detailData, runs);
  const xExtent = useMemo(() => (all && extentOf(all.map(({ x }) => x))) ?? undefined, [all]);
  return {
    lines: near ?? all,
    xExtent,
    error: whole.error ?? detail.error,
    retry: () => void (whole.error ? whole.refetch() : detail.refetch()),
    isRefining: finer !== null && detail.isFetching && !detailData,
  };
}

function useRunLines(
  data: MetricLineDto[] | undefined,
  runs: readonly ChartRun[],
): LineSeries[] | null {
  return useMemo(() => {
    const dashes = prepareDashes(runs.map(({ uuid, color }) => ({ id: uuid, color })));
    return data ? prepareRunLines(data, runs, dashes) : null;
  }, [data, runs]);
}
