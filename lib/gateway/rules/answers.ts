import type { Datatype, ModelOutput, Tensor } from "../schema/payload";
import type { ModelSignature } from "./signature";
import { flatValues, nestedValues, rowsOf, shapeOf, tensorOf } from "./tensors";

/** Of several outputs those that the signature names; the first when it names one by no name of the graph's. */
function signedTensors(tensors: readonly Tensor[], { outputs }: ModelSignature): readonly Tensor[] {
  if (outputs === null || tensors.length < 2) return tensors;
  const names: (string | null)[] =
    outputs.kind === "columns"
      ? outputs.columns.map(({ name }) => name)
      : outputs.arrays.map(({ name }) => name);
  const named = names.flatMap((name) => tensors.find((tensor) => tensor.name === name) ?? []);
  if (named.length === names.length) return named;
  return names.length === 1 ? tensors.slice(0, 1) : tensors;
}

/** One value a row, whether the model keeps it in a column of its own or not. */
function rowValues(tensor: Tensor): unknown[] {
  const [rows = 1, ...rest] = tensor.shape;
  if (rest.length === 1 && rest[0] === 1) return flatValues({ ...tensor, shape: [rows] });
  const nested = nestedValues(tensor);
  return Array.isArray(nested) ? nested : [nested];
}

/** The `predictions` of KServe's first protocol and of MLflow: a value a row, or an object with one of each output. */
export function toPredictions(output: ModelOutput, signature: ModelSignature): unknown {
  if (output.kind === "json") return output.predictions;
  const tensors = signedTensors(output.tensors, signature);
  const [only] = tensors;
  if (tensors.length === 1 && only) return rowValues(only);
  const columns = tensors.map((tensor) => [tensor.name, rowValues(tensor)] as const);
  const rows = Math.max(0, ...columns.map(([, values]) => values.length));
  return Array.from({ length: rows }, (_, row) =>
    Object.fromEntries(columns.map(([name, values]) => [name, values[row] ?? null])),
  );
}

function typeOfValues(values: readonly unknown[]): Datatype {
  const some = values.find((value) => value !== null);
  if (typeof some === "boolean") return "BOOL";
  if (typeof some === "string") return "BYTES";
  const isWhole = values.every((value) => Number.isSafeInteger(value));
  return isWhole && values.length > 0 ? "INT64" : "FP64";
}

/** Values as a tensor; what no tensor holds goes as its JSON, one text a row. */
function jsonTensor(name: string, value: readonly unknown[]): Tensor {
  try {
    return tensorOf(name, typeOfValues(value.flat(32)), shapeOf(name, value), value);
  } catch {
    const texts = value.map((row) => JSON.stringify(row) ?? "null");
    return { name, datatype: "BYTES", shape: [texts.length], data: texts };
  }
}

const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === "object" && value !== null && !Array.isArray(value);

/** The outputs of the Open Inference Protocol. */
export function toTensors(output: ModelOutput): readonly Tensor[] {
  if (output.kind === "tensors") return output.tensors;
  const { predictions } = output;
  if (isRecord(predictions))
    return Object.entries(predictions).map(([name, value]) =>
      jsonTensor(name, Array.isArray(value) ? value : [value]),
    );
  const rows = Array.isArray(predictions) ? predictions : [predictions];
  const [first] = rows;
  if (!isRecord(first) || !rows.every(isRecord)) return [jsonTensor("predictions", rows)];
  return Object.keys(first).map((name) =>
    jsonTensor(
      name,
      rows.map((row) => row[name] ?? null),
    ),
  );
}

/** How many rows an answer has, when it has any; null for one that is not in rows. */
export function answeredRows(output: ModelOutput): number | null {
  if (output.kind === "json")
    return Array.isArray(output.predictions) ? output.predictions.length : null;
  const counts = new Set(output.tensors.map(rowsOf));
  return counts.size === 1 ? ([...counts][0] ?? null) : null;
}

/** The first rows of what a model answered, as the log of predictions keeps it. */
export function loggedOutput(output: ModelOutput, signature: ModelSignature, limit: number) {
  const predictions = toPredictions(output, signature);
  return Array.isArray(predictions) ? predictions.slice(0, limit) : predictions;
}
