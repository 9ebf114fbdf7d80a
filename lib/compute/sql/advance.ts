import "server-only";
import { recordAudit, recordAuditSql, systemIn } from "@/lib/audit/record";
import { db } from "@/lib/db/client";
import { inTransaction, pool, type SqlClient } from "@/lib/db/pool";
import { moveRun } from "@/lib/runs/sql/change-run";
import type { BackendPlace } from "../adapters/all";

/** What has to be known of a job to move it on. */
export interface MovingJob {
  id: number;
  workspaceId: string;
  number: number;
  backend: BackendPlace;
  spec: unknown;
  status: string;
  attempt: number;
  maxAttempts: number;
  submissionKey: string;
  logOffset: number;
  logSize: number;
  requestedById: string;
  experimentId: number;
  runUuid: string;
  startedAt: Date | null;
  cancelRequestedAt: Date | null;
  troubleSince: Date | null;
  troubleCount: number;
  sourceCommit: string | null;
  /** Whether it is known what the present attempt runs on. */
  isDescribed: boolean;
  /** Until when in the present attempt its use was measured, in seconds. */
  measuredAt: number | null;
}

export interface MovingRow extends Omit<MovingJob, "backend"> {
  backendId: number;
  kind: string;
  address: string | null;
  sealedHeaders: Uint8Array | null;
  certificate: string | null;
}

export function toMoving(row: MovingRow): MovingJob {
  const { backendId, kind, address, sealedHeaders, certificate, ...job } = row;
  return { ...job, backend: { id: backendId, kind, address, sealedHeaders, certificate } };
}

export const MOVING_SELECT = `SELECT j.id, j.workspace_id AS "workspaceId", j.number, b.id AS "backendId", b.kind, b.address,
    b.sealed_headers AS "sealedHeaders", b.certificate, j.spec, j.status, j.attempt, j.max_attempts AS "maxAttempts",
    j.submission_key AS "submissionKey", j.log_offset AS "logOffset", j.log_size AS "logSize",
    j.requested_by_id AS "requestedById", j.experiment_id AS "experimentId", r.uuid AS "runUuid",
    j.started_at AS "startedAt", j.cancel_requested_at AS "cancelRequestedAt", j.trouble_since AS "troubleSince",
    j.trouble_count AS "troubleCount", j.source_commit AS "sourceCommit",
    EXISTS (SELECT 1 FROM job_provenance p WHERE p.job_id = j.id AND p.attempt = j.attempt) AS "isDescribed",
    (SELECT max(second) FROM job_usage u WHERE u.job_id = j.id AND u.attempt = j.attempt) AS "measuredAt"
  FROM jobs j JOIN compute_backends b ON b.id = j.backend_id JOIN runs r ON r.id = j.run_id`;

const IS_DUE = "(j.look_at IS NULL OR j.look_at <= now())";

/** Jobs that backends of this kind have been given, or are about to be, and that it is time to look at. */
export async function findActive(kind: string): Promise<MovingJob[]> {
  const { rows } = await pool().query<MovingRow>(
    `${MOVING_SELECT} WHERE b.kind = $1 AND j.status IN ('starting', 'running') AND ${IS_DUE} ORDER BY j.id`,
    [kind],
  );
  return rows.map(toMoving);
}

/** Jobs that are done with their submission, of which the backend still keeps something. */
export async function findLeft(kind: string): Promise<MovingJob[]> {
  const { rows } = await pool().query<MovingRow>(
    `${MOVING_SELECT} WHERE b.kind = $1 AND j.status NOT IN ('starting', 'running') AND j.submission_key IS NOT NULL
       AND ${IS_DUE} ORDER BY j.id LIMIT 100`,
    [kind],
  );
  return rows.map(toMoving);
}

/** Notes that the backend has let go of a submission. */
export async function markForgotten(job: MovingJob): Promise<void> {
  await pool().query(
    `UPDATE jobs SET submission_key = NULL, look_at = NULL, trouble = NULL, trouble_since = NULL, trouble_count = 0
     WHERE id = $1 AND submission_key = $2`,
    [job.id, job.submissionKey],
  );
}

