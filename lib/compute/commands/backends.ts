import "server-only";
import { type Actor, assertCan } from "@/lib/access/actor";
import { recordAudit } from "@/lib/audit/record";
import { db } from "@/lib/db/client";
import { announce } from "@/lib/events/announce";
import { backendNotFound } from "../queries/backends";
import type { ReviseBackendInput } from "../schema";

/** Changes how many jobs a backend runs at once for this workspace, and whether it does at all. */
export async function reviseBackend(
  actor: Actor,
  { backendId, maxJobs, isEnabled }: ReviseBackendInput,
): Promise<void> {
  assertCan(actor, "backend:manage");
  const { workspaceId } = actor;
  const id = BigInt(backendId);
  await db().$transaction(async (tx) => {
    await tx.$queryRaw`SELECT 1 FROM compute_backends WHERE id = ${id} FOR UPDATE`;
    const before = await tx.computeBackend.findFirst({ where: { id, workspaceId } });
    if (!before) throw backendNotFound();
    const after = await tx.computeBackend.update({
      where: { id_workspaceId: { id, workspaceId } },
      data: {
        ...(maxJobs === undefined ? {} : { maxJobs }),
        ...(isEnabled === undefined ? {} : { isEnabled }),
      },
    });
    await recordAudit(tx, actor, {
      action: "compute-backend.revised",
      subject: `compute backend ${backendId}`,
      label: before.name,
      before: { maxJobs: before.maxJobs, isEnabled: before.isEnabled },
      after: { maxJobs: after.maxJobs, isEnabled: after.isEnabled },
    });
  });
  announce(workspaceId, "jobs");
}
