import { deviationOf, spreadOf } from "../sums";
import type { Estimator } from "./assemble";
import { type Features, growForest } from "./trees";

/** Rows of a regression. Labels that are missing are NaN. */
export interface Regressed {
  predicted: Float64Array;
  truth: Float64Array | null;
  /** The prediction too is one. */
  features: Features;
}

type Loss = (truth: number, predicted: number) => number;

const logarithm = (truth: number, predicted: number): number =>
  Math.log1p(truth) - Math.log1p(predicted);

interface LossKind {
  loss: Loss;
  /** The metric that is the loss's mean, and the one that is the root of it. */
  mean: string;
  root?: string;
}

const LOSSES: readonly LossKind[] = [
  { mean: "mae", loss: (truth, predicted) => Math.abs(truth - predicted) },
  { mean: "mape", loss: (truth, predicted) => Math.abs((truth - predicted) / truth) },
  { mean: "mse", root: "rmse", loss: (truth, predicted) => (truth - predicted) ** 2 },
  { mean: "msle", root: "rmsle", loss: (truth, predicted) => logarithm(truth, predicted) ** 2 },
];

const meanOf = (values: Float64Array): number =>
  values.reduce((sum, value) => sum + value, 0) / values.length;

/** Losses of the rows whose label is there. */
function lossesOf({ predicted, truth }: Regressed, loss: Loss): Float64Array {
  const labels = truth ?? new Float64Array();
  return predicted
    .map((value, row) => loss(labels[row] ?? Number.NaN, value))
    .filter((_, row) => !Number.isNaN(labels[row] ?? Number.NaN));
}

const labelled = ({ truth }: Regressed): Uint32Array =>
  Uint32Array.from(truth?.keys() ?? []).filter((row) => !Number.isNaN(truth?.[row] ?? Number.NaN));

interface Learned {
  loss: Loss;
  expected: (rows: Regressed) => number;
  mean: number;
  deviation: number;
}

function estimatorOf(
  { loss, expected, mean, deviation }: Learned,
  isRoot: boolean,
): Estimator<Regressed> {
  const toMetric = (value: number) => (isRoot ? Math.sqrt(Math.max(0, value)) : value);
  return {
    range: { lower: 0, upper: null },
    estimate: (rows) => toMetric(expected(rows)),
    realise: (rows) => {
      const losses = lossesOf(rows, loss);
      return losses.length === 0 ? null : toMetric(meanOf(losses));
    },
    samplingError: (rows) =>
      isRoot ? deviation / Math.sqrt(4 * rows * mean) : deviation / Math.sqrt(rows),
  };
}

/** Estimators that learn from the reference which loss a row has, by its features and its prediction. */
export function regressionEstimators(reference: Regressed): Record<string, Estimator<Regressed>> {
  const known = labelled(reference);
  const features = reference.features.map((values) =>
    Float64Array.from(known, (row) => values[row] ?? Number.NaN),
  );
  const entries = LOSSES.flatMap(({ loss, mean, root }): [string, Estimator<Regressed>][] => {
    const losses = lossesOf(reference, loss);
    // A logarithm of what is below −1, a share of nothing: this metric is not for such numbers.
    if (losses.length === 0 || !losses.every(Number.isFinite)) return [];
    const spread = spreadOf(losses);
    const forest = growForest(features, losses);
    const learned: Learned = {
      loss,
      expected: (rows) => meanOf(forest(rows.features, rows.predicted.length)),
      mean: spread.mean,
      deviation: deviationOf(spread),
    };
    const own: [string, Estimator<Regressed>] = [mean, estimatorOf(learned, false)];
    return root === undefined ? [own] : [own, [root, estimatorOf(learned, true)]];
  });
  return Object.fromEntries(entries);
}
