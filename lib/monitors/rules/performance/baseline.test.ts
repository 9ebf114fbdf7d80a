import { expect, test } from "vitest";
import type { PerformanceDefinition } from "../../schema/performance";
import { classificationEstimators } from "../estimate/classification";
import { learnBaseline } from "./baseline";
import { judgePerformance, limitsOf } from "./judge";
import type { PerformanceRow } from "./read-row";
import { SumsBuilder } from "./sums";

const definition: PerformanceDefinition = {
  ...{
    task: "binary",
    classes: ["0", "1"],
    target: null,
    slices: [],
    business: null,
    answered: null,
  },
  ...{ metric: "f1", goal: null, limit: { kind: "learned" } },
  ...{ delayHours: 24, enoughShare: 0.9, minRows: 100, cutoff: 0.5 },
};

/** Scores that say too much: the truth is nearer to a half. */
const rows = (count: number, seed: number): PerformanceRow[] =>
  Array.from({ length: count }, (_row, at) => {
    const score = ((at * 7919 + seed * 31) % 1000) / 1000;
    const chance = 0.25 + score / 2;
    const truth = Number(((at * 104_729 + seed * 17) % 1009) / 1009 < chance);
    return { truth, predicted: Number(score >= 0.5), scores: [1 - score, score], groups: [] };
  });

const viewOf = (some: readonly PerformanceRow[]) => [
  {
    scores: Float64Array.from(some, ({ scores }) => scores?.[1] ?? 0),
    predicted: Uint8Array.from(some, ({ predicted }) => predicted ?? 255),
    truth: Uint8Array.from(some, ({ truth }) => truth ?? 255),
  },
];

const reference = rows(3_000, 1);
const known = learnBaseline(reference, definition, { kind: "reference" });
const HOUR = 3_600_000;
const judge = (some: readonly PerformanceRow[], now: number) => {
  const builder = new SumsBuilder(definition, known);
  for (const row of some) builder.add(row);
  return judgePerformance(builder.finish(), definition, { baseline: known, closesAt: 0, now });
};
const unlabelled = (some: readonly PerformanceRow[]) =>
  some.map(({ predicted, scores, groups }) => ({ predicted, scores, groups }));

test("what is estimated from sums is what the estimate of NannyML's kind says of the rows themselves", () => {
  const current = rows(1_000, 5);
  const { estimators } = classificationEstimators(viewOf(reference));
  const { estimates } = judge(unlabelled(current), 25 * HOUR);
  for (const metric of ["accuracy", "precision", "recall", "f1", "specificity"] as const) {
    const expected = estimators[metric]?.estimate(viewOf(current)) ?? Number.NaN;
    expect(estimates[metric]?.value, metric).toBeCloseTo(expected, 10);
    expect(estimates[metric]?.samplingError, metric).toBeCloseTo(
      estimators[metric]?.samplingError(1_000) ?? Number.NaN,
      12,
    );
  }
  // Scores of a bin count as equal here, so that the area is off by less than a thousandth.
  const area = estimators.roc_auc?.estimate(viewOf(current)) ?? Number.NaN;
  expect(Math.abs((estimates.roc_auc?.value ?? 0) - area)).toBeLessThan(0.001);
});

test("estimates are within three sampling errors of what the labels say later", () => {
  const current = rows(2_000, 9);
  const { estimates, measures } = judge(current, 25 * HOUR);
  const [estimate, realised] = [estimates.accuracy, measures.accuracy];
  const apart = Math.abs((estimate?.value ?? 0) - (realised?.value ?? 9));
  expect(apart).toBeLessThan(3 * (estimate?.samplingError ?? 0));
});

test("a window waits for labels, is judged by them, and says when none came, or too few", () => {
  const all = rows(1_000, 5);
  const some = (count: number) => [...all.slice(0, count), ...unlabelled(all.slice(count))];
  expect(judge(some(500), HOUR).verdict).toBe("waiting");
  expect(judge(some(900), HOUR).verdict).toBe("met");
  expect(judge(some(900), -HOUR).verdict, "it is still open").toBe("waiting");
  expect(judge(some(0), 24 * HOUR).verdict).toBe("unlabelled");
  expect(judge(some(99), 24 * HOUR).verdict).toBe("too_few");
  const wrong = all.map((row) => ({ ...row, truth: 1 - (row.predicted ?? 0) }));
  expect(judge(wrong, 24 * HOUR).verdict).toBe("missed");
});

test("limits are the constant, three deviations of the baseline's chunks, or a share of its own value, on the worse side", () => {
  const { usual, values } = known;
  expect(limitsOf(definition, known)).toEqual({ lower: usual.f1?.lower, upper: null });
  expect(limitsOf({ metric: "log_loss", limit: { kind: "learned" } }, known)).toEqual({
    lower: null,
    upper: usual.log_loss?.upper,
  });
  const tenth = { kind: "baseline" as const, tolerance: 0.1 };
  expect(limitsOf({ metric: "f1", limit: tenth }, known).lower).toBeCloseTo((values.f1 ?? 0) * 0.9);
  expect(limitsOf({ metric: "brier", limit: tenth }, known).upper).toBeCloseTo(
    (values.brier ?? 0) * 1.1,
  );
  expect(limitsOf(definition, null)).toEqual({ lower: null, upper: null });
});

test("a baseline of rows without any truth is refused", () => {
  expect(() => learnBaseline(unlabelled(reference), definition, { kind: "reference" })).toThrow(
    /both an answer and a truth/,
  );
});
