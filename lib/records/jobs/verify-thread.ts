import "server-only";
/** The thread that verifies the chain, so that the event loop that answers requests never does. */
import { parentPort, workerData } from "node:worker_threads";
import type { Checkpoint } from "@/lib/audit/checkpoint-schema";
import { verifyAudit } from "@/lib/audit/verify";
import { settleEnv } from "@/lib/core/env";
import { closePool } from "@/lib/db/pool";

interface Task {
  DATABASE_URL: string;
  SLIPWAY_DATA: string;
  outside: readonly Checkpoint[];
  withinMs: number;
}

const port = parentPort;
if (!port) throw new Error("This file is started as a thread.");

// Whoever starts the thread hands it a task.
const { DATABASE_URL, SLIPWAY_DATA, ...options } = workerData as Task;
settleEnv({ DATABASE_URL, SLIPWAY_DATA });

verifyAudit({
  ...options,
  onProgress: (verified) => port.postMessage({ kind: "progress", verified }),
})
  .then(
    (result) => port.postMessage({ kind: "done", result }),
    (error: unknown) =>
      port.postMessage({
        kind: "failed",
        message: error instanceof Error ? error.message : String(error),
      }),
  )
  .finally(() => void closePool());
