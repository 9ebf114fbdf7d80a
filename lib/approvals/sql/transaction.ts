import "server-only";
import type { Actor } from "@/lib/access/actor";
import { sealAudit } from "@/lib/audit/seal";
import { db, type Tx } from "@/lib/db/client";
import { announce } from "@/lib/events/announce";

/** Decides on a request in one transaction and, once it is committed, tells the screens that show it. */
export async function approvalTransaction<T extends { number: number }>(
  actor: Pick<Actor, "workspaceId">,
  work: (tx: Tx) => Promise<T>,
): Promise<T> {
  const result = await db().$transaction(work, { timeout: 20_000 });
  // What was decided is bound into the chain at once; should that fail, the leader does it within a second.
  await sealAudit().catch(() => undefined);
  announce(actor.workspaceId, "approvals", `approval:${result.number}`, "models");
  return result;
}
