import gammaln from "@stdlib/math-base-special-gammaln";
import { lowerBound } from "../samples";
import { sumOf } from "../sums";
import { greatestDivisor } from "./divisors";

/** Up to this size of both samples the distribution is counted. */
export const MAX_EXACT_CRAMER = 20;
/** Below it the limiting distribution function is less than 1e-18. */
const LEAST = 0.003;
/** SciPy and Evidently stop their series at terms below it, which shows in p-values of about 1e-8. */
const SMALLEST_TERM = 1e-7;

/** e^x·K(x), the modified Bessel function of the second kind of order ¼: the trapezoidal rule on its integral. */
function scaledBessel(x: number): number {
  const step = 1 / 32;
  let sum = 0.5;
  for (let k = 1; ; k += 1) {
    const t = k * step;
    const term = Math.exp(-2 * x * Math.sinh(t / 2) ** 2) * Math.cosh(t / 4);
    sum += term;
    if (term < sum * 1e-18) return sum * step;
  }
}

function seriesTerm(x: number, k: number): number {
  const odd = 4 * k + 1;
  const q = odd ** 2 / (16 * x);
  const factor = Math.exp(gammaln(k + 0.5) - gammaln(k + 1)) / (Math.PI ** 1.5 * Math.sqrt(x));
  return factor * Math.sqrt(odd) * Math.exp(-2 * q) * scaledBessel(q);
}

/** The distribution function of the statistic for infinitely many values (S. Csörgő and J. Faraway, 1996). */
function limitUpTo(x: number): number {
  let sum = 0;
  for (let k = 0; ; k += 1) {
    const term = seriesTerm(x, k);
    sum += term;
    if (Math.abs(term) < SMALLEST_TERM) return sum;
  }
}

/** T of both samples' midranks from U (T. W. Anderson, 1962). */
export function cramerStatistic(u: number, n: number, m: number): number {
  const [product, all] = [n * m, n + m];
  return u / (product * all) - (4 * product - 1) / (6 * all);
}

export function cramerAsymptotic(statistic: number, n: number, m: number): number {
  const [product, all] = [n * m, n + m];
  const expected = (1 + 1 / all) / 6;
  const variance =
    ((all + 1) * (4 * product * all - 3 * (n * n + m * m) - 2 * product)) /
    (45 * all * all * 4 * product);
  const normalised = 1 / 6 + (statistic - expected) / Math.sqrt(45 * variance);
  return normalised < LEAST ? 1 : Math.max(0, 1 - limitUpTo(normalised));
}

/** How often each value of a statistic occurs, by value. */
interface Frequencies {
  values: Float64Array;
  counts: Float64Array;
}

function mergeFrequencies(a: Frequencies, b: Frequencies): Frequencies {
  const most = a.values.length + b.values.length;
  const [values, counts] = [new Float64Array(most), new Float64Array(most)];
  let [i, j, size] = [0, 0, 0];
  while (i < a.values.length || j < b.values.length) {
    const left = a.values[i] ?? Number.POSITIVE_INFINITY;
    const right = b.values[j] ?? Number.POSITIVE_INFINITY;
    const ours = left <= right ? (a.counts[i] ?? 0) : 0;
    const theirs = right <= left ? (b.counts[j] ?? 0) : 0;
    values[size] = Math.min(left, right);
    counts[size] = ours + theirs;
    size += 1;
    if (left <= right) i += 1;
    if (right <= left) j += 1;
  }
  return { values: values.subarray(0, size), counts: counts.subarray(0, size) };
}

/** Paths through the lattice by their sum of squared distances from the diagonal (Y. Xiao et al., 2006). */
function pathFrequencies(n: number, m: number, toN: number, toM: number): Frequencies {
  const nothing: Frequencies = { values: new Float64Array(), counts: new Float64Array() };
  let column: Frequencies[] = Array.from({ length: n + 1 }, (_, at) =>
    at === 0 ? { values: Float64Array.of(0), counts: Float64Array.of(1) } : nothing,
  );
  for (let u = 0; u <= m; u += 1) {
    let below = nothing;
    column = column.map((before, v) => {
      const merged = mergeFrequencies(below, before);
      const square = (toN * v - toM * u) ** 2;
      below = { values: merged.values.map((value) => value + square), counts: merged.counts };
      return below;
    });
  }
  return column[n] ?? nothing;
}

/** Both sizes by their common multiple, and the least sum along a path that is as extreme as U. */
export function pathScale(u: number, n: number, m: number) {
  const common = (n * m) / greatestDivisor(n, m);
  const [product, greatest] = [n * m, common ** 2 * (n + m)];
  const least = Math.floor((greatest * (6 * u - product * (4 * product - 1))) / (6 * product ** 2));
  return { toN: common / n, toM: common / m, greatest, least };
}

/** Chance that the statistic is at least as large, over all orders of both samples. */
export function cramerExact(u: number, n: number, m: number): number {
  const { toN, toM, least } = pathScale(u, n, m);
  const { values, counts } = pathFrequencies(n, m, toN, toM);
  return sumOf(counts.subarray(lowerBound(values, least))) / sumOf(counts);
}
