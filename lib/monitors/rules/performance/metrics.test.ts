import { expect, test } from "vitest";
import type { PerformanceDefinition } from "../../schema/performance";
import { addSums } from "./add-sums";
import { ofArea, wilson } from "./intervals";
import { measure } from "./metrics";
import type { PerformanceRow } from "./read-row";
import { reliabilityOf } from "./reliability";
import { emptySums, SumsBuilder } from "./sums";

const definition = (more: Partial<PerformanceDefinition>): PerformanceDefinition => ({
  ...{
    task: "binary",
    classes: ["0", "1"],
    target: null,
    slices: [],
    business: null,
    answered: null,
  },
  ...{ metric: "accuracy", goal: null, limit: { kind: "learned" } },
  ...{ delayHours: 0, enoughShare: 0.9, minRows: 1, cutoff: 0.5 },
  ...more,
});
const multiclass = definition({ task: "multiclass", classes: ["0", "1", "2"] });
const regression = definition({ task: "regression", classes: [], metric: "mae" });

const rowsOf = (
  truths: readonly number[],
  predicted: readonly number[],
  scores?: readonly number[],
): PerformanceRow[] =>
  truths.map((truth, at) => {
    const score = scores?.[at];
    return {
      ...{ truth, predicted: predicted[at] ?? null, groups: [] },
      scores: score === undefined ? null : [1 - score, score],
    };
  });

function sum(rows: readonly PerformanceRow[], defined: PerformanceDefinition) {
  const builder = new SumsBuilder(defined, null);
  for (const row of rows) builder.add(row);
  return builder.finish();
}
const valuesOf = (rows: readonly PerformanceRow[], defined: PerformanceDefinition) =>
  Object.fromEntries(
    Object.entries(measure(sum(rows, defined))).map(([metric, { value }]) => [metric, value]),
  );

test("ROC AUC is the 0.75 of the example of scikit-learn's roc_auc_score", () => {
  const rows = rowsOf([0, 0, 1, 1], [0, 0, 0, 1], [0.1, 0.4, 0.35, 0.8]);
  expect(valuesOf(rows, definition({})).roc_auc).toBe(0.75);
});

test("log loss is the 0.21616… of the example of scikit-learn's log_loss, Brier 0.0375 of that of brier_score_loss", () => {
  const spam = rowsOf([1, 0, 0, 1], [1, 0, 0, 1], [0.9, 0.1, 0.2, 0.65]);
  expect(valuesOf(spam, definition({})).log_loss).toBeCloseTo(0.21616187468057912, 14);
  const brier = rowsOf([0, 1, 1, 0], [0, 1, 1, 0], [0.1, 0.9, 0.8, 0.3]);
  expect(valuesOf(brier, definition({})).brier).toBeCloseTo(0.0375, 14);
});

test("macro precision, recall and F1 are the 0.222, 0.333 and 0.267 of the examples of scikit-learn", () => {
  const found = valuesOf(rowsOf([0, 1, 2, 0, 1, 2], [0, 2, 1, 0, 0, 1]), multiclass);
  expect(found.precision).toBeCloseTo(2 / 9, 14);
  expect(found.recall).toBeCloseTo(1 / 3, 14);
  expect(found.f1).toBeCloseTo(4 / 15, 14);
  expect(found.accuracy).toBeCloseTo(1 / 3, 14);
});

test("MAE, RMSE, MAPE and R² are those of scikit-learn's examples: 0.5, √0.375, 0.3273, 0.9486", () => {
  const found = valuesOf(rowsOf([3, -0.5, 2, 7], [2.5, 0, 2, 8]), regression);
  expect(found.mae).toBe(0.5);
  expect(found.rmse).toBeCloseTo(Math.sqrt(0.375), 14);
  expect(found.mape).toBeCloseTo(0.3273809523809524, 14);
  expect(found.r2).toBeCloseTo(0.9486081370449679, 14);
});

