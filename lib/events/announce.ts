import "server-only";
import type { Tx } from "@/lib/db/client";
import { pool } from "@/lib/db/pool";
import { type LiveMessage, MAX_TOPICS, type Topic } from "./topics";

export const CHANNEL = "slipway_events";
/** Messages are so far apart, so that a training that logs a thousand points a second costs nothing. */
const APART_MS = 300;
/** Changes of one moment travel together also when nothing was sent for long. */
const MOMENT_MS = 20;

interface Outbox {
  byWorkspace: Map<string, Set<string>>;
  timer: NodeJS.Timeout | null;
  /** By the clock of the process, which nobody sets. */
  sentAt: number;
}

const shared = globalThis as typeof globalThis & { slipwayOutbox?: Outbox };

function outbox(): Outbox {
  shared.slipwayOutbox ??= {
    byWorkspace: new Map(),
    timer: null,
    sentAt: Number.NEGATIVE_INFINITY,
  };
  return shared.slipwayOutbox;
}

export interface WorkspaceMessage extends LiveMessage {
  workspaceId: string;
}

function toMessage(workspaceId: string, topics: ReadonlySet<string>): WorkspaceMessage {
  const isTooMuch = topics.size > MAX_TOPICS || [...topics].join("").length > 6_000;
  return isTooMuch
    ? { workspaceId, topics: [], resync: true }
    : { workspaceId, topics: [...topics] };
}

/** Sends what waits. A message that is lost costs a screen one poll, so a database that is away is no failure. */
export async function flushAnnouncements(): Promise<void> {
  const state = outbox();
  if (state.timer) clearTimeout(state.timer);
  state.timer = null;
  const messages = [...state.byWorkspace].map(([id, topics]) => toMessage(id, topics));
  state.byWorkspace.clear();
  if (messages.length === 0) return;
  state.sentAt = performance.now();
  await pool()
    .query("SELECT pg_notify($1, message) FROM unnest($2::text[]) AS message", [
      CHANNEL,
      messages.map((message) => JSON.stringify(message)),
    ])
    .catch(() => undefined);
}

/** Tells every screen of the workspace, on every replica, that something changed. Call after the commit. */
export function announce(workspaceId: string, ...topics: readonly Topic[]): void {
  const state = outbox();
  const waiting = state.byWorkspace.get(workspaceId) ?? new Set();
  state.byWorkspace.set(workspaceId, waiting);
  for (const topic of topics) if (waiting.size <= MAX_TOPICS) waiting.add(topic);
  const wait = Math.max(MOMENT_MS, state.sentAt + APART_MS - performance.now());
  state.timer ??= setTimeout(() => void flushAnnouncements(), wait).unref();
}

/** The same from inside a transaction: heard when, and only if, it commits. */
export async function announceWithin(
  tx: Tx,
  workspaceId: string,
  ...topics: readonly Topic[]
): Promise<void> {
  const message = JSON.stringify(toMessage(workspaceId, new Set(topics)));
  await tx.$executeRaw`SELECT pg_notify(${CHANNEL}, ${message})`;
}

/** A run changed: its own page, and the table of its experiment. */
export function announceRun(
  run: { workspaceId: string; experimentId: number },
  uuid: string,
): void {
  announce(run.workspaceId, `run:${uuid}`, `experiment:${run.experimentId}`);
}
