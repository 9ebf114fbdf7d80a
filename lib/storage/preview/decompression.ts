import { createContext, Script } from "node:vm";
import { brotliDecompressSync, gunzipSync } from "node:zlib";
import type { Compressors } from "hyparquet";
import { decompressZstd, compressors as pureCompressors } from "hyparquet-compressors";
import { AppError } from "@/lib/core/errors";
import { PREVIEW_LIMITS } from "./preview";

export const tooMuch = () =>
  new AppError("TOO_LARGE", "its first rows take more bytes than a preview may read");

const tooSlow = () => new AppError("TOO_LARGE", "its first rows take too long to unpack");

type Decompress = NonNullable<Compressors[keyof Compressors]>;

/** What Node unpacks itself is faster than what is written in JavaScript, and stops at the length it was told. */
const CODECS: Compressors = {
  ...pureCompressors,
  GZIP: (input, length) => gunzipSync(input, { maxOutputLength: Math.max(length, 1) }),
  BROTLI: (input, length) => brotliDecompressSync(input, { maxOutputLength: Math.max(length, 1) }),
  // Told where to put it, it trusts no length that the frame claims.
  ZSTD: (input, length) => decompressZstd(input, new Uint8Array(length)),
};

const CALL = new Script("unpack()");
/** It comes from the context, so it is no `Error` of ours. */
const isTimeout = (error: unknown) =>
  typeof error === "object" &&
  error !== null &&
  "code" in error &&
  error.code === "ERR_SCRIPT_EXECUTION_TIMEOUT";

/**
 * Every codec of Parquet, with a bound on the bytes and on the time of all pages together: the lengths in a file are
 * claims, and a few bytes can ask for hours of copying.
 */
export function boundedCompressors({
  unpackedBytes,
  unpackingMs,
}: {
  unpackedBytes: number;
  unpackingMs: number;
} = PREVIEW_LIMITS): Compressors {
  const left = { bytes: unpackedBytes, ms: unpackingMs };
  const call: { unpack: () => Uint8Array } = { unpack: () => new Uint8Array() };
  const context = createContext(call);
  const bounded =
    (decompress: Decompress): Decompress =>
    (input, length) => {
      left.bytes -= length;
      if (!(length >= 0 && left.bytes >= 0)) throw tooMuch();
      if (left.ms < 1) throw tooSlow();
      const began = performance.now();
      try {
        call.unpack = () => decompress(input, length);
        const unpacked: Uint8Array = CALL.runInContext(context, { timeout: Math.ceil(left.ms) });
        return unpacked;
      } catch (error) {
        throw isTimeout(error) ? tooSlow() : error;
      } finally {
        left.ms -= performance.now() - began;
      }
    };
  return Object.fromEntries(
    Object.entries(CODECS).map(([codec, decompress]) => [codec, bounded(decompress)]),
  );
}
