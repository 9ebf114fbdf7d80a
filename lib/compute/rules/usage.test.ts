import fc from "fast-check";
import { expect, test } from "vitest";
import { usageInterval, usagePoints, usageSlot } from "./usage";

test("an attempt is measured each second at first, and never has more than a thousand points", () => {
  expect(usageInterval(0)).toBe(1);
  expect(usageInterval(999)).toBe(1);
  expect(usageInterval(1_000)).toBe(2);
  let kept: number[] = [];
  for (let at = 0; at < 20_000; at += 1) {
    const slot = usageSlot(at, kept.at(-1) ?? null);
    if (!slot) continue;
    kept = [...kept, slot.second].filter((second) => second % slot.interval === 0);
    if (kept.length > 1_000) break;
  }
  expect(kept.length).toBeLessThanOrEqual(1_000);
  expect(kept.length).toBeGreaterThan(500);
  expect(kept[0]).toBe(0);
});

test("a second is measured once, whoever looks and how often", () => {
  fc.assert(
    fc.property(fc.double({ min: 0, max: 3e6, noNaN: true }), (elapsed) => {
      const slot = usageSlot(elapsed, null);
      expect(slot?.second).toBeLessThanOrEqual(elapsed);
      expect(usageSlot(elapsed, slot?.second ?? null)).toBeNull();
    }),
  );
});

test("cores in use are CPU time between two points over the time between them", () => {
  const more = { memoryBytes: 1, processes: 1 };
  const points = usagePoints([
    { second: 0, cpuMillis: 100, ...more },
    { second: 2, cpuMillis: 3_100, ...more },
    { second: 3, cpuMillis: 2_000, ...more },
  ]);
  expect(points.map(({ cores }) => cores)).toEqual([null, 1.5, 0]);
});
