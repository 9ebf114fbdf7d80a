import { AppError } from "@/lib/core/errors";
import type { Datatype, Tensor, TensorData } from "../schema/payload";
import { withNames } from "./non-finite";
import { allocate } from "./tensor-memory";

/** Values that one request may carry. */
export const MAX_VALUES = 16 * 1024 * 1024;

export const sizeOf = (shape: readonly number[]): number =>
  shape.reduce((product, length) => product * length, 1);

const shapeText = (shape: readonly number[]) => `[${shape.join(", ")}]`;

const refuse = (message: string): AppError => new AppError("INVALID", message);

/** Whether an integer type holds a number. */
const RANGES: Partial<Record<Datatype, readonly [low: number, high: number]>> = {
  UINT8: [0, 255],
  UINT16: [0, 65_535],
  UINT32: [0, 4_294_967_295],
  INT8: [-128, 127],
  INT16: [-32_768, 32_767],
  INT32: [-2_147_483_648, 2_147_483_647],
};

const WIDE_RANGES: Partial<Record<Datatype, readonly [low: bigint, high: bigint]>> = {
  UINT64: [0n, 2n ** 64n - 1n],
  INT64: [-(2n ** 63n), 2n ** 63n - 1n],
};

const shown = (value: unknown): string => {
  if (value === null) return "null";
  if (Array.isArray(value)) return "a list";
  if (typeof value === "object") return "an object";
  return typeof value === "string"
    ? `the text ${JSON.stringify(value.slice(0, 40))}`
    : String(value);
};

type Where = () => string;

function toText(value: unknown, where: Where): string {
  if (typeof value === "string") return value;
  throw refuse(`${where()} must be a text, not ${shown(value)}.`);
}

function toBit(value: unknown, where: Where): number {
  if (value === true || value === 1) return 1;
  if (value === false || value === 0) return 0;
  throw refuse(`${where()} must be true or false, not ${shown(value)}.`);
}

function toFloat(value: unknown, where: Where): number {
  if (typeof value === "number") return value;
  if (value === null) return Number.NaN;
  if (typeof value === "boolean" || typeof value === "bigint") return Number(value);
  throw refuse(`${where()} must be a number, not ${shown(value)}.`);
}

function toWhole(value: unknown, datatype: Datatype, where: Where): number | bigint {
  const number = typeof value === "boolean" ? Number(value) : value;
  const isWhole =
    typeof number === "bigint" || (typeof number === "number" && Number.isInteger(number));
  if (!isWhole) throw refuse(`${where()} must be a whole number, not ${shown(value)}.`);
  const wide = WIDE_RANGES[datatype];
  const [low, high] = wide ?? RANGES[datatype] ?? [0, 0];
  if (number < low || number > high)
    throw refuse(`${where()} is ${shown(value)}, which ${datatype} does not hold.`);
  return wide ? BigInt(number) : Number(number);
}

const isFloat = (datatype: Datatype) => /^(?:FP|BF)/.test(datatype);

/** A value of JSON as one of a type. Throws INVALID with `where` in its sentence. */
export function toValue(
  value: unknown,
  datatype: Datatype,
  where: Where,
): number | bigint | string {
  if (datatype === "BYTES") return toText(value, where);
  if (datatype === "BOOL") return toBit(value, where);
  return isFloat(datatype) ? toFloat(value, where) : toWhole(value, datatype, where);
}

type Item = number | bigint | string;
/** Puts a value where it belongs; its type was checked by `toValue`. */
export function put(data: TensorData, index: number, value: Item): void {
  // Each array takes exactly what toValue made for its type.
  (data as { [index: number]: Item })[index] = value;
}

const isPlainList = (values: readonly unknown[]): boolean => !Array.isArray(values[0]);

/** Fast for what is sent most: numbers in one list, or in rows of one length. */
function fillFloats(
  data: Float32Array | Float64Array,
  values: readonly unknown[],
  offset: number,
): number {
  let at = offset;
  for (const value of values) {
    if (typeof value === "number") data[at++] = value;
    else if (Array.isArray(value)) {
      const next = fillFloats(data, value, at);
      if (next < 0) return -1;
      at = next;
    } else return -1;
  }
  return at;
}

function* flatten(value: unknown, depth = 0): Generator<unknown> {
  if (!Array.isArray(value)) yield value;
  else if (depth > 32) throw refuse("The lists are nested more than 32 levels deep.");
  else for (const item of value) yield* flatten(item, depth + 1);
}

/** A tensor of values in JSON, flat or nested. Throws INVALID. */
export function tensorOf(
  name: string,
  datatype: Datatype,
  shape: readonly number[],
  values: readonly unknown[],
): Tensor {
  const size = sizeOf(shape);
  if (size > MAX_VALUES)
    throw new AppError("TOO_LARGE", `The input "${name}" has more than ${MAX_VALUES} values.`);
  const data = allocate(datatype, size);
  if (data instanceof Float32Array || data instanceof Float64Array) {
    const isFilled =
      (isPlainList(values) ? values.length === size : true) && fillFloats(data, values, 0) === size;
    if (isFilled) return { name, datatype, shape, data };
  }
  let index = 0;
  for (const value of flatten(values)) {
    const at = index;
    if (index < size)
      put(
        data,
        index,
        toValue(value, datatype, () => `Value ${at} of the input "${name}"`),
      );
    index += 1;
  }
  if (index !== size)
    throw refuse(
      `The input "${name}" has ${index} values, but its shape ${shapeText(shape)} wants ${size}.`,
    );
  return { name, datatype, shape, data };
}

