import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { type AxisRequest, niceStep, prepareTicks } from "./prepare-ticks";

const axis = (more: Partial<AxisRequest>): AxisRequest => ({
  extent: { min: 0, max: 1 },
  scale: "linear",
  unit: "number",
  count: 5,
  timeZone: "UTC",
  ...more,
});
const labels = (more: Partial<AxisRequest>) => prepareTicks(axis(more)).map(({ label }) => label);

describe("ticks of bytes", () => {
  it("fall on round numbers of the unit they are told in", () => {
    const bytes = (max: number) => labels({ extent: { min: 0, max }, unit: "bytes", count: 4 });
    expect(bytes(200 * 2 ** 20)).toEqual(["0", "50 MiB", "100 MiB", "150 MiB", "200 MiB"]);
    expect(bytes(1.2 * 2 ** 30)).toEqual(["0", "512 MiB", "1 GiB"]);
    expect(bytes(3 * 2 ** 30)).toEqual(["0", "1 GiB", "2 GiB", "3 GiB"]);
  });
});

describe("ticks of numbers", () => {
  it("fall on round numbers", () => {
    expect(labels({ extent: { min: 0, max: 1 } })).toEqual([
      "0",
      "0.2",
      "0.4",
      "0.6",
      "0.8",
      "1.0",
    ]);
    expect(labels({ extent: { min: -3, max: 3 }, count: 4 })).toEqual(["−2", "0", "2"]);
  });

  it("keep the decimals that tell neighbours apart", () => {
    expect(labels({ extent: { min: 0.9231, max: 0.9239 }, count: 4 })).toEqual([
      "0.9232",
      "0.9234",
      "0.9236",
      "0.9238",
    ]);
  });

  it("shorten thousands and millions", () => {
    expect(labels({ extent: { min: 0, max: 40_000 }, count: 4 })).toEqual([
      "0",
      "10k",
      "20k",
      "30k",
      "40k",
    ]);
    expect(labels({ extent: { min: 0, max: 5e6 }, count: 2 })).toEqual(["0", "2.5M", "5M"]);
  });

  it("of steps are whole", () => {
    expect(labels({ extent: { min: 0, max: 2 }, unit: "integer", count: 8 })).toEqual([
      "0",
      "1",
      "2",
    ]);
  });

  it("never exceed the count by more than one, lie inside and rise", () => {
    fc.assert(
      fc.property(
        fc.double({ min: -1e6, max: 1e6, noNaN: true }),
        fc.double({ min: 1e-6, max: 1e6, noNaN: true }),
        fc.integer({ min: 2, max: 12 }),
        (min, width, count) => {
          const extent = { min, max: min + width };
          const values = prepareTicks(axis({ extent, count })).map(({ value }) => value);
          expect(values.length).toBeLessThanOrEqual(count + 1);
          const slack = niceStep(extent, count) * 1e-6 + Math.abs(extent.max) * 1e-12;
          for (const [index, value] of values.entries()) {
            expect(value).toBeGreaterThanOrEqual(extent.min - slack);
            expect(value).toBeLessThanOrEqual(extent.max + slack);
            expect(value).toBeGreaterThan(values[index - 1] ?? Number.NEGATIVE_INFINITY);
          }
        },
      ),
    );
  });

  it("are none where the extent has no width", () => {
    expect(labels({ extent: { min: 1, max: 1 } })).toEqual([]);
  });
});

describe("ticks of a log axis", () => {
  it("fall on decades", () => {
    expect(labels({ extent: { min: 1e-3, max: 10 }, scale: "log" })).toEqual([
      "0.001",
      "0.01",
      "0.1",
      "1",
      "10",
    ]);
  });

  it("skip decades when there are too many", () => {
    const ticks = prepareTicks(axis({ extent: { min: 1e-12, max: 1 }, scale: "log", count: 4 }));
    expect(ticks.length).toBeLessThanOrEqual(5);
    expect(ticks.length).toBeGreaterThan(2);
  });

  it("divide decades when there are few", () => {
    expect(labels({ extent: { min: 1, max: 10 }, scale: "log", count: 5 })).toEqual([
      "1",
      "2",
      "5",
      "10",
    ]);
  });

  it("fall back to round numbers inside less than half a decade", () => {
    expect(labels({ extent: { min: 20, max: 24 }, scale: "log", count: 4 })).toEqual([
      "20",
      "21",
      "22",
      "23",
      "24",
    ]);
  });
});

describe("ticks of time", () => {
  it("of durations fall where people read clocks", () => {
    expect(labels({ extent: { min: 0, max: 240_000 }, unit: "duration", count: 4 })).toEqual([
      "0",
      "1m",
      "2m",
      "3m",
      "4m",
    ]);
    expect(labels({ extent: { min: 0, max: 5400_000 }, unit: "duration", count: 4 })).toEqual([
      "0",
      "30m",
      "1h",
      "1h 30m",
    ]);
  });

  it("of wall time fall on the hours of the viewer's zone and name the day at midnight", () => {
    const min = Date.UTC(2026, 2, 1, 18, 0);
    const extent = { min, max: min + 12 * 3600_000 };
    expect(labels({ extent, unit: "time", count: 4, timeZone: "UTC" })).toEqual([
      "18:00",
      "21:00",
      "2 Mar",
      "03:00",
      "06:00",
    ]);
    expect(labels({ extent, unit: "time", count: 4, timeZone: "Asia/Kolkata" })).toEqual([
      "2 Mar",
      "03:00",
      "06:00",
      "09:00",
    ]);
  });

  it("of a few seconds show seconds", () => {
    const min = Date.UTC(2026, 2, 1, 18, 0);
    expect(labels({ extent: { min, max: min + 4000 }, unit: "time", count: 2 })).toEqual([
      "18:00:00",
      "18:00:02",
      "18:00:04",
    ]);
  });
});
