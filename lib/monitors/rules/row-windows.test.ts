import fc from "fast-check";
import { expect, test } from "vitest";
import { emptyProfile } from "@/lib/datasets/rules/window-profile";
import { cutWindows, type RowWindow } from "./row-windows";

const of = (rows: number) => ({ ...emptyProfile([]), rows });

test("windows of rows are the same however counts are taken, whole batches and none of them lost", () => {
  const batches = fc.array(fc.integer({ min: 1, max: 60 }), { maxLength: 40 });
  fc.assert(
    fc.property(
      batches,
      fc.integer({ min: 20, max: 100 }),
      fc.infiniteStream(fc.integer({ min: 1, max: 5 })),
      (rows, size, steps) => {
        const kept = new Map<number, RowWindow>();
        const counts = rows.map(of);
        while (counts.length > 0) {
          const newest = [...kept.values()].at(-1) ?? null;
          const taken = counts.splice(0, steps.next().value);
          for (const window of cutWindows(newest, taken, { size, now: 1_000 }))
            kept.set(window.opensAt, window);
        }
        const whole = cutWindows(null, rows.map(of), { size, now: 1_000 });
        expect([...kept.values()]).toEqual(whole);
        expect(whole.reduce((sum, { profile }) => sum + profile.rows, 0)).toBe(
          rows.reduce((sum, count) => sum + count, 0),
        );
        for (const { profile } of whole.slice(0, -1))
          expect(profile.rows >= size && profile.rows < size + 60).toBe(true);
      },
    ),
  );
});
