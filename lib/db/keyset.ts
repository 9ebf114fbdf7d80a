import { AppError } from "@/lib/core/errors";
import type { SqlParameters } from "./conditions";

/** One field of a total order: an expression that is never null, and its direction. */
export interface SortKey {
  expression: string;
  ascending: boolean;
  type: "float8" | "bigint" | "text";
}

const beyond = ({ ascending }: SortKey) => (ascending ? ">" : "<");

const SHAPES: Readonly<Record<SortKey["type"], RegExp>> = {
  bigint: /^-?\d{1,18}$/,
  float8: /^(?:-?\d+(?:\.\d+)?(?:e[+-]?\d{1,3})?|-?Infinity|NaN)$/,
  text: /^[^\0]*$/,
};

function fits(value: string, type: SortKey["type"]): boolean {
  if (!SHAPES[type].test(value)) return false;
  // A number that is spelt out must not overflow where Postgres reads it.
  return type !== "float8" || !/\d/.test(value) || Number.isFinite(Number(value));
}

/** Throws INVALID unless the values of a page token are such as these keys have. */
export function checkKeyValues(keys: readonly SortKey[], values: readonly string[]): void {
  const isFit =
    values.length === keys.length &&
    keys.every(({ type }, index) => fits(values[index] ?? "", type));
  if (!isFit) throw new AppError("INVALID", "Invalid page token: it belongs to another search.");
}

function anyBeyond(keys: readonly SortKey[], placeholders: readonly string[]): string {
  const alternatives = keys.map((key, index) => {
    const equal = keys
      .slice(0, index)
      .map((before, position) => `${before.expression} = ${placeholders[position]}`);
    const after = `${key.expression} ${beyond(key)} ${placeholders[index]}`;
    return `(${[...equal, after].join(" AND ")})`;
  });
  return `(${alternatives.join(" OR ")})`;
}

function placeholdersOf(
  keys: readonly SortKey[],
  values: readonly string[],
  parameters: SqlParameters,
): string[] {
  return keys.map(({ type }, index) => `${parameters.add(values[index])}::${type}`);
}

/** SQL that holds for rows after the given key values; the first key is also bounded alone, so that its index is used. */
export function afterKeys(
  keys: readonly SortKey[],
  values: readonly string[],
  parameters: SqlParameters,
): string {
  const placeholders = placeholdersOf(keys, values, parameters);
  const [first] = keys;
  const bound = first ? `${first.expression} ${beyond(first)}= ${placeholders[0]} AND ` : "";
  return bound + anyBeyond(keys, placeholders);
}

export type Range = (parameters: SqlParameters) => string;

/** One comparison of whole rows, which an index on the keys answers as one stretch. */
function rowBeyond(
  first: SortKey,
  keys: readonly SortKey[],
  values: readonly string[],
  parameters: SqlParameters,
): string {
  const expressions = keys.map(({ expression }) => expression);
  const placeholders = placeholdersOf(keys, values, parameters);
  return `(${expressions.join(", ")}) ${beyond(first)} (${placeholders.join(", ")})`;
}

/**
 * The rows after the given key values, as ranges to be read one after the other, each of which is one stretch of the
 * leading index, however many equals there are: one where all keys have the same direction, else the rest of the equals
 * of the first key and then what lies beyond it.
 */
export function rangesAfter(keys: readonly SortKey[], values: readonly string[]): Range[] {
  const [first, ...rest] = keys;
  const [firstValue, ...restValues] = values;
  if (!first || firstValue === undefined) return [];
  if (keys.length > 1 && keys.every(({ ascending }) => ascending === first.ascending))
    return [(parameters) => rowBeyond(first, keys, values, parameters)];
  const compared = (operator: string, parameters: SqlParameters) =>
    `${first.expression} ${operator} ${parameters.add(firstValue)}::${first.type}`;
  const strictly: Range = (parameters) => compared(beyond(first), parameters);
  if (rest.length === 0) return [strictly];
  const equals: Range = (parameters) =>
    `${compared("=", parameters)} AND ${anyBeyond(rest, placeholdersOf(rest, restValues, parameters))}`;
  return [equals, strictly];
}
