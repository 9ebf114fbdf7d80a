import type { LineSeries } from "@/components/charts/prepare-lines";
import type { AxisUnit } from "@/components/charts/prepare-ticks";
import type { MetricLineDto } from "@/lib/runs/dto/metrics";
import type { ChartAxis } from "@/lib/runs/schema";
import type { ChartRange } from "@/lib/runs/search-params/charts";

/** A run as charts know it. */
export interface ChartRun {
  uuid: string;
  name: string;
  /** Index of its line colour. */
  color: number;
  /** Still being written. */
  isLive: boolean;
}

export const AXES: Readonly<Record<ChartAxis, { name: string; unit: AxisUnit }>> = {
  step: { name: "Step", unit: "integer" },
  relative: { name: "Time since start", unit: "duration" },
  time: { name: "Time", unit: "time" },
};

/** The lines of one metric in the order of the runs; runs without a point of it have none. */
export function prepareRunLines(
  lines: readonly MetricLineDto[],
  runs: readonly ChartRun[],
  dashes: ReadonlyMap<string, number>,
): LineSeries[] {
  const byRun = new Map(lines.map((line) => [line.runUuid, line]));
  return runs.flatMap((run) => {
    const line = byRun.get(run.uuid);
    if (!line || line.x.length === 0) return [];
    return {
      id: run.uuid,
      label: run.name,
      color: run.color,
      dash: dashes.get(run.uuid) ?? 0,
      x: line.x,
      y: line.last.map(Number),
      min: line.min.map(Number),
      max: line.max.map(Number),
      count: line.count,
      nanCount: line.nanCount,
    };
  });
}

/** A zoom asks for a little more than it shows: lines run on to the edges, and smoothing has something to start from. */
const MARGIN = 0.2;
const MOST_BUCKETS = 2000;

/**
 * The finer query behind a zoom, or null when the lines at hand already are the points themselves. Rounded outwards to
 * a grid, so that small moves of a zoom ask for the same thing again.
 */
export function zoomQuery(
  zoom: ChartRange | null,
  whole: readonly MetricLineDto[],
  buckets: number,
): { from: number; to: number; buckets: number } | null {
  if (!zoom || whole.every(({ isRaw }) => isRaw)) return null;
  const width = zoom.to - zoom.from;
  const grid = 2 ** Math.floor(Math.log2(width * MARGIN));
  return {
    from: Math.floor((zoom.from - width * MARGIN) / grid) * grid,
    to: Math.ceil((zoom.to + width * MARGIN) / grid) * grid,
    buckets: Math.min(MOST_BUCKETS, Math.round(buckets * (1 + 2 * MARGIN))),
  };
}

/** "25 of 487 plotted", or how many of the runs have the metric at all. */
export function plottedText(plotted: number, shown: number, total: number): string {
  const of = total > shown ? `${shown} of ${total} plotted` : `${shown} plotted`;
  return plotted < shown ? `${of}, ${shown - plotted} without this metric` : of;
}
