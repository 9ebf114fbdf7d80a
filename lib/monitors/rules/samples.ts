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

/** The finite numbers of a column in their order. */
export interface Sample extends Counted {
  sorted: Float64Array;
}

/** Drops what is no finite number and sorts the rest. */
export function sampleOf({ values, missing }: NumberColumn): Sample {
  const kept = new Float64Array(values.length);
  let count = 0;
  for (let at = 0; at < values.length; at += 1) {
    const value = values[at] ?? Number.NaN;
    if (value - value === 0) {
      kept[count] = value;
      count += 1;
    }
  }
  return {
    sorted: sortNumbers(kept.subarray(0, count)),
    rows: values.length,
    missing,
    nonFinite: values.length - count - missing,
  };
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
