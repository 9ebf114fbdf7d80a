import { describe, expect, test } from "vitest";
import { fractionOf, randomDraws } from "./draws";

const rate = { min: 1e-5, max: 1e-1, scale: "log", integer: false } as const;
const layers = { min: 1, max: 4, scale: "linear", integer: true } as const;

describe("random draws", () => {
  test("are the same for the same seed on every machine, and others for another", () => {
    const space = { rate, layers, optimiser: { values: ["adam", "sgd"] } };
    const drawn = randomDraws(space, { draws: 3, seed: 7 });
    expect(drawn).toEqual(randomDraws(space, { draws: 3, seed: 7 }));
    expect(drawn).not.toEqual(randomDraws(space, { draws: 3, seed: 8 }));
    expect(drawn).toEqual([
      { layers: 3, optimiser: "adam", rate: 0.00221958768 },
      { layers: 2, optimiser: "sgd", rate: 0.000038856225 },
      { layers: 4, optimiser: "adam", rate: 0.00077492033 },
    ]);
  });

  test("go on where fewer of them ended, and are not moved by another parameter", () => {
    const few = randomDraws({ rate }, { draws: 5, seed: 1 });
    expect(randomDraws({ rate }, { draws: 9, seed: 1 }).slice(0, 5)).toEqual(few);
    const wider = randomDraws({ another: { values: [1, 2] }, rate }, { draws: 5, seed: 1 });
    expect(wider.map(({ rate: value }) => value)).toEqual(few.map(({ rate: value }) => value));
  });

  test("spread evenly over a range, over the orders of magnitude of a log scale, and over whole numbers", () => {
    const drawn = randomDraws(
      { rate, share: { min: 0, max: 1, scale: "linear", integer: false } },
      { draws: 1_000, seed: 3 },
    );
    const quarter = (below: number, above: number, name: string) =>
      drawn.filter((values) => Number(values[name]) >= below && Number(values[name]) < above)
        .length;
    for (const [from, to] of [
      [1e-5, 1e-4],
      [1e-4, 1e-3],
      [1e-3, 1e-2],
      [1e-2, 1e-1],
    ] as const)
      expect(Math.abs(quarter(from, to, "rate") - 250)).toBeLessThan(60);
    for (const from of [0, 0.25, 0.5, 0.75])
      expect(Math.abs(quarter(from, from + 0.25, "share") - 250)).toBeLessThan(60);
    const counts = new Map<unknown, number>();
    for (const { layers: value } of randomDraws({ layers, rate }, { draws: 1_000, seed: 5 }))
      counts.set(value, (counts.get(value) ?? 0) + 1);
    expect([...counts.keys()].sort()).toEqual([1, 2, 3, 4]);
    for (const count of counts.values()) expect(Math.abs(count - 250)).toBeLessThan(60);
  });

  test("come once each, and end where there are no more", () => {
    const space = { a: { values: [1, 2] }, b: { values: [true, false] } };
    const drawn = randomDraws(space, { draws: 1_000, seed: 0 });
    expect(drawn).toHaveLength(4);
    expect(new Set(drawn.map((values) => JSON.stringify(values))).size).toBe(4);
  });

  test("go on through repetitions until all are found that there are", () => {
    const three = (count: number) => ({ values: Array.from({ length: count }, (_, at) => at) });
    const grid = { a: three(10), b: three(10), c: three(10) };
    for (const seed of [0, 1, 2]) {
      expect(randomDraws(grid, { draws: 1_000, seed })).toHaveLength(1_000);
      const whole = { min: 1, max: 200, scale: "log", integer: true } as const;
      expect(randomDraws({ x: whole }, { draws: 1_000, seed })).toHaveLength(200);
    }
  });

  test("stay inside of a range that is narrower than they are rounded", () => {
    const range = {
      min: 0.1234567891,
      max: 0.1234567892,
      scale: "linear",
      integer: false,
    } as const;
    for (const { x } of randomDraws({ x: range }, { draws: 20, seed: 2 })) {
      expect(x).toBeGreaterThanOrEqual(range.min);
      expect(x).toBeLessThanOrEqual(range.max);
    }
  });
});

test("fractions of neighbouring texts are spread like random ones", () => {
  const n = 20_000;
  const bins = new Array<number>(100).fill(0);
  for (let at = 0; at < n; at += 1) {
    const bin = Math.floor(fractionOf(`0\n${at}\nx`) * 100);
    bins[bin] = (bins[bin] ?? 0) + 1;
  }
  const expected = n / 100;
  const chiSquare = bins.reduce((sum, count) => sum + (count - expected) ** 2 / expected, 0);
  // The 0.1 % and 99.9 % quantiles of 99 degrees of freedom.
  expect(chiSquare).toBeGreaterThan(60);
  expect(chiSquare).toBeLessThan(149);
});
