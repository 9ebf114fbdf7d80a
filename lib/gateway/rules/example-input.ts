import type { ArraySpec, ColumnSpec, ModelSignature } from "./signature";

type Body = Record<string, unknown>;

const isObject = (value: unknown): value is Body =>
  typeof value === "object" && value !== null && !Array.isArray(value);

const FORMS = ["dataframe_split", "dataframe_records", "instances", "inputs"];

/** A body from what MLflow keeps beside a model as its input example; null for what is none. */
export function bodyOfExample(example: unknown): Body | null {
  if (Array.isArray(example))
    return example.every(isObject) ? { dataframe_records: example } : { inputs: example };
  if (!isObject(example)) return null;
  if (FORMS.some((form) => example[form] !== undefined)) return example;
  if (Array.isArray(example.columns) && Array.isArray(example.data))
    return { dataframe_split: { columns: example.columns, data: example.data } };
  return null;
}

const VALUES: Readonly<Record<string, unknown>> = {
  double: 0,
  float: 0,
  integer: 0,
  long: 0,
  boolean: false,
  string: "",
  datetime: "2026-01-01T00:00:00Z",
  binary: "",
  any: null,
};

/** Of what a tensor of any length has one. */
function zeros([length, ...rest]: readonly number[], isText: boolean): unknown {
  if (length === undefined) return isText ? "" : 0;
  return Array.from({ length: Math.min(64, length < 0 ? 1 : length) }, () => zeros(rest, isText));
}

const arrayOf = ({ shape, datatype }: ArraySpec) => zeros(shape, datatype === "BYTES");

function bodyOfColumns(columns: readonly ColumnSpec[]): Body {
  return {
    dataframe_split: {
      columns: columns.map(({ name }) => name),
      data: [columns.map(({ type }) => VALUES[type] ?? null)],
    },
  };
}

/** A body of the right form, whatever stands in it. */
export function bodyOfSignature({ inputs }: ModelSignature): Body {
  if (inputs === null) return { dataframe_split: { columns: ["…"], data: [["…"]] } };
  if (inputs.kind === "columns") return bodyOfColumns(inputs.columns);
  const [only] = inputs.arrays;
  if (inputs.arrays.length === 1 && only && only.name === null) return { inputs: arrayOf(only) };
  return {
    inputs: Object.fromEntries(inputs.arrays.map((array) => [array.name ?? "", arrayOf(array)])),
  };
}
