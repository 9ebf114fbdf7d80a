import { AppError } from "@/lib/core/errors";
import type { ModelInput, Tensor, TensorSpec } from "../schema/payload";
import type { ColumnSpec, ModelSignature, Side } from "./signature";
import { namedValues, nestedValues, rowsOf, shapeOf, sizeOf, sliceRows, tensorOf } from "./tensors";

/** Rows that one request may carry. */
export const MAX_ROWS = 100_000;

const list = (names: readonly string[]) => names.map((name) => `"${name}"`).join(", ");

const invalid = (column: string, message: string) =>
  new AppError("INVALID", message, { [column]: message });

const shown = (value: unknown): string => (JSON.stringify(value) ?? "nothing").slice(0, 60);

const DATETIME = /^\d{4}-\d\d-\d\d(?:[T ]\d\d:\d\d(?::\d\d(?:\.\d+)?)?(?:Z|[+-]\d\d:?\d\d)?)?$/;
const BASE64 = /^(?:[A-Za-z0-9+/]{4})*(?:[A-Za-z0-9+/]{2}==|[A-Za-z0-9+/]{3}=)?$/;

const isWhole = (value: unknown, limit: number): boolean =>
  typeof value === "number" && Number.isInteger(value) && Math.abs(value) <= limit;
const isText = (value: unknown, form: RegExp): boolean =>
  typeof value === "string" && form.test(value);

/** What each type of a column holds, and how that is called. */
const COLUMN_TYPES: Readonly<Record<string, { name: string; holds: (value: unknown) => boolean }>> =
  {
    double: { name: "a number", holds: (value) => typeof value === "number" || value === null },
    float: { name: "a number", holds: (value) => typeof value === "number" || value === null },
    integer: { name: "a whole number of 32 bits", holds: (value) => isWhole(value, 2 ** 31) },
    long: { name: "a whole number", holds: (value) => isWhole(value, Number.MAX_SAFE_INTEGER) },
    boolean: { name: "true or false", holds: (value) => typeof value === "boolean" },
    string: { name: "a text", holds: (value) => typeof value === "string" },
    datetime: { name: "a date in ISO 8601", holds: (value) => isText(value, DATETIME) },
    binary: { name: "bytes in base64", holds: (value) => isText(value, BASE64) },
  };

function checkColumn(
  { name, type, isRequired }: ColumnSpec,
  rows: readonly (readonly unknown[])[],
  index: number,
): void {
  const wanted = COLUMN_TYPES[type];
  for (let row = 0; row < rows.length; row += 1) {
    const value = rows[row]?.[index];
    if ((value === null || value === undefined) && !isRequired) continue;
    if (value === undefined)
      throw invalid(name, `The column "${name}" has no value in row ${row + 1}.`);
    if (wanted && !wanted.holds(value))
      throw invalid(
        name,
        `The column "${name}" must be ${wanted.name}; row ${row + 1} has ${shown(value)}.`,
      );
  }
}

type Table = Extract<ModelInput, { kind: "table" }>;

function checkNames(columns: readonly string[], specs: readonly ColumnSpec[]): void {
  const given = new Set(columns);
  const missing = specs.filter(({ name, isRequired }) => isRequired && !given.has(name));
  if (missing.length > 0) {
    const names = missing.map(({ name }) => name);
    throw new AppError(
      "INVALID",
      names.length === 1
        ? `The column ${list(names)} is missing.`
        : `The columns ${list(names)} are missing.`,
      Object.fromEntries(names.map((name) => [name, "It is missing."])),
    );
  }
}

/** A table with the columns of a signature, in its order and without those it does not know. */
function checkTable(table: Table, specs: readonly ColumnSpec[]): Table {
  const places = new Map(table.columns.map((name, index) => [name, index]));
  checkNames(table.columns, specs);
  const known = specs.filter(({ name }) => places.has(name));
  for (const spec of known) checkColumn(spec, table.rows, places.get(spec.name) ?? -1);
  const isSame =
    known.length === table.columns.length &&
    known.every(({ name }, index) => table.columns[index] === name);
  if (isSame) return table;
  const order = known.map(({ name }) => places.get(name) ?? -1);
  return {
    kind: "table",
    columns: known.map(({ name }) => name),
    rows: table.rows.map((row) => order.map((index) => row[index] ?? null)),
  };
}

/** Tensors of one value a row, each a column. */
function tableOf(tensors: readonly Tensor[]): Table {
  const rows = tensors[0] ? rowsOf(tensors[0]) : 0;
  const values = tensors.map((tensor) => {
    if (rowsOf(tensor) !== rows || sizeOf(tensor.shape) !== rows)
      throw invalid(
        tensor.name,
        `The column "${tensor.name}" must have the shape [${rows}] or [${rows}, 1], not [${tensor.shape.join(", ")}].`,
      );
    const flat = nestedValues({ ...tensor, shape: [rows] });
    return Array.isArray(flat) ? flat : [];
  });
  return {
    kind: "table",
    columns: tensors.map(({ name }) => name),
    rows: Array.from({ length: rows }, (_, row) => values.map((column) => column[row])),
  };
}

const isMatrix = (value: readonly unknown[], width: number): value is unknown[][] =>
  value.every((row) => Array.isArray(row) && row.length === width);

