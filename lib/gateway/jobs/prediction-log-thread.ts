import "server-only";
/** The thread that writes predictions down, so that requests wait neither for their JSON nor for its memory. */
import { setTimeout as pause } from "node:timers/promises";
import { parentPort, workerData } from "node:worker_threads";
import { settleEnv } from "@/lib/core/env";
import { isDatabaseAway } from "@/lib/core/errors";
import { log } from "@/lib/core/log";
import { type PredictionPack, unpack } from "../rules/prediction-pack";
import { type Written, writePredictions } from "../sql/prediction-log";

const RETRY_MS = 1_000;

const port = parentPort;
if (!port) throw new Error("This file is started as a thread.");

// Whoever starts the thread hands it the settings.
settleEnv(workerData as Record<string, string>);

/** While the database is away a pack waits, and those behind it. */
async function write(pack: PredictionPack): Promise<Written> {
  for (;;)
    try {
      return await writePredictions(unpack(pack));
    } catch (error) {
      if (!isDatabaseAway(error)) {
        log().error({ err: error }, "predictions could not be logged");
        return { written: 0, refused: pack.count, settings: new Map() };
      }
      await pause(RETRY_MS);
    }
}

let last: Promise<void> = Promise.resolve();
port.on("message", (pack: PredictionPack) => {
  last = last.then(async () => port.postMessage(await write(pack)));
});
