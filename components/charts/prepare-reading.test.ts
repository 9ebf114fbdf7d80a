import { describe, expect, it } from "vitest";
import { prepareFrame } from "./prepare-frame";
import type { LineSeries } from "./prepare-lines";
import { cutRows, nearestIndex, prepareReading, snap, stepFrom } from "./prepare-reading";

const line = (
  id: string,
  x: number[],
  y: number[],
  more: Partial<LineSeries> = {},
): LineSeries => ({
  id,
  label: id,
  color: 0,
  dash: 0,
  x,
  y,
  min: y,
  max: y,
  ...more,
});
const frameOf = (lines: LineSeries[], smoothing = 0) =>
  prepareFrame({
    lines,
    width: 400,
    height: 200,
    xUnit: "integer",
    xScale: "linear",
    yScale: "linear",
    smoothing,
    band: "range",
    ignoreOutliers: false,
    zoom: {},
    timeZone: "UTC",
  });

describe("the nearest sample", () => {
  it("is found on either side", () => {
    expect(nearestIndex([0, 10, 20], 4)).toBe(0);
    expect(nearestIndex([0, 10, 20], 6)).toBe(1);
    expect(nearestIndex([0, 10, 20], 99)).toBe(2);
    expect(nearestIndex([0, 10, 20], -5)).toBe(0);
    expect(nearestIndex([], 1)).toBe(-1);
  });
});

describe("the marker", () => {
  it("snaps to a real sample of some line", () => {
    const frame = frameOf([line("a", [0, 100], [0, 1]), line("b", [0, 47], [0, 1])]);
    expect(snap(frame, frame.x.toPixel(50))).toBe(47);
  });

  it("has nowhere to go in an empty chart", () => {
    expect(snap(frameOf([]), 100)).toBeNull();
  });
});

describe("a reading", () => {
  const frame = frameOf([
    line("low", [0, 50, 100], [1, 1, 1]),
    line("high", [0, 50, 100], [9, 9, 9]),
    line("broken", [0, 50, 100], [0, Number.NaN, 0]),
    line("short", [0, 20], [5, 5]),
  ]);

  it("lists the greatest value first and what is not a number last", () => {
    expect(prepareReading(frame, 50, null)?.rows.map(({ id }) => id)).toEqual([
      "high",
      "low",
      "broken",
    ]);
  });

  it("leaves out lines that have ended", () => {
    expect(prepareReading(frame, 50, null)?.rows.some(({ id }) => id === "short")).toBe(false);
    expect(prepareReading(frame, 20, null)?.rows.some(({ id }) => id === "short")).toBe(true);
  });

  it("says where a line's own nearest sample lies", () => {
    const row = prepareReading(frame, 20, null)?.rows.find(({ id }) => id === "low");
    expect(row?.x).toBe(0);
  });

  it("points at the line near the pointer, and at none when all are far", () => {
    expect(prepareReading(frame, 50, frame.y.toPixel(8.8))?.nearestId).toBe("high");
    expect(prepareReading(frame, 50, frame.y.toPixel(5))?.nearestId).toBeNull();
  });

  it("tells the sample beside the smoothed value", () => {
    const smoothed = frameOf([line("a", [0, 1, 2], [1, 9, 1])], 0.9);
    const [row] = prepareReading(smoothed, 1, null)?.rows ?? [];
    expect(row?.raw).toBe(9);
    expect(row?.value).toBeGreaterThan(1);
    expect(row?.value).toBeLessThan(9);
  });

  it("tells the range of a bucket of several points", () => {
    const bucketed = frameOf([line("a", [0, 1], [5, 5], { min: [5, 2], max: [5, 8] })]);
    expect(prepareReading(bucketed, 0, null)?.rows[0]?.range).toBeNull();
    expect(prepareReading(bucketed, 1, null)?.rows[0]?.range).toEqual({ min: 2, max: 8 });
  });
});

describe("a cut list", () => {
  const frame = frameOf(Array.from({ length: 9 }, (_, i) => line(`r${i}`, [0, 1], [9 - i, 9 - i])));
  const rows = prepareReading(frame, 0, null)?.rows ?? [];

  it("keeps the line pointed at among the rows shown", () => {
    const { shown, more } = cutRows(rows, "r8", 4);
    expect(shown.map(({ id }) => id)).toContain("r8");
    expect(shown).toHaveLength(4);
    expect(more).toBe(5);
  });

  it("is whole when there is room", () => {
    expect(cutRows(rows, null, 20)).toEqual({ shown: rows, more: 0 });
  });
});

describe("stepping by keyboard", () => {
  const frame = frameOf([line("a", [0, 10, 20], [1, 1, 1]), line("b", [5, 15], [1, 1])]);

  it("visits the samples of all lines in order", () => {
    const visited: (number | null)[] = [];
    let at: number | null = null;
    for (let index = 0; index < 6; index += 1) {
      at = stepFrom(frame, at, 1);
      visited.push(at);
      if (at === null) break;
    }
    expect(visited).toEqual([0, 5, 10, 15, 20, null]);
  });

  it("goes back, and starts at the end when it has nowhere to start from", () => {
    expect(stepFrom(frame, 10, -1)).toBe(5);
    expect(stepFrom(frame, null, -1)).toBe(20);
  });
});
