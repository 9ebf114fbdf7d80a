import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { compareNumbers } from "../compare";
import { MersenneTwister } from "../estimate/mersenne";
import { stabilityIndex } from "../shares";
import { sortNumbers } from "../sort";
import { countInBins, evidentlyBins, sturgesEdges } from "./bins";
import { outlineOf } from "./outline";
import { walkBoth } from "./walk";

const ROWS = 120_000;
const random = new MersenneTwister(7);
const uniform = () => (random.next() + 0.5) / 2 ** 32;
const normal = () => Math.sqrt(-2 * Math.log(uniform())) * Math.cos(2 * Math.PI * uniform());
const draw = (of: () => number, rows = ROWS) => Float64Array.from({ length: rows }, of);

const SHAPES: readonly [string, () => number, () => number][] = [
  ["one distribution", normal, normal],
  ["a shift", normal, () => normal() + 0.1],
  ["other spreads", normal, () => normal() * 1.3],
  ["one tail", () => -Math.log(uniform()), () => -Math.log(uniform()) * 1.02],
  ["a far offset", () => 1e9 + normal(), () => 1e9 + normal() + 0.01],
  ["rounded values", () => Math.round(normal() * 100) / 100, () => Math.round(normal() * 90) / 100],
  ["far outliers", () => (uniform() < 0.001 ? 1e6 * normal() : normal()), normal],
  ["nothing in common", uniform, () => uniform() + 5],
];

const lowest = (a: Float64Array, b: Float64Array) =>
  Math.min(sortNumbers(a)[0] ?? 0, sortNumbers(b)[0] ?? 0);

/** As exact as sums of so many doubles are. */
const near = (found: number | undefined, expected: number) =>
  expect(Math.abs((found ?? Number.NaN) - expected)).toBeLessThanOrEqual(
    1e-11 * Math.max(Math.abs(expected), 1e-3),
  );

describe("distances without sorting everything are those of a full walk, for", () => {
  test.each(SHAPES)("%s", (_name, first, second) => {
    const [a, b] = [draw(first), draw(second, 90_001)];
    const [ours, theirs] = [sortNumbers(a), sortNumbers(b)];
    const walk = walkBoth(ours, theirs);
    const low = Math.min(ours[0] ?? 0, theirs[0] ?? 0);
    const high = Math.max(ours.at(-1) ?? 0, theirs.at(-1) ?? 0);
    const edges = sturgesEdges(low, high, a.length + b.length);
    const outline = outlineOf(a, b, low, edges);
    if (!outline) throw new Error("These are not to be sorted whole.");
    expect(outline.distance).toBe(walk.distance);
    near(outline.area, walk.area);
    const counts = countInBins(ours, edges);
    for (const [at, count] of counts.slice(0, -1).entries())
      expect((outline.below[at + 1]?.a ?? 0) - (outline.below[at]?.a ?? 0)).toBe(count);
  });

  test("few values of any kind", () => {
    const numbers = fc.array(fc.double({ noNaN: true, min: -1e6, max: 1e6 }), { minLength: 1 });
    fc.assert(
      fc.property(numbers, numbers, (first, second) => {
        const [a, b] = [Float64Array.from(first), Float64Array.from(second)];
        const outline = outlineOf(a, b, lowest(a, b), []);
        if (!outline) return;
        const walk = walkBoth(sortNumbers(a), sortNumbers(b));
        expect(outline.distance).toBe(walk.distance);
        near(outline.area, walk.area);
      }),
      { numRuns: 30 },
    );
  });

  test("a long column asked for by name, as when everything is asked for", () => {
    const column = (values: Float64Array) => ({ values, missing: 0 });
    const [a, b] = [column(draw(normal)), column(draw(() => normal() + 0.05))];
    const names = ["ks/asymptotic", "wasserstein/evidently", "psi/evidently", "ks/robust"];
    const methods = names.map((name) => {
      const [method = "", preset = ""] = name.split("/");
      return { method, preset };
    });
    const quick = compareNumbers(a, b, methods).results;
    // The energy distance is there only by a full walk along sorted values, which the others then share.
    const whole = compareNumbers(a, b, [{ method: "mann_whitney" }, ...methods]).results.slice(2);
    for (const [at, { statistic }] of quick.entries())
      near(statistic ?? undefined, whole[at]?.statistic ?? Number.NaN);
  });
});

/** What the plain way says: sort both, walk along them, count between the edges. */
function plainly(a: Float64Array, b: Float64Array) {
  const [ours, theirs] = [a.filter(Number.isFinite).sort(), b.filter(Number.isFinite).sort()];
  const { distance, area } = walkBoth(ours, theirs);
  const { p, q } = evidentlyBins(ours, theirs);
  return { distance, area, index: stabilityIndex({ p, q }) };
}

const METHODS = [
  { method: "ks", preset: "asymptotic" },
  { method: "wasserstein", preset: "raw" },
  { method: "psi", preset: "evidently" },
];
const HOLES = [Number.NaN, Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY];
const holed = () => (uniform() < 0.01 ? (HOLES[Math.floor(uniform() * 3)] ?? 0) : normal());
const cauchy = () => Math.tan(Math.PI * (uniform() - 0.5));
const ODD_COLUMNS: readonly [string, Float64Array, Float64Array][] = [
  ["what is not finite", draw(holed), draw(holed, 90_001)],
  ["heavy tails", draw(cauchy), draw(() => cauchy() + 0.02, 90_001)],
  [
    "tails beyond all scales",
    draw(() => 10 ** (200 * uniform() - 100)),
    draw(() => 10 ** (200 * uniform() - 100)),
  ],
  ["a very wide range", draw(() => (uniform() - 0.5) * 3e290), draw(() => uniform() * 1e290)],
  ["a few whole numbers", draw(() => Math.floor(uniform() * 30)), draw(() => (uniform() * 30) | 0)],
  ["one value beside many", draw(() => (uniform() < 0.5 ? 0 : normal())), draw(normal)],
  ["a constant", draw(() => 4), draw(normal)],
  ["constants", draw(() => 4), draw(() => 5)],
  ["values in order", draw(normal).sort(), draw(normal).sort().reverse()],
  ["a long column and a short one", draw(normal), draw(normal, 7)],
];

describe("KS, W₁ and PSI of long columns are those of sorting and merging, for", () => {
  test.each(ODD_COLUMNS)("%s", (_name, a, b) => {
    const expected = plainly(a, b);
    const column = (values: Float64Array) => ({ values, missing: 0 });
    const [ks, wasserstein, psi] = compareNumbers(column(a), column(b), METHODS).results;
    expect(ks?.statistic).toBe(expected.distance);
    near(wasserstein?.statistic ?? undefined, expected.area);
    expect(psi?.statistic).toBe(expected.index);
  });
});

test("most values in one place are better sorted", () => {
  const same = draw(() => (uniform() < 0.999 ? 3 : normal()));
  expect(outlineOf(same, same, 0, [])).toBeNull();
});

test("long lists are sorted by their bits, negative ones and both zeros too", () => {
  const values = draw(
    () => (uniform() < 0.1 ? -0 : normal() * 10 ** Math.round(20 * normal())),
    50_000,
  );
  expect(sortNumbers(values)).toEqual(values.slice().sort());
  const repeated = draw(() => Math.floor(uniform() * 5) - 2, 50_000);
  expect([...sortNumbers(repeated)].map((value) => value + 0)).toEqual(
    [...repeated.slice().sort()].map((value) => value + 0),
  );
});
