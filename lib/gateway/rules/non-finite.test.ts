import { expect, test } from "vitest";
import { loggedRows } from "./check-input";

const signature = { inputs: null, outputs: null };
const tensor = (data: Float64Array | Int32Array, datatype: "FP64" | "INT32") => ({
  ...{ kind: "tensors" as const },
  tensors: [{ name: "x", datatype, shape: [3], data }],
});

test("the log names what JSON has no numbers for, and leaves finite tensors as they are", () => {
  const odd = Float64Array.of(Number.NaN, Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY);
  expect(loggedRows(tensor(odd, "FP64"), signature, 10)).toEqual([
    { x: "NaN" },
    { x: "Infinity" },
    { x: "-Infinity" },
  ]);
  expect(loggedRows(tensor(Int32Array.of(1, 2, 3), "INT32"), signature, 2)).toEqual([
    { x: 1 },
    { x: 2 },
  ]);
});
