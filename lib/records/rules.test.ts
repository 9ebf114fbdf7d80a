import { expect, test } from "vitest";
import { cutoffOf, rangesOf, retentionOf, strictest } from "./rules";

test("months end on the same day, or on the last one of a shorter month", () => {
  const now = new Date("2026-08-31T10:00:00Z");
  expect(cutoffOf(6, now)?.toISOString()).toBe("2026-02-28T10:00:00.000Z");
  expect(cutoffOf(12, now)?.toISOString()).toBe("2025-08-31T10:00:00.000Z");
  expect(cutoffOf(null, now)).toBeNull();
});

test("what belonged to no model that is known is kept as long as the longest tier", () => {
  const rules = [
    { tier: "low", months: 6 },
    { tier: "medium", months: 12 },
    { tier: "high", months: 24 },
    { tier: "critical", months: 120 },
  ];
  expect(strictest(retentionOf(rules))).toBe(120);
  expect(strictest(retentionOf(rules.slice(0, 3)))).toBeNull();
});

test("numbers become ranges", () => {
  expect(rangesOf([5, 1, 2, 3, 9])).toEqual([
    [1, 3],
    [5, 5],
    [9, 9],
  ]);
  expect(rangesOf([])).toEqual([]);
});
