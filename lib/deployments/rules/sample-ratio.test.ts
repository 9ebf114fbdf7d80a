import { expect, test } from "vitest";
import { countOf, seededRandom } from "@/lib/testing/draws";
import { sampleRatio, sequentialSampleRatio } from "./sample-ratio";

const even = [0.5, 0.5];

test("gives the published answers", () => {
  expect(sampleRatio([5_000, 5_200], even).pValue).toBeCloseTo(0.04767, 5);
  expect(sampleRatio([4_800, 5_200], even).pValue).toBeCloseTo(6.334e-5, 8);
  expect(sampleRatio([50_300, 49_700], even).pValue).toBeCloseTo(0.05778, 5);
  expect(sampleRatio([4_800, 5_200], even).flagged).toBe(true);
  expect(sampleRatio([5_000, 5_200], even).flagged).toBe(false);
});

test("an arm without weight adds no degree of freedom", () => {
  expect(sampleRatio([5_000, 5_200, 0], [0.5, 0.5, 0]).pValue).toBeCloseTo(0.04767, 5);
  expect(sampleRatio([5_000, 5_200], [50, 50]).pValue).toBeCloseTo(0.04767, 5);
});

test("few units flag nothing, one arm that gets none is flagged", () => {
  expect(sampleRatio([15, 0], even)).toMatchObject({ flagged: false });
  expect(sampleRatio([1_000, 0], even)).toMatchObject({ flagged: true });
  expect(sampleRatio([0, 0], even)).toMatchObject({ pValue: null, flagged: false });
  expect(sampleRatio([10], [1])).toMatchObject({ pValue: null });
});

test("looked at again and again, it flags hardly any good split and every bad one", () => {
  const random = seededRandom(7);
  const isEverFlagged = (share: number): boolean => {
    const counts: [number, number] = [0, 0];
    for (let look = 0; look < 50; look += 1) {
      const first = countOf(random, 100, share);
      counts[0] += first;
      counts[1] += 100 - first;
      if (sequentialSampleRatio(counts, even).flagged) return true;
    }
    return false;
  };
  const flags = (share: number) =>
    Array.from({ length: 200 }, () => isEverFlagged(share)).filter(Boolean).length;
  expect(flags(0.5)).toBeLessThanOrEqual(1);
  expect(flags(0.55)).toBeGreaterThan(195);
});