/** The shape that lists in lists have. Throws INVALID for rows of different lengths. */
export function shapeOf(name: string, value: unknown): number[] {
  const shape: number[] = [];
  let level: unknown = value;
  while (Array.isArray(level)) {
    shape.push(level.length);
    if (shape.length > 32) throw refuse(`The input "${name}" is nested more than 32 levels deep.`);
    level = level[0];
  }
  checkRegular(name, value, shape, 0);
  return shape;
}

function checkRegular(name: string, value: unknown, shape: readonly number[], depth: number): void {
  const wanted = shape[depth];
  if (
    wanted === undefined ? Array.isArray(value) : !Array.isArray(value) || value.length !== wanted
  )
    throw refuse(`The rows of the input "${name}" do not have the same shape.`);
  if (Array.isArray(value) && depth + 1 <= shape.length)
    for (const item of value) checkRegular(name, item, shape, depth + 1);
}

/** Values as JSON has them: whole numbers of 64 bits as numbers, what JSON has no number for as null. */
function plain(datatype: Datatype, value: Item | undefined): unknown {
  if (datatype === "BOOL") return value === 1;
  if (typeof value === "bigint") return Number(value);
  if (typeof value === "number" && !Number.isFinite(value)) return null;
  return value ?? null;
}

/** Every value, in order, as JSON has it. */
export function flatValues({ datatype, data }: Tensor): unknown[] {
  const values: unknown[] = new Array(data.length);
  if (data instanceof Float32Array || data instanceof Float64Array) {
    for (let index = 0; index < data.length; index += 1) {
      const value = data[index] ?? 0;
      values[index] = Number.isFinite(value) ? value : null;
    }
    return values;
  }
  for (let index = 0; index < data.length; index += 1) values[index] = plain(datatype, data[index]);
  return values;
}

function nest(values: readonly unknown[], shape: readonly number[]): unknown {
  if (shape.length === 0) return values[0] ?? null;
  if (shape.length === 1) return values;
  const [rows = 0, ...rest] = shape;
  if (rows === 1) return [nest(values, rest)];
  const width = sizeOf(rest);
  return Array.from({ length: rows }, (_, row) =>
    nest(values.slice(row * width, (row + 1) * width), rest),
  );
}

/** A tensor as lists in lists. */
export const nestedValues = (tensor: Tensor): unknown => nest(flatValues(tensor), tensor.shape);

/** The same for the log, which names the numbers that JSON does not have. */
export const namedValues = (tensor: Tensor): unknown =>
  nest(withNames(flatValues(tensor), tensor.data), tensor.shape);

/** How many rows a tensor has. */
export const rowsOf = ({ shape }: Pick<Tensor, "shape">): number => shape[0] ?? 1;

/** Some of a tensor's rows, over the same memory. */
export function sliceRows(tensor: Tensor, start: number, end: number): Tensor {
  const { name, datatype, shape, data } = tensor;
  const width = sizeOf(shape.slice(1));
  const part = Array.isArray(data)
    ? data.slice(start * width, end * width)
    : data.subarray(start * width, end * width);
  return { name, datatype, shape: [end - start, ...shape.slice(1)], data: part };
}

/** Tensors of one name, type and width, one below the other. */
export function stackRows(tensors: readonly Tensor[]): Tensor {
  const [first] = tensors;
  if (!first) throw new Error("There is nothing to stack.");
  if (tensors.length === 1) return first;
  const total = tensors.reduce((sum, tensor) => sum + rowsOf(tensor), 0);
  const rest = first.shape.slice(1);
  const data = allocate(first.datatype, total * sizeOf(rest));
  let at = 0;
  for (const tensor of tensors) {
    if (Array.isArray(data)) for (const value of tensor.data) data[at++] = String(value);
    else {
      // Tensors of one type have arrays of one kind.
      (data as Float64Array).set(tensor.data as Float64Array, at);
      at += tensor.data.length;
    }
  }
  return { name: first.name, datatype: first.datatype, shape: [total, ...rest], data };
}

const isText = (datatype: Datatype) => datatype === "BYTES";

/** The same values as another type. Throws INVALID for a value that it does not hold. */
export function castTensor(tensor: Tensor, datatype: Datatype): Tensor {
  if (tensor.datatype === datatype) return tensor;
  const { name, shape, data } = tensor;
  if (isText(tensor.datatype) !== isText(datatype))
    throw refuse(`The input "${name}" must have the type ${datatype}, not ${tensor.datatype}.`);
  const cast = allocate(datatype, data.length);
  if (isFloat(datatype)) {
    for (let index = 0; index < data.length; index += 1) put(cast, index, Number(data[index]));
    return { name, datatype, shape, data: cast };
  }
  for (let index = 0; index < data.length; index += 1)
    put(
      cast,
      index,
      toValue(data[index], datatype, () => `Value ${index} of the input "${name}"`),
    );
  return { name, datatype, shape, data: cast };
}
