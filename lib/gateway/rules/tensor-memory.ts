import type { Datatype, TensorData } from "../schema/payload";

/** Small arrays share memory: one with memory of its own takes as long to make as its values take to parse. */
const SMALL_BYTES = 1024;
const SHARED_BYTES = 64 * 1024;
/** Each begins where the widest number may. */
const ALIGNMENT = 8;
let memory = new ArrayBuffer(SHARED_BYTES);
let taken = 0;

/** Where in `memory` so many bytes are free, and nobody else's from now on. */
function claim(bytes: number): number {
  if (taken + bytes > SHARED_BYTES) {
    memory = new ArrayBuffer(SHARED_BYTES);
    taken = 0;
  }
  const at = taken;
  taken += Math.ceil(bytes / ALIGNMENT) * ALIGNMENT;
  return at;
}

function floats(size: number): Float32Array {
  if (4 * size > SMALL_BYTES) return new Float32Array(size);
  const at = claim(4 * size);
  return new Float32Array(memory, at, size);
}

/** An empty array that holds so many values of a type. */
export function allocate(datatype: Datatype, size: number): TensorData {
  switch (datatype) {
    case "BOOL":
    case "UINT8":
      return new Uint8Array(size);
    case "UINT16":
      return new Uint16Array(size);
    case "UINT32":
      return new Uint32Array(size);
    case "UINT64":
      return new BigUint64Array(size);
    case "INT8":
      return new Int8Array(size);
    case "INT16":
      return new Int16Array(size);
    case "INT32":
      return new Int32Array(size);
    case "INT64":
      return new BigInt64Array(size);
    case "FP64":
      return new Float64Array(size);
    case "FP16":
    case "BF16":
    case "FP32":
      return floats(size);
    case "BYTES":
      return new Array<string>(size).fill("");
  }
}

/** So many values of a type over memory that holds them, from a place where they may begin. */
export function valuesAt(
  datatype: Exclude<Datatype, "BYTES">,
  { buffer, byteOffset }: Uint8Array,
  at: number,
  size: number,
): Exclude<TensorData, string[]> {
  const from = byteOffset + at;
  switch (datatype) {
    case "BOOL":
    case "UINT8":
      return new Uint8Array(buffer, from, size);
    case "UINT16":
      return new Uint16Array(buffer, from, size);
    case "UINT32":
      return new Uint32Array(buffer, from, size);
    case "UINT64":
      return new BigUint64Array(buffer, from, size);
    case "INT8":
      return new Int8Array(buffer, from, size);
    case "INT16":
      return new Int16Array(buffer, from, size);
    case "INT32":
      return new Int32Array(buffer, from, size);
    case "INT64":
      return new BigInt64Array(buffer, from, size);
    case "FP64":
      return new Float64Array(buffer, from, size);
    case "FP16":
    case "BF16":
    case "FP32":
      return new Float32Array(buffer, from, size);
  }
}
