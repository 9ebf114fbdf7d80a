import fc from "fast-check";
import { describe, expect, test } from "vitest";
import {
  BUCKETS,
  bucketOf,
  fnv32a,
  freshSlots,
  nextSlots,
  type Slot,
  type Weight,
} from "./assignment";

const share = (seed: string, key: string) => bucketOf(seed, key) / BUCKETS;

/** Positive weights of `count` revisions that sum to 10,000. */
const weightsOf = (count: number) =>
  fc
    .array(fc.integer({ min: 0, max: BUCKETS }), { minLength: count - 1, maxLength: count - 1 })
    .map((cuts): Weight[] => {
      const edges = [0, ...cuts.sort((a, b) => a - b), BUCKETS];
      return Array.from({ length: count }, (_, index) => ({
        revision: index + 1,
        weight: (edges[index + 1] ?? 0) - (edges[index] ?? 0),
      }));
    });

function owners(slots: readonly Slot[]): number[] {
  const found = new Array<number>(BUCKETS).fill(0);
  for (const { revision, from, to } of slots) found.fill(revision, from, to);
  return found;
}

describe("the hash", () => {
  test("gives the published vectors", () => {
    expect(share("seed", "a")).toBe(0.0505);
    expect(share("seed", "b")).toBe(0.2696);
    expect(share("foo", "ab")).toBe(0.2575);
    // The older form of it: (key + seed) % 1,000.
    expect((fnv32a("ab") % 1_000) / 1_000).toBe(0.946);
    expect((fnv32a("a") % 1_000) / 1_000).toBe(0.22);
  });

  test("deals units evenly, and apart under another seed", () => {
    const counts = new Array<number>(10).fill(0);
    let together = 0;
    for (let unit = 0; unit < 20_000; unit += 1) {
      const bucket = bucketOf("one", `user-${unit}`);
      const decile = Math.floor(bucket / 1_000);
      counts[decile] = (counts[decile] ?? 0) + 1;
      if (decile === Math.floor(bucketOf("two", `user-${unit}`) / 1_000)) together += 1;
    }
    for (const count of counts) expect(Math.abs(count - 2_000)).toBeLessThan(200);
    expect(Math.abs(together - 2_000)).toBeLessThan(200);
  });
});

describe("slots", () => {
  test("give each revision exactly its weight, and each bucket one owner", () => {
    fc.assert(
      fc.property(weightsOf(4), weightsOf(4), (before, after) => {
        const slots = nextSlots(freshSlots(before), after);
        const found = owners(slots);
        for (const { revision, weight } of after)
          expect(found.filter((owner) => owner === revision)).toHaveLength(weight);
        expect(slots.reduce((sum, { from, to }) => sum + to - from, 0)).toBe(BUCKETS);
      }),
      { numRuns: 60 },
    );
  });

  test("move the fewest units, whatever the weights were and become", () => {
    fc.assert(
      fc.property(fc.array(weightsOf(4), { minLength: 2, maxLength: 6 }), (plans) => {
        const [first = [], ...rest] = plans;
        let slots = freshSlots(first);
        let weights = first;
        for (const next of rest) {
          const before = owners(slots);
          slots = nextSlots(slots, next);
          const moved = owners(slots).filter((owner, bucket) => owner !== before[bucket]).length;
          const least = next.reduce(
            (sum, { weight }, index) => sum + Math.max(0, weight - (weights[index]?.weight ?? 0)),
            0,
          );
          expect(moved).toBe(least);
          weights = next;
        }
      }),
      { numRuns: 40 },
    );
  });

  test("a weight that rises takes units and gives none away", () => {
    const steps = [500, 2_500, 5_000, 10_000];
    let slots = freshSlots([
      { revision: 1, weight: BUCKETS },
      { revision: 2, weight: 0 },
    ]);
    for (const weight of steps) {
      const before = owners(slots);
      slots = nextSlots(slots, [
        { revision: 1, weight: BUCKETS - weight },
        { revision: 2, weight },
      ]);
      const after = owners(slots);
      expect(before.every((owner, bucket) => owner !== 2 || after[bucket] === 2)).toBe(true);
    }
  });
});
