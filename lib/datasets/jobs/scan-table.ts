import "server-only";
import { buffer } from "node:stream/consumers";
import { AppError } from "@/lib/core/errors";
import { openThread } from "@/lib/core/open-thread";
import { takeTurns } from "@/lib/core/turnstile";
import type { ArtifactStore } from "@/lib/storage/store";
import type { TableFindings, TableScan } from "../schema/table-scan";

const DEADLINE_MS = 300_000;
const MAX_HEAP_MB = 1_024;
/** Each thread takes a core. */
const TURNS = {
  name: "table-threads",
  atOnce: 2,
  waiting: 20,
  full: "Many tables are being read. Try again in a moment.",
};

type Message =
  | { kind: "read"; id: number; start: number; end: number }
  | { kind: "done"; findings: TableFindings }
  | { kind: "failed"; isBroken: boolean; message: string };

const openScan = (scan: TableScan) =>
  openThread(new URL("./table-thread.ts", import.meta.url), {
    workerData: scan,
    resourceLimits: { maxOldGenerationSizeMb: MAX_HEAP_MB },
  });

/** Reads a table of the store in a thread of its own. Throws INVALID for a broken file, TOO_LARGE for one that takes too much. */
export async function scanTable(
  store: ArtifactStore,
  path: string,
  scan: TableScan,
): Promise<TableFindings> {
  return takeTurns(TURNS, () => scanInThread(store, path, scan));
}

async function scanInThread(
  store: ArtifactStore,
  path: string,
  scan: TableScan,
): Promise<TableFindings> {
  const thread = openScan(scan);
  let timer: NodeJS.Timeout | undefined;
  try {
    return await new Promise<TableFindings>((resolve, reject) => {
      timer = setTimeout(
        () =>
          reject(new AppError("TOO_LARGE", "Reading the table takes longer than five minutes.")),
        DEADLINE_MS,
      );
      thread.once("error", (error) =>
        reject(
          "code" in error && error.code === "ERR_WORKER_OUT_OF_MEMORY"
            ? new AppError("TOO_LARGE", "Reading the table takes more memory than there is for it.")
            : error,
        ),
      );
      thread.once("exit", () => reject(new Error("The thread ended without an answer.")));
      thread.on("message", (message: Message) => {
        if (message.kind === "done") resolve(message.findings);
        else if (message.kind === "failed")
          reject(
            message.isBroken
              ? new AppError("INVALID", message.message)
              : new Error(message.message),
          );
        else
          readRange(store, path, message).then(
            (bytes) => thread.postMessage({ id: message.id, bytes }, [bytes.buffer]),
            reject,
          );
      });
    });
  } finally {
    clearTimeout(timer);
    await thread.terminate();
  }
}

async function readRange(
  store: ArtifactStore,
  path: string,
  { start, end }: { start: number; end: number },
): Promise<Uint8Array<ArrayBuffer>> {
  if (end <= start) return new Uint8Array();
  const { body } = await store.get(path, { start, end: end - 1 });
  return new Uint8Array(await buffer(body));
}
