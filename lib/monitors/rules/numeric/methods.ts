import { NUMERIC_DEFINITIONS } from "../definitions";
import type { DriftRule, Finding, Method } from "../finding";
import {
  beyondChance,
  hellingerByOverlap,
  hellingerByRoots,
  jensenShannonDistance,
  jensenShannonDistance2,
  kullbackLeibler,
  type SharePair,
  stabilityIndex,
} from "../shares";
import { deviationOf } from "../sums";
import { cramerByEvidently } from "../tails/cramer-low-precision";
import {
  binBoth,
  decileEdges,
  distinctValueBins,
  evidentlyBins,
  isCut,
  referenceBins,
} from "./bins";
import { estimatedArea, estimatedDistance, isEstimated } from "./histograms";
import type { NumericPair } from "./pair";
import {
  andersonDarling,
  cramerByScipy,
  cramerVonMises,
  eppsSingletonTest,
  ksAsymptotic,
  ksAuto,
  ksExact,
  mannWhitney,
  studentTest,
  welchTest,
} from "./tests";

type NumericName = keyof typeof NUMERIC_DEFINITIONS;
type Bins = (pair: NumericPair) => SharePair & { edges?: number[] };

const LEAST_DEVIATION = 0.001;

const byEvidently: Bins = (pair) => {
  const { pooled } = pair.sketch;
  if (!pooled || !isCut(pair.referenceValues)) return evidentlyBins(pair.reference, pair.current);
  return {
    edges: pooled.edges,
    p: pooled.a.map((count) => count / pair.n),
    q: pooled.b.map((count) => count / pair.m),
  };
};
const byDistinct: Bins = ({ reference, current }) => distinctValueBins(reference, current);
const byDeciles: Bins = ({ reference, current }) =>
  binBoth(reference, current, decileEdges(reference));
const byDoane =
  (by: "shares" | "counts"): Bins =>
  ({ reference, current }) =>
    referenceBins(reference, current, by);

/** A distance of shares, which says on which bins it was computed. */
const onBins =
  (bins: Bins, distance: (pair: SharePair) => number) =>
  (pair: NumericPair): Finding => {
    const binned = bins(pair);
    return {
      statistic: distance(binned),
      parameters: { bins: binned.p.length, ...(binned.edges ? { edges: binned.edges } : {}) },
    };
  };

const distanceRule = (when: DriftRule["when"] = ">="): DriftRule => ({
  on: "statistic",
  when,
  threshold: 0.1,
});
const pValueRule = (when: DriftRule["when"], threshold: number): DriftRule => ({
  on: "pValue",
  when,
  threshold,
});

function normedArea({ sketch, spreads: [reference] }: NumericPair): Finding {
  const deviation = deviationOf(reference);
  return {
    statistic: sketch.area / Math.max(deviation, LEAST_DEVIATION),
    parameters: { referenceDeviation: deviation },
  };
}

const METHODS: Readonly<Record<NumericName, Pick<Method<NumericPair>, "drift" | "compute">>> = {
  "anderson_darling/scipy": { compute: andersonDarling },
  "cramer_von_mises/evidently": {
    drift: pValueRule("<=", 0.1),
    compute: cramerVonMises(cramerByEvidently),
  },
  "cramer_von_mises/scipy": { compute: cramerByScipy },
  "energy/scipy": {
    drift: distanceRule(">"),
    compute: ({ walk }) => ({ statistic: Math.sqrt(2 * walk.squaredArea) }),
  },
  "epps_singleton/evidently": { drift: pValueRule("<", 0.05), compute: eppsSingletonTest },
  "hellinger/evidently": {
    drift: distanceRule(),
    compute: onBins(byDistinct, hellingerByOverlap),
  },
  "hellinger/nannyml": { compute: onBins(byDoane("shares"), hellingerByRoots) },
  "jensen_shannon/evidently": {
    drift: distanceRule(),
    compute: onBins(byEvidently, jensenShannonDistance),
  },
  "jensen_shannon/nannyml": { compute: onBins(byDoane("shares"), jensenShannonDistance2) },
  "kl_divergence/evidently": {
    drift: distanceRule(),
    compute: onBins(byEvidently, kullbackLeibler),
  },
  "ks/asymptotic": { compute: ksAsymptotic },
  "ks/evidently": { drift: pValueRule("<=", 0.05), compute: ksAuto },
  "ks/exact": { compute: ksExact },
  "ks/nannyml": {
    compute: (pair) => ({
      statistic: isEstimated(pair) ? estimatedDistance(pair) : pair.sketch.distance,
      parameters: { isEstimated: isEstimated(pair) },
    }),
  },
  "ks/robust": {
    compute: ({ sketch, n, m }) => ({ statistic: beyondChance(sketch.distance, n, m) }),
  },
  "mann_whitney/evidently": { drift: pValueRule("<", 0.05), compute: mannWhitney("less") },
  "mann_whitney/two-sided": { compute: mannWhitney("two-sided") },
  "psi/deciles": { compute: onBins(byDeciles, stabilityIndex) },
  "psi/doane": { compute: onBins(byDoane("counts"), stabilityIndex) },
  "psi/evidently": { drift: distanceRule(), compute: onBins(byEvidently, stabilityIndex) },
  "t_test/equal-variance": { drift: pValueRule("<", 0.05), compute: studentTest },
  "t_test/welch": { compute: welchTest },
  "wasserstein/evidently": { drift: distanceRule(), compute: normedArea },
  "wasserstein/nannyml": {
    compute: (pair) => ({
      statistic: isEstimated(pair) ? estimatedArea(pair) : pair.sketch.area,
      parameters: { isEstimated: isEstimated(pair) },
    }),
  },
  "wasserstein/raw": { compute: ({ sketch }) => ({ statistic: sketch.area }) },
};

export const NUMERIC_METHODS: readonly Method<NumericPair>[] = Object.entries(
  NUMERIC_DEFINITIONS,
).map(([name, definition]) => {
  const [method = "", preset = ""] = name.split("/");
  // Object.entries forgets which names there are.
  return { method, preset, definition, ...METHODS[name as NumericName] };
});
