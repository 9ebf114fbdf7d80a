import { expect, test } from "vitest";
import { figuresOf } from "@/lib/deployments/rules/traffic";
import { errorLines, latencyLines, requestLines } from "./prepare-traffic";

const point = (at: number, requests: number, errors: number) => ({
  at,
  ...figuresOf({ requests, errors, rejected: 0, latency: [requests] }, 10),
});
const windows = {
  from: 0,
  to: 60_000,
  stepSeconds: 10,
  revisions: [
    { revision: 2, isShadow: false, points: [point(20_000, 50, 5), point(40_000, 100, 0)] },
    { revision: 3, isShadow: true, points: [point(50_000, 10, 0)] },
  ],
};

test("requests fall to zero where nobody asked, from the step before the first one", () => {
  const [second, copies] = requestLines(windows);
  expect(second).toMatchObject({
    label: "r2",
    dash: 0,
    x: [10_000, 20_000, 30_000, 40_000, 50_000],
    y: [0, 5, 0, 10, 0],
  });
  expect(copies).toMatchObject({ label: "r3 copies", dash: 1, y: [0, 1] });
});

test("errors and latencies have no sample where nothing was answered", () => {
  expect(errorLines(windows)[0]).toMatchObject({ x: [20_000, 40_000], y: [10, 0] });
  const lines = latencyLines(windows);
  expect(lines.map(({ label }) => label)).toEqual(["r2 p99", "r2 p50"]);
  expect(lines[0]?.x).toEqual([20_000, 40_000]);
});
