import fc from "fast-check";
import { expect, test } from "vitest";
import { seededRandom } from "@/lib/testing/draws";
import type { RepeatCounts } from "../schema/window-profiles";
import { KEPT_VALUES, mergeRepeats, RepeatSums, repeatedShares } from "./repeat-counts";

function countsOf(values: Iterable<number | string>): RepeatCounts {
  const sums = new RepeatSums();
  for (const value of values) sums.add(String(value));
  return sums.finish();
}
const range = (length: number, make: (at: number) => number = (at) => at) =>
  Array.from({ length }, (_value, at) => make(at));

/** Some more values than are kept, many of them again and again. */
const values = fc.array(fc.integer({ min: 0, max: 3 * KEPT_VALUES }), { maxLength: 2_500 });

test("however parts are put together, they say what all values at once do", () => {
  fc.assert(
    fc.property(values, values, values, (a, b, c) => {
      const [one, other, third] = [countsOf(a), countsOf(b), countsOf(c)];
      const whole = countsOf([...a, ...b, ...c]);
      expect(mergeRepeats(mergeRepeats(one, other), third)).toEqual(whole);
      expect(mergeRepeats(one, mergeRepeats(other, third))).toEqual(whole);
      expect(mergeRepeats(mergeRepeats(third, other), one)).toEqual(whole);
      expect(mergeRepeats(one, countsOf([]))).toEqual(one);
    }),
    { numRuns: 60 },
  );
});

test("few different values are counted one by one", () => {
  expect(repeatedShares(countsOf([]))).toEqual([]);
  expect(repeatedShares(countsOf(["a", "b", "a", "a"]))).toEqual([
    { share: 0.5, error: 0, isSeen: true },
  ]);
  expect(repeatedShares(countsOf(range(10_000, (at) => at % (KEPT_VALUES - 1))))).toEqual([
    { share: 1 - (KEPT_VALUES - 1) / 10_000, error: 0, isSeen: true },
  ]);
});

test("of many values none of which repeats, none is said to, in bounded memory", () => {
  const counts = countsOf(range(200_000));
  expect(counts.hashes).toHaveLength(KEPT_VALUES);
  const [bySample, byDistinct] = repeatedShares(counts);
  expect(bySample).toEqual({ share: 0, error: 0, isSeen: true });
  expect(byDistinct?.share ?? 1).toBeLessThan(3.09 * (byDistinct?.error ?? 0));
});

test("the share of many values that repeat is told within its error", () => {
  const random = seededRandom(7);
  const far = Array.from({ length: 200 }, () => {
    const distinct = 2_000 + Math.floor(random() * 4_000);
    const n = Math.floor(distinct * (1 + random() * 2));
    const first = Math.floor(random() * 1e9);
    const own = [
      ...range(distinct, (at) => first + at),
      ...range(n - distinct, () => first + Math.floor(random() * distinct)),
    ];
    const truth = 1 - distinct / n;
    return repeatedShares(countsOf(own)).map(
      ({ share, error }) => Math.abs(share - truth) / Math.max(error, 1e-9),
    );
  }).flat();
  const beyond = (errors: number) => far.filter((one) => one > errors).length / far.length;
  expect(far).toHaveLength(400);
  expect(beyond(2), "a normal error is as far away in 4.6 % of cases").toBeLessThan(0.08);
  expect(beyond(4)).toBe(0);
});

test("one value that makes up half of all rows is found, whether or not it is among those that are kept", () => {
  for (const value of ["0000", "none", "?", "-1", "x"]) {
    const counts = countsOf([...range(20_000), ...range(20_000).map(() => value)]);
    const [, byDistinct] = repeatedShares(counts);
    expect(Math.abs((byDistinct?.share ?? 0) - 0.5)).toBeLessThan(3.09 * (byDistinct?.error ?? 0));
  }
});
