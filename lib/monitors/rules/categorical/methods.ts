import { CATEGORICAL_DEFINITIONS } from "../definitions";
import type { DriftRule, Finding, Method } from "../finding";
import {
  beyondChance,
  greatestDifference,
  hellingerByOverlap,
  hellingerByRoots,
  jensenShannonDistance,
  jensenShannonDistance2,
  jensenShannonDivergence,
  kullbackLeibler,
  type SharePair,
  stabilityIndex,
  totalVariation,
} from "../shares";
import type { CategoryPair } from "./counts";
import {
  chiSquaredFit,
  chiSquaredTable,
  chiSquaredYates,
  likelihoodFit,
  likelihoodTable,
  likelihoodUnscaled,
  twoProportions,
} from "./tests";

type CategoricalName = keyof typeof CATEGORICAL_DEFINITIONS;

const DISTANCE: DriftRule = { on: "statistic", when: ">=", threshold: 0.1 };
const pValueBelow = (threshold: number): DriftRule => ({ on: "pValue", when: "<", threshold });

const onShares =
  (distance: (pair: SharePair) => number) =>
  ({ shares }: CategoryPair): Finding => ({
    statistic: distance(shares),
    parameters: { bins: shares.p.length },
  });

const onReferenceShares =
  (distance: (pair: SharePair) => number) =>
  ({ referenceShares }: CategoryPair): Finding => ({
    statistic: distance(referenceShares),
    parameters: { bins: referenceShares.p.length },
  });

const METHODS: Readonly<Record<CategoricalName, Pick<Method<CategoryPair>, "drift" | "compute">>> =
  {
    "chi2_contingency/nannyml": { drift: pValueBelow(0.05), compute: chiSquaredYates },
    "chi2_contingency/uncorrected": { compute: chiSquaredTable },
    "chi2_goodness/evidently": { drift: pValueBelow(0.05), compute: chiSquaredFit },
    "g_test/contingency": { compute: likelihoodTable },
    "g_test/evidently": { drift: pValueBelow(0.1), compute: likelihoodUnscaled },
    "g_test/goodness": { compute: likelihoodFit },
    "hellinger/evidently-categorical": { drift: DISTANCE, compute: onShares(hellingerByOverlap) },
    "hellinger/nannyml-categorical": { compute: onReferenceShares(hellingerByRoots) },
    "jensen_shannon/divergence-2": {
      compute: onShares((pair) => jensenShannonDivergence(pair) / Math.LN2),
    },
    "jensen_shannon/evidently-categorical": {
      drift: DISTANCE,
      compute: onShares(jensenShannonDistance),
    },
    "jensen_shannon/nannyml-categorical": { compute: onReferenceShares(jensenShannonDistance2) },
    "kl_divergence/evidently-categorical": { drift: DISTANCE, compute: onShares(kullbackLeibler) },
    "l_infinity/nannyml": { compute: onShares(greatestDifference) },
    "l_infinity/robust": {
      compute: ({ shares, n, m }) => ({
        statistic: beyondChance(greatestDifference(shares), n, m),
      }),
    },
    "psi/evidently-categorical": { drift: DISTANCE, compute: onShares(stabilityIndex) },
    "total_variation/statistic": {
      compute: onShares(totalVariation),
    },
    "z_test/evidently": { drift: pValueBelow(0.05), compute: twoProportions },
  };

export const CATEGORICAL_METHODS: readonly Method<CategoryPair>[] = Object.entries(
  CATEGORICAL_DEFINITIONS,
).map(([name, definition]) => {
  const [method = "", preset = ""] = name.split("/");
  // Object.entries forgets which names there are.
  return { method, preset, definition, ...METHODS[name as CategoricalName] };
});
