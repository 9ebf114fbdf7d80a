import { readFileSync } from "node:fs";
import { parse } from "csv-parse/sync";
import { describe, expect, test } from "vitest";
import { learnThresholds } from "../chunks";
import { compareNumbers } from "../compare";
import { estimateChunks } from "./assemble";
import { rocAuc } from "./auc";
import { heldOutErrors } from "./calibration";
import { classificationEstimators, sliceRows } from "./classification";
import { estimatePerformance } from "./estimate";

type Row = Readonly<Record<string, string>>;
const rowsOf = (file: string): Row[] =>
  parse(readFileSync(`lib/monitors/rules/fixtures/${file}`), { columns: true });
const numbers = (rows: readonly Row[], name: string) => rows.map((row) => Number(row[name]));
const load = () => Promise.reject(new Error("Nothing is loaded here."));

const REFERENCE_ROWS = 5_832;
const california = rowsOf("california-housing.csv");
const reference = california.slice(0, REFERENCE_ROWS);

/** Rows of each month: one an hour from October 2020 on. */
function monthsFrom(year: number, month: number, rows: number) {
  const chunks: { start: number; end: number }[] = [];
  for (let start = 0, at = month; start < rows; at += 1) {
    const hours = new Date(Date.UTC(year, at, 0)).getUTCDate() * 24;
    chunks.push({ start, end: Math.min(rows, start + hours) });
    start += hours;
  }
  return chunks;
}
const referenceMonths = monthsFrom(2020, 10, REFERENCE_ROWS);
const analysisMonths = monthsFrom(2021, 6, california.length - REFERENCE_ROWS);

const near = (found: number | null | undefined, expected: number, digits: number) =>
  expect(found ?? Number.NaN).toBeCloseTo(expected, digits);

describe("§1.2.3 and §1.9.2 California housing, month by month", () => {
  const classified = (rows: readonly Row[]) => [
    {
      scores: Float64Array.from(numbers(rows, "y_pred_proba")),
      predicted: Uint8Array.from(numbers(rows, "y_pred")),
      truth: Uint8Array.from(numbers(rows, "clf_target")),
    },
  ];
  const ours = classified(reference);
  const theirs = classified(california.slice(REFERENCE_ROWS));
  const { estimators, calibrated } = classificationEstimators(ours);
  const metrics = estimateChunks(
    estimators,
    referenceMonths.map(({ start, end }) => sliceRows(ours, start, end)),
    analysisMonths.map((chunk) => ({ chunk, rows: sliceRows(theirs, chunk.start, chunk.end) })),
  );

  test("calibration is needed, by the errors of rows held out", () => {
    const [one] = ours;
    if (!one) throw new Error("There is one class.");
    const { before, after } = heldOutErrors(one.scores, one.truth);
    near(before, 0.088187, 6);
    near(after, 0.010185, 6);
    near(rocAuc(one.scores, one.truth), 0.907942, 6);
    expect(calibrated).toEqual([true]);
  });

  test.each([
    [0, 720, 0.859318, 0.884175, 0.198454, 0.276316],
    [1, 744, 0.750976, 0.760062, 0.016391, 0.042553],
    [2, 744, 0.709284, 0.704325, 0, 0],
    [3, 720, 0.664344, 0.669772, 0, 0],
    [4, 744, 0.824291, 0.8335, 0.328534, 0.241821],
    [5, 720, 0.870254, 0.731549, 0.144776, 0.113636],
    [6, 744, 0.898273, 0.933917, 0.655948, 0.562929],
    [7, 744, 0.851573, 0.869353, 0.673841, 0.630754],
    [8, 672, 0.911054, 0.933453, 0.557692, 0.51865],
    [9, 744, 0.829077, 0.704867, 0.134585, 0.092879],
    [10, 720, 0.910661, 0.975394, 0.245434, 0.216561],
    [11, 216, 0.939883, 0.950922, 0.685063, 0.670886],
  ])("month %d of %d rows", (month, rows, auc, realisedAuc, f1, realisedF1) => {
    const { start = 0, end = 0 } = analysisMonths[month] ?? {};
    expect(end - start).toBe(rows);
    near(metrics.roc_auc?.estimated[month], auc, 6);
    near(metrics.roc_auc?.realised[month], realisedAuc, 6);
    near(metrics.f1?.estimated[month], f1, 6);
    near(metrics.f1?.realised[month], realisedF1, 6);
  });

  test("sampling error, thresholds and the one alert", () => {
    const { samplingError, lowerThreshold, upperThreshold, alerts } = metrics.roc_auc ?? {};
    near(samplingError?.[1], 0.00778098, 8);
    near(samplingError?.[0], 0.0079096, 8);
    near(lowerThreshold, 0.708336, 6);
    expect(upperThreshold).toBe(1);
    expect(alerts?.map(Number).join("")).toBe("000100000000");
  });

  test.each([
    ["Longitude", 0.712709, 0.911863, 3, 0.813872],
    ["Latitude", 0.672904, 0.989537, 1, 0.849914],
    ["HouseAge", 0.201638, null, 0, 0.082287],
    ["MedInc", 0.154952, null, 0, 0.201492],
    ["Population", 0.073562, null, 0, 0.043536],
  ])("drift of %s", (name, mean, threshold, alerts, first) => {
    const column = (rows: readonly Row[]) => ({
      values: Float64Array.from(numbers(rows, name)),
      missing: 0,
    });
    const whole = column(reference);
    const distances = (rows: readonly Row[], months: typeof referenceMonths) =>
      months.map(
        ({ start, end }) =>
          compareNumbers(whole, column(rows.slice(start, end)), [
            { method: "ks", preset: "nannyml" },
          ]).results[0]?.statistic ?? Number.NaN,
      );
    const usual = distances(reference, referenceMonths);
    const found = distances(california.slice(REFERENCE_ROWS), analysisMonths);
    const all = [...usual, ...found];
    near(all.reduce((sum, one) => sum + one, 0) / all.length, mean, 6);
    near(found[0], first, 6);
    const { upper } = learnThresholds(usual, { lower: null, upper: 1 });
    if (threshold !== null) near(upper, threshold, 6);
    expect(found.filter((one) => one > (upper ?? 1))).toHaveLength(alerts);
  });

  test.each([
    ["MedInc", 0.871535],
    ["HouseAge", 1.686814],
    ["Population", 88.164506],
  ])("the first month's distance of %s in its own units", (name, area) => {
    const column = (rows: readonly Row[]) => ({
      values: Float64Array.from(numbers(rows, name)),
      missing: 0,
    });
    const month = california.slice(REFERENCE_ROWS, REFERENCE_ROWS + 720);
    const { results } = compareNumbers(column(reference), column(month), [
      { method: "wasserstein", preset: "nannyml" },
    ]);
    near(results[0]?.statistic, area, 6);
  });
});

