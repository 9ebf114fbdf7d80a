import "server-only";
import type { SqlClient } from "@/lib/db/pool";
import type { SweepRow } from "../dto";

const countOf = (condition: string) => `(count(*) FILTER (WHERE ${condition}))::int`;

export const SWEEP_SELECT = `SELECT s.id, s.workspace_id AS "workspaceId", s.number, s.name, s.spec, s.max_parallel AS "maxParallel",
    s.status, s.reason, s.trouble, s.experiment_id AS "experimentId", e.name AS "experimentName", s.run_id AS "runId",
    r.uuid AS "runUuid", s.requested_by_id AS "requestedById", u.name AS "requestedBy", s.created_at AS "createdAt",
    s.ended_at AS "endedAt", c.*
  FROM sweeps s
  JOIN experiments e ON e.id = s.experiment_id
  JOIN runs r ON r.id = s.run_id
  JOIN users u ON u.id = s.requested_by_id
  CROSS JOIN LATERAL (
    SELECT count(*)::int AS total,
      ${countOf("t.job_id IS NULL")} AS waiting,
      ${countOf("j.status = 'queued'")} AS queued,
      ${countOf("j.status IN ('starting', 'running')")} AS running,
      ${countOf("j.status = 'succeeded'")} AS succeeded,
      ${countOf("j.status IN ('failed', 'lost')")} AS failed,
      ${countOf("j.status = 'cancelled'")} AS cancelled
    FROM sweep_trials t LEFT JOIN jobs j ON j.id = t.job_id WHERE t.sweep_id = s.id) c`;

/** The next number of a sweep in a workspace; nobody else gets it before the transaction ends. */
export async function nextNumber(tx: SqlClient, workspaceId: string): Promise<number> {
  await tx.query("SELECT pg_advisory_xact_lock(hashtext('sweeps ' || $1))", [workspaceId]);
  const { rows } = await tx.query<{ number: number }>(
    "SELECT coalesce(max(number), 0) + 1 AS number FROM sweeps WHERE workspace_id = $1",
    [workspaceId],
  );
  return rows[0]?.number ?? 1;
}

export async function readSweep(
  client: SqlClient,
  workspaceId: string,
  number: number,
): Promise<SweepRow | null> {
  const { rows } = await client.query<SweepRow>(
    `${SWEEP_SELECT} WHERE s.workspace_id = $1 AND s.number = $2`,
    [workspaceId, number],
  );
  return rows[0] ?? null;
}

/** The same, with the sweep locked against everybody else who would move it on. */
export async function lockSweep(
  tx: SqlClient,
  workspaceId: string,
  number: number,
): Promise<SweepRow | null> {
  // Locked first: what is counted in one statement with it was counted before the lock was had.
  await tx.query("SELECT 1 FROM sweeps WHERE workspace_id = $1 AND number = $2 FOR UPDATE", [
    workspaceId,
    number,
  ]);
  return readSweep(tx, workspaceId, number);
}
