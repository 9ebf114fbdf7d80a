import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { BUCKETS, longPasses, placeOf, type Scale } from "./passes";

const passes = longPasses();
const FINITE = fc.double({ noNaN: true, noDefaultInfinity: true });
const USUAL = fc.double({ noNaN: true, min: -2, max: 3 });
const SCALES = fc.record({ from: USUAL, perUnit: fc.double({ min: 1e-3, max: 1e6, noNaN: true }) });
/** Up to lengths that take two chunks and a bit, even and odd ones. */
const COLUMNS = fc
  .tuple(
    fc.array(fc.oneof({ weight: 9, arbitrary: USUAL }, FINITE), { minLength: 1 }),
    fc.integer({ min: 1, max: 17_000 }),
  )
  .map(([values, length]) =>
    Float64Array.from({ length }, (_, at) => values[(at * 7) % values.length] ?? 0),
  );

function plainTallies(values: Float64Array, { from, perUnit }: Scale) {
  const [counts, sums] = [new Float64Array(BUCKETS), new Float64Array(BUCKETS)];
  for (const value of values) {
    const place = placeOf(value - from, perUnit);
    counts[place] = (counts[place] ?? 0) + 1;
    sums[place] = (sums[place] ?? 0) + (value - from);
  }
  return { counts, sums };
}

describe("what is assembled does as the plain way", () => {
  test("counts and sums of buckets, to the last bit", () => {
    fc.assert(
      fc.property(COLUMNS, SCALES, (values, scale) => {
        passes.tally(values, scale, "a");
        const { counts, sums } = plainTallies(values, scale);
        const tallies = passes.tallies.a;
        for (let bucket = 0; bucket < BUCKETS; bucket += 1) {
          if (tallies[2 * bucket] !== counts[bucket]) throw new Error(`Count of ${bucket}`);
          // What lies before all buckets has no sum.
          if (bucket > 0 && !Object.is(tallies[2 * bucket + 1], sums[bucket]))
            throw new Error(`Sum of ${bucket}`);
        }
      }),
      { numRuns: 60 },
    );
  });

  test("values of open buckets, in the order they came in", () => {
    fc.assert(
      fc.property(COLUMNS, SCALES, fc.integer({ min: 1, max: 5 }), (values, scale, every) => {
        for (let bucket = 0; bucket < BUCKETS; bucket += 1)
          passes.isOpen[bucket] = bucket % every === 0 ? 1 : 0;
        const picked: number[] = [];
        passes.pick(values, scale, (some) => picked.push(...some));
        const { from, perUnit } = scale;
        expect(picked).toEqual([
          ...values.filter((value) => placeOf(value - from, perUnit) % every === 0),
        ]);
      }),
      { numRuns: 60 },
    );
  });

  test("bounds, and whether all are finite", () => {
    fc.assert(
      fc.property(COLUMNS, fc.nat(), (values, at) => {
        const low = values.reduce((least, value) => Math.min(least, value));
        const high = values.reduce((most, value) => Math.max(most, value));
        const bounds = passes.bound(values);
        expect((bounds?.low ?? Number.NaN) + 0).toBe(low + 0);
        expect((bounds?.high ?? Number.NaN) + 0).toBe(high + 0);
        for (const odd of [Number.NaN, Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY]) {
          const holed = values.slice();
          holed[at % holed.length] = odd;
          expect(passes.bound(holed)).toBeNull();
        }
      }),
      { numRuns: 60 },
    );
  });
});
