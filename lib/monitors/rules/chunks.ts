import type { Incomplete } from "../schema/statistics";
import { deviationOf, spreadOf } from "./sums";

export interface Chunk {
  start: number;
  /** Not in it. */
  end: number;
}

/** Rows in chunks of one size; what is left over is a chunk of its own, joins the last one, or is dropped. */
export function chunkRows(rows: number, size: number, incomplete: Incomplete): Chunk[] {
  const full = Math.floor(rows / size);
  const chunks = Array.from({ length: full }, (_, at) => ({
    start: at * size,
    end: (at + 1) * size,
  }));
  const rest = { start: full * size, end: rows };
  const last = chunks.at(-1);
  if (rest.start === rows || incomplete === "drop") return chunks;
  if (incomplete === "keep" || !last) return [...chunks, rest];
  return [...chunks.slice(0, -1), { start: last.start, end: rows }];
}

/** As many chunks as NannyML makes when nothing is said. */
const DEFAULT_CHUNKS = 10;

export const defaultChunks = (rows: number): Chunk[] =>
  rows < DEFAULT_CHUNKS ? [] : chunkRows(rows, Math.floor(rows / DEFAULT_CHUNKS), "keep");

export interface Thresholds {
  lower: number | null;
  upper: number | null;
}

/** Deviations from the mean of what is usual. */
const DEVIATIONS = 3;

/** Bounds of what is usual: three standard deviations (ddof 0) around the mean of the reference's chunks, within what is possible. */
export function learnThresholds(
  values: readonly (number | null)[],
  possible: Thresholds,
): Thresholds {
  const known = Float64Array.from(values.filter((value) => value !== null));
  if (known.length === 0) return { lower: null, upper: null };
  const spread = spreadOf(known);
  const width = DEVIATIONS * deviationOf(spread);
  return {
    lower: possible.lower === null ? null : Math.max(possible.lower, spread.mean - width),
    upper: Math.min(possible.upper ?? Number.POSITIVE_INFINITY, spread.mean + width),
  };
}

export const isOutside = (value: number | null, { lower, upper }: Thresholds): boolean =>
  value !== null && ((lower !== null && value < lower) || (upper !== null && value > upper));
