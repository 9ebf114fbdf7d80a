import type { Actor } from "@/lib/access/actor";
import { db } from "@/lib/db/client";

interface Content {
  actor: string;
  label?: string;
  details?: Record<string, unknown>;
  before?: Record<string, unknown>;
  after?: Record<string, unknown>;
}

/** The audit of an actor's workspace, oldest first, with what its payloads say. */
export async function auditTrail(actor: Pick<Actor, "workspaceId">, action?: string) {
  const rows = await db().auditEvent.findMany({
    where: { workspaceId: actor.workspaceId, ...(action === undefined ? {} : { action }) },
    orderBy: { id: "asc" },
    include: { payload: true },
  });
  return rows.map(({ payload, payloadDigest: _, ...event }) => ({
    ...event,
    // Written by lib/audit/record.ts and by nobody else.
    ...(payload?.content as unknown as Content),
  }));
}

/** The latest event of an actor's workspace. */
export async function lastAudit(actor: Pick<Actor, "workspaceId">) {
  return (await auditTrail(actor)).at(-1);
}
