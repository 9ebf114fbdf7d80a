import "server-only";
import { isDatabaseAway } from "@/lib/core/errors";
import { log } from "@/lib/core/log";
import { toStorable } from "@/lib/core/text";
import { CopyRows, copyInto } from "@/lib/db/copy-rows";
import { pool } from "@/lib/db/pool";
import { loggedOutput } from "../rules/answers";
import { loggedRows } from "../rules/check-input";
import { MAX_LOGGED_ROWS, type PredictionEntry, toJson } from "../rules/prediction-pack";
import {
  answersOf,
  isKept,
  keepRows,
  type LogSettings,
  maskColumns,
  readableJson,
} from "../rules/predictions";
import { MAX_KEY_LENGTH } from "../schema/predictions";
import { readLogs } from "./predictions";

const MAX_ERROR_LENGTH = 1_000;
const UNIQUE_VIOLATION = "23505";

const TARGET = `predictions (id, at, workspace_id, deployment_id, revision, model_version_id, is_shadow, key, status, error,
  latency_ms, protocol, row_count, answers, is_cut, sample_rate, inputs, outputs)`;
const FIELDS = 18;

/** Rows and answers as the log keeps them. */
function contentOf({ status, signature, ...entry }: PredictionEntry, settings: LogSettings) {
  const masked = new Set(settings.maskedColumns);
  const seen = (value: unknown) => (masked.size === 0 ? value : maskColumns(value, masked));
  const rows = entry.input && loggedRows(entry.input, signature, MAX_LOGGED_ROWS);
  const outputs = seen(entry.output && loggedOutput(entry.output, signature, MAX_LOGGED_ROWS));
  const [input, output] = [keepRows(seen(rows), settings), keepRows(outputs, settings)];
  const answers = status >= 400 ? null : toJson(answersOf(outputs, settings.maxRows));
  return { inputs: input.text, outputs: output.text, answers, isCut: input.isCut || output.isCut };
}

function put(rows: CopyRows, entry: PredictionEntry, settings: LogSettings): void {
  const { inputs, outputs, answers, isCut } = contentOf(entry, settings);
  const text = (value: string | null) => (value === null ? rows.nothing() : rows.text(value));
  const json = (value: string | null) => text(value === null ? null : readableJson(value));
  rows.row(FIELDS, () => {
    rows.uuid(entry.id);
    rows.moment(entry.at);
    rows.uuid(entry.workspaceId);
    rows.int8(entry.deploymentId);
    rows.int4(entry.revision);
    if (entry.modelVersionId === null) rows.nothing();
    else rows.int8(entry.modelVersionId);
    rows.boolean(entry.isShadow);
    text(entry.key === null ? null : toStorable(entry.key).slice(0, MAX_KEY_LENGTH));
    rows.int2(entry.status);
    text(entry.error === null ? null : toStorable(entry.error).slice(0, MAX_ERROR_LENGTH));
    rows.float4(entry.latencyMs);
    rows.text(entry.protocol);
    rows.int4(entry.rows);
    if (answers === null) rows.nothing();
    else rows.jsonb(readableJson(answers));
    rows.boolean(isCut);
    rows.float4(entry.status >= 400 ? 1 : settings.sampleRate);
    json(inputs);
    json(outputs);
  });
}

/** A prediction, and what the log of its deployment keeps. */
interface Kept {
  entry: PredictionEntry;
  settings: LogSettings;
}

const isRepeated = (error: unknown): boolean =>
  error instanceof Error && "code" in error && error.code === UNIQUE_VIOLATION;

async function copy(kept: readonly Kept[]): Promise<void> {
  const rows = new CopyRows();
  for (const { entry, settings } of kept) put(rows, entry, settings);
  await copyInto(TARGET, rows);
}

/** What tells rows of the log apart: a caller may send one id with several requests. */
const identityOf = ({ id, at, revision, isShadow }: PredictionEntry): string =>
  `${id.toLowerCase()} ${at} ${revision} ${isShadow}`;

const STORED = `SELECT id, (extract(epoch FROM at) * 1000)::float8 AS at, revision, is_shadow AS "isShadow"
  FROM predictions WHERE id = ANY ($1::uuid[])`;

/** Those that are not stored yet. */
async function missing(kept: readonly Kept[]): Promise<Kept[]> {
  const { rows } = await pool().query<PredictionEntry>(STORED, [kept.map(({ entry }) => entry.id)]);
  const stored = new Set(rows.map(identityOf));
  return kept.filter(({ entry }) => !stored.has(identityOf(entry)));
}

/** Stores rows, and without those that the database refuses when it refuses some; answers how many were refused. One that is stored already is not. */
async function store(kept: readonly Kept[]): Promise<number> {
  if (kept.length === 0) return 0;
  try {
    await copy(kept);
    return 0;
  } catch (error) {
    if (isDatabaseAway(error)) throw error;
    if (isRepeated(error)) {
      const rest = await missing(kept);
      if (rest.length < kept.length) return store(rest);
    }
    if (kept.length === 1) {
      log().warn({ err: error }, "a prediction could not be logged");
      return 1;
    }
    const half = kept.length >> 1;
    return (await store(kept.slice(0, half))) + (await store(kept.slice(half)));
  }
}

export interface Written {
  written: number;
  refused: number;
  /** What the deployments were found to keep. */
  settings: ReadonlyMap<bigint, LogSettings>;
}

/** Writes predictions as their deployments keep them. Throws while the database is away, and may then be called again. */
export async function writePredictions(entries: readonly PredictionEntry[]): Promise<Written> {
  const ids = [...new Set(entries.map(({ deploymentId }) => deploymentId))];
  // Read anew each time: a column that was masked a moment ago is not stored any more.
  const logs = await readLogs(pool(), ids);
  const kept = new Map<string, Kept>();
  for (const entry of entries) {
    const found = logs.get(entry.deploymentId);
    if (found?.workspaceId !== entry.workspaceId || !isKept(entry, found.settings)) continue;
    const identity = identityOf(entry);
    if (!kept.has(identity)) kept.set(identity, { entry, settings: found.settings });
  }
  const refused = await store([...kept.values()]);
  const settings = new Map([...logs].map(([id, found]) => [id, found.settings]));
  return { written: kept.size - refused, refused, settings };
}
