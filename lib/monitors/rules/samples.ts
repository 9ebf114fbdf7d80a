import { longPasses } from "./numeric/passes/passes";
import { sortNumbers } from "./sort";

/** Numbers of a column row by row; what is missing is NaN here, and counted. */
export interface NumberColumn {
  values: Float64Array;
  missing: number;
}

export interface Counted {
  rows: number;
  missing: number;
  /** NaN, Infinity and -Infinity. */
  nonFinite: number;
}

/** From this length on, setting up the passes is worth it. */
const LONG = 50_000;

interface Bounds {
  finite: number;
  low: number;
  high: number;
}

/** How many values are finite, and between which two these lie. */
function boundsOf(values: Float64Array): Bounds {
  const bounds = values.length < LONG ? null : longPasses().bound(values);
  if (bounds) return { finite: values.length, ...bounds };
  const found = { finite: 0, low: Number.POSITIVE_INFINITY, high: Number.NEGATIVE_INFINITY };
  for (const value of values) {
    if (!Number.isFinite(value)) continue;
    found.finite += 1;
    if (value < found.low) found.low = value;
    if (value > found.high) found.high = value;
  }
  return found;
}

/** The finite numbers of a column, put in order once somebody asks for that. */
export class Sample implements Counted {
  /** In any order; never written to, since they may be the column's own. */
  readonly values: Float64Array;
  readonly rows: number;
  readonly missing: number;
  readonly nonFinite: number;
  readonly low: number;
  readonly high: number;
  #sorted: Float64Array | null = null;

  constructor({ values, missing }: NumberColumn) {
    const { finite, low, high } = boundsOf(values);
    this.values = finite === values.length ? values : values.filter(Number.isFinite);
    this.rows = values.length;
    this.missing = missing;
    this.nonFinite = values.length - finite - missing;
    this.low = low;
    this.high = high;
  }

  get sorted(): Float64Array {
    this.#sorted ??= sortNumbers(this.values);
    return this.#sorted;
  }

  get isSorted(): boolean {
    return this.#sorted !== null;
  }
}

/** Whether there are more different values than `few`, which most columns tell by their first ones. */
export function hasManyDistinct(values: Float64Array, few: number): boolean {
  const seen = new Set<number>();
  for (let at = 0; at < values.length && seen.size <= few; at += 1) seen.add(values[at] ?? 0);
  return seen.size > few;
}

/** The first place whose value is not less than `value`. */
export function lowerBound(sorted: Float64Array, value: number): number {
  let [low, high] = [0, sorted.length];
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((sorted[middle] ?? 0) < value) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** The first place whose value is greater than `value`. */
export function upperBound(sorted: Float64Array, value: number): number {
  let [low, high] = [0, sorted.length];
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((sorted[middle] ?? 0) <= value) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** How many different values there are, counted no further than `enough`. */
export function countDistinct(sorted: Float64Array, enough = Number.POSITIVE_INFINITY): number {
  let count = 0;
  for (let at = 0; at < sorted.length && count < enough; at += 1)
    if (at === 0 || sorted[at] !== sorted[at - 1]) count += 1;
  return count;
}

/** All values of both, in order. */
export function mergeSorted(a: Float64Array, b: Float64Array): Float64Array {
  const merged = new Float64Array(a.length + b.length);
  let [i, j] = [0, 0];
  for (let at = 0; at < merged.length; at += 1) {
    const takesFirst = j >= b.length || (i < a.length && (a[i] ?? 0) <= (b[j] ?? 0));
    merged[at] = (takesFirst ? a[i] : b[j]) ?? 0;
    if (takesFirst) i += 1;
    else j += 1;
  }
  return merged;
}

/** A quantile between two neighbours by their distance, as NumPy takes it by default. */
export function quantileOf(sorted: Float64Array, share: number): number {
  const place = (sorted.length - 1) * share;
  const below = Math.floor(place);
  const part = place - below;
  const low = sorted[below] ?? Number.NaN;
  const high = sorted[Math.min(below + 1, sorted.length - 1)] ?? Number.NaN;
  return part < 0.5 ? low + (high - low) * part : high - (high - low) * (1 - part);
}
