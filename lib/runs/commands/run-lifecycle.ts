import "server-only";
import { randomBytes, randomInt } from "node:crypto";
import { type Actor, assertCan } from "@/lib/access/actor";
import { recordAuditSql } from "@/lib/audit/record";
import { canonicalJson } from "@/lib/core/canonical-json";
import { AppError } from "@/lib/core/errors";
import { inTransaction, type SqlClient } from "@/lib/db/pool";
import { announceRun } from "@/lib/events/announce";
import { publishEventSql } from "@/lib/events/publish";
import { checkKeyLength, checkUniqueTags, LIMITS } from "@/lib/experiments/rules";
import { insertColumns, internKeys } from "@/lib/experiments/sql";
import { enqueueSql } from "@/lib/queue/enqueue";
import { type RunDto, type RunInfoDto, type RunRow, toRunInfoDto } from "../dto/runs";
import {
  checkRunName,
  checkUserId,
  isOver,
  NAME_TAG,
  PARENT_TAG,
  parentUuid,
  RUN_STATUS,
  randomRunName,
  requestedRunName,
  truncate,
} from "../rules";
import type { CreateRunInput, TagInput, UpdateRunInput } from "../schema";
import { hasMeaning, touchActiveRun, upsertTags } from "../sql/attributes";
import { SEAL_METRICS_KIND } from "../sql/metric-digest";
import { runNotActive, runNotFound, runRef } from "../sql/refs";

const RUN_COLUMNS = `id, uuid, name, experiment_id, user_id, status, start_time, end_time, artifact_uri,
  deleted_at, last_activity_at`;

/** Where the artifacts of an active experiment are; it cannot be deleted before the transaction ends. */
async function activeExperiment(
  tx: SqlClient,
  actor: Actor,
  experimentId: number,
): Promise<string> {
  const { rows } = await tx.query<{ artifact_location: string; deleted_at: number | null }>(
    `SELECT artifact_location, deleted_at FROM experiments
     WHERE id = $1 AND workspace_id = $2 FOR KEY SHARE`,
    [experimentId, actor.workspaceId],
  );
  const experiment = rows[0];
  if (!experiment) throw new AppError("NOT_FOUND", `No Experiment with id=${experimentId} exists`);
  if (experiment.deleted_at !== null)
    throw new AppError(
      "INVALID",
      `The experiment ${experimentId} must be in the 'active' state. Current state is deleted.`,
    );
  return experiment.artifact_location;
}

/** The tags a new run begins with, as they will be stored; its name is one of them. */
function firstTags({ tags }: CreateRunInput, name: string): TagInput[] {
  const others = tags.filter(({ key }) => key !== NAME_TAG);
  return [...others, { key: NAME_TAG, value: name }].map(({ key, value }) => ({
    key,
    value: truncate(value, LIMITS.runTagValue),
  }));
}

