import "server-only";
import { setTimeout as pause } from "node:timers/promises";
import { isDatabaseAway } from "@/lib/core/errors";
import { log } from "@/lib/core/log";
import { toStorable } from "@/lib/core/text";
import { pool } from "@/lib/db/pool";
import {
  answersOf,
  DEFAULT_LOG,
  isSampled,
  keepRows,
  type LogSettings,
  maskColumns,
  readableJson,
  roughSize,
} from "../rules/predictions";
import { MAX_KEY_LENGTH } from "../schema/predictions";
import { readLogSettings } from "./predictions";

/** Predictions that may wait, and the memory they may take; beyond it the newest are dropped, and counted. */
const MAX_WAITING = 50_000;
const MAX_WAITING_BYTES = 64 * 2 ** 20;
/** Predictions of one statement: few, so that preparing them never holds up requests. */
const GROUP = 200;
const FLUSH_MS = 150;
const RETRY_MS = 1_000;
const MAX_ERROR_LENGTH = 1_000;
/** How long a prediction is left out without a look whether its deployment keeps it by now. */
const KNOWN_MS = 1_000;
const MAX_KNOWN = 10_000;

/** What the gateway knows of a prediction when it has answered. */
export interface PredictionEntry {
  /** A UUID: the X-Request-Id that was answered. */
  id: string;
  /** Milliseconds since the epoch. */
  at: number;
  workspaceId: string;
  deploymentId: bigint;
  revision: number;
  modelVersionId: bigint | null;
  isShadow: boolean;
  key: string | null;
  /** HTTP status. */
  status: number;
  error: string | null;
  latencyMs: number;
  protocol: string;
  rows: number;
  /** Rows and answers as the log keeps them, made when they are written and only if they are. */
  content: () => { inputs: unknown; outputs: unknown };
  /** What `content` holds on to until then. */
  held: unknown;
}

interface Waiting {
  entry: PredictionEntry;
  size: number;
}

interface Recorder {
  waiting: Waiting[];
  bytes: number;
  timer: NodeJS.Timeout | null;
  isWriting: boolean;
  idle: (() => void)[];
  written: number;
  dropped: number;
  /** What deployments were found to keep when something of theirs was written last. */
  known: Map<bigint, { settings: LogSettings; until: number }>;
}

const shared = globalThis as typeof globalThis & { slipwayPredictions?: Recorder };

function recorder(): Recorder {
  shared.slipwayPredictions ??= {
    waiting: [],
    bytes: 0,
    timer: null,
    isWriting: false,
    idle: [],
    written: 0,
    dropped: 0,
    known: new Map(),
  };
  return shared.slipwayPredictions;
}

/** What this process has done so far, for whoever operates it. */
export function predictionLogCounts(): { written: number; dropped: number; waiting: number } {
  const { written, dropped, waiting } = recorder();
  return { written, dropped, waiting: waiting.length };
}

const isKept = ({ id, status }: PredictionEntry, settings: LogSettings): boolean =>
  settings.isEnabled && (status >= 400 || isSampled(id, settings.sampleRate));

/** A row as JSON, or null when its deployment's settings leave it out. */
function toRow(entry: PredictionEntry, settings: LogSettings): string | null {
  const { id, status } = entry;
  const isFailed = status >= 400;
  if (!isKept(entry, settings)) return null;
  const masked = new Set(settings.maskedColumns);
  const seen = (value: unknown) => (masked.size === 0 ? value : maskColumns(value, masked));
  const content = entry.content();
  const outputs = seen(content.outputs);
  const [input, output] = [keepRows(seen(content.inputs), settings), keepRows(outputs, settings)];
  const row = JSON.stringify({
    id,
    at: entry.at,
    w: entry.workspaceId,
    d: String(entry.deploymentId),
    r: entry.revision,
    v: entry.modelVersionId === null ? null : String(entry.modelVersionId),
    x: entry.isShadow,
    k: entry.key === null ? null : toStorable(entry.key).slice(0, MAX_KEY_LENGTH),
    s: status,
    e: entry.error === null ? null : toStorable(entry.error).slice(0, MAX_ERROR_LENGTH),
    l: entry.latencyMs,
    p: entry.protocol,
    n: entry.rows,
    a: isFailed ? null : answersOf(outputs, settings.maxRows),
    c: input.isCut || output.isCut,
    q: isFailed ? 1 : settings.sampleRate,
  });
  return `${row.slice(0, -1)},"i":${input.text ?? "null"},"o":${output.text ?? "null"}}`;
}

