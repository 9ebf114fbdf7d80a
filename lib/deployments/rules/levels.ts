import betainc from "@stdlib/math-base-special-betainc";
import gammaln from "@stdlib/math-base-special-gammaln";
import type { RolloutCheck } from "../schema/rollouts";
import type { Moments } from "./effects";
import { DEFAULT_TUNING, oneSidedPValue } from "./sequences";

/** A share of units, or a mean, as the tests need it. */
export interface Level {
  mean: number;
  variance: number;
  n: number;
}

const choose = (n: number, a: number, b: number): number => gammaln(a) + gammaln(b) - gammaln(n);

/**
 * How much more likely `k` of `n` are at rates above `rate` than at it, averaged over those rates: at every look at
 * once, such a ratio passes 1/alpha with a chance of at most alpha while the true rate is not above. Exact for any n.
 */
export function excessEvidence(k: number, n: number, rate: number): number {
  if (rate <= 0) return k > 0 ? Number.POSITIVE_INFINITY : 1;
  if (rate >= 1) return 1;
  const above = 1 - betainc(rate, k + 1, n - k + 1, true, false);
  if (above <= 0) return 0;
  const log =
    choose(n + 2, k + 1, n - k + 1) +
    Math.log(above) -
    Math.log(1 - rate) -
    k * Math.log(rate) -
    (n - k) * Math.log1p(-rate);
  return Math.exp(log);
}

/** Never without spread: a revision that has not failed yet may fail all the same. */
export function levelOfShare(count: number, n: number): Level {
  const careful = (count + 1) / (n + 2);
  return { mean: count / n, variance: (careful * (1 - careful)) / n, n };
}

export function levelOfMean({ n, sum, sumSquares }: Moments): Level {
  const mean = sum / n;
  return { mean, variance: Math.max(0, (sumSquares - sum * mean) / (n - 1)) / n, n };
}

export interface Found {
  observed: number;
  baseline: number | null;
  limit: number;
  pValue: number;
  /** True when the observed value itself is within the limit. */
  isWithin: boolean;
  samples: number;
  baselineSamples: number | null;
}

export type Limit = RolloutCheck["limit"];

/** A mean or share laid against a fixed value or the stable revision's. `sign` is 1 where less is better. */
export function judgeLevels(
  candidate: Level,
  stable: Level | null,
  { limit, sign, alpha }: { limit: Limit; sign: 1 | -1; alpha: number },
): Found {
  const options = { alpha, tuning: DEFAULT_TUNING };
  if (limit.against === "absolute" || stable === null) {
    const value = limit.against === "absolute" ? limit.value : 0;
    const excess = sign * (candidate.mean - value);
    return {
      observed: candidate.mean,
      baseline: null,
      limit: value,
      pValue: oneSidedPValue(
        { estimate: excess, variance: candidate.variance, n: candidate.n },
        options,
      ),
      isWithin: excess <= 0,
      samples: candidate.n,
      baselineSamples: null,
    };
  }
  // Signed, so that a tolerance always allows more of what is bad, below zero too.
  const factor = 1 + sign * limit.relative * Math.sign(stable.mean);
  const bound = stable.mean * factor + sign * limit.absolute;
  const excess = sign * (candidate.mean - bound);
  const variance = candidate.variance + factor ** 2 * stable.variance;
  return {
    observed: candidate.mean,
    baseline: stable.mean,
    limit: bound,
    pValue: oneSidedPValue({ estimate: excess, variance, n: candidate.n + stable.n }, options),
    isWithin: excess <= 0,
    samples: candidate.n,
    baselineSamples: stable.n,
  };
}
