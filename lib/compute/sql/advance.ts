import "server-only";
import { randomBytes } from "node:crypto";
import { recordAudit, recordAuditSql, systemIn } from "@/lib/audit/record";
import { db } from "@/lib/db/client";
import { inTransaction, pool, type SqlClient } from "@/lib/db/pool";
import { moveRun } from "@/lib/runs/sql/change-run";
import { type EndStatus, RUN_STATUS_AFTER } from "../rules/lifecycle";

/** What has to be known of a job to move it on. */
export interface MovingJob {
  id: number;
  workspaceId: string;
  number: number;
  kind: string;
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
}

const SELECT = `SELECT j.id, j.workspace_id AS "workspaceId", j.number, b.kind, j.spec, j.status, j.attempt,
    j.max_attempts AS "maxAttempts", j.submission_key AS "submissionKey", j.log_offset AS "logOffset",
    j.log_size AS "logSize", j.requested_by_id AS "requestedById", j.experiment_id AS "experimentId",
    r.uuid AS "runUuid", j.started_at AS "startedAt", j.cancel_requested_at AS "cancelRequestedAt"
  FROM jobs j JOIN compute_backends b ON b.id = j.backend_id JOIN runs r ON r.id = j.run_id`;

/** Jobs that these kinds of backends have been given, or are about to be. */
export async function findActive(kinds: readonly string[]): Promise<MovingJob[]> {
  const { rows } = await pool().query<MovingJob>(
    `${SELECT} WHERE b.kind = ANY ($1) AND j.status IN ('starting', 'running') ORDER BY j.id`,
    [kinds],
  );
  return rows;
}

/** Jobs that are done with their submission, of which the backend still keeps something. */
export async function findLeft(kinds: readonly string[]): Promise<MovingJob[]> {
  const { rows } = await pool().query<MovingJob>(
    `${SELECT} WHERE b.kind = ANY ($1) AND j.status NOT IN ('starting', 'running') AND j.submission_key IS NOT NULL
     ORDER BY j.id LIMIT 100`,
    [kinds],
  );
  return rows;
}

/** Notes that the backend has let go of a submission. */
export async function markForgotten(job: MovingJob): Promise<void> {
  await pool().query(
    "UPDATE jobs SET submission_key = NULL WHERE id = $1 AND submission_key = $2",
    [job.id, job.submissionKey],
  );
}

const CLAIM_LOCK = 4_711_005;

/**
 * Takes the next job whose turn it is, by priority and then by age, when its backend has a place for it and all
 * backends of its kind together have. Its key is committed before anybody may submit it. Null when there is none.
 */
export async function claimJob(kind: string, places: number): Promise<MovingJob | null> {
  return inTransaction(async (tx) => {
    // Places are counted: one counts at a time.
    await tx.query("SELECT pg_advisory_xact_lock($1)", [CLAIM_LOCK]);
    const { rows } = await tx.query<{ id: number }>(
      `WITH busy AS (
         SELECT j.backend_id, count(*) AS jobs FROM jobs j JOIN compute_backends b ON b.id = j.backend_id
         WHERE b.kind = $1 AND j.status IN ('starting', 'running') GROUP BY j.backend_id)
       SELECT j.id FROM jobs j JOIN compute_backends b ON b.id = j.backend_id
         LEFT JOIN busy ON busy.backend_id = j.backend_id
       WHERE b.kind = $1 AND b.is_enabled AND j.status = 'queued' AND j.submission_key IS NULL AND j.due_at <= now()
         AND coalesce(busy.jobs, 0) < b.max_jobs AND (SELECT coalesce(sum(jobs), 0) FROM busy) < $2
       ORDER BY j.priority DESC, j.id LIMIT 1 FOR UPDATE OF j SKIP LOCKED`,
      [kind, places],
    );
    const id = rows[0]?.id;
    if (id === undefined) return null;
    await tx.query(
      `UPDATE jobs SET status = 'starting', attempt = attempt + 1, submission_key = $2, log_offset = 0, started_at = NULL,
         heartbeat_at = NULL, reason = NULL, exit_code = NULL
       WHERE id = $1`,
      [id, `slipway-${randomBytes(12).toString("hex")}`],
    );
    const claimed = await tx.query<MovingJob>(`${SELECT} WHERE j.id = $1`, [id]);
    return claimed.rows[0] ?? null;
  });
}

