import betainc from "@stdlib/math-base-special-betainc";
import gammaln from "@stdlib/math-base-special-gammaln";
import type { RolloutCheck, Verdict } from "../schema/rollouts";
import type { Moments } from "./effects";
import { LATENCY_PLACES, latencyBound, latencyPlace, latencyQuantile } from "./latency";
import { DEFAULT_TUNING, oneSidedPValue, oneSidedWidth } from "./sequences";

/** What a revision did since the step began. */
export interface ArmData {
  requests: number;
  errors: number;
  /** Requests by their time. */
  latency: readonly number[];
  /** Posted outcomes, by name. */
  outcomes: Readonly<Record<string, Moments>>;
  /** True when it has answered nothing for a while. */
  isStale: boolean;
}

export interface Judgement {
  key: string;
  verdict: Verdict;
  /** True when it has said nothing yet because there are too few samples. */
  isEarly: boolean;
  /** What the candidate does, and the stable revision where it is compared. */
  observed: number | null;
  baseline: number | null;
  /** Where it would be too bad. */
  limit: number | null;
  /** How strong the evidence is that it is too bad: a p-value that holds at every look. */
  pValue: number | null;
  samples: number;
  baselineSamples: number | null;
}

/** A share of units, or a mean, as the tests need it. */
interface Level {
  mean: number;
  variance: number;
  n: number;
}

const choose = (n: number, a: number, b: number): number => gammaln(a) + gammaln(b) - gammaln(n);

/**
 * How much more likely `k` of `n` are at rates above `rate` than at it, averaged over those rates: at every look at
 * once, such a ratio passes 1/alpha with a chance of at most alpha while the true rate is not above. Exact for any n.
 */
function excessEvidence(k: number, n: number, rate: number): number {
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
function levelOfShare(count: number, n: number): Level {
  const careful = (count + 1) / (n + 2);
  return { mean: count / n, variance: (careful * (1 - careful)) / n, n };
}

function levelOfMean({ n, sum, sumSquares }: Moments): Level {
  const mean = sum / n;
  return { mean, variance: Math.max(0, (sumSquares - sum * mean) / (n - 1)) / n, n };
}

interface Found {
  observed: number;
  baseline: number | null;
  limit: number;
  pValue: number;
  /** True when the observed value itself is within the limit. */
  isWithin: boolean;
  samples: number;
  baselineSamples: number | null;
}

type Limit = RolloutCheck["limit"];

interface Arms {
  candidate: ArmData;
  stable: ArmData;
}

/** A mean or share laid against a fixed value or the stable revision's. `sign` is 1 where less is better. */
function judgeLevels(
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

function judgeErrors(
  { candidate, stable }: Arms,
  { limit, alpha }: { limit: Limit; alpha: number },
): Found {
  const level = levelOfShare(candidate.errors, candidate.requests);
  const found = judgeLevels(level, levelOfShare(stable.errors, stable.requests), {
    ...{ limit, alpha },
    sign: 1,
  });
  if (limit.against === "stable") return found;
  const evidence = excessEvidence(candidate.errors, candidate.requests, limit.value);
  return { ...found, pValue: Math.min(1, 1 / evidence) };
}

/** Requests that took surely longer than `ms`. */
const slowerThan = (latency: readonly number[], ms: number): number =>
  latency.slice(latencyPlace(ms) + 1).reduce((sum, count) => sum + count, 0);

/** Below it the stable revision's quantile surely lies, at every look at once: half of the alpha is spent on it. */
function surelyAbove(latency: readonly number[], quantile: number, alpha: number): number {
  const n = latency.reduce((sum, count) => sum + count, 0);
  const spread = { estimate: 0, variance: (quantile * (1 - quantile)) / n, n };
  const width = oneSidedWidth(spread, { alpha: alpha / 2, tuning: DEFAULT_TUNING });
  if (quantile + width >= 1) return latencyBound(LATENCY_PLACES - 1);
  const place = latencyPlace(latencyQuantile(latency, quantile + width) ?? 0);
  return latencyBound(place);
}

function judgeLatency(
  { candidate, stable }: Arms,
  { limit, quantile, alpha }: { limit: Limit; quantile: number; alpha: number },
): Found {
  const observed = latencyQuantile(candidate.latency, quantile) ?? 0;
  const baseline = latencyQuantile(stable.latency, quantile) ?? 0;
  const isStable = limit.against === "stable";
  const bound = isStable ? baseline * (1 + limit.relative) + limit.absolute : limit.value;
  // What is tested errs to the candidate's side: by the places that times are counted in, and by the baseline's spread.
  const tested = isStable
    ? surelyAbove(stable.latency, quantile, alpha) * (1 + limit.relative) + limit.absolute
    : limit.value;
  const slow = slowerThan(candidate.latency, tested);
  const evidence = excessEvidence(slow, candidate.requests, 1 - quantile);
  return {
    observed,
    baseline: isStable ? baseline : null,
    limit: bound,
    pValue: Math.min(1, (isStable ? 2 : 1) / evidence),
    isWithin: observed <= bound,
    samples: candidate.requests,
    baselineSamples: isStable ? stable.requests : null,
  };
}

const NONE: Moments = { n: 0, sum: 0, sumSquares: 0 };

/** How many samples a check has of a revision. */
function samplesOf({ metric }: Pick<RolloutCheck, "metric">, arm: ArmData): number {
  return metric.kind === "outcome" ? (arm.outcomes[metric.name] ?? NONE).n : arm.requests;
}

function findOut(check: RolloutCheck, arms: Arms, alpha: number): Found {
  const { metric, limit } = check;
  switch (metric.kind) {
    case "error_rate":
      return judgeErrors(arms, { limit, alpha });
    case "latency":
      return judgeLatency(arms, { limit, quantile: metric.quantile, alpha });
    case "outcome":
      return judgeLevels(
        levelOfMean(arms.candidate.outcomes[metric.name] ?? NONE),
        limit.against === "stable" ? levelOfMean(arms.stable.outcomes[metric.name] ?? NONE) : null,
        { limit, sign: metric.better === "higher" ? -1 : 1, alpha },
      );
  }
}

/** What one check says of what is known since its step began. */
export function judge(check: RolloutCheck, { candidate, stable }: Arms, alpha: number): Judgement {
  const samples = samplesOf(check, candidate);
  const baselineSamples = check.limit.against === "stable" ? samplesOf(check, stable) : null;
  const nothing = { observed: null, baseline: null, limit: null, pValue: null };
  const counts = { key: check.key, samples, baselineSamples };
  const isStale = candidate.isStale && check.metric.kind !== "outcome";
  if (samples === 0 || baselineSamples === 0 || isStale)
    return { ...counts, ...nothing, verdict: "no_data", isEarly: false };
  if (Math.min(samples, baselineSamples ?? samples) < check.minSamples)
    return { ...counts, ...nothing, verdict: "inconclusive", isEarly: true };
  const { isWithin, ...found } = findOut(check, { candidate, stable }, alpha);
  const verdict = found.pValue <= alpha ? "fail" : isWithin ? "pass" : "inconclusive";
  return { key: check.key, verdict, isEarly: false, ...found };
}