/** Starts a run; status RUNNING. Its tags, name and parent are stored with it. */
export async function createRun(actor: Actor, input: CreateRunInput): Promise<RunDto> {
  assertCan(actor, "run:write");
  checkUserId(input.userId);
  // MLflow lets a new run's tags have names that it refuses later; clients rely on it.
  for (const [index, { key }] of input.tags.entries()) checkKeyLength(key, `tags[${index}].key`);
  checkUniqueTags(input.tags);
  const name =
    requestedRunName(input.name, input.tags) || randomRunName((below) => randomInt(below));
  const uuid = randomBytes(16).toString("hex");
  const tags = firstTags(input, name);
  const parent = parentUuid(tags.find(({ key }) => key === PARENT_TAG)?.value);
  const keys = await internKeys(
    actor.workspaceId,
    tags.map(({ key }) => key),
  );
  const { row, remember } = await inTransaction(async (tx) => {
    const location = await activeExperiment(tx, actor, input.experimentId);
    const { rows } = await tx.query<RunRow>(
      `INSERT INTO runs (uuid, workspace_id, experiment_id, name, user_id, status, start_time, artifact_uri,
         parent_uuid, last_activity_at, created_by)
       VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11) RETURNING ${RUN_COLUMNS}`,
      [
        uuid,
        actor.workspaceId,
        input.experimentId,
        name,
        input.userId,
        RUN_STATUS.RUNNING,
        input.startTime,
        `${location}/${uuid}/artifacts`,
        parent,
        Date.now(),
        actor.email,
      ],
    );
    const created = rows[0];
    if (!created) throw new Error("The run was not inserted.");
    const ref = { ...input, id: created.id, workspaceId: actor.workspaceId };
    const keyed = tags.map((tag) => ({ ...tag, keyId: keys.get(tag.key) ?? 0 }));
    await upsertTags(tx, ref, keyed);
    const columns = { experimentId: ref.experimentId, kind: "tag", keyIds: keys.values() } as const;
    await recordAuditSql(tx, actor, {
      action: "run.created",
      subject: `run ${uuid}`,
      label: name,
      after: { experiment: input.experimentId, parent },
    });
    return { row: created, remember: await insertColumns(tx, [columns]) };
  });
  remember();
  announceRun({ workspaceId: actor.workspaceId, experimentId: input.experimentId }, row.uuid);
  return {
    ...toRunInfoDto(row),
    metrics: [],
    params: [],
    tags,
    datasetInputs: [],
    modelInputs: [],
    modelOutputs: [],
  };
}

async function lockRun(tx: SqlClient, id: number): Promise<RunInfoDto | null> {
  const { rows } = await tx.query<RunRow>(
    `SELECT ${RUN_COLUMNS} FROM runs WHERE id = $1 FOR NO KEY UPDATE`,
    [id],
  );
  return rows[0] ? toRunInfoDto(rows[0]) : null;
}

/** What a change of a run leaves in the audit; a heartbeat changes nothing. Metrics of a run that ends are sealed. */
async function recordUpdate(
  tx: SqlClient,
  actor: Actor,
  before: RunInfoDto | null,
  after: RunInfoDto,
): Promise<void> {
  const shown = (run: RunInfoDto) => ({ name: run.name, status: run.status, end: run.endTime });
  if (before && canonicalJson(shown(before)) === canonicalJson(shown(after))) return;
  await recordAuditSql(tx, actor, {
    action: "run.updated",
    subject: `run ${after.uuid}`,
    label: after.name,
    before: before && shown(before),
    after: shown(after),
  });
  if (isOver(after.status))
    await enqueueSql(tx, {
      kind: SEAL_METRICS_KIND,
      payload: { runUuid: after.uuid, workspaceId: actor.workspaceId },
      dedupeKey: `${SEAL_METRICS_KIND}:${after.uuid}`,
    });
}

/** Changes what is given of a run's status, end and name. */
export async function updateRun(actor: Actor, input: UpdateRunInput): Promise<RunInfoDto> {
  assertCan(actor, "run:write");
  checkRunName(input.name ?? "");
  const ref = await runRef(actor, input.runUuid);
  const name = input.name ? input.name : null;
  const keys = name ? await internKeys(actor.workspaceId, [NAME_TAG]) : new Map<string, number>();
  const info = await inTransaction(async (tx) => {
    const before = await lockRun(tx, ref.id);
    const { rows } = await tx.query<RunRow>(
      `UPDATE runs SET status = coalesce($2, status), end_time = coalesce($3, end_time),
         name = coalesce($4, name), last_activity_at = greatest(last_activity_at, $5)
       WHERE id = $1 AND deleted_at IS NULL RETURNING ${RUN_COLUMNS}`,
      [ref.id, input.status ?? null, input.endTime ?? null, name, Date.now()],
    );
    const row = rows[0];
    if (!row) throw runNotActive(input.runUuid);
    for (const [key, keyId] of keys)
      await upsertTags(tx, ref, [{ key, keyId, value: truncate(row.name, LIMITS.runTagValue) }]);
    const changed = toRunInfoDto(row);
    await recordUpdate(tx, actor, before, changed);
    if (input.status !== undefined && isOver(changed.status))
      await publishEventSql(tx, {
        workspaceId: actor.workspaceId,
        entity: "run",
        action: "finished",
        data: {
          run_id: changed.uuid,
          name: changed.name,
          status: changed.status,
          experiment_id: String(changed.experimentId),
        },
      });
    return changed;
  });
  announceRun(ref, input.runUuid);
  return info;
}

