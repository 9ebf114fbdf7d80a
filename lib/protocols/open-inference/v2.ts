import { AppError } from "@/lib/core/errors";
import { withNames } from "@/lib/gateway/rules/non-finite";
import { flatValues, MAX_VALUES, sizeOf, tensorOf } from "@/lib/gateway/rules/tensors";
import { DATATYPE_BYTES, type Datatype, type Tensor } from "@/lib/gateway/schema/payload";
import { parseObject } from "./json-body";
import { readRaw, writeRaw } from "./raw-tensors";

export interface InferRequest {
  id: string | null;
  tensors: Tensor[];
  /** The outputs asked for, and whether each is wanted in binary; null for all. */
  outputs: ReadonlyMap<string, boolean> | null;
  /** Whether outputs that say nothing else are wanted in binary. */
  isBinary: boolean;
}

const refuse = (message: string) => new AppError("INVALID", message);

const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === "object" && value !== null && !Array.isArray(value);

const isDatatype = (value: unknown): value is Datatype =>
  typeof value === "string" && Object.hasOwn(DATATYPE_BYTES, value);

const MAX_INPUTS = 10_000;

function shapeOf(name: string, shape: unknown): number[] {
  if (
    !Array.isArray(shape) ||
    shape.length > 32 ||
    !shape.every((length) => Number.isSafeInteger(length) && length >= 0)
  )
    throw refuse(`The input "${name}" needs a "shape" of whole numbers.`);
  if (sizeOf(shape) > MAX_VALUES)
    throw new AppError("TOO_LARGE", `The input "${name}" has more than ${MAX_VALUES} values.`);
  return shape;
}

interface RawPart {
  bytes: Buffer;
  at: number;
}

function takeRaw(raw: RawPart, name: string, size: unknown): Buffer {
  if (!Number.isSafeInteger(size) || Number(size) < 0)
    throw refuse(`The input "${name}" needs a "binary_data_size" in bytes.`);
  const end = raw.at + Number(size);
  if (end > raw.bytes.length) throw refuse(`The input "${name}" ends behind the end of the body.`);
  const part = raw.bytes.subarray(raw.at, end);
  raw.at = end;
  return part;
}

function readInput(input: unknown, index: number, raw: RawPart): Tensor {
  if (!isObject(input)) throw refuse(`Input ${index + 1} is no object.`);
  const { name, datatype, parameters, data } = input;
  if (typeof name !== "string" || name === "") throw refuse(`Input ${index + 1} has no "name".`);
  if (!isDatatype(datatype))
    throw refuse(
      `The input "${name}" needs a "datatype": one of ${Object.keys(DATATYPE_BYTES).join(", ")}.`,
    );
  const shape = shapeOf(name, input.shape);
  const size = isObject(parameters) ? parameters.binary_data_size : undefined;
  if (size !== undefined) return readRaw(name, datatype, shape, takeRaw(raw, name, size));
  if (!Array.isArray(data))
    throw refuse(`The input "${name}" has no "data", and no "binary_data_size" either.`);
  return tensorOf(name, datatype, shape, data);
}

function readOutputs(outputs: unknown, isBinary: boolean): Map<string, boolean> | null {
  if (outputs === undefined || outputs === null) return null;
  if (!Array.isArray(outputs)) throw refuse(`"outputs" must be a list.`);
  if (outputs.length === 0) return null;
  return new Map(
    outputs.map((output, index) => {
      if (!isObject(output) || typeof output.name !== "string")
        throw refuse(`Output ${index + 1} has no "name".`);
      const { parameters } = output;
      const wants = isObject(parameters) ? parameters.binary_data : undefined;
      return [output.name, typeof wants === "boolean" ? wants : isBinary];
    }),
  );
}

/** Where the JSON ends and the binary begins. */
function headerLength(value: string | undefined, total: number): number {
  if (value === undefined) return total;
  const length = Number(value);
  if (!/^\d+$/.test(value) || length > total)
    throw refuse("Inference-Header-Content-Length is not the length of the JSON in the body.");
  if (length === 0)
    throw refuse("A body without JSON is not taken: name the inputs, their types and shapes.");
  return length;
}

