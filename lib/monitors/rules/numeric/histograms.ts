import { lowerBound, upperBound } from "../samples";
import { numpySum } from "../sums";
import { countInBins, equalEdges } from "./bins";
import type { NumericPair } from "./pair";

/** From this size of the reference on, NannyML compares histograms of it instead of its values. */
const ESTIMATED_FROM = 10_000;
const BINS = 10_000;

export const isEstimated = ({ n }: NumericPair): boolean => n >= ESTIMATED_FROM;

const rangeOf = (sorted: Float64Array): readonly [number, number] => [
  sorted[0] ?? 0,
  sorted[sorted.length - 1] ?? 0,
];

function cumulated(counts: readonly number[], size: number, start: number): number[] {
  let sum = 0;
  return counts.map((count) => {
    sum += count / size;
    return start + sum;
  });
}

/** The greatest difference of cumulative shares at the bins' upper edges. */
export function estimatedDistance({ reference, current, n, m }: NumericPair): number {
  const [low, high] = rangeOf(reference);
  // Of one value alone all edges are that value, not half a unit to both sides of it.
  const edges = low === high ? new Array<number>(BINS + 1).fill(low) : equalEdges(low, high, BINS);
  const ours = cumulated(countInBins(reference, edges), n, 0);
  const theirs = cumulated(countInBins(current, edges), m, lowerBound(current, low) / m);
  return ours.reduce((most, share, bin) => Math.max(most, Math.abs(share - (theirs[bin] ?? 0))), 0);
}

/** Area under the distribution function of these values together with one end more, up to the last value. */
function areaBelow(sorted: Float64Array, end: number): number {
  const all = sorted.length + 1;
  return sorted.reduce(
    (area, value, at) => area + ((at + 1) / all) * ((sorted[at + 1] ?? end) - value),
    0,
  );
}

function areaAbove(sorted: Float64Array, start: number): number {
  const all = sorted.length + 1;
  return sorted.reduce(
    (area, value, at) =>
      area + (1 - (at + 1) / all) * (value - (at === 0 ? start : (sorted[at - 1] ?? 0))),
    0,
  );
}

/** The area between both distribution functions by bins of the reference, with a tail to each side of it. */
export function estimatedArea({ reference, current, n, m }: NumericPair): number {
  const [low, high] = rangeOf(reference);
  const edges = equalEdges(low, high, BINS);
  const [from, to] = [edges[0] ?? low, edges[BINS] ?? high];
  const width = (edges[1] ?? 0) - from;
  const smaller = current.subarray(0, lowerBound(current, from));
  const bigger = current.subarray(upperBound(current, to));
  const below = smaller.length > 0 ? (smaller.length + 1) / m : 0;
  const above = bigger.length > 0 ? (bigger.length + 1) / m : 0;
  const ours = cumulated(countInBins(reference, edges), n, 0);
  const theirs = cumulated(countInBins(current, edges), m, 0);
  const within = ours.map((share, bin) => Math.abs(share - ((theirs[bin] ?? 0) + below)) * width);
  return numpySum(within) + areaBelow(smaller, from) * below + areaAbove(bigger, to) * above;
}
