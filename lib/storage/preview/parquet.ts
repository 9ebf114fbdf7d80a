import { buffer } from "node:stream/consumers";
import { parquetMetadataAsync, parquetReadObjects, parquetSchema } from "hyparquet";
import type { ArtifactStore } from "../store";
import { boundedCompressors, tooMuch } from "./decompression";
import { PREVIEW_LIMITS, type PreviewColumn } from "./preview";
import { type PreviewTable, toCell } from "./tables";

const FOOTER_BYTES = 64 * 1024;

/** A file of the store as the Parquet reader wants it, with a bound on what it may read in all. */
function rangeReader(store: ArtifactStore, path: string, size: number) {
  let left = PREVIEW_LIMITS.parquetBytes;
  return {
    byteLength: size,
    async slice(start: number, end = size): Promise<ArrayBuffer> {
      const from = Math.max(start < 0 ? size + start : start, 0);
      const to = Math.min(end, size);
      left -= to - from;
      if (left < 0) throw tooMuch();
      if (to <= from) return new ArrayBuffer(0);
      const { body } = await store.get(path, { start: from, end: to - 1 });
      return new Uint8Array(await buffer(body)).buffer;
    },
  };
}

/** The first rows and columns of a Parquet file. Throws for one that cannot be read or would take too much. */
export async function readParquet(
  store: ArtifactStore,
  path: string,
  size: number,
): Promise<PreviewTable> {
  const file = rangeReader(store, path, size);
  const metadata = await parquetMetadataAsync(file, { initialFetchSize: FOOTER_BYTES });
  const all: PreviewColumn[] = parquetSchema(metadata).children.map(({ element }) => ({
    name: element.name,
    type: (element.logical_type?.type ?? element.converted_type ?? element.type ?? "struct")
      .toLowerCase()
      .replaceAll("_", " "),
  }));
  const columns = all.slice(0, PREVIEW_LIMITS.columns);
  const objects = await parquetReadObjects({
    file,
    metadata,
    columns: columns.map(({ name }) => name),
    rowStart: 0,
    rowEnd: Math.min(PREVIEW_LIMITS.rows, Number(metadata.num_rows)),
    useOffsetIndex: true,
    compressors: boundedCompressors(),
  });
  return {
    columns,
    rows: objects.map((row) => columns.map(({ name }) => toCell(row[name]))),
    totalRows: Number(metadata.num_rows),
    totalColumns: all.length,
  };
}
