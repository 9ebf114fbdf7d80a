import { describe, expect, it } from "vitest";
import { judgeMetric, metricDirection, metricGain } from "./metric-direction";

describe("metricDirection", () => {
  it("knows what is to be low by its name, however it is written", () => {
    for (const name of [
      "loss",
      "val_loss",
      "validation-error",
      "testRMSE",
      "mean_absolute_error",
      "log_loss",
      "negative_log_likelihood",
      "brier_score",
      "false_positive_rate",
      "false_negatives",
      "latency_p99_ms",
      "training time",
      "perplexity",
      "neg_log_likelihood",
    ])
      expect(metricDirection(name), name).toBe("lower");
  });

  it("knows what is to be high", () => {
    for (const name of [
      "accuracy",
      "val/accuracy",
      "roc_auc",
      "f1_score",
      "precision_recall_auc",
      "r2_score",
      "true_positives",
      "log_likelihood",
      "neg_mean_squared_error",
      "explained_variance",
      "ndcg@10",
    ])
      expect(metricDirection(name), name).toBe("higher");
  });

  it("does not guess", () => {
    for (const name of [
      "epoch",
      "example_count",
      "learning_rate",
      "mean_on_target",
      "",
      "timestamp",
    ])
      expect(metricDirection(name), name).toBeNull();
  });

  it("takes a metric by slice for the metric, whatever the slice is called", () => {
    expect(metricDirection("accuracy/slice/error_type/loss")).toBe("higher");
    expect(metricDirection("rmse/slice/segment/high-score")).toBe("lower");
    expect(metricDirection("widgets/slice/accuracy/high")).toBeNull();
  });
});

describe("judgeMetric", () => {
  it("calls better what goes the metric's way", () => {
    expect(judgeMetric(0.9, 0.8, "higher")).toBe("better");
    expect(judgeMetric(0.9, 0.8, "lower")).toBe("worse");
    expect(judgeMetric(0.7, 0.8, "lower")).toBe("better");
    expect(metricGain(2, 5, "lower")).toBe(3);
  });

  it("calls rounding no difference", () => {
    expect(judgeMetric(0.1 + 0.2, 0.3, "higher")).toBe("same");
    expect(judgeMetric(0, 0, null)).toBe("same");
  });

  it("says nothing of what cannot be told", () => {
    expect(judgeMetric(1, 2, null)).toBe("unknown");
    expect(judgeMetric(Number.NaN, 0.8, "higher")).toBe("unknown");
    expect(judgeMetric(0.8, Number.POSITIVE_INFINITY, "lower")).toBe("unknown");
  });
});
