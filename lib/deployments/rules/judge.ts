import type { RolloutCheck } from "../schema/rollouts";
import type { Moments } from "./effects";
import {
  isMonitorMetric,
  judgeMonitor,
  type MonitorFinding,
  type MonitorMetric,
  monitorKey,
} from "./judge-monitors";
import {
  isFromLog,
  judgeDistance,
  judgeQuality,
  type LoggedAnswers,
  loggedBaseline,
  loggedSamples,
} from "./judge-predictions";
import type { Judgement } from "./judgement";
import { LATENCY_PLACES, latencyBound, latencyPlace, latencyQuantile } from "./latency";
import {
  excessEvidence,
  type Found,
  judgeLevels,
  type Limit,
  levelOfMean,
  levelOfShare,
} from "./levels";
import { DEFAULT_TUNING, oneSidedWidth } from "./sequences";

/** What a revision did since the step began. */
export interface ArmData extends LoggedAnswers {
  requests: number;
  errors: number;
  /** Requests by their time. */
  latency: readonly number[];
  /** Posted outcomes, by name. */
  outcomes: Readonly<Record<string, Moments>>;
  /** True when it has answered nothing for a while. */
  isStale: boolean;
}

interface Arms {
  candidate: ArmData;
  stable: ArmData;
  /** What monitors found, where a check asks one. */
  monitors?: ReadonlyMap<string, MonitorFinding>;
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

/** What a check asks, whatever follows from the answer. */
type Question = Pick<RolloutCheck, "key" | "metric" | "limit" | "minSamples">;
/** One that is answered by what the revisions did. */
type Measured = Question & { metric: Exclude<Question["metric"], MonitorMetric> };

/** How many samples a check has of a revision. */
function samplesOf({ metric }: Question, arm: ArmData): number {
  if (isFromLog(metric)) return loggedSamples(metric, arm);
  return metric.kind === "outcome" ? (arm.outcomes[metric.name] ?? NONE).n : arm.requests;
}

const baselineOf = (check: Question, stable: ArmData): number =>
  isFromLog(check.metric) ? loggedBaseline(check.metric, stable) : samplesOf(check, stable);

function findOut(check: Measured, arms: Arms, alpha: number): Found {
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
    case "live_quality":
      return judgeQuality(arms, { measure: metric.measure, limit, alpha });
    case "prediction_distribution": {
      const distance = limit.against === "absolute" ? limit.value : limit.absolute;
      return judgeDistance(arms, { measure: metric.measure, limit: distance, alpha });
    }
  }
}

/** Whether the stable revision is looked at too: a distance is always one from its answers. */
const isCompared = ({ metric, limit }: Question): boolean =>
  limit.against === "stable" || metric.kind === "prediction_distribution";

/** What one check says of what is known since its step began. */
export function judge(
  check: Question,
  { candidate, stable, monitors }: Arms,
  alpha: number,
): Judgement {
  const { metric } = check;
  if (isMonitorMetric(metric)) return judgeMonitor(check, monitors?.get(monitorKey(metric)));
  const samples = samplesOf(check, candidate);
  const baselineSamples = isCompared(check) ? baselineOf(check, stable) : null;
  const nothing = { observed: null, baseline: null, limit: null, pValue: null };
  const counts = { key: check.key, samples, baselineSamples };
  const isLogged = isFromLog(check.metric);
  const isStale = candidate.isStale && check.metric.kind !== "outcome";
  const isEmpty = samples === 0 || baselineSamples === 0;
  if (isStale || (isEmpty && !isLogged))
    return { ...counts, ...nothing, verdict: "no_data", isEarly: false };
  if (Math.min(samples, baselineSamples ?? samples) < check.minSamples) {
    const verdict = isLogged ? "no_data" : "inconclusive";
    return { ...counts, ...nothing, verdict, isEarly: true };
  }
  const { isWithin, ...found } = findOut({ ...check, metric }, { candidate, stable }, alpha);
  const verdict = found.pValue <= alpha ? "fail" : isWithin ? "pass" : "inconclusive";
  return { key: check.key, verdict, isEarly: false, ...found };
}