const INSERT = `INSERT INTO predictions (id, at, workspace_id, deployment_id, revision, model_version_id, is_shadow, key, status,
    error, latency_ms, protocol, row_count, answers, is_cut, sample_rate, inputs, outputs)
  SELECT g.id, to_timestamp(g.at / 1000), g.w, g.d, g.r, g.v, g.x, g.k, g.s, g.e, g.l, g.p, g.n, g.a, g.c, g.q,
    CASE WHEN json_typeof(g.i) <> 'null' THEN g.i END, CASE WHEN json_typeof(g.o) <> 'null' THEN g.o END
  FROM json_to_recordset($1::json) AS g(id uuid, at float8, w uuid, d bigint, r int, v bigint, x boolean, k text,
    s smallint, e text, l real, p text, n int, a jsonb, c boolean, q real, i json, o json)
  JOIN deployments d ON d.id = g.d AND d.workspace_id = g.w
  ON CONFLICT DO NOTHING`;

/** Writes rows, and without those that the database refuses when it refuses some; answers how many were refused. */
async function insert(rows: readonly string[]): Promise<number> {
  if (rows.length === 0) return 0;
  try {
    const values = [readableJson(`[${rows.join(",")}]`)];
    await pool().query({ name: "predictions-write", text: INSERT, values });
    return 0;
  } catch (error) {
    if (isDatabaseAway(error)) throw error;
    if (rows.length === 1) {
      log().warn({ err: error }, "a prediction could not be logged");
      return 1;
    }
    const half = rows.length >> 1;
    return (await insert(rows.slice(0, half))) + (await insert(rows.slice(half)));
  }
}

async function write(group: readonly Waiting[]): Promise<void> {
  const state = recorder();
  // Read anew each time: a column that was masked a moment ago is not stored any more.
  const settings = await readLogSettings(pool(), [
    ...new Set(group.map(({ entry }) => entry.deploymentId)),
  ]);
  const until = Date.now() + KNOWN_MS;
  if (state.known.size > MAX_KNOWN) state.known.clear();
  for (const { entry } of group) {
    const found = settings.get(String(entry.deploymentId)) ?? DEFAULT_LOG;
    state.known.set(entry.deploymentId, { settings: found, until });
  }
  const rows = group.flatMap(({ entry }) => {
    const row = toRow(entry, settings.get(String(entry.deploymentId)) ?? DEFAULT_LOG);
    return row === null ? [] : [row];
  });
  const refused = await insert(rows);
  state.written += rows.length - refused;
  state.dropped += refused;
}

function take(state: Recorder): Waiting[] {
  const group = state.waiting.splice(0, GROUP);
  for (const { size } of group) state.bytes -= size;
  return group;
}

/** Writes until nothing waits. While the database is away it waits too, and what does not fit is dropped meanwhile. */
async function drain(state: Recorder): Promise<void> {
  while (state.waiting.length > 0) {
    const group = take(state);
    try {
      await write(group);
    } catch (error) {
      if (!isDatabaseAway(error)) {
        state.dropped += group.length;
        log().error({ err: error }, "predictions could not be logged");
        continue;
      }
      state.waiting.unshift(...group);
      for (const { size } of group) state.bytes += size;
      await pause(RETRY_MS, undefined, { ref: false });
    }
  }
}

function pump(state: Recorder): void {
  if (state.timer) clearTimeout(state.timer);
  state.timer = null;
  if (state.isWriting) return;
  state.isWriting = true;
  void drain(state).finally(() => {
    state.isWriting = false;
    if (state.waiting.length > 0) pump(state);
    else for (const wake of state.idle.splice(0)) wake();
  });
}

/** Whether it is known to be left out; once in a while one is let through, so that news is heard of. */
function isLeftOut({ known }: Recorder, entry: PredictionEntry): boolean {
  const found = known.get(entry.deploymentId);
  if (!found || isKept(entry, found.settings)) return false;
  if (found.until > Date.now()) return true;
  found.until = Date.now() + KNOWN_MS;
  return false;
}

/** Makes this process look anew at what a deployment keeps; other replicas do so within a second. */
export function forgetLogSettings(deploymentId: bigint): void {
  recorder().known.delete(deploymentId);
}

/** Keeps a prediction for the log. It is written a moment later, together with others; nothing that happens here is the caller's concern. */
export function recordPrediction(entry: PredictionEntry): void {
  const state = recorder();
  if (isLeftOut(state, entry)) return;
  const size = roughSize(entry.held);
  if (state.waiting.length >= MAX_WAITING || state.bytes + size > MAX_WAITING_BYTES) {
    state.dropped += 1;
    return;
  }
  state.waiting.push({ entry, size });
  state.bytes += size;
  if (state.waiting.length >= GROUP && !state.isWriting) setImmediate(pump, state);
  else state.timer ??= setTimeout(pump, FLUSH_MS, state).unref();
}

/** Resolves when nothing waits to be written, or after a while: a graceful stop ends with it. */
export async function flushPredictions(deadlineMs = 10_000): Promise<void> {
  const state = recorder();
  if (state.waiting.length === 0 && !state.isWriting) return;
  const written = new Promise<void>((resolve) => state.idle.push(resolve));
  pump(state);
  const ended = new AbortController();
  const late = pause(deadlineMs, undefined, { signal: ended.signal }).catch(() => undefined);
  await Promise.race([written, late]);
  ended.abort();
}
