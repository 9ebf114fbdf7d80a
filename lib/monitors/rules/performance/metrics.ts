import type { Measure, Measures, Metric } from "../../schema/performance";
import type {
  ClassSums,
  ConfusionMatrix,
  ErrorSums,
  NumberSums,
  PerformanceSums,
  ScoreBin,
} from "../../schema/performance-sums";
import { type Confusion, type ShareMetric, shareOf } from "../estimate/one-class";
import { type Interval, ofArea, ofMean, wilson, wilsonOfF1 } from "./intervals";

const add = (values: readonly number[]): number => values.reduce((sum, value) => sum + value, 0);
export const countOf = (matrix: ConfusionMatrix): number => add(matrix.map(add));

/** One class against all others. */
export function oneAgainstRest(matrix: ConfusionMatrix, at: number): Confusion {
  const hits = matrix[at]?.[at] ?? 0;
  const falseAlarms = add(matrix.map((line) => line[at] ?? 0)) - hits;
  const misses = add(matrix[at] ?? []) - hits;
  return { hits, falseAlarms, misses, rightlyLeft: countOf(matrix) - hits - falseAlarms - misses };
}

const SHARES: readonly ShareMetric[] = ["precision", "recall", "f1", "specificity"];

type Found = { value: number; interval: Interval | null } | null;

function shareMeasure(metric: ShareMetric, confusion: Confusion): Found {
  const [part, all] = shareOf(metric, confusion);
  if (all === 0) return null;
  const { hits, falseAlarms, misses } = confusion;
  const interval = metric === "f1" ? wilsonOfF1(hits, falseAlarms + misses) : wilson(part, all);
  return { value: part / all, interval };
}

/** The mean over all classes; null where one of them has none. Its interval is not known. */
function macro(values: readonly Found[]): Found {
  const known = values.flatMap((one) => one?.value ?? []);
  if (known.length === 0 || known.length < values.length) return null;
  return { value: add(known) / known.length, interval: null };
}

function accuracyOf(matrix: ConfusionMatrix): Found {
  const all = countOf(matrix);
  const hits = add(matrix.map((line, at) => line[at] ?? 0));
  return all === 0 ? null : { value: hits / all, interval: wilson(hits, all) };
}

/** Metrics of a confusion matrix, counted or expected; of more than two classes the means over all. */
function matrixMetrics(matrix: ConfusionMatrix): [Metric, Found][] {
  const classes = matrix.length === 2 ? [1] : [...matrix.keys()];
  const byClass = classes.map((at) => oneAgainstRest(matrix, at));
  const of = (metric: ShareMetric): Found => {
    const found = byClass.map((confusion) => shareMeasure(metric, confusion));
    return found.length === 1 ? (found[0] ?? null) : macro(found);
  };
  return [
    ["accuracy", accuracyOf(matrix)],
    ...SHARES.map((metric): [Metric, Found] => [metric, of(metric)]),
  ];
}

type Weigh = (bin: ScoreBin) => { positives: number; negatives: number };
const labelled: Weigh = ([, , rows, , positives]) => ({ positives, negatives: rows - positives });
const expected: Weigh = ([, rows, , , , positives]) => ({ positives, negatives: rows - positives });

/** The share of pairs of a positive and a negative row that their scores order rightly; those of one bin count half. */
function areaOf(bins: readonly ScoreBin[], weigh: Weigh): Found {
  let [pairs, positives, negatives] = [0, 0, 0];
  for (const bin of bins) {
    const found = weigh(bin);
    pairs += found.positives * (negatives + found.negatives / 2);
    positives += found.positives;
    negatives += found.negatives;
  }
  if (positives <= 0 || negatives <= 0) return null;
  const value = pairs / (positives * negatives);
  return { value, interval: ofArea(value, positives, negatives) };
}

function areaOfAll({ bins }: ClassSums, weigh: Weigh): Found {
  const areas = bins.map((one) => areaOf(one, weigh));
  return areas.length === 1 ? (areas[0] ?? null) : macro(areas);
}

const meanOf = (moments: { n: number; sum: number; squares: number }): Found =>
  moments.n === 0 ? null : { value: moments.sum / moments.n, interval: ofMean(moments) };

function errorMetrics({ n, absolute, squared, fourth, relative, m2 }: ErrorSums) {
  const squares = meanOf({ n, sum: squared, squares: fourth });
  const root = (value: number) => Math.sqrt(Math.max(0, value));
  const found: [Metric, Found][] = [
    ["mae", meanOf({ n, sum: absolute, squares: squared })],
    [
      "rmse",
      squares && {
        value: root(squares.value),
        interval: squares.interval && {
          lower: root(squares.interval.lower),
          upper: root(squares.interval.upper),
        },
      },
    ],
    ["mape", meanOf(relative)],
    ["r2", m2 > 0 ? { value: 1 - squared / m2, interval: null } : null],
  ];
  return found;
}

const finite = (value: number | undefined): number | null =>
  value !== undefined && Number.isFinite(value) ? value : null;

function toMeasures(found: readonly [Metric, Found][]): Measures {
  const told = found.flatMap(([metric, one]): [Metric, Measure][] => {
    if (!one || !Number.isFinite(one.value)) return [];
    const { lower, upper } = one.interval ?? {};
    return [[metric, { value: one.value, lower: finite(lower), upper: finite(upper) }]];
  });
  return Object.fromEntries(told);
}

/** Every metric that the labelled rows tell, with its interval of 95 %. */
export function measure(sums: PerformanceSums): Measures {
  if (sums.kind === "numbers") return toMeasures(errorMetrics(sums.errors));
  return toMeasures([
    ...matrixMetrics(sums.confusion),
    ["roc_auc", areaOfAll(sums, labelled)],
    ["log_loss", meanOf(sums.logLoss)],
    ["brier", meanOf(sums.brier)],
  ]);
}

/** The same of a part of the rows, of which no scores are kept. */
export const measureMatrix = (matrix: ConfusionMatrix): Measures =>
  toMeasures(matrixMetrics(matrix));
export const measureErrors = (errors: ErrorSums): Measures => toMeasures(errorMetrics(errors));

/** Of numbers, of which every row with an answer was estimated. */
function expectedErrors({ expected, rows, odd }: NumberSums): [Metric, number][] {
  if (!expected || expected.n === 0 || expected.n < rows - odd) return [];
  const { n, absolute, squared } = expected;
  return [
    ["mae", absolute / n],
    ["rmse", Math.sqrt(squared / n)],
  ];
}

/** What all scored rows are expected to reach; nothing where not each of them was estimated. */
export function expectedValues(sums: PerformanceSums): [Metric, number][] {
  if (sums.kind === "numbers") return expectedErrors(sums);
  if (sums.scored === 0) return [];
  if (Math.abs(countOf(sums.expected) - sums.scored) > 1e-6 * sums.scored) return [];
  const found: [Metric, Found][] = [
    ...matrixMetrics(sums.expected),
    ["roc_auc", areaOfAll(sums, expected)],
  ];
  return found.flatMap(([metric, one]): [Metric, number][] => (one ? [[metric, one.value]] : []));
}
