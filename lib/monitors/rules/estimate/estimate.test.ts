import { describe, expect, test } from "vitest";
import type { Cell } from "../../schema/columns";
import { estimatePerformance } from "./estimate";
import { fitIsotonic } from "./isotonic";
import { MersenneTwister } from "./mersenne";
import { orderOf } from "./order";

const load = () => Promise.reject(new Error("Nothing is loaded here."));
const drawn = (count: number, seed: number) => {
  const random = new MersenneTwister(seed);
  return Array.from({ length: count }, () => random.next() / 2 ** 32);
};

describe("a binary estimate", () => {
  const scores = drawn(600, 1);
  const labels = drawn(600, 2).map((value, row): Cell => Number(value < (scores[row] ?? 0)));
  const predicted = scores.map((score): Cell => Number(score > 0.5));
  const table = { y_pred_proba: scores as Cell[], y_pred: predicted, y_true: labels };

  test("needs no label of what is analysed, and then measures nothing", async () => {
    const { y_true: _, ...analysis } = table;
    const { metrics } = await estimatePerformance(
      { problem: "binary", reference: table, analysis, chunkSize: 250 },
      load,
    );
    expect(metrics.roc_auc?.estimated).toHaveLength(3);
    expect(metrics.roc_auc?.realised).toEqual([null, null, null]);
    expect(metrics.accuracy?.estimated.every((value) => value !== null && value > 0.6)).toBe(true);
  });

  test("leaves rows out that have no score, prediction or label", async () => {
    const holes = (cells: readonly Cell[], at: number): Cell[] =>
      cells.map((value, row) => (row % 100 === at ? null : value));
    const { metrics } = await estimatePerformance(
      {
        problem: "binary",
        reference: table,
        analysis: {
          y_pred_proba: holes(table.y_pred_proba, 1),
          y_pred: holes(predicted, 2),
          y_true: holes(labels, 3),
        },
        chunkSize: 600,
      },
      load,
    );
    const known = labels.filter((_, row) => ![1, 2, 3].includes(row % 100));
    const hits = known.filter((label, at) => {
      const row = labels.map((_l, one) => one).filter((one) => ![1, 2, 3].includes(one % 100))[at];
      return predicted[row ?? 0] === label;
    });
    expect(metrics.accuracy?.realised[0]).toBeCloseTo(hits.length / known.length, 12);
  });

  test("is null where a chunk has nothing to go by", async () => {
    const { metrics } = await estimatePerformance(
      {
        problem: "binary",
        reference: table,
        analysis: { y_pred_proba: [0.1, 0.9, null], y_pred: [0, 1, 1] },
        chunkSize: 2,
      },
      load,
    );
    expect(metrics.roc_auc?.estimated[1]).toBeNull();
    expect(metrics.roc_auc?.alerts[1]).toBe(false);
  });

  test.each([
    ["a column is missing", { y_pred: [1] }, /no column "y_pred_proba"/],
    ["columns differ in length", { y_pred: [1], y_pred_proba: [0.1, 0.2] }, /not of one length/],
    ["a label is neither 0 nor 1", { y_pred: ["yes"], y_pred_proba: [0.1] }, /neither 0 nor 1/],
    ["there is no row", { y_pred: [], y_pred_proba: [] }, /no rows/],
  ])("is refused where %s", async (_what, analysis, message) => {
    await expect(
      estimatePerformance(
        {
          problem: "binary",
          reference: table,
          analysis: analysis as Record<string, Cell[]>,
          chunkSize: 10,
        },
        load,
      ),
    ).rejects.toThrow(message);
  });
});

test("a multiclass estimate is refused where a class has no scores", async () => {
  const side = {
    y_true: ["a", "b"],
    y_pred: ["a", "c"],
    y_pred_proba_a: [1, 0],
    y_pred_proba_b: [0, 1],
  };
  await expect(
    estimatePerformance(
      { problem: "multiclass", reference: side, analysis: side, chunkSize: 1 },
      load,
    ),
  ).rejects.toThrow(/y_pred_proba_c/);
});

