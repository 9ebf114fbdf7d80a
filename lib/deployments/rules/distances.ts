import type { DistanceMeasure } from "../schema/rollouts";
import { DEFAULT_TUNING, oneSidedPValue } from "./sequences";

/** An answer as the log keeps it; null for what is no value, as NaN is none. */
type Answer = number | string | null;

/** How often each answer was given. */
export type AnswerCounts = readonly { value: Answer; count: number }[];

/** Counts of the same bins on both sides. */
interface Binned {
  reference: number[];
  current: number[];
}

/** Numbers of which the reference has no more different ones are taken for classes. */
const MAX_CLASSES = 20;
/** Of classes the most frequent have a bin each, all others one together. */
const MAX_BINS = 100;
/** What an empty bin counts as, where a logarithm of its share is wanted. */
export const EMPTY_SHARE = 1e-4;

export const totalOf = (counts: AnswerCounts): number =>
  counts.reduce((sum, { count }) => sum + count, 0);

/** As many bins of equal width as Sturges says, over both sides; the last one holds its upper end. */
function sturges(pooled: readonly { value: number; count: number }[]) {
  const low = pooled.reduce((least, { value }) => Math.min(least, value), Number.POSITIVE_INFINITY);
  const high = pooled.reduce((most, { value }) => Math.max(most, value), Number.NEGATIVE_INFINITY);
  const count = Math.ceil(Math.log2(totalOf(pooled)) + 1);
  const edge = (at: number) => (at === count ? high : low + at * ((high - low) / count));
  const placeOf = (value: number): number => {
    const near = Math.min(count - 1, Math.trunc(((value - low) * count) / (high - low)));
    if (value < edge(near)) return near - 1;
    return near < count - 1 && value >= edge(near + 1) ? near + 1 : near;
  };
  return { count, placeOf };
}

const numbersOf = (counts: AnswerCounts) =>
  counts.flatMap(({ value, count }) => (typeof value === "number" ? [{ value, count }] : []));

/** A bin for each class, the most frequent first. */
function classes(pooled: AnswerCounts) {
  const sums = new Map<Answer, number>();
  for (const { value, count } of pooled) sums.set(value, (sums.get(value) ?? 0) + count);
  const frequent = [...sums].toSorted(([, a], [, b]) => b - a).map(([value]) => value);
  const kept = frequent.length > MAX_BINS ? frequent.slice(0, MAX_BINS - 1) : frequent;
  const places = new Map(kept.map((value, place) => [value, place]));
  return {
    count: Math.min(frequent.length, MAX_BINS),
    placeOf: (value: Answer) => places.get(value) ?? MAX_BINS - 1,
  };
}

/** Both sides in the same bins: by width for numbers of many values, with one for what is no value, else one for each value. */
export function binAnswers(reference: AnswerCounts, current: AnswerCounts): Binned {
  const pooled = [...reference, ...current];
  const numbers = numbersOf(pooled);
  const missing = pooled.filter(({ value }) => value === null).length;
  const isContinuous =
    numbers.length + missing === pooled.length && numbersOf(reference).length > MAX_CLASSES;
  const binned = { reference: [] as number[], current: [] as number[] };
  const fill = (count: number, places: (counts: AnswerCounts) => [number, number][]) => {
    for (const [name, counts] of [
      ["reference", reference],
      ["current", current],
    ] as const) {
      binned[name] = new Array<number>(count).fill(0);
      for (const [place, n] of places(counts)) binned[name][place] = (binned[name][place] ?? 0) + n;
    }
    return binned;
  };
  if (isContinuous) {
    const { count, placeOf } = sturges(numbers);
    const placed = (value: Answer) => (typeof value === "number" ? placeOf(value) : count);
    return fill(missing > 0 ? count + 1 : count, (counts) =>
      counts.map((one) => [placed(one.value), one.count]),
    );
  }
  const { count, placeOf } = classes(pooled);
  return fill(count, (counts) => counts.map((one) => [placeOf(one.value), one.count]));
}

const sum = (values: readonly number[]): number => values.reduce((total, one) => total + one, 0);
const at = (values: readonly number[], place: number): number => values[place] ?? 0;
const sharesOf = (counts: readonly number[]): number[] =>
  counts.map((count) => count / sum(counts));

