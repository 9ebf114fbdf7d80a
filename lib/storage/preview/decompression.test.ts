import { brotliCompressSync, gzipSync } from "node:zlib";
import { describe, expect, it } from "vitest";
import { boundedCompressors } from "./decompression";

const zeros = Buffer.alloc(1_000_000);
const LIMITS = { unpackedBytes: 2_500_000, unpackingMs: 60_000 };

describe("unpacking the pages of a Parquet file", () => {
  it("counts all pages together", () => {
    const { GZIP } = boundedCompressors(LIMITS);
    const page = gzipSync(zeros);
    expect(GZIP?.(page, zeros.length)).toHaveLength(zeros.length);
    expect(GZIP?.(page, zeros.length)).toHaveLength(zeros.length);
    expect(() => GZIP?.(page, zeros.length)).toThrow(/more bytes than a preview may read/);
  });

  it.each([
    ["GZIP", gzipSync(zeros)],
    ["BROTLI", brotliCompressSync(zeros)],
  ] as const)("%s stops at the length that the page claims", (codec, page) => {
    expect(() => boundedCompressors(LIMITS)[codec]?.(page, 1_000)).toThrow();
  });

  it.each(["GZIP", "BROTLI", "ZSTD", "LZ4", "LZ4_RAW", "SNAPPY"] as const)(
    "%s allocates nothing for a length beyond the bound",
    (codec) => {
      const unpack = boundedCompressors(LIMITS)[codec];
      for (const length of [2 ** 31 - 1, -1, Number.NaN])
        expect(() => unpack?.(new Uint8Array(8), length)).toThrow(/more bytes than a preview/);
    },
  );

  it("gives up on a few bytes that ask for endless copying", () => {
    // A literal, then one match whose length is written in 8 MB of 255s: two thousand million bytes to copy.
    const page = new Uint8Array(8_000_000).fill(255);
    page.set([0x1f, 0, 1, 0]);
    page[page.length - 1] = 0;
    const { LZ4_RAW } = boundedCompressors({ unpackedBytes: 2_500_000, unpackingMs: 50 });
    expect(() => LZ4_RAW?.(page, 1_000)).toThrow(/take too long to unpack/);
    expect(() => LZ4_RAW?.(page, 1_000)).toThrow(/take too long to unpack/);
  });
});