describe("an estimate of a regression", () => {
  const rows = 2_000;
  const noise = drawn(rows, 3);
  const size = drawn(rows, 4);
  const city = drawn(rows, 5).map((value): Cell => (value < 0.5 ? "Oslo" : "Rome"));
  /** Errors are larger for large sizes, and twice as large in Rome. */
  const truth = size.map((value, row) => {
    const scale = value * (city[row] === "Rome" ? 2 : 1);
    return 10 + value + scale * ((noise[row] ?? 0) - 0.5);
  });
  const table = (keeps: (row: number) => boolean) => {
    const only = <T>(values: readonly T[]) => values.filter((_, row) => keeps(row));
    const predicted = only(size).map((value): Cell => 10 + value);
    return {
      y_pred: predicted,
      y_true: only(truth) as Cell[],
      size: only(size) as Cell[],
      city: only(city),
    };
  };

  test("follows the loss that rows like these had", async () => {
    const { metrics } = await estimatePerformance(
      {
        problem: "regression",
        reference: table((row) => row < 1_500),
        // In Rome alone, where the model does worse.
        analysis: table((row) => row >= 1_500 && city[row] === "Rome"),
        chunkSize: 250,
      },
      load,
    );
    expect(Object.keys(metrics)).toEqual(["mae", "mape", "mse", "rmse", "msle", "rmsle"]);
    for (const { estimated, realised, upperThreshold } of Object.values(metrics)) {
      const [guess = 0, found = 0] = [estimated[0] ?? 0, realised[0] ?? 0];
      expect(Math.abs(guess / found - 1)).toBeLessThan(0.2);
      // The reference mixes both towns.
      expect(guess).toBeGreaterThan((upperThreshold ?? 0) * 0.9);
    }
  });

  test("leaves out what has no logarithm", async () => {
    const side = table(() => true);
    const negative = { ...side, y_true: side.y_true.map((value) => Number(value) - 20) };
    const { metrics } = await estimatePerformance(
      { problem: "regression", reference: negative, analysis: side, chunkSize: 1_000 },
      load,
    );
    expect(Object.keys(metrics)).toEqual(["mae", "mape", "mse", "rmse"]);
  });
});

test("an isotonic fit pools what falls, draws lines between, and is level outside", () => {
  const calibrate = fitIsotonic(
    Float64Array.of(0.1, 0.2, 0.3, 0.4, 0.5, 0.6),
    Uint8Array.of(0, 1, 0, 1, 1, 1),
  );
  expect([0, 0.1, 0.15, 0.2, 0.3, 0.35, 0.4, 9].map(calibrate)).toEqual([
    0,
    0,
    expect.closeTo(0.25, 12),
    0.5,
    0.5,
    expect.closeTo(0.75, 12),
    1,
    1,
  ]);
});

test("numbers are drawn and ties are ordered as NumPy does", () => {
  const random = new MersenneTwister(42);
  // numpy.random.RandomState(42).randint(0, 2**32, dtype="uint32")
  expect([random.next(), random.next(), random.next()]).toEqual([
    1608637542, 3421126067, 4083286876,
  ]);
  // numpy.random.RandomState(42).permutation(8)
  expect(new MersenneTwister(42).shuffled([0, 1, 2, 3, 4, 5, 6, 7])).toEqual([
    1, 5, 0, 7, 2, 4, 3, 6,
  ]);
  const tied = Float64Array.of(
    1.7,
    0.7,
    0.4,
    1.4,
    1.7,
    0.5,
    0.7,
    0.1,
    1.9,
    1.9,
    1.3,
    1.1,
    1.1,
    1.2,
    1.4,
    1.1,
    1.5,
    0.9,
  );
  expect([...orderOf(tied)]).toEqual([
    7, 2, 5, 1, 6, 17, 15, 11, 12, 13, 10, 3, 14, 16, 0, 4, 9, 8,
  ]);
});
