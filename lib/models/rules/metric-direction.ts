import { parseSlice } from "./slices";

/** Which values of a metric are the good ones. */
export const METRIC_DIRECTIONS = ["higher", "lower"] as const;
export type MetricDirection = (typeof METRIC_DIRECTIONS)[number];

const words = (text: string): ReadonlySet<string> => new Set(text.trim().split(/\s+/));

const LOWER = words(`
  loss losses logloss error errors err mae mse rmse mape smape wape mase msle rmsle medae nll perplexity ppl
  brier ece mce fpr fnr fdr wer cer ter eer fid divergence deviance regret impurity distance
  latency duration time seconds ms runtime elapsed delay p50 p90 p95 p99 memory cost costs price
  drift psi hallucination hallucinations toxicity violations failures misses residual residuals aic bic
`);

const HIGHER = words(`
  accuracy acc auc auroc auprc aupr roc precision recall sensitivity specificity f1 f2 fbeta score r2 tpr tnr ppv npv
  ap map ndcg mrr hit hits bleu rouge rouge1 rouge2 rougel meteor chrf gini iou miou dice jaccard kappa mcc
  likelihood correlation pearson spearman kendall psnr ssim lift gain reward profit revenue throughput qps tps
  faithfulness groundedness relevance similarity coherence fluency helpfulness pass passes success satisfaction
`);

/** Two words that mean another thing together than each does alone. */
const PHRASES: Readonly<Record<string, MetricDirection>> = {
  "explained variance": "higher",
  "false negative": "lower",
  "false negatives": "lower",
  "false positive": "lower",
  "false positives": "lower",
  "true negative": "higher",
  "true negatives": "higher",
  "true positive": "higher",
  "true positives": "higher",
};

/** "valF1Score", "val_f1-score" and "val/f1 score" are the same words. */
const wordsOf = (name: string): string[] =>
  name
    .replace(/([a-z0-9])([A-Z])/g, "$1 $2")
    .toLowerCase()
    .split(/[^\p{L}\p{N}]+/u)
    .filter((word) => word !== "");

/**
 * Whether a higher or a lower value of a metric is the better one, by the words of its name; null when none of them
 * says so, because a wrong guess would call a loss a gain. What is counted down wins: "brier_score" and "accuracy_loss"
 * are lower. A metric by slice goes where the metric goes.
 */
export function metricDirection(name: string): MetricDirection | null {
  const own = wordsOf(parseSlice(name)?.metric ?? name);
  for (const [index, word] of own.entries()) {
    const phrase = PHRASES[`${word} ${own[index + 1] ?? ""}`];
    if (phrase) return phrase;
  }
  // A likelihood that is negated is a loss; a loss that is negated, as scikit-learn does, is a score.
  const isNegated = own.some((word) => word === "neg" || word === "negative");
  const opposite = (found: MetricDirection) => (found === "lower" ? "higher" : "lower");
  const found = own.some((word) => LOWER.has(word))
    ? "lower"
    : own.some((word) => HIGHER.has(word))
      ? "higher"
      : null;
  return found !== null && isNegated ? opposite(found) : found;
}

/** How one value of a metric stands to another. */
export const METRIC_VERDICTS = ["better", "worse", "same", "unknown"] as const;
export type MetricVerdict = (typeof METRIC_VERDICTS)[number];

/** Below this share of the values a difference is rounding. */
const ROUNDING = 1e-12;

/**
 * How much better a value is than the one it is measured against: above zero is better, whichever way the metric goes;
 * null when that cannot be told.
 */
export function metricGain(
  value: number,
  base: number,
  direction: MetricDirection | null,
): number | null {
  if (!Number.isFinite(value) || !Number.isFinite(base)) return null;
  const difference = value - base;
  if (Math.abs(difference) <= ROUNDING * Math.max(Math.abs(value), Math.abs(base))) return 0;
  if (direction === null) return null;
  return direction === "higher" ? difference : -difference;
}

/** Whether a value is better or worse than the one it is measured against. */
export function judgeMetric(
  value: number,
  base: number,
  direction: MetricDirection | null,
): MetricVerdict {
  const gain = metricGain(value, base, direction);
  if (gain === null) return "unknown";
  if (gain === 0) return "same";
  return gain > 0 ? "better" : "worse";
}
