import { expect, test } from "vitest";
import type { ColumnVerdict } from "@/lib/monitors/schema/monitors";
import { shadeOf, stepTo } from "./prepare-heat";

const shade = (verdict: ColumnVerdict, score: number | null = null) =>
  shadeOf({ verdict, score, threshold: 0.1, chance: 0.2, pValue: null, judgedBy: "score" });

test("a cell is drawn by its verdict, and stronger the nearer or farther its threshold is", () => {
  expect([0.01, 0.05, 0.09].map((score) => shade("stable", score))).toEqual([
    "stable-low",
    "stable-half",
    "stable-near",
  ]);
  expect([0.11, 0.2, 0.6].map((score) => shade("drifted", score))).toEqual([
    "drifted-just",
    "drifted-clear",
    "drifted-far",
  ]);
  expect(shade("missing")).toBe("broken");
  expect(shade("too_few")).toBe("unknown");
  // Far beyond the threshold, yet not beyond chance: few rows.
  expect(shade("stable", 0.19)).toBe("stable-near");
});

test("arrows step through the map and stop at its edges; Home and End go to the ends", () => {
  const size = { rows: 3, columns: 4 };
  const go = (key: string, row: number, column: number, isCommand = false) =>
    stepTo({ key, isCommand }, { row, column }, size);
  expect(go("ArrowRight", 1, 2)).toEqual({ row: 1, column: 3 });
  expect(go("ArrowRight", 1, 3)).toEqual({ row: 1, column: 3 });
  expect(go("ArrowUp", 0, 1)).toEqual({ row: 0, column: 1 });
  expect(go("ArrowDown", 1, 1)).toEqual({ row: 2, column: 1 });
  expect(go("ArrowLeft", 2, 1)).toEqual({ row: 2, column: 0 });
  expect(go("Home", 1, 2)).toEqual({ row: 1, column: 0 });
  expect(go("End", 1, 2)).toEqual({ row: 1, column: 3 });
  expect(go("End", 1, 2, true)).toEqual({ row: 2, column: 3 });
  expect(go("Home", 1, 2, true)).toEqual({ row: 0, column: 0 });
  expect(go("a", 1, 2)).toBeNull();
});