/** Gives an empty bin a share small enough to change little, so that its logarithm is finite. */
export function fillEmpty(shares: readonly number[]): number[] {
  const least = shares.reduce(
    (most, share) => (share > 0 ? Math.min(most, share) : most),
    Number.POSITIVE_INFINITY,
  );
  const empty = least <= EMPTY_SHARE ? least / 1e6 : EMPTY_SHARE;
  return shares.map((share) => (share === 0 ? empty : share));
}

/** Population stability index of shares of which none is 0. */
export const psiOf = (p: readonly number[], q: readonly number[]): number =>
  sum(p.map((share, bin) => (share - at(q, bin)) * Math.log(share / at(q, bin))));

/** Jensen–Shannon divergence with the natural logarithm. */
export function jensenShannonOf(p: readonly number[], q: readonly number[]): number {
  const half = (one: readonly number[], other: readonly number[]) =>
    sum(one.map((a, bin) => (a === 0 ? 0 : (a / 2) * Math.log((2 * a) / (a + at(other, bin))))));
  return Math.max(0, half(p, q) + half(q, p));
}

/**
 * How far answers are from those of a reference: the population stability index with its usual filling of empty bins, the
 * Jensen–Shannon distance with the natural logarithm, or the greatest difference of a share.
 */
export function distanceOf({ reference, current }: Binned, measure: DistanceMeasure): number {
  const [p, q] = [sharesOf(reference), sharesOf(current)];
  switch (measure) {
    case "psi":
      return psiOf(fillEmpty(p), fillEmpty(q));
    case "jensen_shannon":
      return Math.sqrt(jensenShannonOf(p, q));
    case "l_infinity":
      return Math.max(...p.map((share, bin) => Math.abs(share - at(q, bin))));
  }
}

/** Never nothing: a class that was not seen yet may come. */
const carefulShares = (counts: readonly number[]): number[] =>
  counts.map((count) => (count + 0.5) / (sum(counts) + counts.length / 2));

/** Variance of what changes by `slopes` with the shares, from `n` draws of them. */
function varianceBy(shares: readonly number[], slopes: readonly number[], n: number): number {
  const mean = sum(shares.map((share, bin) => share * at(slopes, bin)));
  return sum(shares.map((share, bin) => share * (at(slopes, bin) - mean) ** 2)) / n;
}

interface Against {
  limit: number;
  alpha: number;
}

/** Of each bin by itself, and as many times as there are bins: one of them is the greatest. */
function greatestPValue({ reference, current }: Binned, { limit, alpha }: Against): number {
  const [n, m] = [sum(reference), sum(current)];
  const [p, q] = [carefulShares(reference), carefulShares(current)];
  const options = { alpha: alpha / p.length, tuning: DEFAULT_TUNING };
  const each = p.map((share, bin) => {
    const other = at(q, bin);
    const variance = (share * (1 - share)) / n + (other * (1 - other)) / m;
    const difference = at(reference, bin) / n - at(current, bin) / m;
    return oneSidedPValue({ estimate: Math.abs(difference) - limit, variance, n: n + m }, options);
  });
  return Math.min(1, Math.min(...each) * p.length);
}

/**
 * How likely a distance beyond the limit is by chance, at every look at once. Two samples of the same answers are apart by
 * chance already, the more the smaller they are: that much is taken off first; the rest varies as its slopes say.
 */
export function distancePValue(binned: Binned, measure: DistanceMeasure, against: Against): number {
  if (measure === "l_infinity") return greatestPValue(binned, against);
  const [n, m] = [sum(binned.reference), sum(binned.current)];
  const [p, q] = [carefulShares(binned.reference), carefulShares(binned.current)];
  const chance = (p.length - 1) * (1 / n + 1 / m);
  const isPsi = measure === "psi";
  const slope = (a: number, b: number) =>
    isPsi ? Math.log(a / b) + 1 - b / a : Math.log((2 * a) / (a + b)) / 2;
  const slopes = (one: readonly number[], other: readonly number[]) =>
    one.map((share, bin) => slope(share, at(other, bin)));
  const found = isPsi ? psiOf(p, q) - chance : jensenShannonOf(p, q) - chance / 8;
  const variance = varianceBy(p, slopes(p, q), n) + varianceBy(q, slopes(q, p), m);
  const estimate = found - (isPsi ? against.limit : against.limit ** 2);
  return oneSidedPValue(
    { estimate, variance, n: n + m },
    { alpha: against.alpha, tuning: DEFAULT_TUNING },
  );
}
