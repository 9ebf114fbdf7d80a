import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { parse } from "csv-parse/sync";
import { expect, test } from "vitest";
import { WindowProfiler } from "@/lib/datasets/rules/window-profile";
import type { ColumnCounts, WatchedColumn } from "@/lib/datasets/schema/window-profiles";
import type { MonitorMethod } from "../schema/methods";
import type { Binning } from "../schema/monitors";
import { compareNumbers } from "./compare";
import { rebinned } from "./rebin";
import { scoreOf } from "./window-score";

/** Seattle is the reference, New York what came: §1.9.3 of the facts, computed with SciPy, Evidently and NannyML. */
const require = createRequire(import.meta.url);
const file = join(dirname(require.resolve("vega-datasets")), "../data/weather.csv");
const weather: Readonly<Record<string, string>>[] = parse(readFileSync(file), { columns: true });
const placesOf = (name: string, place: string) =>
  weather.flatMap((row) => (row.location === place ? (row[name] ?? []) : []));

function count(column: WatchedColumn, values: readonly unknown[]): ColumnCounts {
  const profiler = new WindowProfiler([column], []);
  for (const value of values) profiler.add({ [column.name]: value }, undefined);
  const [counts] = profiler.finish().columns;
  if (!counts) throw new Error("There are no counts.");
  return counts;
}

function numeric(name: string, bins: Exclude<Binning, "equal_width">) {
  const [reference, current] = ["Seattle", "New York"].map((place) =>
    Float64Array.from(placesOf(name, place), Number),
  );
  const first = { kind: "number" as const, name, source: "input" as const, edges: [0, 1] };
  const counts = count(first, Array.from(reference ?? []));
  if (!reference || !current || counts.kind !== "number") throw new Error("There are no numbers.");
  const found = rebinned(first, counts, { values: reference, bins });
  if (!found) throw new Error("There are no values.");
  const { column } = found;
  const sides = { column, reference: found.counts, current: count(column, Array.from(current)) };
  const exact = compareNumbers({ values: reference, missing: 0 }, { values: current, missing: 0 });
  const exactly = (method: string) =>
    exact.results.find((one) => `${one.method}/${one.preset}` === method)?.statistic ?? Number.NaN;
  return { sides, exactly, edges: column.edges };
}

function categorical() {
  const categories = ["rain", "sun", "fog", "drizzle", "snow"];
  const column = {
    kind: "category" as const,
    name: "weather",
    source: "input" as const,
    categories,
  };
  const side = (place: string) => count(column, placesOf("weather", place));
  return { column, reference: side("Seattle"), current: side("New York") };
}

test.each<[MonitorMethod, number, number | null]>([
  ["psi", 0.18179959856657496, null],
  ["jensen_shannon", 0.14840230613676683, null],
  ["jensen_shannon_2", 0.1782493354, null],
  ["jensen_shannon_divergence", 0.1782493354 ** 2, null],
  ["kl", 0.08900225636462686, null],
  ["hellinger", 0.149542209601564, null],
  ["l_infinity", 0.1334702259, null],
  ["chi2_goodness", 325.8001968, 2.9374e-69],
  ["chi2", 125.0823805, 4.3829e-26],
])("of the weather's categories, %s is what the tools say", (method, score, pValue) => {
  const found = scoreOf(method, categorical());
  expect((found.score ?? 0) / score).toBeCloseTo(1, 8);
  if (pValue !== null) expect((found.pValue ?? 0) / pValue).toBeCloseTo(1, 3);
});

test.each([
  ["temp_max", 14, 0.2442840634, 0.2150148935],
  ["precipitation", 18, 0.1084734367, 0.095628365],
  ["wind", 16, 0.4369041356, 0.3805204577],
] as const)(
  "of %s in Doane's bins, distances are what NannyML says",
  (name, bins, base2, hellinger) => {
    const { sides, edges } = numeric(name, "doane");
    expect(edges).toHaveLength(bins + 1);
    expect(scoreOf("jensen_shannon_2", sides).score).toBeCloseTo(base2, 9);
    expect(scoreOf("hellinger", sides).score).toBeCloseTo(hellinger, 9);
  },
);

test.each(["temp_max", "precipitation", "wind"])(
  "of %s in deciles, the stability index is that of all values",
  (name) => {
    const { sides, exactly } = numeric(name, "deciles");
    expect(scoreOf("psi", sides).score).toBeCloseTo(exactly("psi/deciles"), 12);
  },
);

test.each(["temp_max", "precipitation", "wind"])(
  "of %s from bins, D and W₁ are as near to those of all values as they say",
  (name) => {
    for (const bins of ["sturges", "doane", "deciles"] as const) {
      const { sides, exactly } = numeric(name, bins);
      for (const [method, whole] of [
        ["ks", "ks/exact"],
        ["wasserstein", "wasserstein/raw"],
        ["wasserstein_sigma", "wasserstein/evidently"],
      ] as const) {
        const { score, bound } = scoreOf(method, sides);
        const error = Math.abs((score ?? 0) - exactly(whole));
        expect(error, `${method} in ${bins}`).toBeLessThanOrEqual((bound ?? 0) + 1e-12);
      }
      expect(scoreOf("ks", sides).score).toBeLessThanOrEqual(exactly("ks/exact") + 1e-12);
    }
  },
);

test("Welch's t comes from the moments, whatever the bins are", () => {
  const { sides } = numeric("temp_max", "deciles");
  expect(scoreOf("t_test", sides).pValue).toBeCloseTo(0.0390201192, 9);
});

test("a category that the reference lacks makes goodness of fit certain, not undefined", () => {
  const { column, reference } = categorical();
  const current = count(column, ["rain", "hail"]);
  expect(scoreOf("chi2_goodness", { column, reference, current })).toMatchObject({ pValue: 0 });
});

test("constants, empty sides and infinities leave a method undefined instead of wrong", () => {
  const column = { kind: "number" as const, name: "x", source: "input" as const, edges: [7, 7] };
  const constant = count(column, [7, 7, 7, 7]);
  expect(scoreOf("t_test", { column, reference: constant, current: constant }).score).toBeNull();
  expect(scoreOf("ks", { column, reference: constant, current: constant }).score).toBe(0);
  const empty = count(column, [null, Number.POSITIVE_INFINITY]);
  expect(scoreOf("wasserstein", { column, reference: constant, current: empty }).score).toBeNull();
  const other = count(column, [8, 8]);
  expect(scoreOf("ks", { column, reference: constant, current: other }).score).toBe(1);
  const { score, bound } = scoreOf("wasserstein", { column, reference: constant, current: other });
  expect((score ?? 0) + (bound ?? 0), "8 lies anywhere from 7 on").toBe(1);
});
