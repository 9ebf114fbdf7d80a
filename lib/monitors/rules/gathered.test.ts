import { expect, test } from "vitest";
import { MASK } from "@/lib/deployments/rules/masks";
import { GatheredColumn } from "./gathered";

function gather(as: "numbers" | "texts", values: readonly unknown[]) {
  const column = new GatheredColumn(as);
  for (const value of values) column.add(value);
  expect(column.size).toBe(values.length);
  return column.finish();
}

test("numbers are kept as they are, and what is none is missing, not zero", () => {
  expect(gather("numbers", [1, null, "2", MASK, undefined, Number.NaN])).toEqual({
    ...{ kind: "numbers", missing: 4 },
    values: Float64Array.from([1, Number.NaN, Number.NaN, Number.NaN, Number.NaN, Number.NaN]),
  });
});

test("each text is kept once, and a number or a truth value is the text that JSON writes for it", () => {
  expect(gather("texts", ["a", 1, "a", true, null, MASK, {}])).toEqual({
    ...{ kind: "texts", texts: ["a", "1", "true"] },
    places: Int32Array.from([0, 1, 0, 2, -1, -1, -1]),
  });
});