async function setDeleted(actor: Actor, uuids: readonly string[], isDeleted: boolean) {
  const found = await inTransaction(async (tx) => {
    const { rows } = await tx.query<{ uuid: string; experimentId: number; changed: boolean }>(
      `WITH found AS (
         SELECT id, uuid, experiment_id, deleted_at FROM runs WHERE uuid = ANY($1) AND workspace_id = $2
         ORDER BY id FOR NO KEY UPDATE
       ), changed AS (
         UPDATE runs SET deleted_at = $3 FROM found
         WHERE runs.id = found.id AND (found.deleted_at IS NULL) = $4 RETURNING runs.id)
       SELECT uuid, experiment_id AS "experimentId", changed.id IS NOT NULL AS changed FROM found LEFT JOIN changed USING (id)`,
      [uuids, actor.workspaceId, isDeleted ? Date.now() : null, isDeleted],
    );
    const known = new Set(rows.map(({ uuid }) => uuid));
    const missing = uuids.find((uuid) => !known.has(uuid));
    if (missing !== undefined) throw runNotFound(missing);
    for (const { uuid, changed } of rows)
      if (changed)
        await recordAuditSql(tx, actor, {
          action: isDeleted ? "run.deleted" : "run.restored",
          subject: `run ${uuid}`,
          before: { isDeleted: !isDeleted },
          after: { isDeleted },
        });
    return rows;
  });
  for (const { uuid, experimentId } of found)
    announceRun({ workspaceId: actor.workspaceId, experimentId }, uuid);
}

/** Deletes runs so that they can be restored. Runs that are deleted already stay so. */
export async function deleteRuns(actor: Actor, uuids: readonly string[]): Promise<void> {
  assertCan(actor, "run:write");
  await setDeleted(actor, uuids, true);
}

export async function restoreRuns(actor: Actor, uuids: readonly string[]): Promise<void> {
  assertCan(actor, "run:write");
  await setDeleted(actor, uuids, false);
}

/** Removes one tag of an active run. Throws NOT_FOUND when it has no such tag. */
export async function deleteRunTag(
  actor: Actor,
  input: { runUuid: string; key: string },
): Promise<void> {
  assertCan(actor, "run:write");
  const ref = await runRef(actor, input.runUuid);
  await inTransaction(async (tx) => {
    if (!(await touchActiveRun(tx, ref, Date.now(), hasMeaning(input))))
      throw runNotActive(input.runUuid);
    const { rowCount } = await tx.query(
      `DELETE FROM run_tags t USING attribute_keys k
       WHERE t.run_id = $1 AND k.id = t.key_id AND k.workspace_id = $2 AND k.name = $3`,
      [ref.id, actor.workspaceId, input.key],
    );
    if (rowCount === 0)
      throw new AppError(
        "NOT_FOUND",
        `No tag with name: ${input.key} in run with id ${input.runUuid}`,
      );
    await recordAuditSql(tx, actor, {
      action: "run.untagged",
      subject: `run ${input.runUuid}`,
      details: { key: input.key },
    });
    if (input.key === PARENT_TAG)
      await tx.query("UPDATE runs SET parent_uuid = NULL WHERE id = $1", [ref.id]);
  });
  announceRun(ref, input.runUuid);
}
