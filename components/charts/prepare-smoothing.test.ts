import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { smooth } from "./prepare-smoothing";

const range = (length: number, step = 1) => Array.from({ length }, (_, index) => index * step);

describe("smoothing", () => {
  it("leaves the samples alone at weight 0", () => {
    expect(smooth([0, 1, 2], [3, 1, 2], 0, 2)).toEqual([3, 1, 2]);
  });

  it("starts at the first sample instead of at zero", () => {
    expect(smooth([0, 1, 2], [10, 10, 10], 0.99, 1000)).toEqual([10, 10, 10]);
  });

  it("gives the values worked out by hand", () => {
    // a = √0.25 = 0.5, one unit apart: (2·0.5 + 4) / 1.5, then (2·0.25 + 4·0.5 + 8) / 1.75.
    const [first, second, third] = smooth([0, 1, 2], [2, 4, 8], 0.25, 1000);
    expect(first).toBe(2);
    expect(second).toBeCloseTo(10 / 3, 12);
    expect(third).toBeCloseTo(6, 12);
  });

  it("fades by distance, so a gap of two units counts as two", () => {
    const [, afterGap] = smooth([0, 2], [2, 4], 0.25, 1000);
    expect(afterGap).toBeCloseTo((2 * 0.25 + 4) / 1.25, 12);
  });

  it("treats a run that logs rarely like one that logs often", () => {
    const curve = (x: number) => Math.exp(-x / 300);
    const often = range(1001);
    const rarely = range(101, 10);
    const smoothOften = smooth(often, often.map(curve), 0.9, 1000);
    const smoothRarely = smooth(rarely, rarely.map(curve), 0.9, 1000);
    expect(Math.abs((smoothOften[500] ?? 0) - (smoothRarely[50] ?? 0))).toBeLessThan(0.02);
  });

  it("passes over NaN and infinities without losing what it knew", () => {
    const result = smooth([0, 1, 2, 3], [1, Number.NaN, Number.POSITIVE_INFINITY, 1], 0.9, 1000);
    expect(result[1]).toBeNaN();
    expect(result[2]).toBe(Number.POSITIVE_INFINITY);
    expect(result[3]).toBe(1);
  });

  it("never leaves the range of the samples", () => {
    fc.assert(
      fc.property(
        fc.array(fc.double({ min: -1e6, max: 1e6, noNaN: true }), { minLength: 1, maxLength: 50 }),
        fc.double({ min: 0, max: 0.999, noNaN: true }),
        (y, weight) => {
          const low = Math.min(...y);
          const high = Math.max(...y);
          const slack = 1e-9 * (Math.abs(low) + Math.abs(high) + 1);
          for (const value of smooth(range(y.length), y, weight, y.length)) {
            expect(value).toBeGreaterThanOrEqual(low - slack);
            expect(value).toBeLessThanOrEqual(high + slack);
          }
        },
      ),
    );
  });
});
