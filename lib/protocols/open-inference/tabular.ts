import { parse } from "csv-parse/sync";
import { AppError } from "@/lib/core/errors";
import { MAX_ROWS } from "@/lib/gateway/rules/check-input";
import type { ModelSignature } from "@/lib/gateway/rules/signature";
import type { ModelInput, Params } from "@/lib/gateway/schema/payload";
import { parseObject } from "./json-body";

type Table = Extract<ModelInput, { kind: "table" }>;
type Row = Record<string, unknown>;

export interface TabularRequest {
  /** Reads the rows; a CSV needs the signature for it. */
  input: (signature: ModelSignature) => ModelInput;
  params: Params | null;
  /** The first row's "id", by which traffic may be divided. */
  id: string | null;
}

const refuse = (message: string) => new AppError("INVALID", message);

const isObject = (value: unknown): value is Row =>
  typeof value === "object" && value !== null && !Array.isArray(value);

function checkCount(rows: readonly unknown[]): void {
  if (rows.length > MAX_ROWS)
    throw new AppError(
      "TOO_LARGE",
      `One request may have ${MAX_ROWS} rows; this one has ${rows.length}.`,
    );
}

/** Objects with a value of each column. */
function fromRecords(key: string, records: readonly unknown[]): Table {
  checkCount(records);
  const [first] = records;
  const columns = isObject(first) ? Object.keys(first) : [];
  const known = new Set(columns);
  for (const [index, record] of records.entries()) {
    if (!isObject(record)) throw refuse(`Row ${index + 1} of "${key}" is no object.`);
    for (const name of Object.keys(record))
      if (!known.has(name)) {
        known.add(name);
        columns.push(name);
      }
  }
  const rows = records.map((record) =>
    columns.map((name) =>
      isObject(record) && Object.hasOwn(record, name) ? record[name] : undefined,
    ),
  );
  return { kind: "table", columns, rows };
}

/** pandas' "split": names once, then rows. */
function fromSplit(value: unknown): Table {
  if (!isObject(value) || !Array.isArray(value.data))
    throw refuse(`"dataframe_split" needs "columns" and "data".`);
  const { data, columns: named } = value;
  checkCount(data);
  const width = Array.isArray(data[0]) ? data[0].length : 0;
  const columns = Array.isArray(named)
    ? named.map(String)
    : Array.from({ length: width }, (_, index) => String(index));
  if (new Set(columns).size !== columns.length)
    throw refuse(`Two columns of "dataframe_split" have the same name.`);
  const rows = data.map((row, index) => {
    if (!Array.isArray(row) || row.length !== columns.length)
      throw refuse(
        `Row ${index + 1} of "dataframe_split" must have ${columns.length} values, one of each column.`,
      );
    return row;
  });
  return { kind: "table", columns, rows };
}

/** Columns by name, each with its rows. */
function fromColumns(key: string, value: Row): Table {
  const columns = Object.keys(value);
  const lists = columns.map((name) => {
    const list = value[name];
    return Array.isArray(list) ? list : [list];
  });
  const rows = Math.max(0, ...lists.map((list) => list.length));
  const uneven = columns.find((_, index) => lists[index]?.length !== rows);
  if (uneven !== undefined)
    throw refuse(`The column "${uneven}" of "${key}" does not have ${rows} rows as others have.`);
  return {
    kind: "table",
    columns,
    rows: Array.from({ length: rows }, (_, row) => lists.map((list) => list[row])),
  };
}

function fromTensors(key: string, value: unknown): ModelInput {
  if (isObject(value)) return fromColumns(key, value);
  if (!Array.isArray(value)) throw refuse(`"${key}" must be a list, or lists by name.`);
  if (isObject(value[0])) return fromRecords(key, value);
  checkCount(value);
  return { kind: "array", value };
}

const FORMS = ["dataframe_split", "dataframe_records", "instances", "inputs"] as const;
type Form = (typeof FORMS)[number];

function inputOf(form: Form, value: unknown): ModelInput {
  if (form === "dataframe_split") return fromSplit(value);
  if (form !== "dataframe_records") return fromTensors(form, value);
  if (!Array.isArray(value)) throw refuse(`"dataframe_records" must be a list of objects.`);
  return fromRecords(form, value);
}

function idOf(body: Row, form: Form): string | null {
  const rows = body[form];
  const first = Array.isArray(rows) ? rows[0] : null;
  const id = body.id ?? (isObject(first) ? first.id : null);
  return typeof id === "string" || typeof id === "number" ? String(id) : null;
}

function readForms(bytes: Buffer, forms: readonly Form[], hint: string): TabularRequest {
  const body = parseObject(bytes);
  const [form, ...others] = forms.filter((name) => body[name] !== undefined);
  if (form === undefined || others.length > 0)
    throw refuse(`The body must have exactly one of ${hint}.`);
  const { params } = body;
  if (params !== undefined && params !== null && !isObject(params))
    throw refuse(`"params" must be an object.`);
  const input = inputOf(form, body[form]);
  return { input: () => input, params: params ?? null, id: idOf(body, form) };
}

/** A body of MLflow's scoring server in one of its four forms. Throws INVALID. */
export const readInvocation = (bytes: Buffer): TabularRequest =>
  readForms(bytes, FORMS, '"dataframe_split", "dataframe_records", "instances" and "inputs"');

/** A body of KServe's first protocol. Throws INVALID. */
export const readPredict = (bytes: Buffer): TabularRequest =>
  readForms(bytes, ["instances", "inputs"], '"instances" and "inputs"');

const NUMBER = /^[+-]?(?:\d+\.?\d*|\.\d+)(?:e[+-]?\d+)?$/i;

function csvValue(text: string, type: string | undefined): unknown {
  if (text === "") return null;
  if (type === "string" || type === "datetime" || type === "binary") return text;
  if (type === "boolean" || type === undefined) {
    if (/^true$/i.test(text)) return true;
    if (/^false$/i.test(text)) return false;
  }
  return NUMBER.test(text) ? Number(text) : text;
}

/** A table in CSV whose first line names the columns; values are read as the signature has them. Throws INVALID. */
export function readCsv(bytes: Buffer): TabularRequest {
  let lines: string[][];
  try {
    lines = parse(bytes, { bom: true, skip_empty_lines: true, max_record_size: 1_000_000 });
  } catch (error) {
    const why = error instanceof Error ? error.message : "";
    throw refuse(`The body is not valid CSV: ${why.slice(0, 200)}`);
  }
  const [columns = [], ...data] = lines;
  checkCount(data);
  if (new Set(columns).size !== columns.length)
    throw refuse("Two columns of the CSV have the same name.");
  return {
    params: null,
    id: null,
    input: ({ inputs }) => {
      const types = new Map(
        inputs?.kind === "columns" ? inputs.columns.map(({ name, type }) => [name, type]) : [],
      );
      const rows = data.map((row) =>
        row.map((text, index) => csvValue(text, types.get(columns[index] ?? ""))),
      );
      return { kind: "table", columns, rows };
    },
  };
}
