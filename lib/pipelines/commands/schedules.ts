import "server-only";
import { type Actor, assertCan } from "@/lib/access/actor";
import { type AuditValue, recordAuditSql } from "@/lib/audit/record";
import { AppError } from "@/lib/core/errors";
import { inTransaction, type SqlClient } from "@/lib/db/pool";
import { announce } from "@/lib/events/announce";
import type { ScheduleDto, ScheduleRow } from "../dto/schedules";
import { getSchedule } from "../queries/schedules";
import { nextDue } from "../rules/cron";
import { settleParameters } from "../rules/parameters";
import { parseDeclaration } from "../schema/declaration";
import type { PipelineInput } from "../schema/pipelines";
import type { ScheduleFields, ScheduleInput } from "../schema/schedules";
import { lockPipeline, readVersion } from "../sql/pipelines";
import { lockSchedule } from "../sql/schedules";

const MAX_SCHEDULES = 20;

const subjectOf = (id: number) => `pipeline schedule ${id}`;

/** Whoever saves a schedule has its jobs launched in their name, so they must be let to launch them. */
function assertMayLaunch(actor: Actor): void {
  assertCan(actor, "job:launch");
  assertCan(actor, "run:write");
}

/** Refuses values that the declaration of today does not take. What is left out has its default of the day it runs. */
async function checkParameters(
  tx: SqlClient,
  actor: Actor,
  pipelineId: number,
  parameters: Record<string, unknown>,
): Promise<void> {
  const { version } = await lockPipeline(tx, actor, pipelineId);
  const { text } = await readVersion(tx, actor, { pipelineId, version });
  const parsed = parseDeclaration(text);
  if ("declaration" in parsed) settleParameters(parsed.declaration.parameters, parameters);
}

async function assertNewName(
  tx: SqlClient,
  { workspaceId }: Actor,
  { pipelineId, name, except }: { pipelineId: number; name: string; except: number },
): Promise<void> {
  const { rows } = await tx.query(
    "SELECT 1 FROM pipeline_schedules WHERE workspace_id = $1 AND pipeline_id = $2 AND name = $3 AND id <> $4",
    [workspaceId, pipelineId, name, except],
  );
  if (rows.length === 0) return;
  const message = `This pipeline has a schedule “${name}” already.`;
  throw new AppError("ALREADY_EXISTS", message, { name: message });
}

async function assertRoom(tx: SqlClient, { workspaceId }: Actor, pipelineId: number) {
  const { rows } = await tx.query<{ held: number }>(
    "SELECT count(*) AS held FROM pipeline_schedules WHERE workspace_id = $1 AND pipeline_id = $2",
    [workspaceId, pipelineId],
  );
  if ((rows[0]?.held ?? 0) >= MAX_SCHEDULES)
    throw new AppError("CONFLICT", `A pipeline has at most ${MAX_SCHEDULES} schedules.`);
}

/** What lies in the past when it is saved was not missed by it. */
const firstDue = (fields: ScheduleFields): Date | null => {
  const due = fields.isEnabled ? nextDue(fields, Date.now()) : null;
  return due === null ? null : new Date(due);
};

const columnsOf = (actor: Actor, fields: ScheduleFields) => [
  fields.name,
  fields.cron,
  fields.timeZone,
  JSON.stringify(fields.parameters),
  fields.isEnabled,
  fields.missedRuns,
  fields.overlap,
  actor.userId,
  firstDue(fields),
];

const shown = (schedule: ScheduleFields | ScheduleRow) => ({
  name: schedule.name,
  cron: schedule.cron,
  timeZone: schedule.timeZone,
  // They were parsed from JSON.
  parameters: schedule.parameters as Record<string, AuditValue>,
  isEnabled: schedule.isEnabled,
  missedRuns: schedule.missedRuns,
  overlap: schedule.overlap,
});

