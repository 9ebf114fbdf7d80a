import "server-only";
import { type Actor, assertCan } from "@/lib/access/actor";
import { recordAuditSql, systemIn } from "@/lib/audit/record";
import { AppError } from "@/lib/core/errors";
import { inTransaction } from "@/lib/db/pool";
import { announce } from "@/lib/events/announce";
import { type JobDto, toJobDto } from "../dto";
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
    if (found.cancelRequestedAt === null) {
      await tx.query("UPDATE jobs SET cancel_requested_at = now(), look_at = NULL WHERE id = $1", [
        found.id,
      ]);
      await recordAuditSql(tx, actor, {
        action: "job.cancel-requested",
        subject: `job ${number}`,
        label: found.name,
        before: { status: found.status },
      });
    }
    if (found.status === "queued")
      await endJob(tx, systemIn(workspaceId), found, {
        status: "cancelled",
        reason: "It was cancelled while it waited.",
        exitCode: null,
      });
    const row = await readJob(tx, workspaceId, number);
    if (!row) throw jobNotFound(number);
    return row;
  });
  wakeSupervisor();
  announce(workspaceId, "jobs", `job:${number}`, `run:${job.runUuid}`);
  return toJobDto(job);
}
