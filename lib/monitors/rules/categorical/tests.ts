import { chiSquaredTail } from "@/lib/deployments/rules/sequences";
import { type Finding, notDefined } from "../finding";
import { numpySum } from "../sums";
import { normalTwoSided } from "../tails/normal";
import type { CategoryPair } from "./counts";

/** How often each category came on each side, of `n` and `m` values. */
type Table = Pick<CategoryPair, "observed" | "n" | "m">;

const ONE_CATEGORY = "There is one category only: no degree of freedom is left.";
const YATES = 0.5;

type Term = (observed: number, expected: number) => number;

const pearson: Term = (observed, expected) =>
  expected === 0 && observed > 0 ? Number.POSITIVE_INFINITY : (observed - expected) ** 2 / expected;

const likelihood: Term = (observed, expected) =>
  observed === 0 ? 0 : 2 * observed * Math.log(observed / expected);

function judged(statistic: number, df: number): Finding {
  if (statistic === Number.POSITIVE_INFINITY) return { statistic, df, pValue: 0 };
  return { statistic, df, pValue: chiSquaredTail(statistic, df) };
}

/** Counts of the current side against those of the reference, scaled to as many values. */
export const goodnessOfFit =
  (term: Term) =>
  ({ observed, n, m }: Table): Finding => {
    const df = observed.length - 1;
    const statistic = numpySum(
      observed.map(([reference, current]) => term(current, (reference * m) / n)),
    );
    if (df === 0) return { statistic, df, pValue: null, reason: ONE_CATEGORY };
    return judged(statistic, df);
  };

/** Independence of category and side in the table of both. */
const independence =
  (term: Term, correction: number) =>
  ({ observed, n, m }: Table): Finding => {
    const df = observed.length - 1;
    if (df === 0) return { statistic: 0, df, pValue: 1 };
    const parameters = { correction: df === 1 ? correction : 0 };
    const cells = observed.flatMap(([reference, current]) => {
      const both = reference + current;
      return [
        { count: reference, expected: (both * n) / (n + m) },
        { count: current, expected: (both * m) / (n + m) },
      ];
    });
    const statistic = numpySum(
      cells.map(({ count, expected }) => {
        const difference = expected - count;
        const shift = Math.min(parameters.correction, Math.abs(difference)) * Math.sign(difference);
        return term(count + shift, expected);
      }),
    );
    return { ...judged(statistic, df), parameters };
  };

export const chiSquaredFit = goodnessOfFit(pearson);
export const likelihoodFit = goodnessOfFit(likelihood);
export const chiSquaredTable = independence(pearson, 0);
export const chiSquaredYates = independence(pearson, YATES);
export const likelihoodTable = independence(likelihood, 0);

export function likelihoodUnscaled(pair: Table): Finding {
  if (pair.n !== pair.m)
    return notDefined("Defined only where both sides have as many values, as in Evidently.");
  return likelihoodFit(pair);
}

/** Shares of what is not the first category, as two proportions with a pooled variance. */
export function twoProportions({ observed, n, m }: Table): Finding {
  if (observed.length === 1)
    return {
      statistic: null,
      pValue: 1,
      reason: "Both sides hold one and the same category: z is not defined, and the p-value is 1.",
    };
  const [[ours, theirs] = [0, 0]] = observed;
  const [p, q] = [(n - ours) / n, (m - theirs) / m];
  const pooled = (p * n + q * m) / (n + m);
  const variance = pooled * (1 - pooled) * (1 / n + 1 / m);
  const statistic = (p - q) / Math.sqrt(variance);
  // From 1 less Φ, as Evidently computes it: what is below 2e-16 becomes 0.
  return { statistic, pValue: 2 * (1 - (1 - normalTwoSided(statistic) / 2)) };
}
