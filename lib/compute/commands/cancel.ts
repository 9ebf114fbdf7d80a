import "server-only";
import { type Actor, assertCan } from "@/lib/access/actor";
import { type Auditor, recordAuditSql, systemIn } from "@/lib/audit/record";
import { AppError } from "@/lib/core/errors";
import { inTransaction, type SqlClient } from "@/lib/db/pool";
import { announce } from "@/lib/events/announce";
import { type JobDto, type JobRow, toJobDto } from "../dto/jobs";
import { wakeSupervisor } from "../jobs/wake";
import { jobNotFound } from "../queries/jobs";
import { isOver, mayStop } from "../rules/lifecycle";
import type { JobInput } from "../schema/jobs";
import { endJob } from "../sql/ends";
import { lockJob, readJob } from "../sql/jobs";

/** Ends a job that waits; one that runs is asked to stop, and made to when it does not. */
export async function cancelJob(actor: Actor, { number }: JobInput): Promise<JobDto> {
  assertCan(actor, "job:stop");
  const { workspaceId } = actor;
  const job = await inTransaction(async (tx) => {
    const found = await lockJob(tx, workspaceId, number);
    if (!found) throw jobNotFound(number);
    if (!mayStop(actor, found))
      throw new AppError(
        "FORBIDDEN",
        `Permission denied: only ${found.requestedBy}, who launched job ${number}, and admins can cancel it.`,
      );
    if (isOver(found.status)) throw new AppError("CONFLICT", `Job ${number} has ended already.`);
    await cancelWithin(tx, actor, { workspaceId, job: found });
    const row = await readJob(tx, workspaceId, number);
    if (!row) throw jobNotFound(number);
    return row;
  });
  wakeSupervisor();
  announce(workspaceId, "jobs", `job:${number}`, `run:${job.runUuid}`);
  return toJobDto(job);
}

/** The same for a job that the caller has locked and that has not ended. */
export async function cancelWithin(
  tx: SqlClient,
  by: Auditor | ReturnType<typeof systemIn>,
  { workspaceId, job }: { workspaceId: string; job: JobRow },
): Promise<void> {
  if (job.cancelRequestedAt === null) {
    await tx.query("UPDATE jobs SET cancel_requested_at = now(), look_at = NULL WHERE id = $1", [
      job.id,
    ]);
    await recordAuditSql(tx, by, {
      action: "job.cancel-requested",
      subject: `job ${job.number}`,
      label: job.name,
      before: { status: job.status },
    });
  }
  if (job.status === "queued")
    await endJob(tx, systemIn(workspaceId), job, {
      status: "cancelled",
      reason: "It was cancelled while it waited.",
      exitCode: null,
    });
}
