import "server-only";
import { recordAuditSql, systemIn } from "@/lib/audit/record";
import { inTransaction, type SqlClient } from "@/lib/db/pool";
import { moveRun } from "@/lib/runs/sql/change-run";
import { type EndStatus, RUN_STATUS_AFTER } from "../rules/lifecycle";
import { isStill, type MovingJob } from "./advance";

/** What went wrong before is nothing to what follows. */
const NO_TROUBLE = "trouble = NULL, trouble_since = NULL, trouble_count = 0, look_at = NULL";

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
    `UPDATE jobs SET status = $2, reason = $3, exit_code = $4, ended_at = now(), ${NO_TROUBLE} WHERE id = $1
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
      `UPDATE jobs SET status = 'queued', reason = $2, exit_code = $3, due_at = now() + $4 * interval '1 millisecond',
         ${NO_TROUBLE}
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
