import "server-only";
import { recordAuditSql, systemIn } from "@/lib/audit/record";
import { inTransaction, pool } from "@/lib/db/pool";
import { RUN_STATUS } from "@/lib/runs/rules";
import { moveRun } from "@/lib/runs/sql/change-run";
import type { SweepRow } from "../dto";
import { endOf } from "../rules/ends";
import { lockSweep, SWEEP_SELECT } from "./sweeps";

const HEARTBEAT_MS = 60_000;

/** Takes sweeps that are due for a while: until then nobody else looks at them. */
export async function claimOpen(limit: number, whileMs: number): Promise<SweepRow[]> {
  const { rows: taken } = await pool().query<{ id: number }>(
    `UPDATE sweeps SET look_at = now() + $2 * interval '1 millisecond' WHERE id IN (
       SELECT id FROM sweeps WHERE ended_at IS NULL AND look_at <= now() ORDER BY look_at LIMIT $1 FOR UPDATE SKIP LOCKED)
     RETURNING id`,
    [limit, whileMs],
  );
  if (taken.length === 0) return [];
  const { rows } = await pool().query<SweepRow>(
    `${SWEEP_SELECT} WHERE s.id = ANY ($1) ORDER BY s.id`,
    [taken.map(({ id }) => id)],
  );
  return rows;
}

/** Says when a sweep is looked at next, and what is wrong meanwhile. */
export async function release(
  sweep: { id: number },
  { waitMs, trouble }: { waitMs: number; trouble: string | null },
): Promise<void> {
  await pool().query(
    `UPDATE sweeps SET look_at = now() + $2 * interval '1 millisecond',
       trouble = CASE WHEN status = 'running' THEN $3 END WHERE id = $1 AND ended_at IS NULL`,
    [sweep.id, waitMs, trouble],
  );
}

/** A run that is silent would seem lost; the one above a sweep has nothing to say by itself. */
export async function keepAlive({ runId, workspaceId }: SweepRow, now: number): Promise<void> {
  await pool().query(
    `UPDATE runs SET last_activity_at = $3
     WHERE id = $1 AND workspace_id = $2 AND status = $5 AND last_activity_at < $3::bigint - $4`,
    [runId, workspaceId, now, HEARTBEAT_MS, RUN_STATUS.RUNNING],
  );
}

/** Ends a sweep of which nothing waits or runs any more, with the run above its jobs. True when it has ended now. */
export async function endWhenDone({ workspaceId, number }: SweepRow): Promise<boolean> {
  return inTransaction(async (tx) => {
    const sweep = await lockSweep(tx, workspaceId, number);
    const end = sweep && sweep.endedAt === null ? endOf(sweep) : null;
    if (!sweep || !end) return false;
    const system = systemIn(workspaceId);
    await tx.query(
      "UPDATE sweeps SET status = $2, trouble = NULL, ended_at = now() WHERE id = $1",
      [sweep.id, end.status],
    );
    await moveRun(tx, system, { id: sweep.runId, workspaceId }, end.run);
    const { succeeded, failed, cancelled, waiting } = sweep;
    await recordAuditSql(tx, system, {
      action: "sweep.ended",
      subject: `sweep ${number}`,
      label: sweep.name,
      after: { status: end.status, succeeded, failed, cancelled, notTried: waiting },
    });
    return true;
  });
}
