import "server-only";
import { readCell } from "../rules/cells";
import type { ColumnScan, ColumnValues } from "../schema/table-scan";
import { openTable } from "./open-table";
import { BrokenFile, type ReadRange } from "./table-reader";

/** Values of a column that are held at once: what monitors compare is at most this long. */
const MAX_ROWS = 20_000_000;
const FIRST_ROWS = 65_536;
const INFINITE: Readonly<Record<string, number>> = {
  inf: Number.POSITIVE_INFINITY,
  infinity: Number.POSITIVE_INFINITY,
};

interface Gathered {
  add: (raw: unknown, row: number) => void;
  finish: () => ColumnValues;
}

function infiniteOf(text: string): number | null {
  const [, sign = "", word = ""] = /^([+-]?)(\w+)$/.exec(text.toLowerCase()) ?? [];
  const value = INFINITE[word];
  return value === undefined ? null : sign === "-" ? -value : value;
}

function numberOf(raw: unknown, column: string, row: number): number | null {
  if (typeof raw === "number") return raw;
  const cell = readCell(raw);
  if (cell.kind === "null") return null;
  if (cell.kind === "number" || cell.kind === "time") return cell.value;
  const value = infiniteOf(cell.text);
  if (value !== null) return value;
  throw new BrokenFile(`Row ${row} of the column "${column}" is no number.`);
}

function gatherNumbers(column: string): Gathered {
  let values = new Float64Array(FIRST_ROWS);
  let [count, missing] = [0, 0];
  return {
    add(raw, row) {
      if (count === values.length) {
        const longer = new Float64Array(count * 2);
        longer.set(values);
        values = longer;
      }
      const value = numberOf(raw, column, row);
      if (value === null) missing += 1;
      values[count] = value ?? Number.NaN;
      count += 1;
    },
    finish: () => ({ kind: "numbers", values: values.slice(0, count), missing }),
  };
}

const textOf = (raw: unknown): string | null => {
  const cell = readCell(raw);
  if (cell.kind === "null") return null;
  return typeof raw === "string" ? raw : cell.text;
};

function gatherTexts(): Gathered {
  const known = new Map<string, number>();
  const places: number[] = [];
  return {
    add(raw) {
      const text = textOf(raw);
      const place = text === null ? -1 : (known.get(text) ?? known.size);
      if (text !== null) known.set(text, place);
      places.push(place);
    },
    finish: () => ({ kind: "texts", texts: [...known.keys()], places: Int32Array.from(places) }),
  };
}

/** Reads one column of a table. */
export async function readColumn(scan: ColumnScan, read: ReadRange): Promise<ColumnValues> {
  const { columns, rows } = await openTable(scan, read);
  const place = columns.indexOf(scan.column);
  if (place < 0)
    throw new BrokenFile(
      `The file has no column "${scan.column}". It has ${columns.slice(0, 20).join(", ")}${columns.length > 20 ? ", …" : ""}.`,
    );
  const gathered = scan.as === "numbers" ? gatherNumbers(scan.column) : gatherTexts();
  let row = 0;
  for await (const values of rows) {
    row += 1;
    if (row > MAX_ROWS)
      throw new BrokenFile(`The file has more than ${MAX_ROWS.toLocaleString("en")} rows.`);
    gathered.add(values[place], row);
  }
  return gathered.finish();
}
