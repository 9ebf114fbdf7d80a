import "server-only";
/** The thread that reads tables, so that the event loop that answers requests never does. */
import { doTask } from "@/lib/core/ask-thread";
import { AppError } from "@/lib/core/errors";
import type { ColumnScan, FileRange, TableScan } from "../schema/table-scan";
import { gather } from "./gather";
import { readColumn } from "./read-column";
import { BrokenFile } from "./table-reader";

doTask(async (data, ask) => {
  // Whoever opened the thread hands it a scan.
  const scan = data as TableScan | ColumnScan;
  // And answers a range with its bytes.
  const read = (start: number, end: number) =>
    ask({ start, end } satisfies FileRange) as Promise<Uint8Array>;
  try {
    return "column" in scan ? await readColumn(scan, read) : await gather(scan, read);
  } catch (error) {
    throw error instanceof BrokenFile ? new AppError("INVALID", error.message) : error;
  }
});
