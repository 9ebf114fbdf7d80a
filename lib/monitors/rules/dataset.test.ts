import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { parse } from "csv-parse/sync";
import { describe, expect, test } from "vitest";
import { chunkRows, learnThresholds } from "./chunks";
import { judgeDataset } from "./dataset";
import { followDrift } from "./drift-chunks";
import type { Column } from "./sides";

const numeric = (values: readonly number[]): Column => ({
  kind: "numeric",
  values: { values: Float64Array.from(values), missing: 0 },
});
const categorical = (values: readonly string[]): Column => ({ kind: "categorical", values });
const repeated = (count: number, of: (at: number) => number) =>
  Array.from({ length: count }, (_, at) => of(at));

type Row = Readonly<Record<string, string>>;
const require = createRequire(import.meta.url);
const weather: Row[] = parse(
  readFileSync(join(dirname(require.resolve("vega-datasets")), "../data/weather.csv")),
  { columns: true },
);
const [seattle, newYork] = ["Seattle", "New York"].map((place) =>
  weather.filter(({ location }) => location === place),
);
const column = (rows: readonly Row[] | undefined, name: string): Column =>
  name === "weather"
    ? categorical((rows ?? []).map((row) => row[name] ?? ""))
    : numeric((rows ?? []).map((row) => Number(row[name])));

describe("Evidently's preset chooses, by column, after cleaning (§1.1.1)", () => {
  const methodFor = (reference: Column, current: Column) =>
    judgeDataset("evidently", [{ name: "x", reference, current }]).columns[0]?.method;

  test.each([
    [1_000, 6, "ks"],
    [1_001, 6, "wasserstein"],
    [1_000, 5, "chi2_goodness"],
    [1_000, 3, "chi2_goodness"],
    [1_001, 3, "jensen_shannon"],
    [1_000, 2, "z_test"],
    [1_001, 2, "jensen_shannon"],
    [1_001, 1, "jensen_shannon"],
  ])("%d numbers of %d different values: %s", (rows, distinct, method) => {
    const values = repeated(rows, (at) => at % distinct);
    expect(methodFor(numeric(values), numeric(values.slice(0, 50)))).toBe(method);
  });

  test.each([
    [1_000, 3, "chi2_goodness"],
    [1_001, 3, "jensen_shannon"],
    [1_000, 2, "z_test"],
    [1_001, 2, "jensen_shannon"],
  ])("%d texts of %d categories: %s", (rows, distinct, method) => {
    const values = repeated(rows, (at) => at % distinct).map((at) => `c${at}`);
    expect(methodFor(categorical(values), categorical(values.slice(0, 50)))).toBe(method);
  });

  test("what is missing counts for nothing", () => {
    const values = repeated(1_001, (at) => (at === 7 ? Number.NaN : at));
    expect(methodFor(numeric(values), numeric(values))).toBe("ks");
  });

  test("values of the current side count as different ones too", () => {
    expect(methodFor(numeric([1, 2, 1, 2]), numeric([1, 2, 3]))).toBe("chi2_goodness");
    expect(methodFor(numeric([1, 2, 1, 2]), numeric([3, 4, 5, 6]))).toBe("ks");
  });
});

describe("a dataset", () => {
  const names = ["temp_max", "precipitation", "wind", "weather"];
  const columns = names.map((name) => ({
    name,
    reference: column(seattle, name),
    current: column(newYork, name),
  }));

  test("§1.9.3: Seattle against New York as Evidently judges it", () => {
    const { columns: verdicts, share, drifted } = judgeDataset("evidently", columns);
    const scores = [
      0.3503155881703918, 0.1226474058222941, 1.1966513142236308, 0.14840230613676683,
    ];
    for (const [at, score] of scores.entries()) expect(verdicts[at]?.score).toBeCloseTo(score, 12);
    expect(verdicts.map(({ method }) => method)).toEqual([
      "wasserstein",
      "wasserstein",
      "wasserstein",
      "jensen_shannon",
    ]);
    expect({ share, drifted }).toEqual({ share: 1, drifted: true });
  });

  test("NannyML's thresholds are those of ten chunks of the reference", () => {
    const { columns: verdicts } = judgeDataset("nannyml", columns);
    const thresholdOf = (name: string) => verdicts.find((one) => one.name === name)?.threshold;
    // Printed by NannyML 0.13.1 with its default chunks.
    expect(thresholdOf("weather")).toBeCloseTo(0.6479247229574507, 12);
    expect(thresholdOf("temp_max")).toBeCloseTo(1.041392922086169, 12);
    expect(verdicts.map(({ drifted }) => drifted)).toEqual([false, false, false, false]);
  });

  test("Slipway's own says drift beyond a tenth and beyond chance", () => {
    const { columns: verdicts } = judgeDataset("slipway", columns);
    expect(verdicts.map(({ method, drifted }) => [method, drifted])).toEqual([
      ["ks", false],
      ["ks", false],
      ["ks", true],
      ["l_infinity", false],
    ]);
  });

  test("drifts from half of its columns on, of those that can be judged", () => {
    const same = numeric(repeated(50, (at) => at));
    const other = numeric(repeated(50, (at) => at + 1_000));
    const judge = (...currents: Column[]) =>
      judgeDataset(
        "evidently",
        currents.map((current) => ({ name: "x", reference: same, current })),
      );
    expect(judge(same, other)).toMatchObject({ share: 0.5, drifted: true });
    expect(judge(same, same, other)).toMatchObject({ drifted: false });
    expect(judge(same, other, numeric([]))).toMatchObject({
      share: 0.5,
      columns: [{}, {}, { score: null, drifted: null, reason: "The current side has no value." }],
    });
    expect(judge(numeric([]))).toMatchObject({ share: null, drifted: null });
  });

  test("learns nothing from fewer rows than chunks", () => {
    const few = numeric([1, 2, 3]);
    expect(
      judgeDataset("nannyml", [{ name: "x", reference: few, current: few }]).columns[0],
    ).toMatchObject({
      threshold: null,
      drifted: null,
      reason: expect.stringContaining("too few rows"),
    });
  });
});

