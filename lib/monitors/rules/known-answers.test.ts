import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { parse } from "csv-parse/sync";
import { describe, expect, test } from "vitest";
import { compareNumbers, compareTexts } from "./compare";
import type { Result } from "./finding";

/** Values that SciPy, Evidently and NannyML give for public data, by the section of the facts that lists them. */
type Row = Readonly<Record<string, string>>;
const require = createRequire(import.meta.url);
const tableOf = (file: string): Row[] => parse(readFileSync(file), { columns: true });

const numbers = (rows: readonly Row[], name: string) => ({
  values: Float64Array.from(rows, (row) => Number(row[name])),
  missing: 0,
});
const texts = (rows: readonly Row[], name: string) => rows.map((row) => row[name] ?? null);

interface Expected {
  statistic?: number;
  pValue?: number;
  df?: number;
  drifted?: boolean;
}

/** As exact as the facts print a number: its last digit may be rounded, and 1e-12 where it has all of them. */
function toleranceOf(value: number): number {
  const digits = value.toExponential().replace(/e.*|\.|-/g, "").length;
  return Math.max(1e-12, 6 * 10 ** -digits);
}

function expectNear(found: number | null, value: number, what: string): void {
  expect(found, what).not.toBeNull();
  const error = Math.abs((found ?? Number.NaN) - value);
  expect(error, `${what}: ${found} instead of ${value}`).toBeLessThanOrEqual(
    Math.abs(value) * toleranceOf(value),
  );
}

function expectResults(results: readonly Result[], expected: Readonly<Record<string, Expected>>) {
  for (const [name, { statistic, pValue, df, drifted }] of Object.entries(expected)) {
    const found = results.find((one) => `${one.method}/${one.preset}` === name);
    if (!found) throw new Error(`There is no ${name}.`);
    if (statistic !== undefined) expectNear(found.statistic, statistic, name);
    if (pValue !== undefined) expectNear(found.pValue, pValue, `p of ${name}`);
    if (df !== undefined) expect(found.df, name).toBe(df);
    if (drifted !== undefined) expect(found.drifted, name).toBe(drifted);
  }
}

const weather = tableOf(join(dirname(require.resolve("vega-datasets")), "../data/weather.csv"));
const seattle = weather.filter(({ location }) => location === "Seattle");
const newYork = weather.filter(({ location }) => location === "New York");
const compareColumn = (a: readonly Row[], b: readonly Row[], name: string) =>
  compareNumbers(numbers(a, name), numbers(b, name)).results;

