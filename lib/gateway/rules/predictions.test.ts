import { expect, test } from "vitest";
import { MASK } from "@/lib/deployments/rules/masks";
import { answersOf, isSampled, keepRows, maskColumns, readableJson } from "./predictions";

const masked = new Set(["email"]);

test.each([
  ["rows", [{ email: "a@b", age: 3 }], [{ email: MASK, age: 3 }]],
  [
    "a table by columns and rows",
    { columns: ["age", "email"], data: [[3, "a@b"]] },
    { columns: ["age", "email"], data: [[3, MASK]] },
  ],
  ["lists by column", { email: ["a@b"], age: [3] }, { email: MASK, age: [3] }],
  [
    "tensors",
    [{ name: "email", shape: [1], datatype: "BYTES", data: ["a@b"] }],
    [{ name: "email", shape: [1], datatype: "BYTES", data: MASK }],
  ],
  [
    "what lies deeper",
    { inputs: { customer: { email: "a@b" } } },
    { inputs: { customer: { email: MASK } } },
  ],
])("a masked column leaves nothing of its values in %s", (_form, value, expected) => {
  expect(maskColumns(value, masked)).toEqual(expected);
});

test.each([
  ["values", [0.5, true, "yes"], [0.5, 1, "yes"]],
  ["rows with a label and chances", [{ label: 1, probabilities: [0.1, 0.9] }], [1]],
  ["chances alone, of which the greatest is the class", [[0.1, 0.7, 0.2]], [1]],
  ["one number a row", [[3.5], [4]], [3.5, 4]],
  [
    "tensors, whose first dimension is the rows",
    [
      { name: "probabilities", shape: [2, 2], data: [0.9, 0.1, 0.2, 0.8] },
      { name: "label", shape: [2], data: [0, 1] },
    ],
    [0, 1],
  ],
  ["a flat tensor of chances", [{ name: "p", shape: [2, 2], data: [0.9, 0.1, 0.2, 0.8] }], [0, 1]],
  ["MLflow's envelope", { predictions: [2, 3] }, [2, 3]],
  ["KServe's envelope of tensors", { outputs: [{ name: "y", shape: [1], data: [7] }] }, [7]],
  ["what is no answer", [{ note: { deep: {} } }, null, Number.NaN], [null, null, null]],
])("answers are found in %s", (_form, outputs, expected) => {
  expect(answersOf(outputs, 100)).toEqual(expected);
});

test("rows beyond the bounds are cut, and it is said", () => {
  const rows = Array.from({ length: 50 }, (_row, n) => ({ n, text: "x".repeat(80) }));
  const bounds = { maxBytes: 1_000, maxRows: 100 };
  const kept = keepRows(rows, bounds);
  expect(kept.isCut).toBe(true);
  expect(kept.text?.length).toBeLessThanOrEqual(1_000);
  expect(JSON.parse(kept.text ?? "").length).toBeGreaterThan(5);
  expect(keepRows(rows, { maxBytes: 1e6, maxRows: 3 })).toMatchObject({ isCut: true });
  expect(keepRows(rows.slice(0, 3), bounds)).toMatchObject({ isCut: false });
  expect(keepRows(["x".repeat(2_000)], bounds)).toEqual({ text: null, value: null, isCut: true });
  expect(keepRows({ text: "x".repeat(2_000) }, bounds)).toEqual({
    text: null,
    value: null,
    isCut: true,
  });
  expect(keepRows([2n ** 40n], bounds)).toMatchObject({ text: "[1099511627776]", isCut: false });
});

test("the sample is the share that was asked for, and the same for one id", () => {
  const ids = Array.from(
    { length: 20_000 },
    (_id, n) => `00000000-0000-4000-8000-${String(n).padStart(12, "0")}`,
  );
  const kept = ids.filter((id) => isSampled(id, 0.1));
  expect(kept.length / ids.length).toBeCloseTo(0.1, 2);
  expect(kept.every((id) => isSampled(id, 0.1) && isSampled(id, 0.5))).toBe(true);
  expect(isSampled("any", 1)).toBe(true);
  expect(ids.some((id) => isSampled(id, 0))).toBe(false);
});

test("text that no database column can hold is replaced, and what only looks like it is not", () => {
  const value = { a: "x\u0000y", b: "\ud800", c: "\\u0000", d: "🙂" };
  expect(JSON.parse(readableJson(JSON.stringify(value)))).toEqual({
    ...value,
    a: "x\ufffdy",
    b: "\ufffd",
  });
});
