import { expect, test } from "vitest";
import type { PerformanceDefinition } from "../../schema/performance";
import { readRow } from "./read-row";

const binary: PerformanceDefinition = {
  ...{
    task: "binary",
    classes: ["0", "1"],
    target: null,
    slices: [],
    business: null,
    answered: null,
  },
  ...{ metric: "accuracy", goal: null, limit: { kind: "learned" } },
  ...{ delayHours: 24, enoughShare: 0.9, minRows: 100, cutoff: 0.5 },
};
const read = (output: unknown, answer: unknown = 1, more: object = {}) =>
  readRow({ answer, output, input: null }, { ...binary, ...more });

test("chances are found in a list, under a name, by class, as one column, and as the answer itself", () => {
  const expected = { predicted: 1, scores: [0.25, 0.75] };
  expect(read([0.25, 0.75])).toMatchObject(expected);
  expect(read({ label: 1, probabilities: [0.25, 0.75] })).toMatchObject(expected);
  expect(read({ output_label: 1, output_probability: { 0: 0.25, 1: 0.75 } })).toMatchObject(
    expected,
  );
  expect(read([0.75])).toMatchObject(expected);
  expect(read(0.75, 0.75)).toMatchObject(expected);
  expect(read(0.75, 0.75, { cutoff: 0.8 })).toMatchObject({ predicted: 0 });
});

test("what is no list of chances is none", () => {
  for (const output of [[0.2, 0.2], [2, -1], ["a", "b"], { label: 1 }, null, 1])
    expect(read(output).scores).toBeNull();
});

test("chances in the order of the classes' values are put into ours", () => {
  const more = { classes: ["1", "0"] };
  expect(read([0.25, 0.75], 1, more)).toMatchObject({ predicted: 0, scores: [0.75, 0.25] });
  const three = { task: "multiclass" as const, classes: ["10", "9", "2"] };
  expect(read([0.5, 0.2, 0.3], 9, three)).toMatchObject({
    predicted: 1,
    scores: [0.3, 0.2, 0.5],
  });
});

test("of two classes what is not the positive one is the other; of more it is none", () => {
  const label = (value: unknown, more: object = {}) =>
    readRow({ answer: 1, output: null, input: null, label: value }, { ...binary, ...more }).truth;
  expect([1, "1", true, 0, "no"].map((value) => label(value))).toEqual([1, 1, 1, 0, 0]);
  const three = { task: "multiclass", classes: ["a", "b", "c"] };
  expect(["b", "d"].map((value) => label(value, three))).toEqual([1, null]);
  expect(
    "truth" in readRow({ answer: 1, output: null, input: null }, binary),
    "no label is there",
  ).toBe(false);
});

test("a row is in the group of its value or range; unnamed values share the last group, missing ones have none", () => {
  const slices: PerformanceDefinition["slices"] = [
    { kind: "category", column: "country", values: ["de", "fr"] },
    { kind: "number", column: "amount", edges: [10, 20] },
  ];
  const groups = (input: unknown) =>
    readRow({ answer: 1, output: null, input }, { ...binary, slices }).groups;
  expect(groups({ country: "fr", amount: 9 })).toEqual([1, 0]);
  expect(groups({ country: "it", amount: 10 })).toEqual([2, 1]);
  expect(groups({ country: null, amount: "20" })).toEqual([-1, -1]);
  expect(groups({ amount: 25 })).toEqual([-1, 2]);
});
