import "server-only";
import { parquetMetadataAsync, parquetReadObjects, parquetSchema } from "hyparquet";
import { boundedCompressors } from "@/lib/storage/preview/decompression";
import { BrokenFile, checkColumns, LIMITS, type ReadRange, type TableReader } from "./table-reader";

/** Rows that are unpacked at once; a row group may hold millions. */
const ROWS_AT_ONCE = 20_000;

function openBuffer(read: ReadRange, size: number) {
  return {
    byteLength: size,
    async slice(start: number, end = size): Promise<ArrayBuffer> {
      const from = Math.max(start < 0 ? size + start : start, 0);
      const bytes = await read(from, Math.min(end, size));
      return new Uint8Array(bytes).buffer;
    },
  };
}

const explained = (error: unknown) =>
  error instanceof BrokenFile
    ? error
    : new BrokenFile(
        `The Parquet file cannot be read: ${error instanceof Error ? error.message : "it is broken"}.`,
      );

/** A Parquet file, a bounded number of rows at a time. Pages that unpack to more bytes than are given break it. */
export async function openParquet(
  read: ReadRange,
  size: number,
  unpackedBytes = Number.MAX_SAFE_INTEGER,
): Promise<TableReader> {
  const file = openBuffer(read, size);
  const metadata = await parquetMetadataAsync(file).catch((error: unknown) => {
    throw explained(error);
  });
  const columns = parquetSchema(metadata).children.map(({ element }) => element.name);
  checkColumns(columns);
  if (metadata.row_groups.some((group) => Number(group.total_byte_size) > LIMITS.groupBytes))
    throw new BrokenFile("A row group of the file is larger than 512 MiB. Write smaller ones.");
  const total = Number(metadata.num_rows);
  async function* rows(): AsyncGenerator<unknown[]> {
    const compressors = boundedCompressors({
      unpackedBytes,
      unpackingMs: LIMITS.unpackingMs,
    });
    for (let start = 0; start < total; start += ROWS_AT_ONCE) {
      const rowEnd = Math.min(start + ROWS_AT_ONCE, total);
      const range = { rowStart: start, rowEnd, useOffsetIndex: true };
      const objects = await parquetReadObjects({ file, metadata, compressors, ...range }).catch(
        (error: unknown) => {
          throw explained(error);
        },
      );
      for (const row of objects) yield columns.map((name) => row[name]);
    }
  }
  return { columns, rows: rows() };
}
