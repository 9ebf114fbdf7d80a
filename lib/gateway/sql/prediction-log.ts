import "server-only";
import { isDatabaseAway } from "@/lib/core/errors";
import { log } from "@/lib/core/log";
import { toStorable } from "@/lib/core/text";
import { CopyRows, copyInto } from "@/lib/db/copy-rows";
import { pool, type SqlClient } from "@/lib/db/pool";
import { loggedOutput } from "../rules/answers";
import { loggedRows } from "../rules/check-input";
import { MAX_LOGGED_ROWS } from "../rules/packed-layout";
import { type PredictionEntry, toJson } from "../rules/prediction-pack";
import {
  answersOf,
  isKept,
  keepRows,
  type LogSettings,
  maskColumns,
  readableJson,
} from "../rules/predictions";
import { HourProfiler, type ProfilePlan } from "../rules/profiled";
import { MAX_KEY_LENGTH } from "../schema/predictions";
import { readLogs } from "./predictions";
import { insertDeltas, readPlans } from "./profile-plans";

const MAX_ERROR_LENGTH = 1_000;
const UNIQUE_VIOLATION = "23505";

export const TARGET = `predictions (id, at, workspace_id, deployment_id, revision, model_version_id, is_shadow, key, status, error,
  latency_ms, protocol, row_count, answers, is_cut, sample_rate, inputs, outputs)`;
const FIELDS = 18;

/** Rows and answers as the log keeps them. */
export function contentOf({ status, signature, ...entry }: PredictionEntry, settings: LogSettings) {
  const masked = new Set(settings.maskedColumns);
  const seen = (value: unknown) => (masked.size === 0 ? value : maskColumns(value, masked));
  const rows = entry.input && loggedRows(entry.input, signature, MAX_LOGGED_ROWS);
  const outputs = seen(entry.output && loggedOutput(entry.output, signature, MAX_LOGGED_ROWS));
  const [input, output] = [keepRows(seen(rows), settings), keepRows(outputs, settings)];
  const answers = status >= 400 ? null : answersOf(outputs, settings.maxRows);
  return {
    rows: input.value,
    inputs: input.text,
    outputs: output.text,
    answers,
    isCut: input.isCut || output.isCut,
  };
}

/** A prediction, and what the log of its deployment keeps. */
interface Kept {
  entry: PredictionEntry;
  settings: LogSettings;
  /** By which its deployment's predictions are counted. */
  plans: readonly ProfilePlan[];
}

/** Puts one among the rows that are to be stored. */
export function put(
  rows: CopyRows,
  { entry, settings }: Kept,
  { inputs, outputs, answers, isCut }: ReturnType<typeof contentOf>,
): void {
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
    else rows.jsonb(readableJson(toJson(answers)));
    rows.boolean(isCut);
    rows.float4(entry.status >= 400 ? 1 : settings.sampleRate);
    json(inputs);
    json(outputs);
  });
}

const isRepeated = (error: unknown): boolean =>
  error instanceof Error && "code" in error && error.code === UNIQUE_VIOLATION;

/** What is added to the counts of each plan. */
export class Counting {
  private readonly profilers = new Map<number, { workspaceId: string; profiler: HourProfiler }>();
  readonly deploymentIds = new Set<bigint>();

  add({ entry, plans }: Kept, { rows, answers }: ReturnType<typeof contentOf>): void {
    for (const plan of plans) {
      const { workspaceId, deploymentId } = entry;
      this.deploymentIds.add(deploymentId);
      const found = this.profilers.get(plan.id) ?? {
        workspaceId,
        profiler: new HourProfiler(plan),
      };
      this.profilers.set(plan.id, found);
      const { at, revision, isShadow, status } = entry;
      found.profiler.add({ at, revision, isShadow, status, inputs: rows, answers: answers ?? [] });
    }
  }

  async write(tx: SqlClient): Promise<void> {
    const counted = [...this.profilers].map(([planId, { workspaceId, profiler }]) => ({
      workspaceId,
      planId,
      counts: profiler.finish(),
    }));
    await insertDeltas(tx, [...this.deploymentIds], counted);
  }
}

/** Rows as COPY takes them, and what they add to the counts of their hours. */
interface Encoded {
  rows: CopyRows;
  counting: Counting;
}

function encode(kept: readonly Kept[]): Encoded {
  const rows = new CopyRows();
  const counting = new Counting();
  for (const one of kept) {
    const content = contentOf(one.entry, one.settings);
    put(rows, one, content);
    counting.add(one, content);
  }
  return { rows, counting };
}

/** Stores predictions with their counts, or nothing. */
async function copy({ rows, counting }: Encoded): Promise<void> {
  const isCounted = counting.deploymentIds.size > 0;
  await copyInto(TARGET, rows, isCounted ? (tx) => counting.write(tx) : undefined);
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
async function store(kept: readonly Kept[], encoded?: Encoded): Promise<number> {
  if (kept.length === 0) return 0;
  try {
    await copy(encoded ?? encode(kept));
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

type Logs = Awaited<ReturnType<typeof readLogs>>;

/** By which plans each deployment is counted. */
export async function plansOf(logs: Logs): Promise<Map<bigint, ProfilePlan[]>> {
  const ids = [...logs.values()].flatMap(({ plans }) => plans);
  const found = new Map((await readPlans(pool(), ids)).map((plan) => [plan.id, plan]));
  return new Map(
    [...logs].map(([id, { plans }]) => [id, plans.flatMap((plan) => found.get(plan) ?? [])]),
  );
}

export interface Written {
  written: number;
  refused: number;
  /** What the deployments were found to keep. */
  settings: Settings;
}

type Settings = ReadonlyMap<bigint, LogSettings>;

/** Predictions ready to be stored. */
export interface Prepared {
  kept: readonly Kept[];
  /** Null when one of them cannot be encoded: each is tried by itself then. */
  encoded: Encoded | null;
  settings: Settings;
}

function encodeAll(kept: readonly Kept[]): Encoded | null {
  try {
    return encode(kept);
  } catch {
    return null;
  }
}

/** Makes rows of predictions as their deployments keep them. Throws while the database is away. */
export async function preparePredictions(entries: readonly PredictionEntry[]): Promise<Prepared> {
  const ids = [...new Set(entries.map(({ deploymentId }) => deploymentId))];
  // Read anew each time: a column that was masked a moment ago is not stored any more.
  const logs = await readLogs(pool(), ids);
  const plans = await plansOf(logs);
  const byId = new Map<string, Kept[]>();
  for (const entry of entries) {
    const found = logs.get(entry.deploymentId);
    if (found?.workspaceId !== entry.workspaceId || !isKept(entry, found.settings)) continue;
    const id = entry.id.toLowerCase();
    const same = byId.get(id);
    const one = { entry, settings: found.settings, plans: plans.get(entry.deploymentId) ?? [] };
    if (!same) byId.set(id, [one]);
    else if (!same.some((other) => identityOf(other.entry) === identityOf(entry))) same.push(one);
  }
  const kept = [...byId.values()].flat();
  const settings = new Map([...logs].map(([id, found]) => [id, found.settings]));
  return { kept, encoded: encodeAll(kept), settings };
}

/** Throws while the database is away, and may then be called again. */
export async function storePredictions({ kept, encoded, settings }: Prepared): Promise<Written> {
  const refused = await store(kept, encoded ?? undefined);
  return { written: kept.length - refused, refused, settings };
}
