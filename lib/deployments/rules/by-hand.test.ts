import { expect, test } from "vitest";
import { raisedBy, waysBack } from "./by-hand";

const served = [
  { number: 1, versionId: 10n },
  { number: 2, versionId: 20n },
  { number: 3, versionId: 10n },
  { number: 4, versionId: null },
];
const plan = (...weights: [revision: number, weight: number][]) => ({
  weights: weights.map(([revision, weight]) => ({ revision, weight })),
});
const raised = (to: ReturnType<typeof plan>, from = plan([1, 10_000])) =>
  raisedBy(to, from, served).map(({ number }) => number);

test("more traffic than now is seen, less or as much is not", () => {
  expect(raised(plan([1, 9_000], [2, 1_000]))).toEqual([2]);
  expect(raised(plan([2, 4_000], [1, 6_000]), plan([1, 5_000], [2, 5_000]))).toEqual([1]);
  expect(raised(plan([1, 10_000], [2, 0]))).toEqual([]);
  expect(raised(plan([1, 5_000], [4, 5_000]))).toEqual([]);
});

test("another revision of the same version is no other traffic", () => {
  expect(raised(plan([3, 10_000]))).toEqual([]);
  expect(raised(plan([1, 4_000], [3, 6_000]))).toEqual([]);
});

test("a way back leads to what others took over from, and to nothing that was gone back from", () => {
  expect([...waysBack([1n, 2n, 3n])]).toEqual([1n, 2n, 3n]);
  expect([...waysBack([1n, 2n, 1n])]).toEqual([1n]);
  expect([...waysBack([1n, 2n, 3n, 2n, 4n])]).toEqual([1n, 2n, 4n]);
  expect([...waysBack([])]).toEqual([]);
});
