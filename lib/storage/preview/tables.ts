import { parse } from "csv-parse/sync";
import { z } from "zod";
import { type Cell, PREVIEW_LIMITS, type PreviewColumn } from "./preview";

export interface PreviewTable {
  columns: PreviewColumn[];
  rows: Cell[][];
  totalRows: number | null;
  totalColumns: number;
}

const shorten = (text: string) =>
  text.length > PREVIEW_LIMITS.cellCharacters
    ? `${text.slice(0, PREVIEW_LIMITS.cellCharacters)}…`
    : text;

function objectText(value: object): string {
  if (value instanceof Date) return Number.isNaN(value.getTime()) ? "" : value.toISOString();
  if (ArrayBuffer.isView(value)) return `${value.byteLength} bytes`;
  return (
    JSON.stringify(value, (_key, inner: unknown) =>
      typeof inner === "bigint" ? String(inner) : inner,
    ) ?? ""
  );
}

/** Any value of a file as a browser can show it. */
export function toCell(value: unknown): Cell {
  if (value === null || value === undefined) return null;
  if (typeof value === "boolean") return value;
  if (typeof value === "number") return Number.isFinite(value) ? value : String(value);
  if (typeof value === "bigint")
    return Number.isSafeInteger(Number(value)) ? Number(value) : String(value);
  return shorten(typeof value === "object" ? objectText(value) : String(value));
}

const isNumeric = (cell: Cell) =>
  cell === null ||
  typeof cell === "number" ||
  (typeof cell === "string" && (/^[-+]?(nan|inf)?$/i.test(cell) || !Number.isNaN(Number(cell))));

function typeOf(cells: readonly Cell[]): string {
  const isKnown = cells.some((cell) => cell !== null && cell !== "");
  return isKnown && cells.every(isNumeric) ? "number" : "text";
}

function toTable(header: readonly string[], body: readonly unknown[][]): PreviewTable {
  const totalColumns = Math.max(header.length, ...body.map((row) => row.length));
  const width = Math.min(totalColumns, PREVIEW_LIMITS.columns);
  const rows = body
    .slice(0, PREVIEW_LIMITS.rows)
    .map((row) => Array.from({ length: width }, (_, index) => toCell(row[index])));
  const columns = Array.from({ length: width }, (_, index) => ({
    name: shorten(header[index] ?? ""),
    type: typeOf(rows.map((row) => row[index] ?? null)),
  }));
  return { columns, rows, totalRows: body.length, totalColumns };
}

/** The table in the beginning of a CSV or TSV file; null when there is none. */
export function readCsv(text: string, delimiter: string, isTruncated: boolean) {
  const end = isTruncated ? text.lastIndexOf("\n") : text.length;
  const records: string[][] = parse(text.slice(0, Math.max(end, 0)), {
    delimiter,
    bom: true,
    relax_column_count: true,
    relax_quotes: true,
    skip_empty_lines: true,
    to: PREVIEW_LIMITS.rows + 2,
  });
  const [header, ...body] = records;
  if (!header) return null;
  const isCut = isTruncated || body.length > PREVIEW_LIMITS.rows;
  return { ...toTable(header, body), ...(isCut ? { totalRows: null } : {}) };
}

/** What `mlflow.log_table` writes: pandas' "split" orientation. */
const splitTable = z.object({
  columns: z.array(z.union([z.string(), z.number()])).min(1),
  data: z.array(z.array(z.unknown())),
});

/** The table in a JSON file that holds one and nothing else; null for any other JSON. */
export function readJsonTable(value: unknown): PreviewTable | null {
  const parsed = splitTable.safeParse(value);
  if (!parsed.success) return null;
  return toTable(parsed.data.columns.map(String), parsed.data.data);
}
