/** Types of the Open Inference Protocol, with the bytes of one value; strings have none of their own. */
export const DATATYPE_BYTES = {
  BOOL: 1,
  UINT8: 1,
  UINT16: 2,
  UINT32: 4,
  UINT64: 8,
  INT8: 1,
  INT16: 2,
  INT32: 4,
  INT64: 8,
  FP16: 2,
  BF16: 2,
  FP32: 4,
  FP64: 8,
  BYTES: null,
} as const;
export type Datatype = keyof typeof DATATYPE_BYTES;

/** BOOL is 0 and 1 in bytes; FP16 and BF16 are widened; BYTES are text. */
export type TensorData =
  | Uint8Array
  | Uint16Array
  | Uint32Array
  | BigUint64Array
  | Int8Array
  | Int16Array
  | Int32Array
  | BigInt64Array
  | Float32Array
  | Float64Array
  | string[];

/** Values in rows, the first dimension outermost. */
export interface Tensor {
  name: string;
  datatype: Datatype;
  shape: readonly number[];
  data: TensorData;
}

/** What a caller wants predictions for, whatever protocol it came in. */
export type ModelInput =
  | { kind: "tensors"; tensors: readonly Tensor[] }
  | { kind: "table"; columns: readonly string[]; rows: readonly (readonly unknown[])[] }
  /** Lists in lists, without a name. */
  | { kind: "array"; value: readonly unknown[] };

export type Params = Readonly<Record<string, unknown>>;

/** What a model answered. */
export type ModelOutput =
  | { kind: "tensors"; tensors: readonly Tensor[] }
  | { kind: "json"; predictions: unknown };

/** One input or output of a model; -1 stands for any length. */
export interface TensorSpec {
  name: string;
  datatype: Datatype;
  shape: readonly number[];
}
