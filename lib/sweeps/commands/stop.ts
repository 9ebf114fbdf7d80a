import "server-only";
import { type Actor, assertCan } from "@/lib/access/actor";
import { type Auditor, recordAuditSql, type systemIn } from "@/lib/audit/record";
import { cancelWithin } from "@/lib/compute/commands/cancel";
import { wakeSupervisor } from "@/lib/compute/jobs/wake";
import { mayStop } from "@/lib/compute/rules/lifecycle";
import { lockJob } from "@/lib/compute/sql/jobs";
import { AppError } from "@/lib/core/errors";
import { inTransaction, pool, type SqlClient } from "@/lib/db/pool";
import { announce } from "@/lib/events/announce";
import { type SweepDto, type SweepRow, toSweepDto } from "../dto";
import { sweepNotFound } from "../queries/sweeps";
import type { SweepInput } from "../schema";
import { lockSweep, readSweep } from "../sql/sweeps";
import { findOpenJobs, readBest } from "../sql/trials";

/** Queues no more of a sweep that the caller has locked, and cancels what it has queued: the numbers of those jobs. */
export async function stopWithin(
  tx: SqlClient,
  by: Auditor | ReturnType<typeof systemIn>,
  sweep: SweepRow,
  reason: string | null,
): Promise<number[]> {
  await tx.query(
    "UPDATE sweeps SET status = 'stopped', reason = $2, trouble = NULL, look_at = now() WHERE id = $1",
    [sweep.id, reason],
  );
  await recordAuditSql(tx, by, {
    action: "sweep.stopped",
    subject: `sweep ${sweep.number}`,
    label: sweep.name,
    ...(reason === null ? {} : { after: { reason } }),
  });
  const open = await findOpenJobs(tx, sweep);
  for (const number of open) {
    const job = await lockJob(tx, sweep.workspaceId, number);
    if (job) await cancelWithin(tx, by, { workspaceId: sweep.workspaceId, job });
  }
  return open;
}

/** Queues no more jobs of a sweep and cancels those that wait or run: your own sweep, or any as an admin. */
export async function stopSweep(actor: Actor, { number }: SweepInput): Promise<SweepDto> {
  assertCan(actor, "job:stop");
  const { workspaceId } = actor;
  const cancelled = await inTransaction(async (tx) => {
    const sweep = await lockSweep(tx, workspaceId, number);
    if (!sweep) throw sweepNotFound(number);
    if (!mayStop(actor, sweep))
      throw new AppError(
        "FORBIDDEN",
        `Permission denied: only ${sweep.requestedBy}, who created sweep ${number}, and admins can stop it.`,
      );
    if (sweep.status !== "running")
      throw new AppError(
        "CONFLICT",
        sweep.status === "stopped"
          ? `Sweep ${number} was stopped already.`
          : `Sweep ${number} has ended already.`,
      );
    return stopWithin(tx, actor, sweep, null);
  });
  wakeSupervisor();
  const jobs = cancelled.map((job) => `job:${job}` as const);
  announce(workspaceId, "sweeps", `sweep:${number}`, "jobs", ...jobs);
  const row = await readSweep(pool(), workspaceId, number);
  if (!row) throw sweepNotFound(number);
  return toSweepDto(row, await readBest(pool(), row));
}
