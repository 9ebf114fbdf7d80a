import "server-only";
import { randomBytes, randomInt } from "node:crypto";
import type { Actor } from "@/lib/access/actor";
import { recordAuditSql } from "@/lib/audit/record";
import { AppError } from "@/lib/core/errors";
import type { SqlClient } from "@/lib/db/pool";
import { checkKeyLength, checkUniqueTags, LIMITS } from "@/lib/experiments/rules";
import { insertColumns, internKeys } from "@/lib/experiments/sql";
import type { RunRow } from "../dto/runs";
import {
  checkUserId,
  NAME_TAG,
  PARENT_TAG,
  parentUuid,
  RUN_STATUS,
  randomRunName,
  requestedRunName,
  truncate,
} from "../rules";
import type { CreateRunInput, TagInput } from "../schema";
import { upsertTags } from "./attributes";

export const RUN_COLUMNS = `id, uuid, name, experiment_id, user_id, status, start_time, end_time, artifact_uri,
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

/** A run that is checked and named, and not there yet. */
export interface NewRun extends CreateRunInput {
  uuid: string;
  keys: ReadonlyMap<string, number>;
}

/** What has to be known of a new run before its transaction begins. */
export async function prepareRun(actor: Actor, input: CreateRunInput): Promise<NewRun> {
  checkUserId(input.userId);
  // MLflow lets a new run's tags have names that it refuses later; clients rely on it.
  for (const [index, { key }] of input.tags.entries()) checkKeyLength(key, `tags[${index}].key`);
  checkUniqueTags(input.tags);
  const name =
    requestedRunName(input.name, input.tags) || randomRunName((below) => randomInt(below));
  const tags = firstTags(input, name);
  const keys = await internKeys(
    actor.workspaceId,
    tags.map(({ key }) => key),
  );
  return { ...input, name, tags, keys, uuid: randomBytes(16).toString("hex") };
}

/** Inserts it with its tags, name and parent. `remember` is to be called after the commit. */
export async function insertRun(
  tx: SqlClient,
  actor: Actor,
  run: NewRun,
  status: "RUNNING" | "SCHEDULED",
): Promise<{ row: RunRow; remember: () => void }> {
  const parent = parentUuid(run.tags.find(({ key }) => key === PARENT_TAG)?.value);
  const location = await activeExperiment(tx, actor, run.experimentId);
  const { rows } = await tx.query<RunRow>(
    `INSERT INTO runs (uuid, workspace_id, experiment_id, name, user_id, status, start_time, artifact_uri,
       parent_uuid, last_activity_at, created_by)
     VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11) RETURNING ${RUN_COLUMNS}`,
    [
      run.uuid,
      actor.workspaceId,
      run.experimentId,
      run.name,
      run.userId,
      RUN_STATUS[status],
      run.startTime,
      `${location}/${run.uuid}/artifacts`,
      parent,
      Date.now(),
      actor.email,
    ],
  );
  const row = rows[0];
  if (!row) throw new Error("The run was not inserted.");
  const ref = { id: row.id, experimentId: run.experimentId, workspaceId: actor.workspaceId };
  await upsertTags(
    tx,
    ref,
    run.tags.map((tag) => ({ ...tag, keyId: run.keys.get(tag.key) ?? 0 })),
  );
  await recordAuditSql(tx, actor, {
    action: "run.created",
    subject: `run ${run.uuid}`,
    label: run.name,
    after: { experiment: run.experimentId, parent },
  });
  const keyIds = run.keys.values();
  return {
    row,
    remember: await insertColumns(tx, [{ experimentId: run.experimentId, kind: "tag", keyIds }]),
  };
}