/** Locks a job as long as it is where the caller believes it to be. */
export async function isStill(tx: SqlClient, job: MovingJob, statuses: readonly string[]) {
  const { rowCount } = await tx.query(
    "SELECT 1 FROM jobs WHERE id = $1 AND submission_key = $2 AND status = ANY ($3) FOR UPDATE",
    [job.id, job.submissionKey, statuses],
  );
  return rowCount === 1;
}

/** What the token of a job may do: log what it trains, and read what was logged. */
const JOB_SCOPES = ["tracking:read", "tracking:write"];

/** Lets a token in until the job must have ended. The same token again stays as it is; false when the job moved on. */
export async function letIn(
  job: MovingJob,
  token: { hash: string; prefix: string; expiresAt: Date },
): Promise<boolean> {
  return db().$transaction(async (tx) => {
    const still = await tx.$queryRaw<unknown[]>`
      SELECT 1 FROM jobs WHERE id = ${job.id} AND submission_key = ${job.submissionKey} AND status = 'starting' FOR UPDATE`;
    if (still.length === 0) return false;
    if (await tx.apiToken.findUnique({ where: { hash: token.hash } })) return true;
    const made = await tx.apiToken.create({
      data: {
        ...token,
        userId: job.requestedById,
        workspaceId: job.workspaceId,
        name: `job ${job.number}`,
        scopes: [...JOB_SCOPES],
      },
    });
    await tx.job.update({ where: { id: BigInt(job.id) }, data: { tokenId: made.id } });
    await recordAudit(tx, systemIn(job.workspaceId), {
      action: "token.created",
      subject: `token ${made.id}`,
      label: made.name,
      after: {
        owner: job.requestedById,
        scopes: JOB_SCOPES,
        expiresAt: token.expiresAt.toISOString(),
      },
    });
    return true;
  });
}

/** Its backend has it: from now on its time counts. False when somebody has said so before. */
export async function markRunning(job: MovingJob): Promise<boolean> {
  return inTransaction(async (tx) => {
    if (!(await isStill(tx, job, ["starting"]))) return false;
    const { rows } = await tx.query<{ run_id: number; token_id: string | null }>(
      `UPDATE jobs SET status = 'running', started_at = now(), heartbeat_at = now(), trouble = NULL, trouble_since = NULL,
         trouble_count = 0, look_at = NULL WHERE id = $1
       RETURNING run_id, token_id`,
      [job.id],
    );
    const started = rows[0];
    if (!started) return false;
    const system = systemIn(job.workspaceId);
    await moveRun(tx, system, { id: started.run_id, workspaceId: job.workspaceId }, "RUNNING");
    await recordAuditSql(tx, system, {
      action: "job.started",
      subject: `job ${job.number}`,
      after: { attempt: job.attempt, submission: job.submissionKey, token: started.token_id },
    });
    return true;
  });
}

/** Its backend has answered; it is looked at again after a pause. */
export async function noteNews(job: MovingJob, pauseMs: number): Promise<void> {
  // Nobody needs the heartbeat by the second.
  await pool().query(
    `UPDATE jobs SET heartbeat_at = now(), trouble = NULL, trouble_since = NULL, trouble_count = 0,
       look_at = CASE WHEN $3::float8 > 0 THEN now() + $3::float8 * interval '1 millisecond' END
     WHERE id = $1 AND submission_key = $2 AND status IN ('starting', 'running')
       AND ($3::float8 > 0 OR trouble_count > 0 OR heartbeat_at IS NULL OR heartbeat_at < now() - interval '5 seconds')`,
    [job.id, job.submissionKey, pauseMs],
  );
}

/** Something went wrong with its backend: it is looked at again later. */
export async function noteTrouble(job: MovingJob, trouble: string, afterMs: number): Promise<void> {
  await pool().query(
    `UPDATE jobs SET trouble = $3, trouble_since = coalesce(trouble_since, now()), trouble_count = trouble_count + 1,
       look_at = now() + $4::float8 * interval '1 millisecond'
     WHERE id = $1 AND submission_key = $2`,
    [job.id, job.submissionKey, trouble, afterMs],
  );
}
