import { describe, expect, test } from "vitest";
import { compareNumbers, compareTexts } from "./compare";
import type { Result } from "./finding";

const column = (values: readonly number[]) => ({ values: Float64Array.from(values), missing: 0 });
const compare = (a: readonly number[], b: readonly number[]) =>
  compareNumbers(column(a), column(b)).results;
const compareWords = (a: readonly string[], b: readonly string[]) => compareTexts(a, b).results;
const find = (results: readonly Result[], name: string) =>
  results.find((one) => `${one.method}/${one.preset}` === name);
const statistic = (results: readonly Result[], name: string): number =>
  find(results, name)?.statistic ?? Number.NaN;

describe("methods", () => {
  test("called robust take off what chance explains: 1.8·√((n + m)/(n·m))", () => {
    const rising = Array.from({ length: 100 }, (_, at) => at);
    const moved = compare(
      rising,
      rising.map((value) => value + 60),
    );
    expect(statistic(moved, "ks/robust")).toBeCloseTo(0.6 - 1.8 * Math.sqrt(200 / 10_000), 12);
    const halves = (share: number) => rising.map((at) => (at < share ? "a" : "b"));
    const texts = compareWords(halves(90), halves(10));
    expect(statistic(texts, "l_infinity/robust")).toBeCloseTo(0.8 - 1.8 * Math.sqrt(0.02), 12);
    expect(
      statistic(
        compare(
          rising,
          rising.map((value) => value + 5),
        ),
        "ks/robust",
      ),
    ).toBe(0);
  });

  test("give each of at most twenty values of the reference a bin, and cut more into bins by width", () => {
    const cycle = (distinct: number) => Array.from({ length: 126 }, (_, at) => at % distinct);
    const bins = (distinct: number) =>
      find(compare(cycle(distinct), [0, 1, 99]), "psi/evidently")?.parameters;
    expect(bins(20)).toMatchObject({ bins: 21 });
    expect(bins(20)).not.toHaveProperty("edges");
    expect(bins(21)).toMatchObject({ bins: Math.ceil(Math.log2(129) + 1) });
    expect(bins(21)).toHaveProperty("edges");
  });
});