/** Tensors that JSON lists, each with its data there or in binary behind it. */
function readTensors(listed: readonly unknown[], bytes: Buffer): Tensor[] {
  const raw: RawPart = { bytes, at: 0 };
  const tensors = listed.map((input, index) => readInput(input, index, raw));
  if (raw.at !== bytes.length)
    throw refuse(`${bytes.length - raw.at} bytes of the body belong to no input.`);
  return tensors;
}

/** What was asked or answered elsewhere, with all tensors' data in JSON, flat. Throws INVALID. */
export function readTold(
  body: Buffer,
  headerContentLength: string | undefined,
): Record<string, unknown> {
  const length = headerLength(headerContentLength, body.length);
  const message = parseObject(body.subarray(0, length));
  const side = "inputs" in message ? "inputs" : "outputs";
  const listed = message[side];
  if (!Array.isArray(listed)) return message;
  const tensors = readTensors(listed, body.subarray(length));
  return {
    ...message,
    [side]: tensors.map((tensor) => ({
      ...{ name: tensor.name, shape: tensor.shape },
      data: withNames(flatValues(tensor), tensor.data),
    })),
  };
}

/** A request to infer, in JSON or with tensors in binary behind it. Throws INVALID. */
export function readInfer(body: Buffer, headerContentLength: string | undefined): InferRequest {
  const length = headerLength(headerContentLength, body.length);
  const message = parseObject(body.subarray(0, length));
  const { id, inputs, outputs, parameters } = message;
  if (!Array.isArray(inputs) || inputs.length === 0)
    throw refuse(`The request needs "inputs": a list of tensors.`);
  if (inputs.length > MAX_INPUTS) throw refuse(`The request has more than ${MAX_INPUTS} inputs.`);
  const tensors = readTensors(inputs, body.subarray(length));
  if (new Set(tensors.map(({ name }) => name)).size !== tensors.length)
    throw refuse("Two inputs have the same name.");
  const isBinary = isObject(parameters) && parameters.binary_data_output === true;
  return {
    id: typeof id === "string" || typeof id === "number" ? String(id) : null,
    tensors,
    outputs: readOutputs(outputs, isBinary),
    isBinary,
  };
}

/** The tensors asked for. Throws INVALID for one that the model does not give. */
export function chooseOutputs(
  tensors: readonly Tensor[],
  wanted: InferRequest["outputs"],
): readonly Tensor[] {
  if (wanted === null) return tensors;
  return [...wanted.keys()].map((name) => {
    const found = tensors.find((tensor) => tensor.name === name);
    if (found) return found;
    const names = tensors.map((tensor) => `"${tensor.name}"`).join(", ");
    throw refuse(`The model has no output "${name}"; it gives ${names}.`);
  });
}

export interface InferAnswer {
  body: Buffer | string;
  /** Length of the JSON when binary follows it. */
  headerLength: number | null;
}

/** An answer, with those tensors in binary that were asked for so. */
export function writeInfer(
  about: { model: string; version: string; id: string | null },
  tensors: readonly Tensor[],
  { outputs, isBinary }: Pick<InferRequest, "outputs" | "isBinary">,
): InferAnswer {
  const raw: Buffer[] = [];
  const written = tensors.map((tensor) => {
    const { name, datatype, shape } = tensor;
    if (!(outputs?.get(name) ?? isBinary))
      return { name, datatype, shape, data: flatValues(tensor) };
    const bytes = writeRaw(tensor);
    raw.push(bytes);
    return { name, datatype, shape, parameters: { binary_data_size: bytes.length } };
  });
  const json = JSON.stringify({
    model_name: about.model,
    model_version: about.version,
    id: about.id ?? undefined,
    outputs: written,
  });
  if (raw.length === 0) return { body: json, headerLength: null };
  const head = Buffer.from(json);
  return { body: Buffer.concat([head, ...raw]), headerLength: head.length };
}
