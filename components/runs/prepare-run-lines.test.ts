import { describe, expect, it } from "vitest";
import type { MetricLineDto } from "@/lib/runs/dto/metrics";
import { type ChartRun, plottedText, prepareRunLines, zoomQuery } from "./prepare-run-lines";

const line = (runUuid: string, more: Partial<MetricLineDto> = {}): MetricLineDto => ({
  runUuid,
  key: "loss",
  isRaw: true,
  points: 2,
  x: [0, 1],
  last: [0.5, "NaN"],
  min: [0.5, "NaN"],
  max: [0.5, "Infinity"],
  count: [1, 1],
  nanCount: [0, 1],
  ...more,
});
const run = (uuid: string): ChartRun => ({ uuid, name: uuid, color: 3, isLive: false });

describe("the lines of runs", () => {
  it("come in the order of the runs, with the words for what is not finite read as numbers", () => {
    const lines = prepareRunLines(
      [line("b"), line("a")],
      [run("a"), run("b")],
      new Map([["b", 2]]),
    );
    expect(lines.map(({ id, dash }) => [id, dash])).toEqual([
      ["a", 0],
      ["b", 2],
    ]);
    expect(lines[0]?.y).toEqual([0.5, Number.NaN]);
    expect(lines[0]?.max).toEqual([0.5, Number.POSITIVE_INFINITY]);
  });

  it("leave out runs that never logged the metric", () => {
    expect(prepareRunLines([line("a", { x: [] })], [run("a"), run("b")], new Map())).toEqual([]);
  });
});

describe("a zoom", () => {
  const bucketed = [line("a", { isRaw: false })];

  it("asks for finer buckets, a little beyond both edges", () => {
    const query = zoomQuery({ from: 1000, to: 2000 }, bucketed, 500);
    expect(query?.from).toBeLessThanOrEqual(800);
    expect(query?.to).toBeGreaterThanOrEqual(2200);
    expect(query?.buckets).toBe(700);
  });

  it("that moves a little asks for the same again", () => {
    const first = zoomQuery({ from: 1000, to: 2000 }, bucketed, 500);
    expect(zoomQuery({ from: 1001, to: 2001 }, bucketed, 500)).toEqual(first);
  });

  it("asks for nothing when the lines are the points themselves", () => {
    expect(zoomQuery({ from: 0, to: 1 }, [line("a")], 500)).toBeNull();
    expect(zoomQuery(null, bucketed, 500)).toBeNull();
  });
});

describe("the cap", () => {
  it("is stated", () => {
    expect(plottedText(25, 25, 487)).toBe("25 of 487 plotted");
    expect(plottedText(3, 5, 5)).toBe("5 plotted, 2 without this metric");
    expect(plottedText(5, 5, 5)).toBe("5 plotted");
  });
});
