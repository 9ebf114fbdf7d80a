import "server-only";
/** The thread that writes predictions down, so that requests wait neither for their JSON nor for its memory. */
import { setTimeout as pause } from "node:timers/promises";
import { parentPort, workerData } from "node:worker_threads";
import { settleEnv } from "@/lib/core/env";
import { isDatabaseAway } from "@/lib/core/errors";
import { log } from "@/lib/core/log";
import { FULL_PACK } from "../rules/prediction-pack";
import { unpack } from "../rules/unpack-predictions";
import { type Prepared, preparePredictions, storePredictions } from "../sql/prediction-log";
import type { SentPack, WrittenPacks } from "./prediction-log";

const RETRY_MS = 1_000;
/** Packs that are written in one go at most, when more wait; each is bounded in predictions and in bytes. */
const MAX_TOGETHER = 10;
/** How long more of them are gathered where they come by full packs: a transaction of many costs about what one of few does. */
const GATHER_MS = 100;

const port = parentPort;
if (!port) throw new Error("This file is started as a thread.");

// Whoever starts the thread hands it the settings.
settleEnv(workerData as Record<string, string>);

/** Packs that are not written yet, in their order. */
const waiting: SentPack[] = [];
let isWriting = false;

/** Those that wait, as many as are written in one go: what a transaction costs is then shared by them. */
function takeTogether(): SentPack[] {
  const alone = waiting.findIndex(({ isAlone }) => isAlone);
  const together = alone < 0 ? MAX_TOGETHER : Math.min(MAX_TOGETHER, alone);
  return waiting.splice(0, Math.max(1, together));
}

const prepare = (packs: readonly SentPack[]): Promise<Prepared> =>
  preparePredictions(packs.flatMap(({ pack }) => unpack(pack)));

/** While the database is away packs wait, and those behind them. */
async function store(packs: readonly SentPack[], first: Promise<Prepared>): Promise<WrittenPacks> {
  let prepared = first;
  for (;;)
    try {
      return { packs: packs.length, ...(await storePredictions(await prepared)) };
    } catch (error) {
      if (!isDatabaseAway(error)) {
        log().error({ err: error }, "predictions could not be logged");
        const refused = packs.reduce((sum, { pack }) => sum + pack.count, 0);
        return { packs: packs.length, written: 0, refused, settings: new Map() };
      }
      await pause(RETRY_MS);
      prepared = prepare(packs);
    }
}

const isMoreComing = (): boolean =>
  waiting.length < MAX_TOGETHER &&
  waiting.every(({ pack, isAlone }) => pack.count >= FULL_PACK && !isAlone);

/** While packs are stored, the next ones are prepared. */
async function writeWaiting(post: (written: WrittenPacks) => void): Promise<void> {
  if (isWriting) return;
  isWriting = true;
  let storing = Promise.resolve();
  while (waiting.length > 0) {
    if (isMoreComing()) await pause(GATHER_MS);
    const packs = takeTogether();
    const prepared = prepare(packs);
    // What goes wrong with it is met where it is stored.
    await Promise.all([storing, prepared.catch(() => undefined)]);
    storing = store(packs, prepared).then(post);
    if (waiting.length === 0) await storing;
  }
  isWriting = false;
}

port.on("message", (sent: SentPack) => {
  waiting.push(sent);
  void writeWaiting((written) => port.postMessage(written));
});
