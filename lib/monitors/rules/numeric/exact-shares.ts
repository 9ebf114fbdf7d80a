import type { Cumulative } from "../cumulative";
import { mergeSorted, quantileOf, type Sample, upperBound } from "../samples";

/** Places of a curve: more than a chart has room for are not told. */
const PLACES = 200;

/** The empirical distribution functions of both sides at quantiles of both together; exact at each of these places. */
export function exactShares(before: Sample, after: Sample): Cumulative {
  const pooled = mergeSorted(before.sorted, after.sorted);
  const count = Math.min(PLACES, pooled.length);
  const places = Array.from({ length: count }, (_place, at) =>
    count === 1 ? (pooled[0] ?? 0) : quantileOf(pooled, at / (count - 1)),
  );
  const x = [...new Set(places)];
  const sharesOf = ({ sorted }: Sample) =>
    x.map((value) => (sorted.length > 0 ? upperBound(sorted, value) / sorted.length : 0));
  return { x, before: sharesOf(before), after: sharesOf(after) };
}
