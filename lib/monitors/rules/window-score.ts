import type {
  CategoryCounts,
  ColumnCounts,
  NumberCounts,
  WatchedColumn,
} from "@/lib/datasets/schema/window-profiles";
import type { MonitorMethod } from "../schema/methods";
import { byCodePoints } from "./categorical/counts";
import {
  chiSquaredFit,
  chiSquaredTable,
  likelihoodTable,
  twoProportions,
} from "./categorical/tests";
import type { Finding } from "./finding";
import { ksAsymptotic, welchTest } from "./numeric/tests";
import {
  beyondChance,
  greatestDifference,
  hellingerByRoots,
  jensenShannonDistance,
  jensenShannonDistance2,
  jensenShannonDivergence,
  kullbackLeibler,
  type SharePair,
  stabilityIndex,
  totalVariation,
} from "./shares";
import { deviationOf, type Spread } from "./sums";
import { normalTwoSided } from "./tails/normal";
import { areaBetween, distanceOf, outlineOf } from "./window-outline";

const sum = (values: readonly number[]): number => values.reduce((total, one) => total + one, 0);

/** A column of both sides. */
export interface Sides {
  column: WatchedColumn;
  reference: ColumnCounts;
  current: ColumnCounts;
}

/** What a method says; null where it is not defined. */
export interface Scored {
  score: number | null;
  pValue: number | null;
  /** By how much the score may be wrong because only bins are known. */
  bound: number | null;
}

/** Values that are no values have a bin of their own, so that more of them are a drift too. */
export function binsOf(counts: ColumnCounts): number[] {
  const odd = counts.kind === "number" ? counts.nans + counts.infinities : 0;
  return [...counts.bins, counts.nulls + counts.absent + counts.mistyped + odd];
}

const LEAST_DEVIATION = 0.001;
const NOTHING: Scored = { score: null, pValue: null, bound: null };

const toScored = ({ statistic, pValue }: Finding): Scored => ({
  score: statistic !== null && Number.isFinite(statistic) ? statistic : null,
  pValue: pValue ?? null,
  bound: null,
});

const onShares =
  (distance: (shares: SharePair) => number) =>
  ({ reference, current }: Sides): Scored => {
    const [ours, theirs] = [binsOf(reference), binsOf(current)];
    const [n, m] = [sum(ours), sum(theirs)];
    // What is empty on both sides is no bin.
    const bins = ours
      .map((count, bin) => [count / n, (theirs[bin] ?? 0) / m] as const)
      .filter(([p, q]) => p > 0 || q > 0);
    const score = distance({ p: bins.map(([p]) => p), q: bins.map(([, q]) => q) });
    return { ...NOTHING, score };
  };

const onNumbers =
  (score: (edges: readonly number[], a: NumberCounts, b: NumberCounts) => Scored) =>
  ({ column, reference, current }: Sides): Scored => {
    const isNumeric = reference.kind === "number" && current.kind === "number";
    if (column.kind !== "number" || !isNumeric || reference.n === 0 || current.n === 0)
      return NOTHING;
    return score(column.edges, reference, current);
  };

function spreadOf({ n, mean, m2 }: NumberCounts): Spread | null {
  return mean === null || m2 === null ? null : { n, mean, squares: m2 };
}

/** Moments are exact, whatever the bins are. */
const onMoments = (score: (a: Spread, b: Spread) => Finding) =>
  onNumbers((_edges, a, b) => {
    const spreads = [spreadOf(a), spreadOf(b)];
    return spreads[0] && spreads[1] ? toScored(score(spreads[0], spreads[1])) : NOTHING;
  });

/** How often each category came on each side, in the order of their names, all others last. */
function tableOf(categories: readonly string[], a: CategoryCounts, b: CategoryCounts) {
  const named = categories.map((name, place) => ({ name, place }));
  const places = named.toSorted((one, other) => byCodePoints(one.name, other.name));
  const all = [...places.map(({ place }) => place), categories.length];
  const observed = all
    .map((place): readonly [number, number] => [a.bins[place] ?? 0, b.bins[place] ?? 0])
    .filter(([one, other]) => one + other > 0);
  return { observed, n: a.n, m: b.n };
}

const onCategories =
  (test: (table: ReturnType<typeof tableOf>) => Finding) =>
  ({ column, reference, current }: Sides): Scored => {
    const isNamed = reference.kind === "category" && current.kind === "category";
    if (column.kind !== "category" || !isNamed || reference.n === 0 || current.n === 0)
      return NOTHING;
    return toScored(test(tableOf(column.categories, reference, current)));
  };

function zOfMeans(a: Spread, b: Spread): Finding {
  const { statistic } = welchTest({ n: a.n, m: b.n, spreads: [a, b] });
  return { statistic, pValue: statistic === null ? null : normalTwoSided(statistic) };
}

const ofArea = (scale: (reference: NumberCounts) => number) =>
  onNumbers((edges, a, b) => {
    const { area, bound } = areaBetween(outlineOf(edges, a, b));
    const unit = scale(a);
    return { score: area / unit, pValue: null, bound: bound / unit };
  });

/** What one standard deviation of the reference is, as Evidently takes it. */
export const unitOf = (reference: NumberCounts): number => {
  const spread = spreadOf(reference);
  return Math.max(spread ? deviationOf(spread) : 0, LEAST_DEVIATION);
};

const zOfShares = onCategories(twoProportions);
const zOfNumbers = onMoments(zOfMeans);

const SCORES: Readonly<Record<MonitorMethod, (sides: Sides) => Scored>> = {
  jensen_shannon: onShares(jensenShannonDistance),
  jensen_shannon_2: onShares(jensenShannonDistance2),
  jensen_shannon_divergence: onShares((pair) => jensenShannonDivergence(pair) / Math.LN2),
  psi: onShares(stabilityIndex),
  hellinger: onShares(hellingerByRoots),
  kl: onShares(kullbackLeibler),
  l_infinity: onShares(greatestDifference),
  l_infinity_robust: (sides) => {
    const [n, m] = [sum(binsOf(sides.reference)), sum(binsOf(sides.current))];
    const { score } = onShares(greatestDifference)(sides);
    return { ...NOTHING, score: score === null ? null : beyondChance(score, n, m) };
  },
  total_variation: onShares(totalVariation),
  ks: onNumbers((edges, a, b) => {
    const { distance, bound } = distanceOf(outlineOf(edges, a, b));
    const { pValue } = ksAsymptotic({ n: a.n, m: b.n, sketch: { distance, area: 0 } });
    return { score: distance, pValue: pValue ?? null, bound };
  }),
  wasserstein: ofArea(() => 1),
  wasserstein_sigma: ofArea(unitOf),
  t_test: onMoments((a, b) => welchTest({ n: a.n, m: b.n, spreads: [a, b] })),
  z_test: (sides) => (sides.column.kind === "number" ? zOfNumbers(sides) : zOfShares(sides)),
  chi2_goodness: onCategories(chiSquaredFit),
  chi2: onCategories(chiSquaredTable),
  g_test: onCategories(likelihoodTable),
};

/** How far a column of a window is from the reference's, from counts alone. */
export const scoreOf = (method: MonitorMethod, sides: Sides): Scored => SCORES[method](sides);
