import { type Categories, CategoryPair, categoriesOf, type TextColumn } from "./categorical/counts";
import { CATEGORICAL_METHODS } from "./categorical/methods";
import { computeWith } from "./compare";
import type { Method, Result } from "./finding";
import { NUMERIC_METHODS } from "./numeric/methods";
import { NumericPair } from "./numeric/pair";
import { countDistinct, mergeSorted, type NumberColumn, Sample } from "./samples";

/** A column that is a side of comparisons, whole or a part of its rows. */
export type Side = { kind: "numeric"; of: Sample } | { kind: "categorical"; of: Categories };

export type Column =
  | { kind: "numeric"; values: NumberColumn }
  | { kind: "categorical"; values: TextColumn };

export const rowsOf = (column: Column): number =>
  column.kind === "numeric" ? column.values.values.length : column.values.length;

export function sideOf(column: Column, start = 0, end = rowsOf(column)): Side {
  if (column.kind === "categorical")
    return { kind: "categorical", of: categoriesOf(column.values.slice(start, end)) };
  const { values, missing } = column.values;
  return {
    kind: "numeric",
    of: new Sample({ values: values.subarray(start, end), missing: start === 0 ? missing : 0 }),
  };
}

function methodNamed<Pair>(methods: readonly Method<Pair>[], name: string): Method<Pair> {
  const found = methods.find((one) => `${one.method}/${one.preset}` === name);
  if (!found) throw new Error(`There is no method ${name}.`);
  return found;
}

const byNumber = (a: string, b: string) => Number(a) - Number(b);
const asCategories = (side: Side): Categories =>
  side.kind === "categorical" ? side.of : categoriesOf(Array.from(side.of.sorted, String));

/** Compares two sides by one method; by one for categories, numbers are categories in their order. */
export function compareSides(name: string, reference: Side, current: Side): Result {
  const isNumeric = NUMERIC_METHODS.some((one) => `${one.method}/${one.preset}` === name);
  if (isNumeric && reference.kind === "numeric" && current.kind === "numeric")
    return computeWith(
      methodNamed(NUMERIC_METHODS, name),
      new NumericPair(reference.of, current.of),
    );
  const order = reference.kind === "numeric" ? byNumber : undefined;
  return computeWith(
    methodNamed(CATEGORICAL_METHODS, name),
    new CategoryPair(asCategories(reference), asCategories(current), order),
  );
}

export const sizeOf = (side: Side): number =>
  side.kind === "numeric" ? side.of.values.length : side.of.size;

/** Different values of both sides together, counted no further than `enough`. */
export function distinctOf(a: Side, b: Side, enough: number): number {
  if (a.kind === "numeric" && b.kind === "numeric")
    return countDistinct(mergeSorted(a.of.sorted, b.of.sorted), enough);
  return new Set([...asCategories(a).counts.keys(), ...asCategories(b).counts.keys()]).size;
}
