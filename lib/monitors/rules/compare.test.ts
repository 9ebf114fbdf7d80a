import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { byCodePoints } from "./categorical/counts";
import { compareNumbers, compareTexts } from "./compare";
import type { Result } from "./finding";

const column = (values: readonly number[]) => ({ values: Float64Array.from(values), missing: 0 });
const find = (results: readonly Result[], name: string): Result => {
  const found = results.find((one) => `${one.method}/${one.preset}` === name);
  if (!found) throw new Error(`There is no ${name}.`);
  return found;
};
const statistic = (results: readonly Result[], name: string): number =>
  find(results, name).statistic ?? Number.NaN;

const compare = (a: readonly number[], b: readonly number[]) =>
  compareNumbers(column(a), column(b)).results;
const compareWords = (a: readonly string[], b: readonly string[]) => compareTexts(a, b).results;

/** Distances that do not depend on which side is which. */
const SYMMETRIC = [
  "ks/exact",
  "wasserstein/raw",
  "energy/scipy",
  "jensen_shannon/evidently",
  "hellinger/evidently",
] as const;
const SYMMETRIC_TEXTS = [
  "jensen_shannon/evidently-categorical",
  "hellinger/evidently-categorical",
  "l_infinity/nannyml",
  "total_variation/statistic",
  "psi/evidently-categorical",
] as const;
const DISTANCES = [
  ...SYMMETRIC,
  "ks/nannyml",
  "ks/robust",
  "psi/deciles",
  "psi/doane",
  "psi/evidently",
  "kl_divergence/evidently",
  "wasserstein/evidently",
  "wasserstein/nannyml",
];
/** NannyML's own, in which rounding of the shares' sum may leave a hair of distance. */
const ROUNDED = ["jensen_shannon/nannyml", "hellinger/nannyml"];

const numbers = fc.array(
  fc.integer({ min: -1_000, max: 1_000 }).map((value) => value / 8),
  {
    minLength: 2,
    maxLength: 60,
  },
);
const words = fc.array(fc.constantFrom("a", "b", "c", "d", ""), { minLength: 2, maxLength: 60 });

describe("distances of numbers", () => {
  test("are 0 between a sample and itself", () => {
    fc.assert(
      fc.property(numbers, (values) => {
        const results = compare(values, values);
        for (const name of DISTANCES) expect(statistic(results, name), name).toBeLessThan(1e-7);
        for (const name of ROUNDED) expect(statistic(results, name), name).toBeLessThan(1e-7);
        expect(find(results, "ks/exact").pValue).toBe(1);
      }),
    );
  });

  test("do not hang on the order of values", () => {
    fc.assert(
      fc.property(numbers, numbers, (a, b) => {
        expect(compare(a.toReversed(), b.toSorted())).toEqual(compare(a, b));
      }),
    );
  });

  test("are the same from both sides where they should be", () => {
    fc.assert(
      fc.property(numbers, numbers, (a, b) => {
        const [there, back] = [compare(a, b), compare(b, a)];
        // Whether each value gets a bin is up to the reference.
        const isSame = new Set(a).size > 20 === new Set(b).size > 20;
        for (const name of SYMMETRIC)
          if (isSame || name !== "jensen_shannon/evidently")
            expect(statistic(there, name), name).toBeCloseTo(statistic(back, name), 9);
        expect(statistic(there, "mann_whitney/two-sided")).toBe(
          a.length * b.length - statistic(back, "mann_whitney/two-sided"),
        );
      }),
    );
  });

  test("of a shift are the shift", () => {
    fc.assert(
      fc.property(numbers, fc.integer({ min: -500, max: 500 }), (values, shift) => {
        const moved = values.map((value) => value + shift);
        const results = compare(values, moved);
        expect(statistic(results, "wasserstein/raw")).toBeCloseTo(Math.abs(shift), 9);
      }),
    );
  });

  test("bound each other: energy is at most √(2·W₁)·√D", () => {
    fc.assert(
      fc.property(numbers, numbers, (a, b) => {
        const results = compare(a, b);
        const [area, distance] = [
          statistic(results, "wasserstein/raw"),
          statistic(results, "ks/exact"),
        ];
        expect(statistic(results, "energy/scipy")).toBeLessThanOrEqual(
          Math.sqrt(2 * area) * Math.sqrt(distance) + 1e-9,
        );
      }),
    );
  });

  test("are at their greatest between samples that share nothing", () => {
    const a = Array.from({ length: 400 }, (_, at) => at / 400);
    const b = a.map((value) => value + 9);
    const results = compare(a, b);
    expect(statistic(results, "ks/exact")).toBe(1);
    expect(statistic(results, "hellinger/evidently")).toBeCloseTo(1, 12);
    expect(statistic(results, "hellinger/nannyml")).toBeCloseTo(1, 12);
    expect(statistic(results, "jensen_shannon/evidently")).toBeCloseTo(Math.sqrt(Math.LN2), 12);
    expect(statistic(results, "jensen_shannon/nannyml")).toBeCloseTo(1, 12);
  });
});

