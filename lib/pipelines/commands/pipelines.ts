import "server-only";
import { type Actor, assertCan } from "@/lib/access/actor";
import { recordAuditSql } from "@/lib/audit/record";
import { AppError } from "@/lib/core/errors";
import { inTransaction, type SqlClient } from "@/lib/db/pool";
import { announce } from "@/lib/events/announce";
import type { PipelineDto } from "../dto/pipelines";
import { getPipeline } from "../queries/pipelines";
import type { CreatePipelineInput, PipelineInput, RevisePipelineInput } from "../schema/pipelines";
import { lockPipeline, readVersion } from "../sql/pipelines";
import { resumeSchedules } from "./schedules";

const MAX_PIPELINES = 1_000;

const subjectOf = (id: number) => `pipeline ${id}`;

async function assertNewName(tx: SqlClient, actor: Actor, name: string): Promise<void> {
  // Two that take one name come here one after the other.
  await tx.query("SELECT 1 FROM workspaces WHERE id = $1 FOR NO KEY UPDATE", [actor.workspaceId]);
  const { rows } = await tx.query<{ archivedAt: Date | null }>(
    'SELECT archived_at AS "archivedAt" FROM pipelines WHERE workspace_id = $1 AND name = $2',
    [actor.workspaceId, name],
  );
  const [twin] = rows;
  if (!twin) return;
  const message = twin.archivedAt
    ? `An archived pipeline is called “${name}”. Restore it, or choose another name.`
    : `There is a pipeline “${name}” already.`;
  throw new AppError("ALREADY_EXISTS", message, { name: message });
}

async function assertRoom(tx: SqlClient, actor: Actor): Promise<void> {
  const { rows } = await tx.query<{ held: number }>(
    "SELECT count(*) AS held FROM pipelines WHERE workspace_id = $1",
    [actor.workspaceId],
  );
  if ((rows[0]?.held ?? 0) >= MAX_PIPELINES)
    throw new AppError("CONFLICT", `A workspace has at most ${MAX_PIPELINES} pipelines.`);
}

async function insertVersion(
  tx: SqlClient,
  { workspaceId, userId }: Actor,
  { id, version, text }: { id: number; version: number; text: string },
): Promise<void> {
  await tx.query(
    `INSERT INTO pipeline_versions (pipeline_id, workspace_id, number, text, created_by_id)
     VALUES ($1, $2, $3, $4, $5)`,
    [id, workspaceId, version, text, userId],
  );
}

export async function createPipeline(
  actor: Actor,
  { name, description, declaration }: CreatePipelineInput,
): Promise<PipelineDto> {
  assertCan(actor, "pipeline:write");
  const pipelineId = await inTransaction(async (tx) => {
    await assertNewName(tx, actor, name);
    await assertRoom(tx, actor);
    const { rows } = await tx.query<{ id: number }>(
      "INSERT INTO pipelines (workspace_id, name, description) VALUES ($1, $2, $3) RETURNING id",
      [actor.workspaceId, name, description],
    );
    const id = rows[0]?.id ?? 0;
    await insertVersion(tx, actor, { id, version: 1, text: declaration });
    await recordAuditSql(tx, actor, {
      action: "pipeline.created",
      subject: subjectOf(id),
      label: name,
      after: { name, description, version: 1 },
    });
    return id;
  });
  announce(actor.workspaceId, "pipelines");
  return getPipeline(actor, { pipelineId });
}

type Locked = Awaited<ReturnType<typeof lockPipeline>>;

function assertNewest({ version }: Locked, basedOn: number | undefined): void {
  if (basedOn === undefined || basedOn === version) return;
  const message = `Somebody has saved version ${version} meanwhile. Look at it before you save yours.`;
  throw new AppError("CONFLICT", message, { declaration: message });
}

/** The number of the version that has this text from now on. The text that is in force makes no other one. */
async function nextVersion(
  tx: SqlClient,
  actor: Actor,
  { before, text }: { before: Locked; text: string | undefined },
): Promise<number> {
  const { id, version } = before;
  if (text === undefined) return version;
  const newest = await readVersion(tx, actor, { pipelineId: id, version });
  if (newest.text === text) return version;
  await insertVersion(tx, actor, { id, version: version + 1, text });
  return version + 1;
}

/** Changes what is given. Another text is another version, which the next launch takes. */
export async function revisePipeline(
  actor: Actor,
  { pipelineId, basedOn, declaration, ...input }: RevisePipelineInput,
): Promise<PipelineDto> {
  assertCan(actor, "pipeline:write");
  await inTransaction(async (tx) => {
    const before = await lockPipeline(tx, actor, pipelineId);
    assertNewest(before, basedOn);
    const { name = before.name, description = before.description } = input;
    if (name !== before.name) await assertNewName(tx, actor, name);
    const version = await nextVersion(tx, actor, { before, text: declaration });
    await tx.query(
      "UPDATE pipelines SET name = $3, description = $4, version = $5 WHERE workspace_id = $1 AND id = $2",
      [actor.workspaceId, pipelineId, name, description, version],
    );
    await recordAuditSql(tx, actor, {
      action: "pipeline.revised",
      subject: subjectOf(pipelineId),
      label: before.name,
      before: { name: before.name, description: before.description, version: before.version },
      after: { name, description, version },
    });
  });
  announce(actor.workspaceId, "pipelines", `pipeline:${pipelineId}`);
  return getPipeline(actor, { pipelineId });
}

async function setArchived(
  actor: Actor,
  pipelineId: number,
  isArchived: boolean,
): Promise<PipelineDto> {
  await inTransaction(async (tx) => {
    const before = await lockPipeline(tx, actor, pipelineId);
    if ((before.archivedAt !== null) === isArchived) return;
    await tx.query(
      `UPDATE pipelines SET archived_at = CASE WHEN $3 THEN now() END WHERE workspace_id = $1 AND id = $2`,
      [actor.workspaceId, pipelineId, isArchived],
    );
    if (!isArchived) await resumeSchedules(tx, actor, pipelineId);
    await recordAuditSql(tx, actor, {
      action: isArchived ? "pipeline.archived" : "pipeline.restored",
      subject: subjectOf(pipelineId),
      label: before.name,
    });
  });
  announce(actor.workspaceId, "pipelines", `pipeline:${pipelineId}`);
  return getPipeline(actor, { pipelineId });
}

/** Launches it no more, by whatever way, until it is restored. Its jobs stay. */
export async function archivePipeline(
  actor: Actor,
  { pipelineId }: PipelineInput,
): Promise<PipelineDto> {
  assertCan(actor, "pipeline:write");
  return setArchived(actor, pipelineId, true);
}

export async function restorePipeline(
  actor: Actor,
  { pipelineId }: PipelineInput,
): Promise<PipelineDto> {
  assertCan(actor, "pipeline:write");
  return setArchived(actor, pipelineId, false);
}
