import {
  countDistinct,
  hasManyDistinct,
  lowerBound,
  mergeSorted,
  quantileOf,
  upperBound,
} from "../samples";
import type { SharePair } from "../shares";
import { deviationOf, numpySum, spreadOf, sumOf } from "../sums";

/** Numbers of which the reference has no more different ones get a bin for each. */
const MAX_VALUES = 20;

const first = (sorted: Float64Array): number => sorted[0] ?? 0;
const last = (sorted: Float64Array): number => sorted[sorted.length - 1] ?? 0;

/** `count` bins of equal width. Of one value alone they reach half a unit to both sides. */
export function equalEdges(low: number, high: number, count: number): number[] {
  const [from, to] = low === high ? [low - 0.5, high + 0.5] : [low, high];
  const step = (to - from) / count;
  return Array.from({ length: count + 1 }, (_, at) => (at === count ? to : from + at * step));
}

/** How many bins of the width that a rule asks for fit between two values. */
const binsOfWidth = (low: number, high: number, width: number): number =>
  width > 0 ? Math.ceil((high - low) / width) : 1;

/** Edges by Sturges' rule for `size` values between two. */
export function sturgesEdges(low: number, high: number, size: number): number[] {
  return equalEdges(low, high, binsOfWidth(low, high, (high - low) / (Math.log2(size) + 1)));
}

/** Edges by Doane's rule, which adds bins for skewed values. */
export function doaneEdges(sorted: Float64Array): number[] {
  const [low, high, n] = [first(sorted), last(sorted), sorted.length];
  const spread = spreadOf(sorted);
  const deviation = deviationOf(spread);
  if (n <= 2 || !(deviation > 0)) return equalEdges(low, high, 1);
  const cubes = sorted.map((value) => ((value - spread.mean) / deviation) ** 3);
  const skewness = Math.abs(sumOf(cubes) / n);
  const error = Math.sqrt((6 * (n - 2)) / ((n + 1) * (n + 3)));
  const width = (high - low) / (1 + Math.log2(n) + Math.log2(1 + skewness / error));
  return equalEdges(low, high, binsOfWidth(low, high, width));
}

/** Edges at the deciles of the reference, open to both sides. */
export function decileEdges(sorted: Float64Array): number[] {
  const inner = Array.from({ length: 9 }, (_, at) => quantileOf(sorted, (at + 1) / 10));
  return [Number.NEGATIVE_INFINITY, ...new Set(inner), Number.POSITIVE_INFINITY];
}

/** Values in each bin: from its edge on and before the next, the last one with its upper edge. */
export function countInBins(sorted: Float64Array, edges: readonly number[]): number[] {
  const bounds = edges.map((edge, at) =>
    at === edges.length - 1 ? upperBound(sorted, edge) : lowerBound(sorted, edge),
  );
  return bounds.slice(1).map((bound, at) => bound - (bounds[at] ?? 0));
}

const sharesOf = (sorted: Float64Array, edges: readonly number[]): number[] =>
  countInBins(sorted, edges).map((count) => count / sorted.length);

export interface Binned extends SharePair {
  edges: number[];
}

export const binBoth = (a: Float64Array, b: Float64Array, edges: number[]): Binned => ({
  p: sharesOf(a, edges),
  q: sharesOf(b, edges),
  edges,
});

const pooledEdges = (a: Float64Array, b: Float64Array, size: number): number[] =>
  sturgesEdges(Math.min(first(a), first(b)), Math.max(last(a), last(b)), size);

const distinctOf = (sorted: Float64Array): number[] => [...new Set(sorted)];

/** A bin for each value of either side. */
function binByValue(a: Float64Array, b: Float64Array): SharePair {
  const values = distinctOf(Float64Array.from([...distinctOf(a), ...distinctOf(b)]).sort());
  const share = (sorted: Float64Array) =>
    values.map((value) => (upperBound(sorted, value) - lowerBound(sorted, value)) / sorted.length);
  return { p: share(a), q: share(b) };
}

/** Whether Evidently cuts a reference into bins of equal width, instead of giving each value one. */
export const isCut = (values: Float64Array): boolean => hasManyDistinct(values, MAX_VALUES);

/** Evidently's bins for PSI, Jensen–Shannon and Kullback–Leibler: by Sturges over both sides, or a bin for each value. */
export function evidentlyBins(a: Float64Array, b: Float64Array): SharePair & { edges?: number[] } {
  if (!isCut(a)) return binByValue(a, b);
  return binBoth(a, b, pooledEdges(a, b, a.length + b.length));
}

/** Evidently's bins for Hellinger: Sturges over the list of different values. */
export function distinctValueBins(a: Float64Array, b: Float64Array): Binned {
  return binBoth(a, b, pooledEdges(a, b, countDistinct(mergeSorted(a, b))));
}

/**
 * Bins of the reference alone, with one more for what lies outside. NannyML adds it where its shares do not sum up to 1,
 * which may also be rounding; counted says whether there is something outside.
 */
export function referenceBins(a: Float64Array, b: Float64Array, by: "shares" | "counts"): Binned {
  const binned = binBoth(a, b, doaneEdges(a));
  const counts = countInBins(b, binned.edges);
  const isOutside = counts.reduce((sum, count) => sum + count, 0) < b.length;
  const leftover = 1 - numpySum(binned.q);
  if (by === "shares" ? !(leftover > 0) : !isOutside) return binned;
  const inside = counts.reduce((sum, count) => sum + count, 0);
  const outside = by === "shares" ? leftover : (b.length - inside) / b.length;
  return { ...binned, p: [...binned.p, 0], q: [...binned.q, outside] };
}
