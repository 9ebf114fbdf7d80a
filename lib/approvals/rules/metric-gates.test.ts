import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { ConfigOf } from "../schema/gates";
import { judgeDifference, judgeThreshold, type MetricFact } from "./metric-gates";

const fact = (value: number): MetricFact => ({ value, at: 1_000, dataset: "" });
const metrics = (values: Record<string, number>) =>
  new Map(Object.entries(values).map(([key, value]) => [key, fact(value)]));

const atLeast: ConfigOf<"metric_threshold"> = {
  metric: "accuracy",
  operator: ">=",
  threshold: 0.9,
  warnMargin: 0.02,
};

describe("a metric against a threshold", () => {
  it.each([
    [0.95, "pass"],
    [0.91, "warn"],
    [0.9, "warn"],
    [0.8999999, "fail"],
    [Number.NaN, "inconclusive"],
    [Number.POSITIVE_INFINITY, "pass"],
    [Number.NEGATIVE_INFINITY, "fail"],
  ])("%d is a %s", (value, verdict) => {
    expect(judgeThreshold(atLeast, fact(value)).verdict).toBe(verdict);
  });

  it.each([
    [">", 0.9, "fail"],
    ["<", 0.9, "fail"],
    ["<=", 0.9, "pass"],
    ["<", 0.89, "pass"],
  ] as const)("%s takes %d for a %s", (operator, value, verdict) => {
    const config = { metric: "loss", operator, threshold: 0.9 };
    expect(judgeThreshold(config, fact(value)).verdict).toBe(verdict);
  });

  it("has not run while the version lacks the metric, and says which", () => {
    expect(judgeThreshold(atLeast, undefined)).toMatchObject({
      verdict: "not_run",
      summary: expect.stringContaining('"accuracy"'),
    });
  });
});

const config = (more: Partial<ConfigOf<"metric_vs_production">> = {}) => ({
  metric: "accuracy",
  minimumDifference: 0,
  withoutProduction: "pass" as const,
  ...more,
});

describe("a metric against production", () => {
  const judge = (own: number, base: number, more = {}) =>
    judgeDifference(config(more), metrics({ accuracy: own, mystery: own, rmse: own }), {
      version: 3,
      metrics: metrics({ accuracy: base, mystery: base, rmse: base }),
    });

  it("goes the way that the metric goes", () => {
    expect(judge(0.92, 0.9).verdict).toBe("pass");
    expect(judge(0.88, 0.9)).toMatchObject({
      verdict: "fail",
      observed: "0.88 against 0.9 of version 3",
      summary: expect.stringMatching(/0\.02 worse than version 3/),
    });
    expect(judge(0.88, 0.9, { metric: "rmse" }).verdict).toBe("pass");
    expect(judge(0.88, 0.9, { direction: "lower" }).verdict).toBe("pass");
  });

  it("wants the difference that is asked for, or allows the one that is", () => {
    expect(judge(0.92, 0.9, { minimumDifference: 0.05 }).verdict).toBe("fail");
    expect(judge(0.96, 0.9, { minimumDifference: 0.05 }).verdict).toBe("pass");
    expect(judge(0.89, 0.9, { minimumDifference: -0.05 }).verdict).toBe("pass");
    expect(judge(0.8, 0.9, { minimumDifference: -0.05 }).verdict).toBe("fail");
  });

  it("concludes nothing of what it cannot tell", () => {
    expect(judge(0.9, 0.8, { metric: "mystery" })).toMatchObject({
      verdict: "inconclusive",
      summary: expect.stringMatching(/say so in the policy/),
    });
    expect(judge(Number.NaN, 0.8).verdict).toBe("inconclusive");
    const lacking = judgeDifference(config(), metrics({ accuracy: 1 }), {
      version: 3,
      metrics: metrics({}),
    });
    expect(lacking.verdict).toBe("inconclusive");
  });

  it("says what the policy declares while there is no version to compare with", () => {
    for (const withoutProduction of ["pass", "warn", "not_run"] as const)
      expect(judgeDifference(config({ withoutProduction }), metrics({}), null).verdict).toBe(
        withoutProduction,
      );
  });

  it("never lets a worse version pass when nothing worse is allowed", () => {
    fc.assert(
      fc.property(
        fc.double(),
        fc.double(),
        fc.double({ min: 0, noNaN: true }),
        (own, base, least) => {
          const { verdict } = judge(own, base, { minimumDifference: least });
          return (
            verdict !== "pass" || own >= base || Math.abs(own - base) <= 1e-12 * Math.abs(base)
          );
        },
      ),
    );
  });
});
