import "server-only";
import { type Actor, assertCan } from "@/lib/access/actor";
import { recordAuditSql } from "@/lib/audit/record";
import { AppError } from "@/lib/core/errors";
import { inTransaction } from "@/lib/db/pool";
import { announceRun } from "@/lib/events/announce";
import { internKeys } from "@/lib/experiments/sql";
import { type RunDto, type RunInfoDto, toRunInfoDto } from "../dto/runs";
import { checkRunName, NAME_TAG, PARENT_TAG } from "../rules";
import type { CreateRunInput, UpdateRunInput } from "../schema";
import { hasMeaning, touchActiveRun } from "../sql/attributes";
import { changeRun } from "../sql/change-run";
import { insertRun, prepareRun } from "../sql/new-run";
import { runNotActive, runNotFound, runRef } from "../sql/refs";

/** Starts a run; status RUNNING. Its tags, name and parent are stored with it. */
export async function createRun(actor: Actor, input: CreateRunInput): Promise<RunDto> {
  assertCan(actor, "run:write");
  const run = await prepareRun(actor, input);
  const { row, remember } = await inTransaction((tx) => insertRun(tx, actor, run, "RUNNING"));
  remember();
  announceRun({ workspaceId: actor.workspaceId, experimentId: input.experimentId }, row.uuid);
  return {
    ...toRunInfoDto(row),
    metrics: [],
    params: [],
    tags: [...run.tags],
    datasetInputs: [],
    modelInputs: [],
    modelOutputs: [],
  };
}

/** Changes what is given of a run's status, end and name. */
export async function updateRun(actor: Actor, input: UpdateRunInput): Promise<RunInfoDto> {
  assertCan(actor, "run:write");
  checkRunName(input.name ?? "");
  const ref = await runRef(actor, input.runUuid);
  const keys = input.name ? await internKeys(actor.workspaceId, [NAME_TAG]) : new Map();
  const info = await inTransaction((tx) => changeRun(tx, actor, ref, input, keys));
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