/** Locks a job as long as it is where the caller believes it to be. */
async function isStill(tx: SqlClient, job: MovingJob, statuses: readonly string[]) {
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
      `UPDATE jobs SET status = 'running', started_at = now(), heartbeat_at = now() WHERE id = $1
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

export async function noteHeartbeat(job: MovingJob): Promise<void> {
  // Nobody needs it by the second.
  await pool().query(
    `UPDATE jobs SET heartbeat_at = now() WHERE id = $1 AND submission_key = $2 AND status = 'running'
       AND (heartbeat_at IS NULL OR heartbeat_at < now() - interval '5 seconds')`,
    [job.id, job.submissionKey],
  );
}

/** The token of an attempt ends with it. */
async function revokeToken(
  tx: SqlClient,
  by: ReturnType<typeof systemIn>,
  job: { id: number; number: number },
): Promise<void> {
  const { rows } = await tx.query<{ id: string }>(
    `UPDATE api_tokens SET revoked_at = now() FROM jobs
     WHERE jobs.id = $1 AND api_tokens.id = jobs.token_id AND revoked_at IS NULL RETURNING api_tokens.id`,
    [job.id],
  );
  for (const { id } of rows)
    await recordAuditSql(tx, by, {
      action: "token.revoked",
      subject: `token ${id}`,
      label: `job ${job.number}`,
    });
}

export interface Outcome {
  status: EndStatus;
  reason: string | null;
  exitCode: number | null;
}

/** Ends a job that the caller has locked, with its token and a run that it left open. */
export async function endJob(
  tx: SqlClient,
  by: ReturnType<typeof systemIn>,
  job: { id: number; number: number },
  { status, reason, exitCode }: Outcome,
): Promise<void> {
  const { rows } = await tx.query<{ run_id: number; workspace_id: string }>(
    `UPDATE jobs SET status = $2, reason = $3, exit_code = $4, ended_at = now() WHERE id = $1
     RETURNING run_id, workspace_id`,
    [job.id, status, reason, exitCode],
  );
  const ended = rows[0];
  if (!ended) return;
  await revokeToken(tx, by, job);
  const run = { id: ended.run_id, workspaceId: ended.workspace_id };
  await moveRun(tx, by, run, RUN_STATUS_AFTER[status]);
  await recordAuditSql(tx, by, {
    action: "job.ended",
    subject: `job ${job.number}`,
    after: { status, reason, exitCode },
  });
}

/** The same for whoever has watched it. False when somebody else has ended it before. */
export async function endWatched(job: MovingJob, outcome: Outcome): Promise<boolean> {
  return inTransaction(async (tx) => {
    if (!(await isStill(tx, job, ["starting", "running"]))) return false;
    await endJob(tx, systemIn(job.workspaceId), job, outcome);
    return true;
  });
}

/** Puts a job whose attempt came to nothing back into the queue. */
export async function retryLater(
  job: MovingJob,
  { reason, exitCode, afterMs }: { reason: string; exitCode: number | null; afterMs: number },
): Promise<boolean> {
  return inTransaction(async (tx) => {
    if (!(await isStill(tx, job, ["starting", "running"]))) return false;
    const system = systemIn(job.workspaceId);
    await revokeToken(tx, system, job);
    await tx.query(
      `UPDATE jobs SET status = 'queued', reason = $2, exit_code = $3, due_at = now() + $4 * interval '1 millisecond'
       WHERE id = $1`,
      [job.id, reason, exitCode, afterMs],
    );
    await recordAuditSql(tx, system, {
      action: "job.retried",
      subject: `job ${job.number}`,
      after: { attempt: job.attempt, reason, exitCode },
    });
    return true;
  });
}
