import { describe, expect, it } from "vitest";
import {
  countUnplaceable,
  type LineSeries,
  lowerBound,
  prepareLine,
  valueExtent,
} from "./prepare-lines";
import { makeScale } from "./prepare-scale";

const series = (x: number[], y: number[], more: Partial<LineSeries> = {}): LineSeries => ({
  id: "a",
  label: "a",
  color: 0,
  dash: 0,
  x,
  y,
  min: y,
  max: y,
  ...more,
});
const x = makeScale("linear", { min: 0, max: 10 }, 0, 100);
const y = makeScale("linear", { min: 0, max: 10 }, 100, 0);
const draw = (line: LineSeries, isSmoothed = false) =>
  prepareLine(line, line.y, { x, y, band: "range", isSmoothed });

describe("a line", () => {
  it("joins its samples", () => {
    expect(draw(series([0, 5, 10], [0, 5, 10])).main).toEqual([[0, 100, 50, 50, 100, 0]]);
  });

  it("joins samples that lie far apart: a value not logged is no gap", () => {
    expect(draw(series([0, 10], [1, 1])).main).toHaveLength(1);
  });

  it("breaks at NaN, and a sample alone between gaps becomes a dot", () => {
    const drawn = draw(series([0, 1, 2, 3, 4, 5], [1, 1, Number.NaN, 2, Number.NaN, 3]));
    expect(drawn.main).toHaveLength(1);
    expect(drawn.dots).toEqual([
      { x: 30, y: 80 },
      { x: 50, y: 70 },
    ]);
  });

  it("marks where it was not a number or left every axis", () => {
    const drawn = draw(
      series([0, 1, 2, 3], [1, Number.NaN, Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY]),
    );
    expect(drawn.marks).toEqual([
      { x: 10, kind: "nan" },
      { x: 20, kind: "high" },
      { x: 30, kind: "low" },
    ]);
  });

  it("marks a bucket with NaN among its points, though its last one is a number", () => {
    const drawn = draw(series([0, 1], [1, 2], { nanCount: [0, 3] }));
    expect(drawn.marks).toEqual([{ x: 10, kind: "nan" }]);
    expect(drawn.main).toHaveLength(1);
  });

  it("runs on to the edge of a zoomed view", () => {
    const zoomed = makeScale("linear", { min: 4, max: 6 }, 0, 100);
    const [line] = prepareLine(series([0, 3, 5, 7, 10], [0, 0, 0, 0, 0]), [0, 0, 0, 0, 0], {
      x: zoomed,
      y,
      band: "none",
      isSmoothed: false,
    }).main;
    expect(line).toEqual([-50, 100, 50, 100, 150, 100]);
  });

  it("keeps the samples as an underlay when it is smoothed", () => {
    expect(draw(series([0, 1], [1, 2]), true).raw).toHaveLength(1);
    expect(draw(series([0, 1], [1, 2]), false).raw).toHaveLength(0);
  });
});

describe("a band", () => {
  it("is drawn between the least and greatest value of the buckets", () => {
    const line = series([0, 10], [5, 5], { min: [4, 4], max: [6, 9] });
    expect(draw(line).band).toEqual([[0, 40, 100, 10, 100, 60, 0, 60]]);
  });

  it("is absent where every sample is one point", () => {
    expect(draw(series([0, 10], [5, 5])).band).toEqual([]);
  });

  it("denser than pixels keeps every spike, one column a pixel", () => {
    const at = Array.from({ length: 500 }, (_, index) => index / 50);
    const flat = at.map(() => 5);
    const spike = at.map((_, index) => (index === 123 ? 9 : 6));
    const drawn = draw(series(at, flat, { min: flat, max: spike }));
    expect(drawn.band).toEqual([]);
    expect(drawn.columns.length / 3).toBeLessThanOrEqual(100);
    expect(drawn.columns.filter((_, index) => index % 3 === 1)).toContain(10);
  });

  it("that reaches zero is cut at the bottom of a log axis", () => {
    const log = makeScale("log", { min: 1, max: 100 }, 100, 0);
    const line = series([0, 10], [5, 5], { min: [0, 0], max: [10, 10] });
    const [outline] = prepareLine(line, line.y, {
      x,
      y: log,
      band: "range",
      isSmoothed: false,
    }).band;
    expect(outline?.slice(4)).toEqual([100, 100, 0, 100]);
  });
});

describe("the y axis", () => {
  const spiky = series([0, 5, 10], [1, 1, 1], { min: [1, 1, 1], max: [1, 50, 1] });
  const options = { band: "range", scale: "linear", ignoreOutliers: false } as const;

  it("holds the spikes inside buckets when the band is drawn", () => {
    expect(valueExtent([spiky], { min: 0, max: 10 }, options)).toEqual({ min: 1, max: 50 });
    expect(valueExtent([spiky], { min: 0, max: 10 }, { ...options, band: "none" })).toEqual({
      min: 1,
      max: 1,
    });
  });

  it("fits what is in view", () => {
    const line = series([0, 1, 2, 3, 4, 5], [100, 5, 4, 3, 2, 1]);
    expect(valueExtent([line], { min: 2.5, max: 5 }, options)).toEqual({ min: 1, max: 4 });
  });
});

describe("samples that a log axis leaves out", () => {
  it("are counted once, whichever axis refuses them", () => {
    expect(countUnplaceable([series([0, 1, 2], [0, 1, -1])], "log", "log")).toBe(2);
    expect(countUnplaceable([series([0, 1, 2], [0, 1, -1])], "linear", "linear")).toBe(0);
  });
});

describe("the first sample not below a value", () => {
  it("is found among rising values", () => {
    expect(lowerBound([1, 3, 5], 3)).toBe(1);
    expect(lowerBound([1, 3, 5], 4)).toBe(2);
    expect(lowerBound([1, 3, 5], 9)).toBe(3);
    expect(lowerBound([], 1)).toBe(0);
  });
});
