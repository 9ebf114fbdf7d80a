import type { MetricDto } from "./runs";

/** A point of a metric with the run it belongs to. */
export interface RunMetricDto extends MetricDto {
  runUuid: string;
}

/** A number as JSON can carry it: those that are not finite are words. `Number(…)` reads both. */
export type WireNumber = number | "NaN" | "Infinity" | "-Infinity";

export function toWireNumber(value: number): WireNumber {
  if (Number.isFinite(value)) return value;
  if (Number.isNaN(value)) return "NaN";
  return value > 0 ? "Infinity" : "-Infinity";
}

/**
 * One metric of one run for a chart, column by column. Either its points as they are, or buckets of equal width in x;
 * a bucket without points is absent.
 */
export interface MetricLineDto {
  runUuid: string;
  key: string;
  /** True when each sample is one point: then `min` and `max` equal `last` and `count` is 1. */
  isRaw: boolean;
  /** Points in the range. */
  points: number;
  /**
   * Steps, milliseconds since the epoch, or milliseconds since the run began. Of a bucket, where its last point stands:
   * always a real sample.
   */
  x: number[];
  /** The value of the last point in the bucket. */
  last: WireNumber[];
  /** The least and greatest values that are numbers; "NaN" when none is. */
  min: WireNumber[];
  max: WireNumber[];
  count: number[];
  /** How many of them are NaN. */
  nanCount: number[];
}

/** What the history of one metric of a run comes to. NaN only where every value is. */
export interface MetricSummaryDto {
  key: string;
  points: number;
  last: number;
  lastStep: number;
  min: number;
  minStep: number;
  max: number;
  maxStep: number;
}