test("counted by hand: 3 hits, 1 false alarm, 2 misses, 4 rightly left", () => {
  const [truth, predicted] = ["1111100000", "1110010000"];
  const digits = (text: string) => [...text].map(Number);
  const found = valuesOf(rowsOf(digits(truth), digits(predicted)), definition({}));
  expect(found).toEqual({
    ...{ accuracy: 0.7, precision: 0.75, recall: 0.6, specificity: 0.8 },
    f1: 3 / 4.5,
  });
});

test.each([
  [81, 263, 0.2553, 0.3662],
  [15, 148, 0.0624, 0.1605],
  [0, 20, 0, 0.1611],
  [1, 29, 0.0061, 0.1718],
])("Wilson's interval of %i in %i is that of Newcombe 1998, table I", (hits, all, lower, upper) => {
  const found = wilson(hits, all);
  expect(found?.lower).toBeCloseTo(lower, 4);
  expect(found?.upper).toBeCloseTo(upper, 4);
});

test("an area of 0.5 of 10 and 10 rows has Hanley and McNeil's error, by hand √((0.25 + 2·9/12)/100)", () => {
  const reach = 1.959963984540054 * Math.sqrt((0.25 + (2 * 9) / 12) / 100);
  const found = ofArea(0.5, 10, 10);
  expect(found?.lower).toBeCloseTo(0.5 - reach, 14);
  expect(found?.upper).toBeCloseTo(0.5 + reach, 14);
});

test("the calibration error is, by hand, half of 0.1 and half of 0.25", () => {
  const rows = rowsOf(
    [0, 0, 1, 1, 1, 0, 1, 1],
    [0, 0, 0, 0, 1, 1, 1, 1],
    [...[0.4, 0.4, 0.4, 0.4], ...[0.95, 0.95, 0.95, 0.95].map(() => 1)],
  );
  const found = reliabilityOf(sum(rows, definition({})));
  expect(found?.error).toBeCloseTo(0.5 * 0.1 + 0.5 * 0.25, 14);
  expect(found?.bins).toMatchObject([
    { from: 0.4, rows: 4, score: 0.4, share: 0.5 },
    { from: 0.9, rows: 4, score: 1, share: 0.75 },
  ]);
});

test("rows without a label, with a strange one, or without an answer are counted apart and tell nothing", () => {
  const rows: PerformanceRow[] = [
    { predicted: 1, scores: null, groups: [] },
    { predicted: 1, truth: null, scores: null, groups: [] },
    { predicted: null, truth: 1, scores: null, groups: [] },
    { predicted: 1, truth: 1, scores: null, groups: [] },
  ];
  expect(sum(rows, multiclass)).toMatchObject({ rows: 4, odd: 1, strange: 1, labelled: 1 });
  expect(valuesOf(rows, multiclass).accuracy).toBe(1);
});

const drawn = Array.from({ length: 300 }, (_row, at): PerformanceRow => {
  const score = ((at * 37) % 101) / 101;
  const truth = Number((at * 53) % 97 < score * 97);
  return { truth, predicted: Number(score > 0.5), scores: [1 - score, score], groups: [at % 3] };
});
const sliced = definition({
  slices: [{ kind: "category", column: "country", values: ["de", "fr"] }],
});

test.each([
  ["two classes", sliced, drawn],
  [
    "numbers",
    { ...regression, slices: sliced.slices },
    drawn.map((row, at) => ({ ...row, truth: at * 1.5, predicted: at + 0.25 })),
  ],
])(
  "sums of %s, added hour by hour in any order, tell what all rows at once tell",
  (_name, defined, rows) => {
    const parts = [rows.slice(200), rows.slice(0, 50), rows.slice(50, 200)].map((part) =>
      sum(part, defined),
    );
    const together = parts.reduce(addSums, emptySums(defined, null));
    const atOnce = sum(rows, defined);
    expect(together).toMatchObject({ rows: 300, labelled: 300 });
    for (const [metric, one] of Object.entries(measure(atOnce)))
      expect(measure(together), metric).toMatchObject({
        [metric]: { value: expect.closeTo(one.value, 12) },
      });
    expect(together.slices.map((groups) => groups.map((group) => group.rows))).toEqual([
      [100, 100, 100],
    ]);
  },
);
