import { describe, expect, it } from "vitest";
import { type FrameRequest, prepareFrame } from "./prepare-frame";
import type { LineSeries } from "./prepare-lines";

const line = (x: number[], y: number[]): LineSeries => ({
  id: "a",
  label: "a",
  color: 0,
  dash: 0,
  x,
  y,
  min: y,
  max: y,
});
const frame = (more: Partial<FrameRequest>) =>
  prepareFrame({
    lines: [line([0, 50, 100], [0, 5, 10])],
    width: 400,
    height: 200,
    xUnit: "integer",
    xScale: "linear",
    yScale: "linear",
    smoothing: 0,
    band: "range",
    ignoreOutliers: false,
    zoom: {},
    timeZone: "UTC",
    ...more,
  });

describe("a frame", () => {
  it("shows an hour around a moment that is alone, not the years around it", () => {
    const at = Date.UTC(2026, 10, 30, 12);
    const { x } = frame({ lines: [line([at], [1])], xUnit: "time" });
    expect(x.extent).toEqual({ min: at - 1_800_000, max: at + 1_800_000 });
  });

  it("shows all samples with room above and below, and none left and right", () => {
    const { x, y } = frame({});
    expect(x.extent).toEqual({ min: 0, max: 100 });
    expect(y.extent.min).toBeLessThan(0);
    expect(y.extent.max).toBeGreaterThan(10);
  });

  it("begins at zero when the samples begin just after it", () => {
    expect(frame({ lines: [line([3, 1000], [1, 2])] }).x.extent.min).toBe(0);
    expect(frame({ lines: [line([300, 1000], [1, 2])] }).x.extent.min).toBe(300);
  });

  it("shows exactly what was zoomed to", () => {
    const zoom = { x: { min: 20, max: 30 }, y: { min: 2, max: 3 } };
    const { x, y } = frame({ zoom });
    expect(x.extent).toEqual(zoom.x);
    expect(y.extent).toEqual(zoom.y);
  });

  it("fits the y axis to what a zoom along x leaves in view", () => {
    const { y } = frame({
      lines: [line([0, 1, 2, 3, 4], [1000, 4, 3, 2, 1])],
      zoom: { x: { min: 2, max: 4 } },
    });
    expect(y.extent.max).toBeLessThan(5);
  });

  it("leaves room for the longest label", () => {
    const small = frame({});
    const wide = frame({ lines: [line([0, 1], [0.912345, 0.912349])] });
    expect(wide.plot.left).toBeGreaterThan(small.plot.left);
  });

  it("of no samples has axes to be drawn", () => {
    const empty = frame({ lines: [] });
    expect(empty.xTicks.length).toBeGreaterThan(0);
    expect(empty.lines).toEqual([]);
  });

  it("ignores a zoom that a log axis cannot show", () => {
    const { x } = frame({
      xScale: "log",
      lines: [line([1, 10, 100], [1, 2, 3])],
      zoom: { x: { min: 0, max: 50 } },
    });
    expect(x.extent).toEqual({ min: 1, max: 100 });
  });

  it("keeps the smoothing of a line while it is zoomed", () => {
    const lines = [line([0, 1, 2, 3, 100], [1, 9, 1, 9, 1])];
    const far = frame({ lines, smoothing: 0.9 });
    const near = frame({ lines, smoothing: 0.9, zoom: { x: { min: 0, max: 4 } } });
    expect(near.lines[0]?.values).toEqual(far.lines[0]?.values);
  });

  it("says how many samples a log axis leaves out", () => {
    expect(frame({ yScale: "log" }).unplaceable).toBe(1);
  });
});
