import "server-only";
import { AppError, isDatabaseAway } from "@/lib/core/errors";
import { pool } from "@/lib/db/pool";
import { writeOwnPoints } from "./points";
import type { PointRow } from "./series-summary";

/** Points that one statement may carry. */
const FLUSH_POINTS = 8_000;
/** Points that may wait; beyond it callers are told to come back. */
const QUEUE_POINTS = 200_000;
/** Statements in flight: one writes while the next one fills. */
const IN_FLIGHT = 2;

interface Waiting {
  points: readonly PointRow[];
  resolve: (live: boolean) => void;
  reject: (error: unknown) => void;
}

interface Committer {
  queue: Waiting[];
  queued: number;
  running: number;
  scheduled: boolean;
  idle: (() => void)[];
}

const shared = globalThis as typeof globalThis & { slipwayCommitter?: Committer };

function committer(): Committer {
  shared.slipwayCommitter ??= { queue: [], queued: 0, running: 0, scheduled: false, idle: [] };
  return shared.slipwayCommitter;
}

function takeBatch(state: Committer): Waiting[] {
  let points = 0;
  let count = 0;
  for (const waiting of state.queue) {
    if (count > 0 && points + waiting.points.length > FLUSH_POINTS) break;
    points += waiting.points.length;
    count += 1;
  }
  state.queued -= points;
  return state.queue.splice(0, count);
}

async function write(batch: readonly Waiting[]): Promise<void> {
  try {
    const live = await writeOwnPoints(
      pool(),
      batch.flatMap(({ points }) => points),
      Date.now(),
    );
    for (const { points, resolve } of batch) resolve(points.every(({ runId }) => live.has(runId)));
  } catch (error) {
    if (batch.length === 1 || isDatabaseAway(error)) {
      for (const { reject } of batch) reject(error);
      return;
    }
    // One bad neighbour must not fail the others: each is written on its own.
    for (const waiting of batch) await write([waiting]);
  }
}

function pump(state: Committer): void {
  state.scheduled = false;
  while (state.queue.length > 0 && state.running < IN_FLIGHT) {
    state.running += 1;
    void write(takeBatch(state)).finally(() => {
      state.running -= 1;
      pump(state);
    });
  }
  if (state.running === 0 && state.queue.length === 0)
    for (const wake of state.idle.splice(0)) wake();
}

/**
 * Writes points together with those of concurrent callers, in one statement, and resolves after its commit. Answers
 * whether every run they belong to was active; points of the others were not written.
 */
export function commitPoints(points: readonly PointRow[]): Promise<boolean> {
  if (points.length === 0) return Promise.resolve(true);
  const state = committer();
  if (state.queued + points.length > QUEUE_POINTS)
    throw new AppError(
      "UNAVAILABLE",
      "Too many metrics are waiting to be written. Try again in a moment.",
    );
  return new Promise((resolve, reject) => {
    state.queue.push({ points, resolve, reject });
    state.queued += points.length;
    if (state.scheduled) return;
    state.scheduled = true;
    // Requests that arrived in the same turn of the event loop share the first statement.
    setImmediate(pump, state);
  });
}

/** Resolves when nothing waits and nothing is in flight: a graceful stop ends with it. */
export function flushPoints(): Promise<void> {
  const state = committer();
  if (state.running === 0 && state.queue.length === 0) return Promise.resolve();
  return new Promise((resolve) => state.idle.push(resolve));
}
