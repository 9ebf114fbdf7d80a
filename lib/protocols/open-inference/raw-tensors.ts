import { isUtf8 } from "node:buffer";
import { endianness } from "node:os";
import { AppError } from "@/lib/core/errors";
import { fromBfloat, fromHalf, toBfloat, toHalf } from "@/lib/gateway/rules/half-floats";
import { allocate } from "@/lib/gateway/rules/tensor-memory";
import { put, sizeOf } from "@/lib/gateway/rules/tensors";
import { DATATYPE_BYTES, type Datatype, type Tensor } from "@/lib/gateway/schema/payload";

const IS_LITTLE = endianness() === "LE";

const refuse = (name: string, why: string) =>
  new AppError("INVALID", `The input "${name}" cannot be read: ${why}.`);

function readTexts(name: string, bytes: Buffer, size: number): string[] {
  const texts: string[] = [];
  let at = 0;
  while (at < bytes.length) {
    if (texts.length === size) throw refuse(name, `it has more than ${size} values`);
    if (at + 4 > bytes.length) throw refuse(name, "its last length is cut off");
    const length = bytes.readUInt32LE(at);
    at += 4;
    if (at + length > bytes.length) throw refuse(name, "its last value is cut off");
    const text = bytes.subarray(at, at + length);
    if (!isUtf8(text)) throw refuse(name, "only text in UTF-8 is taken as BYTES");
    texts.push(text.toString("utf8"));
    at += length;
  }
  if (texts.length !== size)
    throw refuse(name, `it has ${texts.length} values, but its shape wants ${size}`);
  return texts;
}

/** Numbers in the byte order of the wire, as this machine has them. */
function swap(bytes: Buffer, width: number): Buffer {
  if (IS_LITTLE || width === 1) return bytes;
  if (width === 2) return bytes.swap16();
  return width === 4 ? bytes.swap32() : bytes.swap64();
}

function widen(bytes: Buffer, read: (bits: number) => number): Float32Array {
  const data = new Float32Array(bytes.length / 2);
  for (let index = 0; index < data.length; index += 1)
    data[index] = read(bytes.readUInt16LE(index * 2));
  return data;
}

/** Values in binary: little endian, texts with their lengths before them. Throws INVALID. */
export function readRaw(
  name: string,
  datatype: Datatype,
  shape: readonly number[],
  bytes: Buffer,
): Tensor {
  const size = sizeOf(shape);
  const width = DATATYPE_BYTES[datatype];
  if (width === null) return { name, datatype, shape, data: readTexts(name, bytes, size) };
  if (bytes.length !== size * width)
    throw refuse(name, `it has ${bytes.length} bytes, but its shape and type want ${size * width}`);
  if (datatype === "FP16") return { name, datatype, shape, data: widen(bytes, fromHalf) };
  if (datatype === "BF16") return { name, datatype, shape, data: widen(bytes, fromBfloat) };
  const data = allocate(datatype, size);
  if (Array.isArray(data)) throw new Error(`${datatype} is no list of texts.`);
  new Uint8Array(data.buffer, data.byteOffset).set(swap(Buffer.from(bytes), width));
  if (datatype === "BOOL")
    for (let index = 0; index < size; index += 1) put(data, index, data[index] ? 1 : 0);
  return { name, datatype, shape, data };
}

function writeTexts(texts: readonly string[]): Buffer {
  return Buffer.concat(
    texts.flatMap((text) => {
      const bytes = Buffer.from(text, "utf8");
      const length = Buffer.alloc(4);
      length.writeUInt32LE(bytes.length);
      return [length, bytes];
    }),
  );
}

function narrow(data: ArrayLike<number | bigint | string>, write: (value: number) => number) {
  const bytes = Buffer.alloc(data.length * 2);
  for (let index = 0; index < data.length; index += 1)
    bytes.writeUInt16LE(write(Number(data[index])), index * 2);
  return bytes;
}

/** A tensor's values in binary. */
export function writeRaw({ datatype, data }: Tensor): Buffer {
  if (Array.isArray(data)) return writeTexts(data);
  if (datatype === "FP16") return narrow(data, toHalf);
  if (datatype === "BF16") return narrow(data, toBfloat);
  const bytes = Buffer.from(data.buffer, data.byteOffset, data.byteLength);
  return IS_LITTLE ? bytes : swap(Buffer.from(bytes), DATATYPE_BYTES[datatype] ?? 1);
}
