import { AppError } from "@/lib/core/errors";
import type { Estimator } from "./assemble";
import type { Component } from "./auc";
import { learnCalibration } from "./calibration";
import { lineThroughPoints, type RisingLine } from "./isotonic";
import {
  type ClassMetric,
  componentOf,
  estimateOne,
  expectedConfusion,
  type OneClass,
  realiseOne,
  UNKNOWN,
} from "./one-class";

/** Rows of a classifier: a view of each class; of a binary one, of the positive class alone. */
export type Classified = readonly OneClass[];

export const CLASS_METRICS: readonly ClassMetric[] = [
  "roc_auc",
  "f1",
  "precision",
  "recall",
  "specificity",
];

/** NannyML widens the sampling error of an AUC of several classes. */
const AUC_FACTOR = 1.2;

const mean = (values: readonly number[]): number =>
  values.reduce((sum, value) => sum + value, 0) / values.length;

/** The mean over all classes; null where one of them has none. */
function meanOver(values: readonly (number | null)[]): number | null {
  const known = values.filter((value) => value !== null);
  return known.length < values.length ? null : mean(known);
}

export const sliceRows = (classes: Classified, start: number, end: number): Classified =>
  classes.map(({ scores, predicted, truth }) => ({
    scores: scores.subarray(start, end),
    predicted: predicted.subarray(start, end),
    truth: truth?.subarray(start, end) ?? null,
  }));

const isComplete = ({ scores, predicted }: OneClass, row: number): boolean =>
  Number.isFinite(scores[row]) && predicted[row] !== UNKNOWN;

const isLabelled = ({ truth }: OneClass, row: number): boolean =>
  truth !== null && truth[row] !== UNKNOWN;

/** The rows that meet a condition in each class. */
function keepRows(classes: Classified, meets: (one: OneClass, row: number) => boolean): Classified {
  const keeps = (_: number, row: number) => classes.every((one) => meets(one, row));
  return classes.map(({ scores, predicted, truth }) => ({
    scores: scores.filter(keeps),
    predicted: predicted.filter(keeps),
    truth: truth?.filter(keeps) ?? null,
  }));
}

const completeRows = (classes: Classified) => keepRows(classes, isComplete);
const labelledRows = (classes: Classified) =>
  keepRows(classes, (one, row) => isComplete(one, row) && isLabelled(one, row));
const countRows = (classes: Classified): number => classes[0]?.predicted.length ?? 0;

/** Probabilities by class: calibrated where that helps; of several classes they sum up to 1 again. */
function probabilitiesOf(
  classes: Classified,
  calibrations: readonly (RisingLine | null)[],
): Float64Array[] {
  const raw = classes.map(({ scores }, at) => {
    const line = calibrations[at];
    return line ? scores.map((score) => lineThroughPoints(line, score)) : scores.slice();
  });
  if (raw.length === 1) return raw;
  const rows = raw[0]?.length ?? 0;
  for (let row = 0; row < rows; row += 1) {
    const sum = raw.reduce((total, one) => total + (one[row] ?? 0), 0);
    for (const one of raw) one[row] = sum === 0 ? 1 / raw.length : (one[row] ?? 0) / sum;
  }
  return raw;
}

/** The share of rows whose predicted class is the true one, counted or expected. */
function accuracyOf(
  classes: Classified,
  probabilities: readonly ArrayLike<number>[],
): number | null {
  const rows = classes[0]?.predicted.length ?? 0;
  if (rows === 0) return null;
  const hits = classes.map((one, at) => {
    const confusion = expectedConfusion(one.predicted, probabilities[at] ?? []);
    return classes.length === 1 ? confusion.hits + confusion.rightlyLeft : confusion.hits;
  });
  return hits.reduce((sum, count) => sum + count, 0) / rows;
}

const truthsOf = (classes: Classified): Uint8Array[] =>
  classes.flatMap(({ truth }) => (truth ? [truth] : []));

/** How much a metric of the reference varies, a class each. */
export const samplingComponents = (metric: ClassMetric, reference: Classified): Component[] =>
  reference.map((one) => componentOf(metric, one, reference.length === 1));

/** How far so many rows scatter a metric. */
export function samplingErrorOf(
  metric: string,
  components: readonly Component[],
  rows: number,
): number {
  const factor = metric === "roc_auc" && components.length > 1 ? AUC_FACTOR : 1;
  const variance = components.reduce(
    (sum, { deviation, share }) => sum + deviation ** 2 / (rows * share),
    0,
  );
  return (factor * Math.sqrt(variance)) / components.length;
}

function samplingErrors(metric: ClassMetric, reference: Classified) {
  const components = samplingComponents(metric, reference);
  return (rows: number): number => samplingErrorOf(metric, components, rows);
}

/** Confidence-based performance estimation: what metrics are to be expected from calibrated scores alone. */
export function classificationEstimators(reference: Classified): {
  estimators: Record<string, Estimator<Classified>>;
  calibrated: boolean[];
} {
  const learned = labelledRows(reference);
  if (countRows(learned) === 0)
    throw new AppError(
      "INVALID",
      "The reference has no row with a score, a prediction and a label.",
    );
  const calibrations = learned.map(({ scores, truth }) =>
    truth ? learnCalibration(scores, truth) : null,
  );
  const estimator = (
    estimate: (rows: Classified, probabilities: readonly Float64Array[]) => number | null,
    realise: (rows: Classified) => number | null,
    samplingError: (rows: number) => number,
  ): Estimator<Classified> => ({
    range: { lower: 0, upper: 1 },
    estimate: (rows) => {
      const complete = completeRows(rows);
      if (countRows(complete) === 0) return null;
      return estimate(complete, probabilitiesOf(complete, calibrations));
    },
    realise: (rows) => {
      const labelled = labelledRows(rows);
      return countRows(labelled) === 0 ? null : realise(labelled);
    },
    samplingError,
  });
  const byClass = CLASS_METRICS.map((metric): [string, Estimator<Classified>] => [
    metric,
    estimator(
      (rows, all) =>
        meanOver(rows.map((one, at) => estimateOne(metric, one, all[at] ?? new Float64Array()))),
      (rows) => meanOver(rows.map((one) => realiseOne(metric, one))),
      samplingErrors(metric, learned),
    ),
  ]);
  const right = accuracyOf(learned, truthsOf(learned)) ?? 0;
  const accuracy = estimator(
    accuracyOf,
    (rows) => accuracyOf(rows, truthsOf(rows)),
    (rows) => Math.sqrt((right * (1 - right)) / rows),
  );
  return {
    estimators: { ...Object.fromEntries(byClass), accuracy },
    calibrated: calibrations.map((one) => one !== null),
  };
}
