import { formatCount, formatNumber, formatPercent, formatPlural } from "@/lib/core/format";
import type {
  Baseline,
  Metric,
  PerformanceDefinition,
  PerformanceVerdict,
  Task,
} from "../../schema/performance";
import { windowInWords } from "../words";
import { isLessBetter } from "./judge";

export const METRIC_WORDS: Readonly<Record<Metric, { label: string; definition: string }>> = {
  accuracy: { label: "Accuracy", definition: "The share of rows whose answer is the truth." },
  precision: {
    label: "Precision",
    definition: "Of the rows answered with a class, the share that is of it.",
  },
  recall: {
    label: "Recall",
    definition: "Of the rows of a class, the share that is answered with it.",
  },
  f1: { label: "F₁", definition: "The harmonic mean of precision and recall." },
  specificity: {
    label: "Specificity",
    definition: "Of the rows that are not of a class, the share that is not answered with it.",
  },
  roc_auc: {
    label: "ROC AUC",
    definition:
      "How often a row of the class has a higher score than one that is not of it; equal scores count half.",
  },
  log_loss: {
    label: "Log loss",
    definition:
      "The mean of −ln of the chance that the model gave to the truth; chances of 0 count as 2.2·10⁻¹⁶.",
  },
  brier: {
    label: "Brier score",
    definition: "The mean squared distance between the chance and what was true, 0 or 1.",
  },
  mae: { label: "Mean absolute error", definition: "The mean of |truth − answer|." },
  rmse: {
    label: "Root mean squared error",
    definition: "The square root of the mean of (truth − answer)².",
  },
  mape: {
    label: "Mean relative error",
    definition: "The mean of |truth − answer| / |truth|, over truths that are not zero.",
  },
  r2: {
    label: "R²",
    definition: "1 − the sum of squared errors over that around the truths’ own mean.",
  },
};

export const PERFORMANCE_WORDS: Readonly<Record<PerformanceVerdict, string>> = {
  met: "Within its limit",
  missed: "Beyond its limit",
  measured: "No limit yet",
  waiting: "Waiting for labels",
  unlabelled: "No labels",
  too_few: "Too few labels",
};

const SHARES: readonly Metric[] = ["accuracy", "precision", "recall", "f1", "specificity", "mape"];

/** A figure of a metric: a share as per cent, anything else as a number. */
export const metricText = (metric: Metric, value: number): string =>
  SHARES.includes(metric) ? formatPercent(value, 1) : formatNumber(value, 4);

/** "Accuracy is 61 %, below its limit of 70 %". */
export function beyondSentence(metric: Metric, value: number, limit: number): string {
  const side = isLessBetter(metric) ? "above" : "below";
  return `${METRIC_WORDS[metric].label} is ${metricText(metric, value)}, ${side} its limit of ${metricText(metric, limit)}`;
}

interface Told {
  verdict: PerformanceVerdict;
  rows: number;
  labelled: number;
  value: number | undefined;
  limit: number | null;
}

/** What a window says, in one sentence. */
export function performanceSentence(
  metric: Metric,
  { verdict, rows, labelled, value, limit }: Told,
  minRows: number,
): string {
  const share = `${formatCount(labelled)} of ${formatCount(rows)} rows have labels`;
  if (verdict === "waiting") return `Waiting for labels: ${share} so far`;
  if (verdict === "unlabelled") return `No labels came for ${formatCount(rows)} rows`;
  if (value === undefined || verdict === "too_few")
    return `Too few labels to tell: ${share}, ${formatCount(minRows)} are needed`;
  const figure = `${METRIC_WORDS[metric].label} is ${metricText(metric, value)}`;
  if (limit === null) return `${figure}; what is usual is still being learned`;
  if (verdict === "missed") return beyondSentence(metric, value, limit);
  return `${figure}, within its limit of ${metricText(metric, limit)}`;
}

export const TASK_WORDS: Readonly<Record<Task, string>> = {
  binary: "Two classes",
  multiclass: "Several classes",
  regression: "Numbers",
};

export const LIMIT_WORDS: Readonly<
  Record<PerformanceDefinition["limit"]["kind"], { label: string; description: string }>
> = {
  learned: {
    label: "Learned",
    description: "Three standard deviations from the mean of the baseline’s chunks.",
  },
  baseline: {
    label: "By the baseline",
    description: "Worse than the baseline’s own value by more than a share of it.",
  },
  constant: { label: "Fixed", description: "A value of your own." },
};

/** How far off the metric may be, in words. */
export function limitInWords({
  metric,
  limit,
}: Pick<PerformanceDefinition, "metric" | "limit">): string {
  if (limit.kind === "learned") return "Three standard deviations from the baseline’s mean";
  const worse = isLessBetter(metric) ? "above" : "below";
  if (limit.kind === "constant") return `Not ${worse} ${metricText(metric, limit.value)}`;
  return `Not more than ${formatPercent(limit.tolerance, 0)} ${worse} the baseline’s`;
}

/** What is usual was learned from, in words. */
export function baselineInWords({ from, rows }: Pick<Baseline, "from" | "rows">): string {
  const count = formatPlural(rows, "row");
  return from.kind === "reference"
    ? `${count} of the reference`
    : `${count} of the first windows with labels, ${windowInWords(from)}`;
}

/** How windows without labels are estimated, in words. */
export function estimatesInWords(task: Task, isEstimated: boolean): string {
  if (task === "regression")
    return isEstimated
      ? "By losses learned from labelled rows (DLE), with three sampling errors on either side"
      : "None: they take a baseline with enough labelled rows";
  return isEstimated
    ? "By calibrated scores (CBPE), with three sampling errors on either side"
    : "None: they take a baseline and a model that gives chances";
}