describe("§1.9.3 weather, Seattle against New York", () => {
  test.each<[string, Readonly<Record<string, Expected>>]>([
    [
      "temp_max",
      {
        "ks/exact": { statistic: 0.12594113620807665, pValue: 1.6358629e-10 },
        "ks/asymptotic": { pValue: 1.4949809e-10 },
        "ks/evidently": { pValue: 1.6358629e-10, drifted: true },
        "wasserstein/raw": { statistic: 2.573853524982889 },
        "wasserstein/evidently": { statistic: 0.3503155881703918, drifted: true },
        "psi/evidently": { statistic: 0.36098522461609106, drifted: true },
        "jensen_shannon/evidently": { statistic: 0.19987680792830975, drifted: true },
        "kl_divergence/evidently": { statistic: 0.14619951715004664 },
        "hellinger/evidently": { statistic: 0.20699862114897027 },
        "energy/scipy": { statistic: 0.6712194524966296 },
        "t_test/equal-variance": { pValue: 0.03901339184715196 },
        "t_test/welch": { pValue: 0.0390201192 },
        "mann_whitney/evidently": { statistic: 1001298.5, pValue: 0.00190604817 },
        "mann_whitney/two-sided": { pValue: 0.00381209634 },
        "cramer_von_mises/evidently": { pValue: 5.081e-11 },
        "anderson_darling/scipy": { statistic: 45.80451166634224, pValue: 0.001 },
        "jensen_shannon/nannyml": { statistic: 0.2442840634 },
        "hellinger/nannyml": { statistic: 0.2150148935 },
      },
    ],
    [
      "precipitation",
      {
        "ks/exact": { statistic: 0.10472279260780287, pValue: 2.1484626e-7 },
        "ks/asymptotic": { pValue: 2.0041665e-7 },
        "wasserstein/raw": { statistic: 0.8190280629705674 },
        "wasserstein/evidently": { statistic: 0.1226474058222941 },
        "psi/evidently": { statistic: 0.01422605309649154, drifted: false },
        "jensen_shannon/evidently": { statistic: 0.04608880878790483, drifted: false },
        "kl_divergence/evidently": { statistic: 0.006057857749711147 },
        "hellinger/evidently": { statistic: 0.04669832239691082 },
        "energy/scipy": { statistic: 0.25105658793479063 },
        "t_test/equal-variance": { pValue: 0.5521003 },
        "mann_whitney/evidently": { pValue: 0.99999998 },
        "cramer_von_mises/evidently": { pValue: 3.7501e-9 },
        "jensen_shannon/nannyml": { statistic: 0.1084734367 },
        "hellinger/nannyml": { statistic: 0.095628365 },
      },
    ],
    [
      "wind",
      {
        "ks/exact": { statistic: 0.42231348391512663, pValue: 3.5574816e-117 },
        "ks/asymptotic": { pValue: 1.4259224e-118 },
        "wasserstein/raw": { statistic: 1.7199863107460645 },
        "wasserstein/evidently": { statistic: 1.1966513142236308 },
        "psi/evidently": { statistic: 1.1813029283977619 },
        "jensen_shannon/evidently": { statistic: 0.35635063164238057 },
        "kl_divergence/evidently": { statistic: 0.62155791902811 },
        "hellinger/evidently": { statistic: 0.3549419436008833 },
        "energy/scipy": { statistic: 0.9879572122067414 },
        "t_test/equal-variance": { pValue: 5.3195e-151 },
        "mann_whitney/evidently": { pValue: 3.366e-150 },
        "cramer_von_mises/evidently": { pValue: 1.134e-8 },
        "jensen_shannon/nannyml": { statistic: 0.4369041356 },
        "hellinger/nannyml": { statistic: 0.3805204577 },
      },
    ],
  ])("%s", (name, expected) => {
    expectResults(compareColumn(seattle, newYork, name), expected);
  });

  test("the bins and what lies outside of the reference's", () => {
    const results = compareColumn(seattle, newYork, "temp_max");
    const find = (preset: string) =>
      results.find((one) => one.method === "jensen_shannon" && one.preset === preset)?.parameters;
    expect(find("evidently")).toMatchObject({ bins: 13 });
    // Fourteen by Doane, and one for the 2.7 % outside.
    expect(find("nannyml")).toMatchObject({ bins: 15 });
  });

  test("weather", () => {
    const { results } = compareTexts(texts(seattle, "weather"), texts(newYork, "weather"));
    expectResults(results, {
      "chi2_goodness/evidently": {
        statistic: 325.8001968,
        pValue: 2.9374e-69,
        df: 4,
        drifted: true,
      },
      "chi2_contingency/uncorrected": { statistic: 125.0823805, pValue: 4.3829e-26, df: 4 },
      "psi/evidently-categorical": { statistic: 0.18179959856657496 },
      "jensen_shannon/evidently-categorical": { statistic: 0.14840230613676683 },
      "jensen_shannon/nannyml-categorical": { statistic: 0.1782493354 },
      "jensen_shannon/divergence-2": { statistic: 0.0317728 },
      "kl_divergence/evidently-categorical": { statistic: 0.08900225636462686 },
      "hellinger/evidently-categorical": { statistic: 0.149542209601564 },
      "l_infinity/nannyml": { statistic: 0.1334702259 },
      "g_test/goodness": { pValue: 1.7992e-57 },
    });
  });
});

describe("§1.9.4 Seattle 2012–13 against 2014–15: small samples", () => {
  const yearOf = ({ date = "" }: Row) => Number(/\d{4}/.exec(date)?.[0]);
  const early = seattle.filter((row) => yearOf(row) < 2014);
  const late = seattle.filter((row) => yearOf(row) >= 2014);

  test("numbers", () => {
    expect([early.length, late.length]).toEqual([731, 730]);
    expectResults(compareColumn(early, late, "temp_max"), {
      "ks/exact": { statistic: 0.1105372636470963, pValue: 0.00022261555527613506 },
      "ks/asymptotic": { pValue: 0.000243788 },
      "wasserstein/evidently": { statistic: 0.21125289823196128 },
      "psi/evidently": { statistic: 0.09757280478827825 },
      "jensen_shannon/evidently": { statistic: 0.10943013733300265 },
      "kl_divergence/evidently": { statistic: 0.0498918679 },
      "hellinger/evidently": { statistic: 0.0905471904 },
      "energy/scipy": { statistic: 0.4432767841 },
    });
    expectResults(compareColumn(early, late, "precipitation"), {
      "ks/exact": { statistic: 0.0473286734, pValue: 0.3682712182 },
      "ks/asymptotic": { pValue: 0.3752583108 },
      "psi/evidently": { statistic: 0.0405499098 },
    });
    expectResults(compareColumn(early, late, "wind"), {
      "ks/exact": { statistic: 0.0613009014, pValue: 0.1184359151 },
      "ks/asymptotic": { pValue: 0.1234645762 },
      "psi/evidently": { statistic: 0.0418947314 },
    });
  });

  test("weather", () => {
    expectResults(compareTexts(texts(early, "weather"), texts(late, "weather")).results, {
      "chi2_goodness/evidently": { pValue: 8.4412e-51 },
      "chi2_contingency/uncorrected": { statistic: 92.10309579, pValue: 4.7059e-19 },
      "psi/evidently-categorical": { statistic: 0.31169636825 },
      "jensen_shannon/evidently-categorical": { statistic: 0.18604784322 },
      "hellinger/evidently-categorical": { statistic: 0.19127411599184754 },
    });
  });
});