describe("NannyML on three classes of credit cards, 800 rows a chunk", () => {
  const cards = rowsOf("credit-cards.csv");
  const table = (rows: readonly Row[]) => ({
    y_true: rows.map((row) => row.y_true ?? null),
    y_pred: rows.map((row) => row.y_pred ?? null),
    ...Object.fromEntries(
      ["h", "p", "u"].map((name) => [
        `y_pred_proba_${name}`,
        numbers(rows, `y_pred_proba_${name}`),
      ]),
    ),
  });
  const estimate = estimatePerformance(
    {
      problem: "multiclass",
      reference: table(cards.slice(0, 3_000)),
      analysis: table(cards.slice(3_000)),
      chunkSize: 800,
    },
    load,
  );

  test.each([
    [
      "roc_auc",
      0.9052355763244857,
      0.9166389510530267,
      0.008671532731494066,
      0.8916592808929471,
      0.911078715150458,
    ],
    [
      "f1",
      0.7548651444415344,
      0.7623982667095017,
      0.021892592653237147,
      0.7377222501642293,
      0.7614245006994134,
    ],
    [
      "precision",
      0.7550784687847197,
      0.762826797385621,
      0.02164984067658071,
      0.7382545503330951,
      0.7615649562080897,
    ],
    [
      "recall",
      0.7550044463102835,
      0.7621097968498481,
      0.021636662345682064,
      0.7380824359772383,
      0.7614310999408495,
    ],
    [
      "specificity",
      0.8775716508475268,
      0.8808448944967256,
      0.011691278482064001,
      0.8685916071447408,
      0.8813861780590055,
    ],
    [
      "accuracy",
      0.7551636990384614,
      0.7625,
      0.021650635094610966,
      0.7370757136478545,
      0.7627159530188119,
    ],
  ])("%s", async (name, first, lastRealised, lastError, lower, upper) => {
    const metric = (await estimate).metrics[name];
    expect(metric?.estimated).toHaveLength(3);
    near(metric?.estimated[0], first, 12);
    near(metric?.realised[2], lastRealised, 12);
    near(metric?.samplingError[2], lastError, 12);
    near(metric?.lowerThreshold, lower, 12);
    near(metric?.upperThreshold, upper, 12);
  });

  test("each class was calibrated", async () => {
    expect((await estimate).calibrated).toEqual({ h: true, p: true, u: true });
  });
});
