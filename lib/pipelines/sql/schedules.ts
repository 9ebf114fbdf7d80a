import "server-only";
import type { Actor } from "@/lib/access/actor";
import { AppError } from "@/lib/core/errors";
import { pool, type SqlClient } from "@/lib/db/pool";
import type { FiringRow, ScheduleRow } from "../dto/schedules";

/** Longer than a round takes; whoever dies in one is followed by another after it, well within the grace of a moment. */
const LEASE_SECONDS = 20;
/** After a round that failed: others that are due come first. */
const PAUSE_SECONDS = 5;
/** So many of each schedule are kept, and those whose job is not over. */
const KEPT_FIRINGS = 200;

export const SCHEDULE_SELECT = `SELECT s.id, s.pipeline_id AS "pipelineId", s.name, s.cron, s.time_zone AS "timeZone", s.parameters,
    s.is_enabled AS "isEnabled", s.missed_runs AS "missedRuns", s.overlap, u.name AS "savedBy", s.saved_at AS "savedAt",
    s.next_due_at AS "nextDueAt"
  FROM pipeline_schedules s JOIN users u ON u.id = s.saved_by_id`;

export const FIRING_SELECT = `SELECT f.due_at AS "dueAt", f.at, f.outcome, f.reason, f.job_number AS "jobNumber"
  FROM pipeline_firings f`;

const scheduleNotFound = () => new AppError("NOT_FOUND", "There is no such schedule.");

interface Place {
  pipelineId: number;
  scheduleId: number;
}

export async function readSchedule(
  client: SqlClient,
  { workspaceId }: Actor,
  { pipelineId, scheduleId }: Place,
): Promise<ScheduleRow> {
  const { rows } = await client.query<ScheduleRow>(
    `${SCHEDULE_SELECT} WHERE s.workspace_id = $1 AND s.pipeline_id = $2 AND s.id = $3`,
    [workspaceId, pipelineId, scheduleId],
  );
  if (!rows[0]) throw scheduleNotFound();
  return rows[0];
}

/** A schedule, locked against everybody else who would change it. */
export async function lockSchedule(
  tx: SqlClient,
  actor: Actor,
  place: Place,
): Promise<ScheduleRow> {
  await tx.query(
    "SELECT 1 FROM pipeline_schedules WHERE workspace_id = $1 AND id = $2 FOR UPDATE",
    [actor.workspaceId, place.scheduleId],
  );
  return readSchedule(tx, actor, place);
}

/** A schedule that is due, with all that it takes to launch for it. */
export interface DueSchedule {
  id: number;
  pipelineId: number;
  workspaceId: string;
  name: string;
  cron: string;
  timeZone: string;
  parameters: Record<string, unknown>;
  missedRuns: ScheduleRow["missedRuns"];
  overlap: ScheduleRow["overlap"];
  savedById: string;
  nextDueAt: Date;
}

/** Takes schedules that are due, so that nobody else sees to them for a while. */
export async function claimDueSchedules(now: Date, limit: number): Promise<DueSchedule[]> {
  const { rows } = await pool().query<DueSchedule>(
    `UPDATE pipeline_schedules s SET leased_until = now() + make_interval(secs => $3)
     WHERE s.id IN (
       SELECT d.id FROM pipeline_schedules d JOIN pipelines p ON p.id = d.pipeline_id
       WHERE d.is_enabled AND p.archived_at IS NULL AND d.next_due_at <= $1
         AND (d.leased_until IS NULL OR d.leased_until < now())
       ORDER BY d.next_due_at LIMIT $2 FOR UPDATE OF d SKIP LOCKED)
     RETURNING s.id, s.pipeline_id AS "pipelineId", s.workspace_id AS "workspaceId", s.name,
       s.cron, s.time_zone AS "timeZone", s.parameters, s.missed_runs AS "missedRuns", s.overlap,
       s.saved_by_id AS "savedById", s.next_due_at AS "nextDueAt"`,
    [now, limit, LEASE_SECONDS],
  );
  return rows;
}

/** Gives a schedule back; what somebody has saved meanwhile stays as they have it. */
export async function releaseSchedule(
  { id, workspaceId, nextDueAt }: DueSchedule,
  next: Date | null,
): Promise<void> {
  await pool().query(
    `UPDATE pipeline_schedules SET leased_until = NULL,
       next_due_at = CASE WHEN next_due_at = $3 THEN $4 ELSE next_due_at END
     WHERE workspace_id = $1 AND id = $2`,
    [workspaceId, id, nextDueAt, next],
  );
}

/** Lets a schedule be seen to again soon, by anybody, with all that is due. */
export async function putOffSchedule({ id, workspaceId }: DueSchedule): Promise<void> {
  await pool().query(
    `UPDATE pipeline_schedules SET leased_until = now() + make_interval(secs => $3)
     WHERE workspace_id = $1 AND id = $2`,
    [workspaceId, id, PAUSE_SECONDS],
  );
}

/** Of these due moments, those that something became of already. */
export async function settledDues({ id }: DueSchedule, dues: readonly number[]): Promise<number[]> {
  const { rows } = await pool().query<{ dueAt: Date }>(
    `SELECT due_at AS "dueAt" FROM pipeline_firings WHERE schedule_id = $1 AND due_at = ANY ($2::timestamptz[])`,
    [id, dues.map((due) => new Date(due))],
  );
  return rows.map(({ dueAt }) => dueAt.getTime());
}

/** The number of a job of this schedule that is not over; null when there is none. */
export async function openJobOf({ id, workspaceId }: DueSchedule): Promise<number | null> {
  const { rows } = await pool().query<{ number: number }>(
    `SELECT j.number FROM pipeline_firings f JOIN jobs j ON j.workspace_id = f.workspace_id AND j.number = f.job_number
     WHERE f.workspace_id = $1 AND f.schedule_id = $2 AND j.status IN ('queued', 'starting', 'running')
     ORDER BY j.number DESC LIMIT 1`,
    [workspaceId, id],
  );
  return rows[0]?.number ?? null;
}

/** Keeps what became of a due moment. Answers false when something has already. */
export async function insertFiring(
  tx: SqlClient,
  { id, workspaceId }: DueSchedule,
  firing: Omit<FiringRow, "at">,
): Promise<boolean> {
  const { rowCount } = await tx.query(
    `INSERT INTO pipeline_firings (schedule_id, workspace_id, due_at, outcome, reason, job_number)
     VALUES ($1, $2, $3, $4, $5, $6) ON CONFLICT (schedule_id, due_at) DO NOTHING`,
    [id, workspaceId, firing.dueAt, firing.outcome, firing.reason, firing.jobNumber],
  );
  await tx.query(
    `DELETE FROM pipeline_firings f WHERE schedule_id = $1 AND workspace_id = $2 AND due_at <
       (SELECT due_at FROM pipeline_firings WHERE schedule_id = $1 ORDER BY due_at DESC OFFSET $3 LIMIT 1)
       AND NOT EXISTS (SELECT 1 FROM jobs j WHERE j.workspace_id = f.workspace_id AND j.number = f.job_number
         AND j.status IN ('queued', 'starting', 'running'))`,
    [id, workspaceId, KEPT_FIRINGS],
  );
  return rowCount === 1;
}
