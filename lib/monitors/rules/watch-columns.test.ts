import { expect, test } from "vitest";
import type { ColumnProfile, ProfileDocument } from "@/lib/datasets/schema/profile";
import { chooseColumns } from "./watch-columns";

const ROWS = 1_000;
const column = (name: string, more: Partial<ColumnProfile> = {}): ColumnProfile => ({
  ...{ name, type: "number", nulls: 0, distinct: 40, isDistinctExact: true },
  ...{ min: 0, max: 10, mean: 5, std: 2, quantiles: [], top: [], isTopExact: true },
  histogram: { edges: [0, 5, 10], counts: [600, 400], below: 0, above: 0 },
  ...more,
});
const text = (name: string, more: Partial<ColumnProfile> = {}) =>
  column(name, {
    ...{ type: "text", histogram: null, min: null, max: null, mean: null, std: null },
    ...{ distinct: 2, top: [{ value: "de", count: 900 }] },
    ...more,
  });

const profileOf = (...columns: ColumnProfile[]): ProfileDocument => ({
  ...{ rows: ROWS, sampledRows: ROWS },
  columns,
});
const choose = (
  profile: ProfileDocument,
  choices: Record<string, boolean> = {},
  sent: readonly string[] | null = null,
) => chooseColumns(profile, { choices: new Map(Object.entries(choices)), sent });

test("identifiers, moments, free texts and columns without a value are left out, each with its reason", () => {
  const found = choose(
    profileOf(
      column("amount"),
      text("country"),
      column("customer_id", { distinct: ROWS }),
      text("userId", { distinct: ROWS }),
      text("comment", { distinct: 800 }),
      column("seen", { type: "time" }),
      column("empty", { nulls: ROWS }),
      column("solid", { distinct: ROWS }),
    ),
  );
  expect(found.columns.map(({ name }) => name)).toEqual(["amount", "country", "solid"]);
  expect(found.leftOut).toEqual([
    { name: "customer_id", reason: "It looks like an identifier." },
    { name: "userId", reason: "It looks like an identifier." },
    { name: "comment", reason: expect.stringContaining("a text of their own") },
    { name: "seen", reason: "Moments move on by nature." },
    { name: "empty", reason: "It has no value in the reference." },
  ]);
});

test("somebody takes a column in or leaves it out, whatever it looks like", () => {
  const profile = profileOf(column("amount"), column("row_id", { distinct: ROWS }));
  const found = choose(profile, { amount: false, row_id: true });
  expect(found.columns.map(({ name }) => name)).toEqual(["row_id"]);
  expect(found.leftOut).toEqual([{ name: "amount", reason: "Somebody left it out." }]);
  expect(() => choose(profile, { amount: false })).toThrow(/No column of the reference/);
});

test("the reference's own values fall into the bins that are frozen with it", () => {
  const { columns, reference } = choose(
    profileOf(
      column("amount", { nulls: 10 }),
      text("country"),
      column("always", { min: 7, max: 7, histogram: null, distinct: 1 }),
    ),
  );
  expect(columns).toMatchObject([
    { kind: "number", edges: [0, 5, 10] },
    { kind: "category", categories: ["de"] },
    { kind: "number", edges: [7, 7] },
  ]);
  expect(reference).toMatchObject({
    rows: ROWS,
    columns: [
      { n: 990, nulls: 10, bins: [0, 600, 400, 0], m2: 4 * 989 },
      { n: ROWS, bins: [900, 100] },
      { n: ROWS, bins: [0, ROWS, 0] },
    ],
  });
});

test("answers are laid beside the one column that the model is not sent", () => {
  const profile = profileOf(column("amount"), column("left"));
  const { columns, target } = choose(profile, {}, ["amount"]);
  expect(target).toBe("left");
  expect(columns.map(({ name, source }) => [name, source])).toEqual([
    ["amount", "input"],
    ["prediction", "answer"],
  ]);
  const two = profileOf(column("amount"), column("left"), column("why"));
  expect(choose(two, {}, ["amount"]), "nobody knows which").toMatchObject({ target: null });
  expect(choose(profile, { prediction: false }, ["amount"])).toMatchObject({
    target: null,
    leftOut: [{ name: "prediction", reason: "Somebody left it out." }],
  });
});
