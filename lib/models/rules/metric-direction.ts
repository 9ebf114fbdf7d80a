import { betterDirection, type Direction } from "@/lib/runs/rules";
import { parseSlice } from "./slices";

/** Which values of a metric are the good ones. */
export const METRIC_DIRECTIONS = ["higher", "lower"] as const satisfies readonly Direction[];
export type MetricDirection = Direction;

/**
 * Whether a higher or a lower value of a metric is the better one, as far as its name says so. A metric by slice goes
 * where the metric goes, whatever its slice is called.
 */
export function metricDirection(name: string): MetricDirection | null {
  return betterDirection(parseSlice(name)?.metric ?? name);
}

/** How one value of a metric stands to another. */
export const METRIC_VERDICTS = ["better", "worse", "same", "unknown"] as const;
export type MetricVerdict = (typeof METRIC_VERDICTS)[number];

/** Below this share of the values a difference is rounding. */
const ROUNDING = 1e-12;

/**
 * How much better a value is than the one it is measured against: above zero is better, whichever way the metric goes;
 * null when that cannot be told.
 */
export function metricGain(
  value: number,
  base: number,
  direction: MetricDirection | null,
): number | null {
  if (!Number.isFinite(value) || !Number.isFinite(base)) return null;
  const difference = value - base;
  if (Math.abs(difference) <= ROUNDING * Math.max(Math.abs(value), Math.abs(base))) return 0;
  if (direction === null) return null;
  return direction === "higher" ? difference : -difference;
}

/** Whether a value is better or worse than the one it is measured against. */
export function judgeMetric(
  value: number,
  base: number,
  direction: MetricDirection | null,
): MetricVerdict {
  const gain = metricGain(value, base, direction);
  if (gain === null) return "unknown";
  if (gain === 0) return "same";
  return gain > 0 ? "better" : "worse";
}
