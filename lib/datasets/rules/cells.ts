/** A value of a table, as far as statistics care. */
export type Cell =
  | { kind: "null" }
  | { kind: "number" | "time"; value: number; text: string }
  | { kind: "boolean" | "text"; text: string };

const MISSING = new Set(["", "NA", "N/A", "NaN", "nan", "null", "NULL", "None"]);
const NUMBER = /^[+-]?(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?$/;
const TIME = /^\d{4}-\d{2}-\d{2}(?:[T ]\d{2}:\d{2}(?::\d{2}(?:\.\d+)?)?(?:Z|[+-]\d{2}:?\d{2})?)?$/;
const NULL: Cell = { kind: "null" };
export const MAX_TEXT = 200;

function ofText(raw: string): Cell {
  if (MISSING.has(raw)) return NULL;
  if (NUMBER.test(raw)) {
    const value = Number(raw);
    return Number.isFinite(value) ? { kind: "number", value, text: raw } : NULL;
  }
  if (raw === "true" || raw === "false" || raw === "True" || raw === "False")
    return { kind: "boolean", text: raw.toLowerCase() };
  if (TIME.test(raw)) {
    const value = Date.parse(raw.length === 10 ? raw : raw.replace(" ", "T"));
    if (!Number.isNaN(value)) return { kind: "time", value, text: raw };
  }
  return { kind: "text", text: raw };
}

function ofObject(raw: object): Cell {
  if (raw instanceof Date) {
    const value = raw.getTime();
    return Number.isNaN(value) ? NULL : { kind: "time", value, text: raw.toISOString() };
  }
  if (ArrayBuffer.isView(raw)) return { kind: "text", text: `${raw.byteLength} bytes` };
  const text = JSON.stringify(raw, (_key, inner: unknown) =>
    typeof inner === "bigint" ? String(inner) : inner,
  );
  return { kind: "text", text: text ?? "" };
}

/** What a file's value is; texts of a CSV file are read as what they look like. */
export function readCell(raw: unknown): Cell {
  if (raw === null || raw === undefined) return NULL;
  if (typeof raw === "string") return ofText(raw);
  if (typeof raw === "boolean") return { kind: "boolean", text: String(raw) };
  if (typeof raw === "number" || typeof raw === "bigint") {
    const value = Number(raw);
    return Number.isFinite(value) ? { kind: "number", value, text: String(raw) } : NULL;
  }
  return typeof raw === "object" ? ofObject(raw) : NULL;
}
