import type { Datatype } from "../schema/payload";

/** One column of a table that a model takes or gives. */
export interface ColumnSpec {
  name: string;
  /** MLflow's word: "double", "string", …; "any" for lists and objects, which are passed on as they are. */
  type: string;
  isRequired: boolean;
}

export interface ArraySpec {
  /** Null for the only one of a model. */
  name: string | null;
  datatype: Datatype | null;
  shape: readonly number[];
}

/** One side of a signature; null when it was logged without. */
export type Side =
  | { kind: "columns"; columns: readonly ColumnSpec[] }
  | { kind: "arrays"; arrays: readonly ArraySpec[] }
  | null;

export interface ModelSignature {
  inputs: Side;
  outputs: Side;
}

const DTYPES: Readonly<Record<string, Datatype>> = {
  bool: "BOOL",
  uint8: "UINT8",
  uint16: "UINT16",
  uint32: "UINT32",
  uint64: "UINT64",
  int8: "INT8",
  int16: "INT16",
  int32: "INT32",
  int64: "INT64",
  float16: "FP16",
  float32: "FP32",
  float64: "FP64",
  str: "BYTES",
  object: "BYTES",
};

const SCALARS = new Set([
  "boolean",
  "integer",
  "long",
  "float",
  "double",
  "string",
  "binary",
  "datetime",
]);

const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === "object" && value !== null && !Array.isArray(value);

function arraySpec(field: Record<string, unknown>): ArraySpec {
  const spec = isObject(field["tensor-spec"]) ? field["tensor-spec"] : {};
  const shape = Array.isArray(spec.shape) ? spec.shape.map(Number) : [];
  return {
    name: typeof field.name === "string" && field.name !== "" ? field.name : null,
    datatype: DTYPES[String(spec.dtype)] ?? null,
    shape,
  };
}

function sideOf(raw: unknown): Side {
  let fields = raw;
  if (typeof raw === "string")
    try {
      fields = JSON.parse(raw);
    } catch {
      return null;
    }
  if (!Array.isArray(fields) || fields.length === 0 || !fields.every(isObject)) return null;
  if (fields.every((field) => field.type === "tensor"))
    return { kind: "arrays", arrays: fields.map(arraySpec) };
  // A single column without a name stands for whatever is sent.
  if (fields.some((field) => field.name === undefined || field.name === null)) return null;
  return {
    kind: "columns",
    columns: fields.map((field) => ({
      name: String(field.name),
      type: SCALARS.has(String(field.type)) ? String(field.type) : "any",
      isRequired: field.required !== false && field.optional !== true,
    })),
  };
}

/** A signature as MLflow writes it: each side JSON, or JSON in a text. What cannot be read counts as not logged. */
export function readSignature(raw: unknown): ModelSignature {
  if (!isObject(raw)) return { inputs: null, outputs: null };
  return { inputs: sideOf(raw.inputs), outputs: sideOf(raw.outputs) };
}
