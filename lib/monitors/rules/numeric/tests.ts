import { tTail } from "@/lib/deployments/rules/sequences";
import { type Finding, notDefined } from "../finding";
import { roundHalfEven } from "../rounding";
import { andersonNormalised, andersonTail } from "../tails/anderson-darling";
import {
  cramerAsymptotic,
  cramerExact,
  cramerStatistic,
  MAX_EXACT_CRAMER,
} from "../tails/cramer-von-mises";
import { eppsSingleton } from "../tails/epps-singleton";
import { kolmogorovTail } from "../tails/kolmogorov";
import { type Alternative, isExactRanks, mannWhitneyTail } from "../tails/mann-whitney";
import { isExactFeasible, smirnovTail } from "../tails/smirnov";
import type { NumericPair } from "./pair";

/** Up to this size of both samples SciPy counts paths. */
const MAX_EXACT_KS = 10_000;
const MIN_EPPS_SINGLETON = 5;

export function ksExact({ n, m, sketch }: NumericPair): Finding {
  const statistic = sketch.distance;
  if (!isExactFeasible(n, m, statistic))
    return {
      statistic,
      pValue: null,
      reason: `The exact p-value of samples of ${n} and ${m} values takes too long to count; use the asymptotic one.`,
    };
  return { statistic, pValue: smirnovTail(n, m, statistic), parameters: { distribution: "exact" } };
}

export function ksAsymptotic({ n, m, sketch }: Pick<NumericPair, "n" | "m" | "sketch">): Finding {
  const size = roundHalfEven((n * m) / (n + m));
  if (size < 1)
    return {
      statistic: sketch.distance,
      pValue: null,
      reason: "One value a side is too few for a p-value: n·m/(n + m) rounds to 0.",
    };
  return {
    statistic: sketch.distance,
    pValue: Math.min(1, Math.max(0, kolmogorovTail(size, sketch.distance))),
    parameters: { distribution: "asymptotic", effectiveSize: size },
  };
}

export const ksAuto = (pair: NumericPair): Finding =>
  Math.max(pair.n, pair.m) <= MAX_EXACT_KS ? ksExact(pair) : ksAsymptotic(pair);

export const mannWhitney =
  (alternative: Alternative) =>
  ({ n, m, ranks }: NumericPair): Finding => {
    const pairs = { n, m, u: ranks.pairs, ties: ranks.ties };
    const pValue = mannWhitneyTail(pairs, alternative);
    return pValue === null
      ? {
          statistic: ranks.pairs,
          pValue,
          reason: "All values of both sides are the same: ranks have no spread to judge U by.",
        }
      : {
          statistic: ranks.pairs,
          pValue,
          parameters: { alternative, distribution: isExactRanks(pairs) ? "exact" : "normal" },
        };
  };

export const cramerVonMises =
  (exact: (u: number, n: number, m: number) => number) =>
  (pair: NumericPair): Finding => {
    const { n, m } = pair;
    if (n < 2 || m < 2) return notDefined("Each side needs at least two values.");
    if (pair.isConstant)
      return notDefined("Both sides are one and the same constant: the statistic is not defined.");
    const statistic = cramerStatistic(pair.ranks.cramer, n, m);
    const isExact = Math.max(n, m) <= MAX_EXACT_CRAMER;
    return {
      statistic,
      pValue: isExact ? exact(pair.ranks.cramer, n, m) : cramerAsymptotic(statistic, n, m),
      parameters: { distribution: isExact ? "exact" : "asymptotic" },
    };
  };

export const cramerByScipy = cramerVonMises(cramerExact);

export function andersonDarling({ n, m, ranks }: NumericPair): Finding {
  if (ranks.distinct < 2)
    return notDefined("Both sides are one and the same constant: the statistic is not defined.");
  const statistic = andersonNormalised(ranks.anderson, n, m);
  return statistic === null
    ? notDefined("Both sides together need at least four values.")
    : { statistic, pValue: andersonTail(statistic) };
}

const isOneValue = (sorted: Float64Array): boolean => sorted[0] === sorted[sorted.length - 1];

export function eppsSingletonTest(pair: NumericPair): Finding {
  if (pair.n < MIN_EPPS_SINGLETON || pair.m < MIN_EPPS_SINGLETON)
    return notDefined(`Each side needs at least ${MIN_EPPS_SINGLETON} values.`);
  if (isOneValue(pair.reference) && isOneValue(pair.current))
    return notDefined("Neither side varies: the statistic is not defined.");
  const range = pair.quartileRange;
  if (!(range > 0))
    return notDefined("The middle half of all values is one value: the interquartile range is 0.");
  return eppsSingleton(pair.reference, pair.current, range);
}

function tTest(estimate: number, variance: number, df: number): Finding {
  if (!(variance > 0)) return notDefined("Neither side varies: t divides by 0.");
  const statistic = estimate / Math.sqrt(variance);
  return { statistic, df, pValue: tTail(statistic, df) };
}

export function studentTest({ n, m, spreads: [a, b] }: NumericPair): Finding {
  const df = n + m - 2;
  if (df < 1) return notDefined("Both sides together need at least three values.");
  const pooled = (a.squares + b.squares) / df;
  return tTest(a.mean - b.mean, pooled * (1 / n + 1 / m), df);
}

export function welchTest({
  n,
  m,
  spreads: [a, b],
}: Pick<NumericPair, "n" | "m" | "spreads">): Finding {
  if (n < 2 || m < 2) return notDefined("Each side needs at least two values.");
  const [va, vb] = [a.squares / (n - 1) / n, b.squares / (m - 1) / m];
  const df = (va + vb) ** 2 / (va ** 2 / (n - 1) + vb ** 2 / (m - 1));
  return tTest(a.mean - b.mean, va + vb, df);
}
