import { AppError } from "@/lib/core/errors";
import type { ModelInput, Tensor, TensorSpec } from "../schema/payload";
import { checkShape } from "./check-input";
import { allocate } from "./tensor-memory";
import { castTensor, put, rowsOf, shapeOf, sizeOf, tensorOf, toValue } from "./tensors";

const missing = (names: readonly string[]) =>
  new AppError(
    "INVALID",
    `The model takes the inputs ${names.map((name) => `"${name}"`).join(", ")}; the request lacks ${
      names.length === 1 ? "it" : "some of them"
    }.`,
  );

/** The same values in another number of dimensions: one value a row may be [rows] or [rows, 1]. */
function reshape(tensor: Tensor, wanted: readonly number[]): Tensor {
  if (tensor.shape.length === wanted.length || sizeOf(tensor.shape) !== rowsOf(tensor))
    return tensor;
  if (wanted.length === 0) return tensor;
  const shape = wanted.map((_, index) => (index === 0 ? rowsOf(tensor) : 1));
  return { name: tensor.name, datatype: tensor.datatype, shape, data: tensor.data };
}

function conform(tensor: Tensor, spec: TensorSpec): Tensor {
  const cast = castTensor(reshape(tensor, spec.shape), spec.datatype);
  checkShape(spec.name, cast.shape, spec.shape);
  if (cast.name === spec.name) return cast;
  return { name: spec.name, datatype: cast.datatype, shape: cast.shape, data: cast.data };
}

type Table = Extract<ModelInput, { kind: "table" }>;

/** One column as a tensor of one value a row. */
function columnOf({ columns, rows }: Table, spec: TensorSpec): Tensor {
  const index = columns.indexOf(spec.name);
  const values = rows.map((row) => row[index]);
  if (values.some(Array.isArray))
    return conform(tensorOf(spec.name, spec.datatype, shapeOf(spec.name, values), values), spec);
  const data = allocate(spec.datatype, rows.length);
  values.forEach((value, row) => {
    const where = () => `The column "${spec.name}" in row ${row + 1}`;
    put(data, row, toValue(value, spec.datatype, where));
  });
  return conform({ name: spec.name, datatype: spec.datatype, shape: [rows.length], data }, spec);
}

/** All columns side by side, for a model with one input. */
function matrixOf({ columns, rows }: Table, spec: TensorSpec): Tensor {
  const width = columns.length;
  const data = allocate(spec.datatype, rows.length * width);
  rows.forEach((row, at) => {
    for (let index = 0; index < width; index += 1) {
      const value = row[index];
      if (typeof value === "number" && data instanceof Float32Array)
        data[at * width + index] = value;
      else {
        const where = () => `The column "${columns[index]}" in row ${at + 1}`;
        put(data, at * width + index, toValue(value, spec.datatype, where));
      }
    }
  });
  return conform(
    { name: spec.name, datatype: spec.datatype, shape: [rows.length, width], data },
    spec,
  );
}

function bindTensors(tensors: readonly Tensor[], graph: readonly TensorSpec[]): Tensor[] {
  const [only] = graph;
  const [sent] = tensors;
  if (graph.length === 1 && tensors.length === 1 && only && sent) return [conform(sent, only)];
  return graph.map((spec) => {
    const given = tensors.find(({ name }) => name === spec.name);
    if (!given) throw missing(graph.map(({ name }) => name));
    return conform(given, spec);
  });
}

/** What a graph is fed: every input it has, in its type and shape. Throws INVALID. */
export function bindInput(input: ModelInput, graph: readonly TensorSpec[]): Tensor[] {
  if (input.kind === "tensors") return bindTensors(input.tensors, graph);
  const [only] = graph;
  if (input.kind === "array") {
    if (graph.length !== 1 || !only) throw missing(graph.map(({ name }) => name));
    const shape = shapeOf(only.name, input.value);
    return [conform(tensorOf(only.name, only.datatype, shape, input.value), only)];
  }
  if (graph.every(({ name }) => input.columns.includes(name)))
    return graph.map((spec) => columnOf(input, spec));
  if (graph.length === 1 && only) return [matrixOf(input, only)];
  throw missing(graph.map(({ name }) => name));
}