export async function createSchedule(
  actor: Actor,
  { pipelineId, ...fields }: PipelineInput & ScheduleFields,
): Promise<ScheduleDto> {
  assertCan(actor, "pipeline:write");
  assertMayLaunch(actor);
  const scheduleId = await inTransaction(async (tx) => {
    await checkParameters(tx, actor, pipelineId, fields.parameters);
    await assertNewName(tx, actor, { pipelineId, name: fields.name, except: 0 });
    await assertRoom(tx, actor, pipelineId);
    const { rows } = await tx.query<{ id: number }>(
      `INSERT INTO pipeline_schedules (workspace_id, pipeline_id, name, cron, time_zone, parameters, is_enabled, missed_runs,
         overlap, saved_by_id, next_due_at)
       VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11) RETURNING id`,
      [actor.workspaceId, pipelineId, ...columnsOf(actor, fields)],
    );
    const id = rows[0]?.id ?? 0;
    await recordAuditSql(tx, actor, {
      action: "pipeline-schedule.created",
      subject: subjectOf(id),
      label: fields.name,
      after: { pipeline: pipelineId, ...shown(fields) },
    });
    return id;
  });
  announce(actor.workspaceId, `pipeline:${pipelineId}`);
  return getSchedule(actor, { pipelineId, scheduleId });
}

/** A pipeline that was archived has missed nothing meanwhile. */
export async function resumeSchedules(
  tx: SqlClient,
  { workspaceId }: Actor,
  pipelineId: number,
): Promise<void> {
  const { rows } = await tx.query<{ id: number; cron: string; timeZone: string }>(
    `SELECT id, cron, time_zone AS "timeZone" FROM pipeline_schedules
     WHERE workspace_id = $1 AND pipeline_id = $2 AND is_enabled FOR UPDATE`,
    [workspaceId, pipelineId],
  );
  for (const { id, ...timing } of rows) {
    const due = nextDue(timing, Date.now());
    await tx.query(
      "UPDATE pipeline_schedules SET next_due_at = $3 WHERE workspace_id = $1 AND id = $2",
      [workspaceId, id, due === null ? null : new Date(due)],
    );
  }
}

/** Saves all of a schedule anew, from then on in the name of whoever saves it. */
export async function reviseSchedule(
  actor: Actor,
  { pipelineId, scheduleId, ...fields }: ScheduleInput & ScheduleFields,
): Promise<ScheduleDto> {
  assertCan(actor, "pipeline:write");
  assertMayLaunch(actor);
  await inTransaction(async (tx) => {
    await checkParameters(tx, actor, pipelineId, fields.parameters);
    const before = await lockSchedule(tx, actor, { pipelineId, scheduleId });
    await assertNewName(tx, actor, { pipelineId, name: fields.name, except: scheduleId });
    await tx.query(
      `UPDATE pipeline_schedules SET name = $3, cron = $4, time_zone = $5, parameters = $6, is_enabled = $7, missed_runs = $8,
         overlap = $9, saved_by_id = $10, next_due_at = $11, saved_at = now()
       WHERE workspace_id = $1 AND id = $2`,
      [actor.workspaceId, scheduleId, ...columnsOf(actor, fields)],
    );
    await recordAuditSql(tx, actor, {
      action: "pipeline-schedule.revised",
      subject: subjectOf(scheduleId),
      label: before.name,
      before: { ...shown(before), savedBy: before.savedBy },
      after: shown(fields),
    });
  });
  announce(actor.workspaceId, `pipeline:${pipelineId}`);
  return getSchedule(actor, { pipelineId, scheduleId });
}

export async function deleteSchedule(
  actor: Actor,
  { pipelineId, scheduleId }: ScheduleInput,
): Promise<void> {
  assertCan(actor, "pipeline:write");
  await inTransaction(async (tx) => {
    const before = await lockSchedule(tx, actor, { pipelineId, scheduleId });
    await tx.query("DELETE FROM pipeline_schedules WHERE workspace_id = $1 AND id = $2", [
      actor.workspaceId,
      scheduleId,
    ]);
    await recordAuditSql(tx, actor, {
      action: "pipeline-schedule.deleted",
      subject: subjectOf(scheduleId),
      label: before.name,
      before: { pipeline: pipelineId, ...shown(before) },
    });
  });
  announce(actor.workspaceId, `pipeline:${pipelineId}`);
}
