import { expect, test } from "vitest";
import { type PerformanceAlertWindow, performanceFires } from "./alert";

const HOUR = 3_600_000;
const window = (at: number, more: Partial<PerformanceAlertWindow>): PerformanceAlertWindow => ({
  ...{ opensAt: at * HOUR, closesAt: (at + 1) * HOUR, verdict: "waiting", limit: 0.7 },
  ...{ metric: "accuracy", minRows: 100, rows: 500, measures: {}, estimates: {} },
  ...{ business: null, outcomes: null },
  ...more,
});
const realised = (at: number, value: number) =>
  window(at, {
    verdict: value < 0.7 ? "missed" : "met",
    measures: { accuracy: { value, lower: null, upper: null } },
  });
const estimated = (at: number, value: number, samplingError = 0.01) =>
  window(at, { estimates: { accuracy: { value, samplingError } } });
const fires = (
  windows: readonly PerformanceAlertWindow[],
  more: { windows?: number; basis?: "labels" | "estimates" | "business" } = {},
  now = 100 * HOUR,
) =>
  performanceFires(
    { kind: "performance", severity: "warning", windows: 1, basis: "labels", ...more },
    windows,
    now,
  );

test("a window beyond its limit by labels is told of, with both figures; those that wait are looked past", () => {
  expect(fires([window(9, {}), realised(8, 0.6), realised(7, 0.8)])).toEqual({
    summary: "Accuracy is 60.0 %, below its limit of 70.0 %.",
    opensAt: 8 * HOUR,
    columns: [],
  });
  expect(fires([realised(8, 0.8), realised(7, 0.6)])).toBeNull();
});

test("so many windows in a row are needed as somebody asked for", () => {
  expect(fires([realised(8, 0.6), realised(7, 0.8)], { windows: 2 })).toBeNull();
  expect(fires([realised(8, 0.6)], { windows: 2 }), "there are no two yet").toBeNull();
  expect(fires([realised(8, 0.6), realised(7, 0.5)], { windows: 2 })?.summary).toBe(
    "Accuracy is 60.0 %, below its limit of 70.0 % for 2 windows.",
  );
});

test("estimates tell by choice only, of windows that closed, and beyond what sampling brings", () => {
  const windows = [estimated(9, 0.6), realised(8, 0.8)];
  expect(fires(windows)).toBeNull();
  const basis = "estimates" as const;
  expect(fires(windows, { basis })?.summary).toMatch(/by an estimate without labels\.$/);
  expect(fires([estimated(9, 0.68), realised(8, 0.8)], { basis }), "three errors").toBeNull();
  expect(fires(windows, { basis }, 9.5 * HOUR), "it is still open").toBeNull();
});

test("of an error more is worse", () => {
  const worse = window(3, {
    ...{ metric: "mae", limit: 2, verdict: "missed" },
    measures: { mae: { value: 3, lower: null, upper: null } },
  });
  expect(fires([worse])?.summary).toBe("Mean absolute error is 3, above its limit of 2.");
});

test("the metric of the business is told of when what was posted is beyond its limit, whatever labels say", () => {
  const business = {
    metric: "revenue",
    of: "mean",
    better: "higher",
    goal: null,
    limit: 4,
  } as const;
  const earned = (at: number, mean: number, n = 200) =>
    window(at, { business, outcomes: { n, sum: n * mean, squares: n * mean * mean } });
  const basis = "business" as const;
  const found = fires([window(9, { business }), earned(8, 3), earned(7, 3)], { basis, windows: 2 });
  expect(found).toEqual({
    summary: "Mean of revenue is 3, below its limit of 4 for 2 windows.",
    ...{ opensAt: 8 * HOUR, columns: [] },
  });
  expect(fires([earned(8, 3), earned(7, 5)], { basis, windows: 2 })).toBeNull();
  expect(fires([earned(8, 3, 99)], { basis }), "too few").toBeNull();
  expect(fires([earned(8, 3)]), "by labels").toBeNull();
});
