import fc from "fast-check";
import { expect, test } from "vitest";
import { LATENCY_PLACES, latencyBound, latencyPlace, latencyQuantile } from "./latency";

const count = (times: readonly number[]): number[] => {
  const counts = new Array<number>(LATENCY_PLACES).fill(0);
  for (const time of times) {
    const place = latencyPlace(time);
    counts[place] = (counts[place] ?? 0) + 1;
  }
  return counts;
};

test("a time is counted where it is no longer than the place, and longer than the one before", () => {
  fc.assert(
    fc.property(fc.double({ min: 0.11, max: 50_000, noNaN: true }), (ms) => {
      const place = latencyPlace(ms);
      expect(ms).toBeLessThanOrEqual(latencyBound(place) * (1 + 1e-9));
      expect(ms).toBeGreaterThan(latencyBound(place - 1) * (1 - 1e-9));
    }),
  );
});

test("what is shorter than the first place or longer than the last is counted in them", () => {
  expect([0, -1, Number.NaN, 0.1].map(latencyPlace)).toEqual([0, 0, 0, 0]);
  expect(latencyPlace(1e9)).toBe(LATENCY_PLACES - 1);
});

test("a quantile is within 15 % of the true one", () => {
  fc.assert(
    fc.property(
      fc.array(fc.double({ min: 0.2, max: 30_000, noNaN: true }), { minLength: 1, maxLength: 200 }),
      fc.constantFrom(0.5, 0.9, 0.99),
      (times, quantile) => {
        const sorted = [...times].sort((a, b) => a - b);
        const truth = sorted[Math.max(0, Math.ceil(quantile * times.length) - 1)] ?? 0;
        const found = latencyQuantile(count(times), quantile) ?? 0;
        expect(Math.abs(found / truth - 1)).toBeLessThanOrEqual(0.15 + 1e-9);
      },
    ),
  );
});

test("nothing counted has no quantile", () => {
  expect(latencyQuantile(count([]), 0.5)).toBeNull();
});
