import { expect, test } from "vitest";
import { groupMarks } from "./prepare-chart-marks";
import { makeScale } from "./prepare-scale";

const frame = {
  plot: { left: 40, top: 8, width: 1_000, height: 100 },
  x: makeScale("linear", { min: 0, max: 1_000 }, 40, 1_040),
};
const mark = (number: number, x: number, isWarning = false) => ({ number, x, isWarning });

test("marks that would cover each other become one, which warns when one of them does", () => {
  const marks = [mark(3, 710, true), mark(1, 100), mark(2, 700), mark(4, 900)];
  expect(groupMarks(frame, marks)).toEqual([
    { pixel: 140, label: "1", isWarning: false },
    { pixel: 740, label: "2–3", isWarning: true },
    { pixel: 940, label: "4", isWarning: false },
  ]);
});

test("what lies outside of the chart is not marked", () => {
  expect(groupMarks(frame, [mark(1, -1), mark(2, 1_001)])).toEqual([]);
});
