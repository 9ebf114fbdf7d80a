import {
  type DistanceMeasure,
  LOGGED_KINDS,
  type QualityMeasure,
  type RolloutCheck,
} from "../schema/rollouts";
import { type AnswerCounts, binAnswers, distanceOf, distancePValue, totalOf } from "./distances";
import {
  excessEvidence,
  type Found,
  judgeLevels,
  type Level,
  type Limit,
  levelOfMean,
  levelOfShare,
} from "./levels";

/** What labels say of answers. Sums, so that tests can be made of them. */
export interface QualitySums {
  /** Rows whose truth is known, and those of them whose answer it is. */
  labelled: number;
  correct: number;
  /** Rows whose answer and label are both numbers, with sums of |answer − label| and its powers. */
  numeric: number;
  absoluteError: number;
  squaredError: number;
  fourthPowerError: number;
}

type Metric = RolloutCheck["metric"];

/** What the log of predictions tells of a revision, where a check asks for it. */
export interface LoggedAnswers {
  quality?: QualitySums;
  answers?: AnswerCounts;
}

const UNKNOWN: QualitySums = {
  labelled: 0,
  correct: 0,
  numeric: 0,
  absoluteError: 0,
  squaredError: 0,
  fourthPowerError: 0,
};

const NONE: AnswerCounts = [];

/** Whether a metric comes from the log of predictions: its samples may be few for long without any fault. */
export const isFromLog = ({ kind }: Metric): boolean => LOGGED_KINDS.has(kind);

/** Answers of the stable revision that say something: beside none that do, nothing can be told of the candidate's. */
const telling = (counts: AnswerCounts): AnswerCounts =>
  counts.filter(({ value }) => value !== null);

/** How many samples such a metric has of the stable revision. */
export const loggedBaseline = (metric: Metric, stable: LoggedAnswers): number =>
  metric.kind === "prediction_distribution"
    ? totalOf(telling(stable.answers ?? NONE))
    : loggedSamples(metric, stable);

/** How many samples such a metric has of a revision. */
export function loggedSamples(metric: Metric, arm: LoggedAnswers): number {
  if (metric.kind === "prediction_distribution") return totalOf(arm.answers ?? NONE);
  const { labelled, numeric } = arm.quality ?? UNKNOWN;
  return metric.kind === "live_quality" && metric.measure !== "accuracy" ? numeric : labelled;
}

function levelOfQuality(sums: QualitySums, measure: QualityMeasure): Level {
  const { numeric: n, absoluteError, squaredError } = sums;
  switch (measure) {
    case "accuracy":
      return levelOfShare(sums.correct, sums.labelled);
    case "mean_absolute_error":
      return levelOfMean({ n, sum: absoluteError, sumSquares: squaredError });
    case "root_mean_squared_error": {
      const squares = levelOfMean({ n, sum: squaredError, sumSquares: sums.fourthPowerError });
      const variance = squares.mean === 0 ? 0 : squares.variance / (4 * squares.mean);
      return { mean: Math.sqrt(squares.mean), variance, n };
    }
  }
}

interface Logged {
  candidate: LoggedAnswers;
  stable: LoggedAnswers;
}

/** How right answers are, against a fixed value or the stable revision's. */
export function judgeQuality(
  { candidate, stable }: Logged,
  { measure, limit, alpha }: { measure: QualityMeasure; limit: Limit; alpha: number },
): Found {
  const sums = candidate.quality ?? UNKNOWN;
  const isAccuracy = measure === "accuracy";
  const found = judgeLevels(
    levelOfQuality(sums, measure),
    limit.against === "stable" ? levelOfQuality(stable.quality ?? UNKNOWN, measure) : null,
    { limit, sign: isAccuracy ? -1 : 1, alpha },
  );
  if (!isAccuracy || limit.against === "stable") return found;
  const wrong = sums.labelled - sums.correct;
  const evidence = excessEvidence(wrong, sums.labelled, 1 - limit.value);
  return { ...found, pValue: Math.min(1, 1 / evidence) };
}

/** How far the candidate's answers are from the stable revision's. */
export function judgeDistance(
  { candidate, stable }: Logged,
  { measure, limit, alpha }: { measure: DistanceMeasure; limit: number; alpha: number },
): Found {
  const [reference, current] = [stable.answers ?? NONE, candidate.answers ?? NONE];
  const binned = binAnswers(reference, current);
  const observed = distanceOf(binned, measure);
  return {
    observed,
    baseline: null,
    limit,
    pValue: distancePValue(binned, measure, { limit, alpha }),
    isWithin: observed <= limit,
    samples: totalOf(current),
    baselineSamples: totalOf(telling(reference)),
  };
}
