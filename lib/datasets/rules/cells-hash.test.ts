import { expect, test } from "vitest";
import { CellsHash } from "./cells-hash";
import { HASH_RANGE } from "./sketches";

function hashOf(cells: readonly (number | string)[]): number {
  const hash = new CellsHash();
  for (const cell of cells)
    if (typeof cell === "number") hash.addNumber(cell);
    else hash.addText(cell);
  return hash.finish();
}

test("rows that differ in one cell, in its kind or in its place have different hashes", () => {
  const rows: (number | string)[][] = [
    [1, 2, 3],
    [2, 1, 3],
    [1, 2, 3.0000000000000004],
    [1, 2, -3],
    [1, 2, "3"],
    ["12", 3],
    ["1", "23"],
    [1, 2],
    [1, 2, 3, 0],
    [],
    [""],
    [0],
    [Number.NaN],
    [Number.POSITIVE_INFINITY],
  ];
  expect(new Set(rows.map(hashOf)).size).toBe(rows.length);
  expect(hashOf([0, "a"])).toBe(hashOf([-0, "a"]));
  expect(hashOf([1, 2, 3])).toBe(hashOf([1, 2, 3]));
});

/** Numbers that differ in their highest bits alone, or their lowest: what a weak mixing loses or keeps in one half. */
test("hashes of many rows are all different, and even over their range in each half", () => {
  const rows = [
    ...Array.from({ length: 20_000 }, (_row, at) => [at, 0, 0, 0, 0, 0, 0, 0]),
    ...Array.from({ length: 2_000 }, (_row, at) => [2 ** (at - 1_000), 1, 1, 1, 1, 1, 1, 1]),
    ...Array.from({ length: 20_000 }, (_row, at) => [7, 7, 7, 7, 7, 7, 7, 1 + at * Number.EPSILON]),
  ];
  const hashes = rows.map(hashOf);
  expect(new Set(hashes).size).toBe(rows.length);
  for (const part of [
    hashes.map((hash) => hash / HASH_RANGE),
    hashes.map((hash) => (hash % 2 ** 32) / 2 ** 32),
  ]) {
    const counts = new Array<number>(64).fill(0);
    for (const share of part)
      counts[Math.floor(share * 64)] = (counts[Math.floor(share * 64)] ?? 0) + 1;
    const expected = rows.length / 64;
    const chi = counts.reduce((sum, count) => sum + (count - expected) ** 2 / expected, 0);
    // Of 63 degrees of freedom: exceeded once in 10,000 times.
    expect(chi).toBeLessThan(112);
  }
});
