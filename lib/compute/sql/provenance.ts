import "server-only";
import { recordAuditSql, systemIn } from "@/lib/audit/record";
import { inTransaction, pool } from "@/lib/db/pool";
import type { FactsRow } from "../dto/jobs";
import { type JobFacts, jobFacts } from "../schema/jobs";
import { isStill, type MovingJob } from "./advance";

/** Keeps what an attempt runs on, once. */
export async function noteFacts(job: MovingJob, facts: JobFacts): Promise<void> {
  await inTransaction(async (tx) => {
    if (!(await isStill(tx, job, ["starting", "running"]))) return;
    const { rowCount } = await tx.query(
      `INSERT INTO job_provenance (job_id, workspace_id, attempt, facts) VALUES ($1, $2, $3, $4)
       ON CONFLICT DO NOTHING`,
      [job.id, job.workspaceId, job.attempt, JSON.stringify(facts)],
    );
    if (rowCount !== 1) return;
    const { locks, ...rest } = facts;
    await recordAuditSql(tx, systemIn(job.workspaceId), {
      action: "job.described",
      subject: `job ${job.number}`,
      after: {
        ...rest,
        attempt: job.attempt,
        locks: locks.map(({ path, sha256 }) => ({ path, sha256 })),
      },
    });
  });
}

/** What the last attempt that was described ran on. */
export async function readFacts(jobId: number, workspaceId: string): Promise<FactsRow | null> {
  const { rows } = await pool().query<Omit<FactsRow, "facts"> & { facts: unknown }>(
    `SELECT attempt, facts, at FROM job_provenance WHERE job_id = $1 AND workspace_id = $2
     ORDER BY attempt DESC LIMIT 1`,
    [jobId, workspaceId],
  );
  const row = rows[0];
  return row ? { ...row, facts: jobFacts.parse(row.facts) } : null;
}
