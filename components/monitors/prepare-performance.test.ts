import { expect, test } from "vitest";
import type { PerformanceWindowDto } from "@/lib/monitors/dto/performance";
import { performanceLines } from "./prepare-performance";

const window = (at: number, more: Partial<PerformanceWindowDto>): PerformanceWindowDto => ({
  ...{ opensAt: at, closesAt: at + 1, version: 1, rows: 10, labelled: 0, verdict: "waiting" },
  ...{ limit: 0.7, measures: {}, estimates: {}, target: null, evaluatedAt: 0, reevaluatedAt: null },
  business: null,
  ...more,
});
const windows = [
  window(2, { estimates: { accuracy: { value: 0.75, samplingError: 0.01 } } }),
  window(1, { measures: { accuracy: { value: 0.8, lower: 0.7, upper: 0.9 } } }),
];

test("what labels say and what is estimated are lines of their own, with what they may be off, in the order of time", () => {
  const [realised, estimated, limit, ...more] = performanceLines(windows, {
    metric: "accuracy",
    goal: null,
  });
  expect(more).toEqual([]);
  expect(realised).toMatchObject({ id: "realised", dash: 0, x: [1], y: [0.8], min: [0.7] });
  expect(estimated).toMatchObject({ id: "estimated", dash: 1, x: [2], y: [0.75] });
  expect(estimated?.max[0]).toBeCloseTo(0.78, 12);
  expect(limit).toMatchObject({ id: "limit", x: [1, 2], y: [0.7, 0.7] });
});

test("a goal is a line too, and a metric that no window tells has none", () => {
  const ids = performanceLines(windows, { metric: "f1", goal: 0.9 }).map(({ id }) => id);
  expect(ids).toEqual(["limit", "goal"]);
});
