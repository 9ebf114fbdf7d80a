import { expect, test } from "vitest";
import { Sample } from "../samples";
import { exactShares } from "./exact-shares";

const sampleOf = (...values: number[]) =>
  new Sample({ values: Float64Array.from(values), missing: values.filter(Number.isNaN).length });

test("each side's share of values up to a place is exact there, whatever lies between", () => {
  const { x, before, after } = exactShares(sampleOf(1, 2, 2, Number.NaN), sampleOf(3, 2));
  expect(x).toEqual([1, 2, 3]);
  expect(before).toEqual([1 / 3, 1, 1]);
  expect(after).toEqual([0, 0.5, 1]);
});

test("long samples are told at two hundred places, from the least value to the greatest", () => {
  const values = Array.from({ length: 5_000 }, (_value, at) => (at * 7919) % 5_000);
  const { x, before } = exactShares(sampleOf(...values), sampleOf(...values));
  expect(x).toHaveLength(200);
  expect([x[0], x.at(-1)]).toEqual([0, 4_999]);
  for (const [at, place] of x.entries())
    expect(before[at]).toBe(values.filter((value) => value <= place).length / 5_000);
});

test("a side without a value has no share anywhere, and two of them have no place", () => {
  expect(exactShares(sampleOf(), sampleOf(5)).before).toEqual([0]);
  expect(exactShares(sampleOf(), sampleOf())).toEqual({ x: [], before: [], after: [] });
});