describe("distances of categories", () => {
  test("are 0 between a sample and itself, at any order", () => {
    fc.assert(
      fc.property(words, (values) => {
        const results = compareWords(values, values.toReversed());
        for (const name of [...SYMMETRIC_TEXTS, "l_infinity/robust"])
          expect(statistic(results, name), name).toBeLessThan(1e-7);
      }),
    );
  });

  test("are the same from both sides where they should be", () => {
    fc.assert(
      fc.property(words, words, (a, b) => {
        const [there, back] = [compareWords(a, b), compareWords(b, a)];
        for (const name of SYMMETRIC_TEXTS)
          expect(statistic(there, name), name).toBeCloseTo(statistic(back, name), 9);
      }),
    );
  });

  test("are at their greatest between samples that share nothing", () => {
    const results = compareWords(["a", "b"], ["c", "d", "d"]);
    expect(statistic(results, "hellinger/evidently-categorical")).toBe(1);
    expect(statistic(results, "jensen_shannon/evidently-categorical")).toBeCloseTo(
      Math.sqrt(Math.LN2),
      12,
    );
    expect(statistic(results, "jensen_shannon/nannyml-categorical")).toBeCloseTo(1, 12);
    expect(statistic(results, "total_variation/statistic")).toBeCloseTo(1, 12);
  });

  test("take the empty text for a category, trim nothing, and order by code points", () => {
    const { results, reference } = compareTexts(["", " a", "a", null], ["", "a", "a"]);
    expect(reference).toEqual({ rows: 4, missing: 1, nonFinite: 0 });
    expect(find(results, "chi2_contingency/uncorrected").df).toBe(2);
    // U+FF5E stands before U+1F600, whose first UTF-16 unit is the smaller one.
    expect(["\u{1f600}", "\u{ff5e}", "b", "a", "ab"].sort(byCodePoints)).toEqual([
      "a",
      "ab",
      "b",
      "\u{ff5e}",
      "\u{1f600}",
    ]);
  });
});

describe("what is not defined is null, with a reason", () => {
  const expectNothing = (result: Result) => {
    expect(result).toMatchObject({ pValue: null, drifted: null });
    expect(result.reason, `${result.method}/${result.preset}`).toMatch(/\.$/);
  };

  test("where a side is empty", () => {
    for (const results of [compare([], [1, 2]), compare([1, 2], []), compareWords([], ["a"])])
      for (const result of results) {
        expect(result.statistic).toBeNull();
        expectNothing(result);
      }
  });

  test("where nothing is left of a side", () => {
    const { results, reference } = compareNumbers(
      { values: Float64Array.of(Number.NaN, Number.NaN, Number.POSITIVE_INFINITY), missing: 1 },
      column([1]),
    );
    expect(reference).toEqual({ rows: 3, missing: 1, nonFinite: 2 });
    for (const result of results) expectNothing(result);
  });

  test("where both sides are one constant", () => {
    const results = compare([1, 1, 1, 1, 1, 1], [1, 1, 1, 1, 1]);
    for (const name of [
      "cramer_von_mises/scipy",
      "cramer_von_mises/evidently",
      "anderson_darling/scipy",
      "epps_singleton/evidently",
      "t_test/equal-variance",
      "t_test/welch",
      "mann_whitney/two-sided",
    ])
      expectNothing(find(results, name));
    for (const name of DISTANCES) expect(find(results, name).statistic, name).toBe(0);
  });

  test("where constants differ, distances are defined and t is not", () => {
    const results = compare(Array<number>(30).fill(7.5), Array<number>(30).fill(8));
    expectNothing(find(results, "t_test/welch"));
    expect(statistic(results, "ks/exact")).toBe(1);
    expect(statistic(results, "wasserstein/raw")).toBe(0.5);
    expect(statistic(results, "wasserstein/evidently")).toBe(500);
    // As NannyML prints it: both lie in its one bin.
    expect(statistic(results, "jensen_shannon/nannyml")).toBe(0);
  });

  test("where one category is all there is", () => {
    const results = compareWords(["a", "a"], ["a"]);
    expect(find(results, "z_test/evidently")).toMatchObject({
      statistic: null,
      pValue: 1,
      drifted: false,
    });
    expectNothing(find(results, "chi2_goodness/evidently"));
    expectNothing(find(results, "g_test/evidently"));
    expect(find(results, "chi2_contingency/nannyml")).toMatchObject({
      statistic: 0,
      pValue: 1,
      df: 0,
    });
  });

  test("but a category that the reference never saw is infinitely surprising", () => {
    const results = compareWords(["a", "b", "b"], ["a", "b", "c"]);
    for (const name of ["chi2_goodness/evidently", "g_test/goodness", "g_test/evidently"])
      expect(find(results, name)).toMatchObject({ statistic: Number.POSITIVE_INFINITY, pValue: 0 });
  });

  test("where an exact p-value would take hours", () => {
    const long = (length: number) => Array.from({ length }, (_, at) => at / length);
    const { results } = compareNumbers(
      column(long(200_000)),
      column(long(150_001).map((v) => v ** 2)),
      [{ method: "ks", preset: "exact" }],
    );
    expect(results[0]).toMatchObject({
      pValue: null,
      reason: expect.stringContaining("asymptotic"),
    });
  });
});

describe("methods", () => {
  test("are those that are named, each under all its presets where none is", () => {
    const names = (results: readonly Result[]) =>
      results.map((one) => `${one.method}/${one.preset}`);
    const chosen = compareNumbers(column([1, 2]), column([1, 2]), [
      { method: "t_test" },
      { method: "psi", preset: "doane" },
    ]);
    expect(names(chosen.results)).toEqual(["t_test/equal-variance", "t_test/welch", "psi/doane"]);
    expect(names(compare([1], [1]))).toHaveLength(25);
    expect(names(compareWords(["a"], ["a"]))).toHaveLength(17);
    expect(() => compareTexts(["a"], ["a"], [{ method: "ks" }])).toThrow(/There is no method "ks"/);
  });

  test("judge with the comparison of their tool", () => {
    const exact = compareWords([..."aaaaaaaaab"], [..."aaaaaaaabb"]);
    // A distance of exactly 0.1 is no drift for the energy distance only; L∞ has no threshold here.
    expect(find(exact, "l_infinity/nannyml")).toMatchObject({ drifted: null, threshold: null });
    expect(find(exact, "psi/evidently-categorical")).toMatchObject({
      drifted: false,
      threshold: 0.1,
    });
  });
});
