import { AppError } from "@/lib/core/errors";
import { type PayloadTensor, payloadTensors, type Side } from "../schema/payload-events";
import type { ModelSignature } from "./signature";

const invalid = (message: string) => new AppError("INVALID", message, { data: message });

/** The value of each row of a tensor, flat as it may come or nested. */
function rowsOf({ name, shape, data }: PayloadTensor): unknown[] {
  const [rows = 0, ...rest] = shape;
  const width = rest.reduce((product, length) => product * length, 1);
  const flat = data.flat(shape.length) as unknown[];
  if (flat.length !== rows * width)
    throw invalid(`The tensor "${name}" does not have as many values as its shape says.`);
  return Array.from({ length: rows }, (_row, at) =>
    width === 1 ? flat[at] : flat.slice(at * width, (at + 1) * width),
  );
}

/** Rows of the tensors of the second protocol: an object of one value each, or the values themselves where there is one tensor only. */
function rowsOfTensors(raw: unknown): unknown[] {
  const parsed = payloadTensors.safeParse(raw);
  if (!parsed.success)
    throw invalid("Its tensors cannot be read: each has a name, a shape and its data in JSON.");
  const columns = parsed.data.map((one) => ({ name: one.name, rows: rowsOf(one) }));
  const [first] = columns;
  if (columns.some(({ rows }) => rows.length !== first?.rows.length))
    throw invalid("Its tensors do not have the same number of rows.");
  if (columns.length === 1) return first?.rows ?? [];
  return (first?.rows ?? []).map((_row, at) =>
    Object.fromEntries(columns.map(({ name, rows }) => [name, rows[at]])),
  );
}

/** Values in the order of the signature, by its names; rows that have names, or do not fit, stay as they are. */
function named(row: unknown, { inputs }: ModelSignature): unknown {
  if (inputs?.kind !== "columns") return row;
  const isNamed = typeof row === "object" && row !== null && !Array.isArray(row);
  const values: unknown[] = Array.isArray(row) ? row : [row];
  if (isNamed || values.length !== inputs.columns.length) return row;
  return Object.fromEntries(inputs.columns.map(({ name }, at) => [name, values[at]]));
}

/** One value a row of what KServe was asked or answered, in its first or second protocol. */
export function rowsOfPayload(
  side: Side,
  data: Readonly<Record<string, unknown>>,
  signature: ModelSignature,
): unknown[] {
  const [first, second] =
    side === "request" ? (["instances", "inputs"] as const) : (["predictions", "outputs"] as const);
  const rows = first in data ? data[first] : rowsOfTensors(data[second]);
  if (!Array.isArray(rows))
    throw invalid(`A ${side} has a list of ${first}, or ${second} of the second protocol.`);
  return side === "request" ? rows.map((row) => named(row, signature)) : rows;
}
