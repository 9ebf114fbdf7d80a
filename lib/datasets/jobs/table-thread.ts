import "server-only";
/** The thread that reads tables, so that the event loop that answers requests never does. */
import { parentPort, workerData } from "node:worker_threads";
import type { TableScan } from "../schema/table-scan";
import { gather } from "./gather";
import { BrokenFile } from "./table-reader";

const port = parentPort;
if (!port) throw new Error("This file is started as a thread.");

const waiting = new Map<number, (bytes: Uint8Array) => void>();
port.on("message", ({ id, bytes }: { id: number; bytes: Uint8Array }) => {
  waiting.get(id)?.(bytes);
  waiting.delete(id);
});

let lastId = 0;
const read = (start: number, end: number) =>
  new Promise<Uint8Array>((resolve) => {
    lastId += 1;
    waiting.set(lastId, resolve);
    port.postMessage({ kind: "read", id: lastId, start, end });
  });

// Whoever starts the thread hands it a scan.
gather(workerData as TableScan, read).then(
  (findings) => port.postMessage({ kind: "done", findings }),
  (error: unknown) =>
    port.postMessage({
      kind: "failed",
      isBroken: error instanceof BrokenFile,
      message: error instanceof Error ? error.message : String(error),
    }),
);