describe("§1.9.5 diamonds, the first 30,000 rows against the rest", () => {
  const diamonds = tableOf(require.resolve("@observablehq/sample-datasets/diamonds.csv"));
  const [first, rest] = [diamonds.slice(0, 30_000), diamonds.slice(30_000)];
  const names = [
    "ks/asymptotic",
    "wasserstein/raw",
    "wasserstein/evidently",
    "psi/evidently",
    "jensen_shannon/evidently",
    "kl_divergence/evidently",
  ];
  const methods = names.map((name) => {
    const [method = "", preset = ""] = name.split("/");
    return { method, preset };
  });
  const compare = (name: string) =>
    compareNumbers(numbers(first, name), numbers(rest, name), methods).results;

  test("numbers", () => {
    expectResults(compare("price"), {
      "ks/asymptotic": { statistic: 0.8309 },
      "wasserstein/raw": { statistic: 4640.663668755221 },
      "wasserstein/evidently": { statistic: 1.0711866924771611 },
      "psi/evidently": { statistic: 7.914797551086195 },
      "jensen_shannon/evidently": { statistic: 0.6563079527772274 },
      "kl_divergence/evidently": { statistic: 4.491147524606953 },
    });
    expectResults(compare("carat"), {
      "ks/asymptotic": { statistic: 0.7258243943191311 },
      "wasserstein/raw": { statistic: 0.5788844678362574 },
      "wasserstein/evidently": { statistic: 1.1909379898524197 },
      "psi/evidently": { statistic: 4.343041398121325 },
    });
    expectResults(compare("depth"), {
      "ks/asymptotic": { statistic: 0.06492873851294911, pValue: 3.0276e-49 },
      "wasserstein/evidently": { statistic: 0.10571694596391835 },
      "psi/evidently": { statistic: 0.031724732657130376 },
    });
  });

  test("categories", () => {
    expectResults(compareTexts(texts(first, "cut"), texts(rest, "cut")).results, {
      "chi2_contingency/uncorrected": { statistic: 911.3592044564 },
      "psi/evidently-categorical": { statistic: 0.0685502271551564 },
      "jensen_shannon/evidently-categorical": { statistic: 0.09241219440559727 },
    });
    expectResults(compareTexts(texts(first, "color"), texts(rest, "color")).results, {
      "chi2_contingency/uncorrected": { statistic: 1436.9666708596 },
      "psi/evidently-categorical": { statistic: 0.1110821633567255 },
      "jensen_shannon/evidently-categorical": { statistic: 0.11730775882222219 },
    });
  });
});

describe("§1.9.8 small cases", () => {
  const repeated = (counts: readonly number[]) =>
    counts.flatMap((count, at) => Array.from({ length: count }, () => String(at + 1)));
  const column = (values: readonly number[]) => ({ values: Float64Array.from(values), missing: 0 });

  test("of Evidently's own tests", () => {
    const dice = compareTexts(
      repeated([16, 18, 16, 14, 12, 12]),
      repeated([16, 16, 16, 16, 16, 8]),
    );
    expectResults(dice.results, {
      "chi2_goodness/evidently": { pValue: 0.67309 },
      "hellinger/evidently-categorical": { statistic: 0.06812 },
    });
    const { results } = compareNumbers(
      column([38.7, 41.5, 43.8, 44.5, 45.5, 46.0, 47.7, 58.0]),
      column([39.2, 39.3, 39.7, 41.4, 41.8, 42.9, 43.3, 45.8]),
    );
    expectResults(results, {
      "t_test/equal-variance": { pValue: 0.084 },
      "anderson_darling/scipy": { pValue: 0.0635 },
    });
    expectResults(compareTexts(repeated([5, 5, 8]), repeated([4, 6, 8])).results, {
      "g_test/evidently": { pValue: 0.8176 },
    });
  });

  test("of NannyML's own tests", () => {
    expectResults(compareTexts(["a", "b", "c", "d"], ["a", "b", "c", "e"]).results, {
      "jensen_shannon/nannyml-categorical": { statistic: 0.5 },
    });
    expectResults(compareTexts([..."abcdefg"], [..."abcdefh"]).results, {
      "l_infinity/nannyml": { statistic: 0.1429 },
    });
  });
});