describe("chunks", () => {
  test("keep, append or drop what fills none", () => {
    const sizes = (incomplete: "keep" | "append" | "drop", rows = 25) =>
      chunkRows(rows, 10, incomplete).map(({ start, end }) => end - start);
    expect([sizes("keep"), sizes("append"), sizes("drop")]).toEqual([
      [10, 10, 5],
      [10, 15],
      [10, 10],
    ]);
    expect([sizes("keep", 20), sizes("append", 5), sizes("drop", 5), sizes("keep", 0)]).toEqual([
      [10, 10],
      [5],
      [],
      [],
    ]);
  });

  test("teach what is usual: three deviations around their mean, within what is possible", () => {
    expect(learnThresholds([1, 3, null], { lower: null, upper: null })).toEqual({
      lower: null,
      upper: 5,
    });
    expect(learnThresholds([0.1, 0.9], { lower: 0, upper: 1 })).toEqual({ lower: 0, upper: 1 });
    expect(learnThresholds([null], { lower: 0, upper: 1 })).toEqual({ lower: null, upper: null });
  });

  test("of categories are followed as NannyML does", () => {
    const results = followDrift({
      preset: "nannyml",
      reference: column(seattle, "weather"),
      analysis: column(newYork, "weather"),
      chunkSize: 100,
      incomplete: "keep",
    });
    const find = (method: string) => results.find((one) => one.method === method);
    // Printed by NannyML 0.13.1.
    expect(find("jensen_shannon")?.upperThreshold).toBeCloseTo(0.4740649268952075, 12);
    expect(find("l_infinity")?.upperThreshold).toBeCloseTo(0.46235699846140843, 12);
    expect(find("hellinger")?.upperThreshold).toBeCloseTo(0.41177012063763085, 12);
    expect(find("chi2_contingency")).toMatchObject({ lowerThreshold: null, upperThreshold: null });
    expect(find("chi2_contingency")?.alerts.map(Number).join("")).toBe("111110111111110");
    expect(find("jensen_shannon")?.alerts).not.toContain(true);
  });

  test("without a value have none, and raise no alert", () => {
    const [first] = followDrift({
      preset: "slipway",
      reference: numeric(repeated(40, (at) => at % 7)),
      analysis: numeric([
        1,
        2,
        3,
        4,
        Number.NaN,
        Number.NaN,
        Number.NaN,
        Number.NaN,
        99,
        98,
        97,
        96,
      ]),
      chunkSize: 4,
      incomplete: "keep",
    });
    expect(first?.values.map((value) => value === null)).toEqual([false, true, false]);
    expect(first?.alerts[1]).toBe(false);
  });

  test("judge by Evidently's own constant where its preset is asked", () => {
    const [only, ...others] = followDrift({
      preset: "evidently",
      reference: numeric(repeated(200, (at) => at)),
      analysis: numeric([...repeated(50, (at) => at * 4), ...repeated(50, (at) => at + 1_000)]),
      chunkSize: 50,
      incomplete: "keep",
    });
    expect(others).toEqual([]);
    expect(only).toMatchObject({
      method: "ks",
      lowerThreshold: 0.05,
      upperThreshold: null,
      alerts: [false, true],
    });
  });
});
