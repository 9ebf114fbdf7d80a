import { aucComponent, type Component, estimateRocAuc, rocAuc } from "./auc";

/** Stands for a label that is missing. */
export const UNKNOWN = 255;

/** What is known of some rows about one class: its scores, and whether it was predicted and true. */
export interface OneClass {
  scores: Float64Array;
  predicted: Uint8Array;
  /** Null where no label came yet. */
  truth: Uint8Array | null;
}

/** The four sums of a confusion matrix, counted or expected. */
export interface Confusion {
  hits: number;
  falseAlarms: number;
  misses: number;
  rightlyLeft: number;
}

/** Expected when each row is positive with its probability. */
export function expectedConfusion(
  predicted: Uint8Array,
  probabilities: ArrayLike<number>,
): Confusion {
  const sums: Confusion = { hits: 0, falseAlarms: 0, misses: 0, rightlyLeft: 0 };
  for (let row = 0; row < predicted.length; row += 1) {
    const p = probabilities[row] ?? 0;
    if (predicted[row] === 1) {
      sums.hits += p;
      sums.falseAlarms += 1 - p;
    } else {
      sums.misses += p;
      sums.rightlyLeft += 1 - p;
    }
  }
  return sums;
}

/** Metrics that are a share of what a confusion counts. */
export type ShareMetric = "f1" | "precision" | "recall" | "specificity";
export type ClassMetric = "roc_auc" | ShareMetric;

type Formula = (confusion: Confusion) => readonly [numerator: number, denominator: number];

const FORMULAS: Readonly<Record<ShareMetric, Formula>> = {
  f1: ({ hits, falseAlarms, misses }) => [hits, hits + (falseAlarms + misses) / 2],
  precision: ({ hits, falseAlarms }) => [hits, hits + falseAlarms],
  recall: ({ hits, misses }) => [hits, hits + misses],
  specificity: ({ rightlyLeft, falseAlarms }) => [rightlyLeft, rightlyLeft + falseAlarms],
};

/** What is counted, and of how much it is the share. */
export const shareOf = (metric: ShareMetric, confusion: Confusion): readonly [number, number] =>
  FORMULAS[metric](confusion);

/** What a metric is expected to be; 0 where it would divide by nothing, as NannyML estimates. */
export function estimateOne(
  metric: ClassMetric,
  { scores, predicted }: OneClass,
  probabilities: Float64Array,
): number | null {
  if (metric === "roc_auc") return estimateRocAuc(scores, probabilities);
  const [numerator, denominator] = FORMULAS[metric](expectedConfusion(predicted, probabilities));
  return denominator === 0 ? 0 : numerator / denominator;
}

/** What a metric is by the labels; null where it divides by nothing. */
export function realiseOne(
  metric: ClassMetric,
  { scores, predicted, truth }: OneClass,
): number | null {
  if (!truth) return null;
  if (metric === "roc_auc") return rocAuc(scores, truth);
  const [numerator, denominator] = FORMULAS[metric](expectedConfusion(predicted, truth));
  return denominator === 0 ? null : numerator / denominator;
}

/** Deviation of as many ones among so many rows. */
const deviationOfOnes = (ones: number, rows: number): number => {
  const share = ones / rows;
  return Math.sqrt(share * (1 - share));
};

/** From the reference, how much a metric varies from sample to sample, and of which share of the rows it is made. */
export function componentOf(metric: ClassMetric, one: OneClass, isBinary: boolean): Component {
  const truth = one.truth ?? new Uint8Array();
  if (metric === "roc_auc") return aucComponent(one.scores, truth);
  const confusion = expectedConfusion(one.predicted, truth);
  const { hits, falseAlarms, misses } = confusion;
  const rows = truth.length;
  if (metric === "f1") {
    const relevant = hits + falseAlarms + misses;
    // NannyML scales the deviation of a binary F1, not that of a class among several.
    const factor = isBinary ? relevant / ((misses + falseAlarms) / 2 + hits) : 1;
    return { deviation: factor * deviationOfOnes(hits, relevant), share: relevant / rows };
  }
  const [ones, all] = FORMULAS[metric](confusion);
  return { deviation: deviationOfOnes(ones, all), share: all / rows };
}
