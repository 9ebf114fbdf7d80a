import { expect, test } from "vitest";
import type { WatchedColumn } from "@/lib/datasets/schema/window-profiles";
import { MASK } from "@/lib/deployments/rules/masks";
import { binOfRow, outlyingBins } from "./outlying";

const bins = (...pairs: [number, number][]) =>
  pairs.map(([reference, current]) => ({ reference, current }));

test("bins are outlying that hold twice the other side's share, else the one that grew most", () => {
  expect(outlyingBins(bins([50, 10], [40, 40], [10, 20], [0, 5]))).toEqual([2, 3]);
  expect(
    outlyingBins(bins([50, 45], [50, 55])),
    "a little more is told where nothing else is",
  ).toEqual([1]);
  expect(outlyingBins(bins([50, 0], [50, 0]))).toEqual([]);
  expect(outlyingBins([])).toEqual([]);
});

test("a row is in the bin that profiles count it in, and in the last one when it has no value", () => {
  const amount: WatchedColumn = {
    kind: "number",
    name: "amount",
    source: "input",
    edges: [0, 1, 2],
  };
  const at = (value: unknown) => binOfRow(amount, { amount: value }, null);
  expect([-1, 0.5, 1, 2, 3].map(at)).toEqual([0, 1, 2, 2, 3]);
  expect([null, "x", Number.NaN, MASK].map(at)).toEqual([4, 4, 4, 4]);
  expect(binOfRow(amount, {}, null), "without the column").toBe(4);
  const answer: WatchedColumn = {
    ...{ kind: "category", name: "prediction", source: "answer", categories: ["no", "yes"] },
  };
  expect(binOfRow(answer, { prediction: "no" }, "yes")).toBe(1);
  expect(binOfRow(answer, {}, "maybe")).toBe(2);
});
