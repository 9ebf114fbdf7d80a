import { AppError } from "@/lib/core/errors";
import type { ColumnValues } from "@/lib/datasets/schema/table-scan";
import type { Cell, ColumnInput, DatasetColumn } from "../schema/columns";
import type { TextColumn } from "./categorical/counts";
import type { NumberColumn } from "./samples";

/** Fetches a column of a dataset version. */
export type LoadColumn = (
  column: DatasetColumn & { as: ColumnValues["kind"] },
) => Promise<ColumnValues>;

/** Numbers that JSON lacks travel as words. */
const WORDS: Readonly<Record<string, number>> = {
  NaN: Number.NaN,
  Infinity: Number.POSITIVE_INFINITY,
  "-Infinity": Number.NEGATIVE_INFINITY,
};

const isList = (input: ColumnInput): input is readonly Cell[] => Array.isArray(input);

function toNumber(value: Cell, name: string, row: number): number {
  if (typeof value === "number") return value;
  const word = typeof value === "string" && Object.hasOwn(WORDS, value) ? WORDS[value] : undefined;
  if (word !== undefined) return word;
  throw new AppError(
    "INVALID",
    `${name}: value ${row + 1} is no number. A numeric column holds numbers, null, "NaN", "Infinity" and "-Infinity".`,
  );
}

function toNumbers(cells: readonly Cell[], name: string): NumberColumn {
  const values = new Float64Array(cells.length);
  let missing = 0;
  for (let row = 0; row < cells.length; row += 1) {
    const value = cells[row] ?? null;
    if (value === null) missing += 1;
    values[row] = value === null ? Number.NaN : toNumber(value, name, row);
  }
  return { values, missing };
}

const wrongKind = (name: string) => new Error(`${name} was read as another kind than asked for.`);

/** A column as numbers. Throws INVALID with the first value that is none. */
export async function numbersOf(
  input: ColumnInput,
  name: string,
  load: LoadColumn,
): Promise<NumberColumn> {
  if (isList(input)) return toNumbers(input, name);
  const loaded = await load({ ...input, as: "numbers" });
  if (loaded.kind !== "numbers") throw wrongKind(name);
  return loaded;
}

/** A column as categories: a number or a truth value is the text that JSON writes for it. */
export async function textsOf(
  input: ColumnInput,
  name: string,
  load: LoadColumn,
): Promise<TextColumn> {
  if (isList(input))
    return input.map((value) =>
      value === null || typeof value === "string" ? value : String(value),
    );
  const loaded = await load({ ...input, as: "texts" });
  if (loaded.kind !== "texts") throw wrongKind(name);
  const { texts, places } = loaded;
  return Array.from(places, (place) => texts[place] ?? null);
}
