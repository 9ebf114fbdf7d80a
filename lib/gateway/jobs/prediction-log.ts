import "server-only";
import { setTimeout as pause } from "node:timers/promises";
import type { Worker } from "node:worker_threads";
import { env } from "@/lib/core/env";
import { log } from "@/lib/core/log";
import { openThread } from "@/lib/core/open-thread";
import {
  FULL_PACK,
  type PredictionEntry,
  type PredictionPack,
  PredictionPacker,
} from "../rules/prediction-pack";
import type { Written } from "../sql/prediction-log";
import { isLeftOut, learnLogSettings } from "./known-logs";

/** Predictions that may wait, and the memory they may take; beyond it the newest are dropped, and counted. */
const MAX_WAITING = 50_000;
const MAX_WAITING_BYTES = 64 * 2 ** 20;
const PACK_BYTES = 2 ** 20;
const FLUSH_MS = 150;
/** How long nothing is tried after a thread that was lost; doubled while none of them does anything. */
const FIRST_REST_MS = 250;
const LONGEST_REST_MS = 30_000;
/** Threads that may be lost over one pack. */
const MAX_TRIES = 2;

/** What the thread is told. */
export interface SentPack {
  pack: PredictionPack;
  /** Whether it is written by itself: what a thread was lost over must not take others along. */
  isAlone: boolean;
}

/** What the thread tells of its oldest packs. */
export interface WrittenPacks extends Written {
  packs: number;
}

interface Sent {
  pack: PredictionPack;
  bytes: number;
  tries: number;
}

/** Hands predictions to a thread that writes them, pack by pack, and keeps each until it is written. */
class PredictionLog {
  private readonly packer = new PredictionPacker();
  private packed = 0;
  private timer: NodeJS.Timeout | null = null;
  private thread: Worker | null = null;
  private rest: NodeJS.Timeout | null = null;
  private restMs = FIRST_REST_MS;
  /** Packs that are not written yet, in their order. */
  private sent: Sent[] = [];
  private waitingBytes = 0;
  private idle: (() => void)[] = [];
  written = 0;
  dropped = 0;
  waiting = 0;

  record(entry: PredictionEntry): void {
    if (isLeftOut(entry)) return;
    if (this.waiting >= MAX_WAITING || this.waitingBytes > MAX_WAITING_BYTES) {
      this.dropped += 1;
      return;
    }
    const size = this.packer.add(entry);
    this.packed += size;
    this.waitingBytes += size;
    this.waiting += 1;
    if (this.packer.count >= FULL_PACK || this.packed >= PACK_BYTES) this.ship();
    else this.timer ??= setTimeout(() => this.ship(), FLUSH_MS).unref();
  }

  /** Resolves when nothing waits. */
  async flush(): Promise<void> {
    this.ship();
    if (this.waiting > 0) await new Promise<void>((resolve) => this.idle.push(resolve));
  }

  private ship(): void {
    if (this.timer) clearTimeout(this.timer);
    this.timer = null;
    if (this.packer.count === 0) return;
    const sent = { pack: this.packer.take(), bytes: this.packed, tries: 0 };
    this.packed = 0;
    this.sent.push(sent);
    if (this.thread) this.post(sent, false);
    else if (!this.rest) this.start();
    // While it writes, the process does not end by itself.
    this.thread?.ref();
  }

  /** Starts a thread, and gives it everything that is not written yet. */
  private start(): void {
    this.rest = null;
    const { DATABASE_URL, SLIPWAY_DATA, LOG_LEVEL } = env();
    try {
      const thread = openThread("lib/gateway/jobs/prediction-log-thread.ts", {
        workerData: { DATABASE_URL, SLIPWAY_DATA, LOG_LEVEL },
      });
      thread.on("message", (written: WrittenPacks) => this.heard(written));
      thread.on("error", (error) => log().error({ err: error }, "the log of predictions broke"));
      thread.once("exit", () => this.lost());
      this.thread = thread;
      for (const sent of [...this.sent]) this.post(sent, true);
    } catch (error) {
      log().error({ err: error }, "the log of predictions could not be started");
      this.lost();
    }
  }

  private post(sent: Sent, isAlone: boolean): void {
    const message: SentPack = { pack: sent.pack, isAlone };
    try {
      this.thread?.postMessage(message);
    } catch (error) {
      log().error({ err: error }, "predictions could not be handed over to the log");
      this.giveUp(sent);
    }
  }

  private giveUp(sent: Sent): void {
    this.sent = this.sent.filter((one) => one !== sent);
    this.dropped += sent.pack.count;
    this.release(sent);
  }

  private heard({ packs, written, refused, settings }: WrittenPacks): void {
    this.written += written;
    this.dropped += refused;
    this.restMs = FIRST_REST_MS;
    learnLogSettings(settings);
    for (const sent of this.sent.splice(0, packs)) this.release(sent);
  }

  /** Another thread goes on a moment later; a pack that took several along is given up. */
  private lost(): void {
    this.thread = null;
    const [first] = this.sent;
    if (first) first.tries += 1;
    if (first && first.tries >= MAX_TRIES) this.giveUp(first);
    if (this.sent.length === 0) return;
    this.rest = setTimeout(() => this.start(), this.restMs).unref();
    this.restMs = Math.min(LONGEST_REST_MS, 2 * this.restMs);
  }

  private release(sent: Sent): void {
    this.waiting -= sent.pack.count;
    this.waitingBytes -= sent.bytes;
    if (this.sent.length > 0) return;
    this.thread?.unref();
    if (this.waiting === 0) for (const wake of this.idle.splice(0)) wake();
  }
}

const shared = globalThis as typeof globalThis & { slipwayPredictions?: PredictionLog };

function predictionLog(): PredictionLog {
  shared.slipwayPredictions ??= new PredictionLog();
  return shared.slipwayPredictions;
}

/** What this process has done so far, for whoever operates it. */
export function predictionLogCounts(): { written: number; dropped: number; waiting: number } {
  const { written, dropped, waiting } = predictionLog();
  return { written, dropped, waiting };
}

/** Keeps a prediction for the log. It is written a moment later, together with others; nothing that happens here is the caller's concern. */
export function recordPrediction(entry: PredictionEntry): void {
  try {
    predictionLog().record(entry);
  } catch (error) {
    predictionLog().dropped += 1;
    log().error({ err: error }, "a prediction could not be kept for the log");
  }
}

/** Resolves when nothing waits to be written, or after a while: a graceful stop ends with it. */
export async function flushPredictions(deadlineMs = 10_000): Promise<void> {
  const ended = new AbortController();
  const late = pause(deadlineMs, undefined, { signal: ended.signal }).catch(() => undefined);
  await Promise.race([predictionLog().flush(), late]);
  ended.abort();
}
