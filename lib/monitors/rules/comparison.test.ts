import { expect, test } from "vitest";
import { formatPercent } from "@/lib/core/format";
import type { ColumnVerdict } from "../schema/monitors";
import { changesInWords, courseInWords } from "./changes";
import { courseOf, figuresOf } from "./comparison";
import { cumulativeOf } from "./cumulative";

const HOUR = 3_600_000;

const windows = (...verdicts: (ColumnVerdict | null)[]) =>
  verdicts.map((verdict, at) => ({
    ...{ verdict, opensAt: (9 - at) * HOUR, closesAt: (10 - at) * HOUR, datasetVersion: null },
  }));

test("a column is as it is since the first window that says the same without another verdict between", () => {
  const drifted = courseOf(
    windows("drifted", "missing", "too_few", "drifted", "stable", "drifted"),
  );
  expect(drifted).toEqual({
    ...{ isOff: true, since: 6 * HOUR, closesAt: 7 * HOUR, windows: 3, wasOtherwise: true },
    datasetVersion: null,
  });
  expect(drifted && courseInWords(drifted)).toBe(
    "Not as the reference since 1 Jan, 06:00 to 07:00 UTC, 3 windows in a row; before, it was.",
  );
  const stable = courseOf(windows("stable", "stable"));
  expect(stable && courseInWords(stable)).toContain("as far back as windows are known");
});

test("a column that the newest window says nothing of has no course", () => {
  expect(courseOf(windows("too_few", "drifted"))).toBeNull();
  expect(courseOf(windows(null, "drifted"))).toBeNull();
  expect(courseOf([])).toBeNull();
});

const counts = (more: object) => ({
  ...{ kind: "number" as const, n: 100, nulls: 0, absent: 0, mistyped: 0, bins: [0, 50, 50, 0] },
  ...{ nans: 0, infinities: 0, mean: 10, m2: 99 * 4, min: 5, max: 15, ...more },
});

test("what changed is told with how far, and what did not is not told", () => {
  const before = figuresOf(counts({}), 100);
  expect(before).toMatchObject({ deviation: 2, least: 5, greatest: 15, unseen: 0 });
  const after = figuresOf(counts({ n: 90, nulls: 10, mean: 13, bins: [0, 40, 20, 30] }), 100);
  expect(changesInWords(before, after)).toEqual([
    "mean 10 → 13, 1.5 standard deviations higher",
    `null ${formatPercent(0)} → ${formatPercent(0.1)} of rows`,
    `beyond the reference ${formatPercent(0)} → ${formatPercent(0.3)} of rows`,
  ]);
  expect(changesInWords(before, figuresOf(counts({ mean: 10.1 }), 100))).toEqual([]);
});

test("shares add up from bin to bin to all values, without those that are none", () => {
  const bins = [
    { reference: 0, current: 10 },
    { reference: 50, current: 20 },
    { reference: 50, current: 10 },
    { reference: 0, current: 10 },
    { reference: 900, current: 0 },
  ];
  expect(cumulativeOf(bins, [0, 1, 2])).toEqual({
    x: [0, 1, 2],
    before: [0, 0.5, 1],
    after: [0.2, 0.6, 0.8],
  });
  expect(cumulativeOf([], [0, 1]).after).toEqual([0, 0]);
});
