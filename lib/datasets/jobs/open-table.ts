import "server-only";
import type { TableScan } from "../schema/table-scan";
import { openCsv } from "./csv-reader";
import { openParquet } from "./parquet-reader";
import type { ReadRange, TableReader } from "./table-reader";

export const openTable = (
  { format, size }: Pick<TableScan, "format" | "size">,
  read: ReadRange,
): Promise<TableReader> => (format === "csv" ? openCsv(read, size) : openParquet(read, size));