function checkAgainstColumns(input: ModelInput, specs: readonly ColumnSpec[]): ModelInput {
  if (input.kind === "table") return checkTable(input, specs);
  if (input.kind === "tensors") {
    checkNames(
      input.tensors.map(({ name }) => name),
      specs,
    );
    return checkTable(tableOf(input.tensors), specs);
  }
  if (!isMatrix(input.value, specs.length))
    throw new AppError(
      "INVALID",
      `The model takes the columns ${list(specs.map(({ name }) => name))}: send them by name, or rows of ${specs.length} values.`,
    );
  const columns = specs.map(({ name }) => name);
  return checkTable({ kind: "table", columns, rows: input.value }, specs);
}

function checkArrays(input: ModelInput, side: Extract<Side, { kind: "arrays" }>): ModelInput {
  const [only] = side.arrays;
  const isNameless = side.arrays.length === 1 && only?.name === null;
  if (isNameless) {
    if (input.kind === "table") return { kind: "array", value: input.rows };
    if (input.kind === "tensors" || !only.datatype) return input;
    const shape = shapeOf("inputs", input.value);
    checkShape("inputs", shape, only.shape);
    return {
      kind: "tensors",
      tensors: [tensorOf("inputs", only.datatype, shape, input.value)],
    };
  }
  if (input.kind === "array")
    throw new AppError(
      "INVALID",
      `The model takes the inputs ${list(side.arrays.flatMap(({ name }) => name ?? []))}: send each by its name.`,
    );
  const tensors = input.kind === "tensors" ? input.tensors : columnTensors(input, side);
  for (const { name, shape } of side.arrays) {
    const given = tensors.find((tensor) => tensor.name === name);
    if (!given && name !== null) throw invalid(name, `The input "${name}" is missing.`);
    if (given) checkShape(given.name, given.shape, shape);
  }
  return { kind: "tensors", tensors };
}

function columnTensors(table: Table, side: Extract<Side, { kind: "arrays" }>): Tensor[] {
  return table.columns.flatMap((name, index) => {
    const spec = side.arrays.find((array) => array.name === name);
    if (!spec) return [];
    const values = table.rows.map((row) => row[index]);
    const shape = shapeOf(name, values);
    return [tensorOf(name, spec.datatype ?? "FP64", shape, values)];
  });
}

/** Whether a shape is the one wanted, where -1 is any length. Throws INVALID. */
export function checkShape(
  name: string,
  shape: readonly number[],
  wanted: readonly number[],
): void {
  const fits =
    shape.length === wanted.length &&
    wanted.every((length, index) => length < 0 || length === shape[index]);
  if (!fits)
    throw invalid(
      name,
      `The input "${name}" has the shape [${shape.join(", ")}]; the model takes [${wanted.join(", ")}].`,
    );
}

/** How many rows an input has. */
export function countRows(input: ModelInput): number {
  if (input.kind === "table") return input.rows.length;
  if (input.kind === "array") return input.value.length;
  return input.tensors[0] ? rowsOf(input.tensors[0]) : 0;
}

/**
 * What was sent as the model takes it: against its signature, unless it names what the model's own graph takes. Throws
 * INVALID with a sentence that names the column.
 */
export function checkInput(
  input: ModelInput,
  { inputs }: ModelSignature,
  graph: readonly TensorSpec[] | null,
): ModelInput {
  const rows = countRows(input);
  if (rows === 0) throw new AppError("INVALID", "The request has no rows to predict for.");
  if (rows > MAX_ROWS)
    throw new AppError("TOO_LARGE", `One request may have ${MAX_ROWS} rows; this one has ${rows}.`);
  if (input.kind === "tensors" && graph) {
    const own = new Set(graph.map(({ name }) => name));
    if (input.tensors.every(({ name }) => own.has(name))) return input;
  }
  if (inputs === null) return input;
  return inputs.kind === "columns"
    ? checkAgainstColumns(input, inputs.columns)
    : checkArrays(input, inputs);
}

/** Columns of one matrix get the names that the signature has for them. */
function namedColumns(tensors: readonly Tensor[], { inputs }: ModelSignature): readonly string[] {
  const [only] = tensors;
  const isMatrix = tensors.length === 1 && only?.shape.length === 2;
  if (!isMatrix || inputs?.kind !== "columns") return [];
  return inputs.columns.length === only.shape[1] ? inputs.columns.map(({ name }) => name) : [];
}

/** A name that an assignment would take for something else than a property of its own. */
const PROTOTYPE = "__proto__";

function toRecord(names: readonly string[], values: readonly unknown[]): Record<string, unknown> {
  if (names.includes(PROTOTYPE))
    return Object.fromEntries(names.map((name, index) => [name, values[index] ?? null]));
  const record: Record<string, unknown> = {};
  for (let index = 0; index < names.length; index += 1)
    record[names[index] ?? ""] = values[index] ?? null;
  return record;
}

/** The first rows of what was sent as JSON, for the log of predictions; by column, so that it can leave some out. */
export function loggedRows(input: ModelInput, signature: ModelSignature, limit: number): unknown[] {
  if (input.kind === "array") return input.value.slice(0, limit);
  if (input.kind === "table")
    return input.rows.slice(0, limit).map((row) => toRecord(input.columns, row));
  const rows = Math.min(limit, countRows(input));
  const tensors = input.tensors.map((tensor) =>
    rowsOf(tensor) === rows ? tensor : sliceRows(tensor, 0, rows),
  );
  const values = tensors.map(namedValues);
  const columns = namedColumns(tensors, signature);
  const names = tensors.map(({ name }) => name);
  const logged: unknown[] = [];
  for (let row = 0; row < rows; row += 1) {
    const own = values.map((list) => (Array.isArray(list) ? list[row] : list));
    const [first] = own;
    logged.push(
      columns.length > 0 && Array.isArray(first) ? toRecord(columns, first) : toRecord(names, own),
    );
  }
  return logged;
}
