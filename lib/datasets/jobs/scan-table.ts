import "server-only";
import { buffer } from "node:stream/consumers";
import { askThread } from "@/lib/core/ask-thread";
import { takeTurns } from "@/lib/core/turnstile";
import type { ArtifactStore } from "@/lib/storage/store";
import type {
  ColumnScan,
  ColumnValues,
  FileRange,
  TableFindings,
  TableScan,
} from "../schema/table-scan";

const DEADLINE_MS = 300_000;
const MAX_HEAP_MB = 1_024;
/** Each thread takes a core. */
const TURNS = {
  name: "table-threads",
  atOnce: 2,
  waiting: 20,
  full: "Many tables are being read. Try again in a moment.",
};

const readInThread = <Answer>(store: ArtifactStore, path: string, scan: TableScan | ColumnScan) =>
  takeTurns(TURNS, () =>
    askThread<FileRange, Answer>({
      source: "lib/datasets/jobs/table-thread.ts",
      data: scan,
      maxHeapMb: MAX_HEAP_MB,
      deadlineMs: DEADLINE_MS,
      tooLong: "Reading the table takes longer than five minutes.",
      tooLarge: "Reading the table takes more memory than there is for it.",
      reply: async (range) => {
        const bytes = await readRange(store, path, range);
        return { value: bytes, transfer: [bytes.buffer] };
      },
    }),
  );

/** Reads a table of the store in a thread of its own. Throws INVALID for a broken file, TOO_LARGE for one that takes too much. */
export const scanTable = (store: ArtifactStore, path: string, scan: TableScan) =>
  readInThread<TableFindings>(store, path, scan);

/** Reads one column of it, likewise. */
export const scanColumn = (store: ArtifactStore, path: string, scan: ColumnScan) =>
  readInThread<ColumnValues>(store, path, scan);

async function readRange(
  store: ArtifactStore,
  path: string,
  { start, end }: FileRange,
): Promise<Uint8Array<ArrayBuffer>> {
  if (end <= start) return new Uint8Array();
  const { body } = await store.get(path, { start, end: end - 1 });
  return new Uint8Array(await buffer(body));
}
