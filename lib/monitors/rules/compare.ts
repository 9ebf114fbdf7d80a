import { AppError } from "@/lib/core/errors";
import { CategoryPair, categoriesOf, type TextColumn } from "./categorical/counts";
import { CATEGORICAL_METHODS } from "./categorical/methods";
import { type Method, notDefined, type Result, toResult } from "./finding";
import { NUMERIC_METHODS } from "./numeric/methods";
import { NumericPair } from "./numeric/pair";
import { type Counted, type NumberColumn, Sample } from "./samples";

export interface MethodName {
  method: string;
  preset?: string | undefined;
}

export interface Comparison {
  results: Result[];
  reference: Counted;
  current: Counted;
}

/** The methods of these names, each under all presets where none is named; all of them where there are no names. */
export function chooseMethods<Pair>(
  all: readonly Method<Pair>[],
  names: readonly MethodName[] | undefined,
): readonly Method<Pair>[] {
  if (!names) return all;
  return names.flatMap(({ method, preset }) => {
    const found = all.filter(
      (one) => one.method === method && (preset === undefined || one.preset === preset),
    );
    if (found.length === 0)
      throw new AppError(
        "INVALID",
        `There is no method "${method}"${preset === undefined ? "" : ` with the preset "${preset}"`} for columns of this kind. There are ${all.map((one) => `${one.method}/${one.preset}`).join(", ")}.`,
      );
    return found;
  });
}

const emptySide = (n: number, m: number): string | null => {
  if (n === 0 && m === 0) return "Neither side has a value.";
  if (n === 0) return "The reference has no value.";
  return m === 0 ? "The current side has no value." : null;
};

export function computeWith<Pair extends { n: number; m: number }>(
  method: Method<Pair>,
  pair: Pair,
): Result {
  const reason = emptySide(pair.n, pair.m);
  return toResult(method, reason === null ? method.compute(pair) : notDefined(reason));
}

const countsOf = ({ rows, missing, nonFinite }: Counted): Counted => ({ rows, missing, nonFinite });

export function compareNumbers(
  reference: NumberColumn,
  current: NumberColumn,
  names?: readonly MethodName[],
): Comparison {
  const methods = chooseMethods(NUMERIC_METHODS, names);
  const [ours, theirs] = [new Sample(reference), new Sample(current)];
  const pair = new NumericPair(ours, theirs);
  return {
    results: methods.map((method) => computeWith(method, pair)),
    reference: countsOf(ours),
    current: countsOf(theirs),
  };
}

export function compareTexts(
  reference: TextColumn,
  current: TextColumn,
  names?: readonly MethodName[],
): Comparison {
  const methods = chooseMethods(CATEGORICAL_METHODS, names);
  const [ours, theirs] = [categoriesOf(reference), categoriesOf(current)];
  const pair = new CategoryPair(ours, theirs);
  return {
    results: methods.map((method) => computeWith(method, pair)),
    reference: countsOf(ours),
    current: countsOf(theirs),
  };
}
