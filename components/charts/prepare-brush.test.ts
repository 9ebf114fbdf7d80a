import { describe, expect, it } from "vitest";
import { brushBox, prepareZoom, zoomAbout } from "./prepare-brush";
import { prepareFrame } from "./prepare-frame";
import { makeScale, type ScaleKind } from "./prepare-scale";

const frameOf = (xScale: ScaleKind = "linear") =>
  prepareFrame({
    lines: [
      { id: "a", label: "a", color: 0, dash: 0, x: [1, 1000], y: [0, 1], min: [0, 1], max: [0, 1] },
    ],
    width: 600,
    height: 200,
    xUnit: "integer",
    xScale,
    yScale: "linear",
    smoothing: 0,
    band: "none",
    ignoreOutliers: false,
    zoom: {},
    timeZone: "UTC",
  });
const frame = frameOf();
const at = (x: number, y = 0.5) => ({ x: frame.x.toPixel(x), y: frame.y.toPixel(y) });

describe("a drag", () => {
  it("along x zooms to whole steps around it, whichever way it went", () => {
    expect(prepareZoom(frame, at(100.4), at(200.2), "x")).toEqual({ x: { min: 100, max: 201 } });
    expect(prepareZoom(frame, at(200.2), at(100.4), "x")).toEqual({ x: { min: 100, max: 201 } });
  });

  it("of a few pixels is a click", () => {
    const start = at(100);
    expect(prepareZoom(frame, start, { x: start.x + 3, y: start.y }, "x")).toBeNull();
  });

  it("over both axes zooms both", () => {
    const zoom = prepareZoom(frame, at(100, 0.2), at(200, 0.8), "xy");
    expect(zoom?.y?.min).toBeCloseTo(0.2);
    expect(zoom?.y?.max).toBeCloseTo(0.8);
  });

  it("that leaves the plot ends at its edge", () => {
    const zoom = prepareZoom(frame, at(500), { x: 5000, y: 0 }, "x");
    expect(zoom?.x).toEqual({ min: 500, max: 1000 });
    expect(brushBox(frame, at(500), { x: 5000, y: 0 }, "x")?.height).toBe(frame.plot.height);
  });

  it("never rounds to zero on a log axis", () => {
    const log = frameOf("log");
    const zoom = prepareZoom(
      log,
      { x: log.plot.left, y: 0 },
      { x: log.plot.left + 100, y: 0 },
      "x",
    );
    expect(zoom?.x?.min).toBeGreaterThan(0);
  });
});

describe("zooming by a factor", () => {
  it("keeps the middle of the view, or the place asked for", () => {
    const scale = makeScale("linear", { min: 0, max: 100 }, 0, 500);
    expect(zoomAbout(scale, 2)).toEqual({ min: 25, max: 75 });
    expect(zoomAbout(scale, 2, 0)).toEqual({ min: 0, max: 50 });
    expect(zoomAbout(scale, 0.5)).toEqual({ min: -50, max: 150 });
  });
});
