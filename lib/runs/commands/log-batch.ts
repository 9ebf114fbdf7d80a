import "server-only";
import { type Actor, assertCan } from "@/lib/access/actor";
import { type AuditEntry, recordAuditSql } from "@/lib/audit/record";
import { inTransaction, type SqlClient } from "@/lib/db/pool";
import { announceRun } from "@/lib/events/announce";
import { checkKey, LIMITS } from "@/lib/experiments/rules";
import {
  type ColumnKind,
  type Columns,
  hasFreshColumns,
  insertColumns,
  internKeys,
} from "@/lib/experiments/sql";
import {
  checkBatchSize,
  checkMetric,
  checkRunName,
  checkUniqueParams,
  NAME_TAG,
  truncate,
} from "../rules";
import type { LogBatchInput, MetricInput, TagInput } from "../schema";
import {
  applyTagMeaning,
  hasMeaning,
  insertParams,
  touchActiveRun,
  upsertTags,
} from "../sql/attributes";
import { commitPoints } from "../sql/group-commit";
import { insertModelMetrics } from "../sql/model-metrics";
import { writePoints } from "../sql/points";
import { type RunRef, runNotActive, runRef } from "../sql/refs";
import type { PointRow } from "../sql/series-summary";

/** The id of a name that was interned a moment ago. */
function idOf(keys: ReadonlyMap<string, number>, name: string): number {
  const id = keys.get(name);
  if (id === undefined) throw new Error(`The key "${name}" was not interned.`);
  return id;
}

function toPoints(
  run: RunRef,
  metrics: readonly MetricInput[],
  keys: ReadonlyMap<string, number>,
): PointRow[] {
  return metrics.map(({ key, step, timestamp, value }) => ({
    runId: run.id,
    experimentId: run.experimentId,
    keyId: idOf(keys, key),
    step,
    time: timestamp,
    value,
  }));
}

function checkBatch({ metrics, params, tags }: LogBatchInput): void {
  checkBatchSize(metrics.length, params.length, tags.length);
  for (const [index, metric] of metrics.entries()) checkMetric(metric, `metrics[${index}]`);
  for (const [index, { key }] of params.entries())
    checkKey(key, `params[${index}].key`, "Param key");
  for (const [index, { key, value }] of tags.entries()) {
    checkKey(key, `tags[${index}].key`);
    if (key === NAME_TAG) checkRunName(value);
  }
  checkUniqueParams(params);
}

/** Writes metrics that concern nothing but their run, sharing a commit with concurrent callers. */
async function writeMetrics(run: RunRef, points: readonly PointRow[], uuid: string): Promise<void> {
  const columns: Columns = {
    experimentId: run.experimentId,
    kind: "metric",
    keyIds: new Set(points.map(({ keyId }) => keyId)),
  };
  if (hasFreshColumns(columns)) {
    const remember = await inTransaction(async (tx) => {
      if (!(await touchActiveRun(tx, run, Date.now()))) throw runNotActive(uuid);
      return insertColumns(tx, [columns]);
    });
    remember();
  }
  if (!(await commitPoints(points))) throw runNotActive(uuid);
  announceRun(run, uuid);
}

async function writeBatch(
  tx: SqlClient,
  actor: Actor,
  run: RunRef,
  batch: LogBatchInput,
  keys: ReadonlyMap<string, number>,
): Promise<() => void> {
  const now = Date.now();
  const { metrics, params, tags } = batch;
  if (!(await touchActiveRun(tx, run, now, tags.some(hasMeaning))))
    throw runNotActive(batch.runUuid);
  const keyed = (pairs: readonly TagInput[], limit: number) =>
    pairs.map(({ key, value }) => ({ key, keyId: idOf(keys, key), value: truncate(value, limit) }));
  if (params.length > 0)
    await insertParams(tx, run, batch.runUuid, keyed(params, LIMITS.paramValue));
  const points = toPoints(run, metrics, keys);
  if (points.length > 0) await writePoints(tx, points, now);
  await insertModelMetrics(tx, actor, run, metrics);
  if (tags.length > 0) {
    await upsertTags(tx, run, keyed(tags, LIMITS.runTagValue));
    await applyTagMeaning(tx, run, tags);
  }
  const columns = ([kind, items]: readonly [ColumnKind, readonly { key: string }[]]) => ({
    experimentId: run.experimentId,
    kind,
    keyIds: items.map(({ key }) => idOf(keys, key)),
  });
  return insertColumns(
    tx,
    (
      [
        ["metric", metrics],
        ["param", params],
        ["tag", tags],
      ] as const
    ).map(columns),
  );
}

/** How much of a value is repeated in the audit. */
const AUDITED_CHARS = 500;

/** An empty name is not a name: MLflow passes such a tag over. */
const isTag = ({ key, value }: TagInput) => key !== NAME_TAG || value !== "";

/** Logs metrics, parameters and tags of one run: all of them, or none. Exact repeats change nothing. */
export async function logBatch(actor: Actor, batch: LogBatchInput): Promise<void> {
  assertCan(actor, "run:write");
  await writeAll(actor, batch, null);
}

/** What training logs is too frequent for a line each in the audit: the digest of the finished run covers it. */
async function writeAll(
  actor: Actor,
  batch: LogBatchInput,
  entry: AuditEntry | null,
): Promise<void> {
  checkBatch(batch);
  const { metrics, params } = batch;
  const tags = batch.tags.filter(isTag);
  const run = await runRef(actor, batch.runUuid);
  const keys = await internKeys(
    actor.workspaceId,
    [...metrics, ...params, ...tags].map(({ key }) => key),
  );
  const isPlain = params.length === 0 && tags.length === 0 && metrics.every((m) => !m.modelUuid);
  if (isPlain) {
    if (metrics.length > 0) await writeMetrics(run, toPoints(run, metrics, keys), batch.runUuid);
    else if (!(await inTransaction((tx) => touchActiveRun(tx, run, Date.now()))))
      throw runNotActive(batch.runUuid);
    return;
  }
  const remember = await inTransaction(async (tx) => {
    const written = await writeBatch(tx, actor, run, { ...batch, tags }, keys);
    if (entry) await recordAuditSql(tx, actor, entry);
    return written;
  });
  remember();
  announceRun(run, batch.runUuid);
}

/** Logs one point. The reply may be sent when this resolves: the point is committed. */
export async function logMetric(
  actor: Actor,
  input: { runUuid: string } & MetricInput,
): Promise<void> {
  assertCan(actor, "run:write");
  checkMetric(input, "");
  if (input.modelUuid) {
    await logBatch(actor, { runUuid: input.runUuid, metrics: [input], params: [], tags: [] });
    return;
  }
  const run = await runRef(actor, input.runUuid);
  const keys = await internKeys(actor.workspaceId, [input.key]);
  await writeMetrics(run, toPoints(run, [input], keys), input.runUuid);
}

export async function logParam(actor: Actor, input: { runUuid: string } & TagInput): Promise<void> {
  assertCan(actor, "run:write");
  checkKey(input.key, "key", "Param key");
  await logBatch(actor, { runUuid: input.runUuid, metrics: [], params: [input], tags: [] });
}

export async function setRunTag(
  actor: Actor,
  input: { runUuid: string } & TagInput,
): Promise<void> {
  assertCan(actor, "run:write");
  checkKey(input.key, "key");
  const { runUuid, key, value } = input;
  const entry = {
    action: "run.tagged",
    subject: `run ${runUuid}`,
    after: { [key]: truncate(value, AUDITED_CHARS) },
  };
  await writeAll(actor, { runUuid, metrics: [], params: [], tags: [input] }, entry);
}
