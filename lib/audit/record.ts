import "server-only";
import type { Actor, Person } from "@/lib/access/actor";
import type { Tx } from "@/lib/db/client";
import type { SqlClient } from "@/lib/db/pool";

export interface AuditEntry {
  /** "noun.verb", in the past tense: "experiment.renamed". */
  action: string;
  /** What it happened to, such as "experiment 12". */
  subject: string;
  details?: Record<string, string | number | boolean | null | readonly string[]>;
}

/** Who acted, and where: no workspace for what concerns the whole installation. */
type Auditor = Pick<Person, "userId" | "email" | "tokenName"> & { workspaceId?: string };

export function actorLabel(actor: Pick<Person, "email" | "tokenName">): string {
  return actor.tokenName === null ? actor.email : `${actor.email} (token ${actor.tokenName})`;
}

/** Records who did what, in the caller's own transaction, so that neither exists without the other. */
export async function recordAudit(tx: Tx, actor: Auditor, entry: AuditEntry): Promise<void> {
  await tx.auditEvent.create({
    data: {
      workspaceId: actor.workspaceId ?? null,
      userId: actor.userId,
      actor: actorLabel(actor),
      action: entry.action,
      subject: entry.subject,
      details: { ...entry.details },
    },
    select: { id: true },
  });
}

/** The same for commands that write with SQL. */
export async function recordAuditSql(
  tx: SqlClient,
  actor: Actor,
  entry: AuditEntry,
): Promise<void> {
  await tx.query(
    `INSERT INTO audit_events (workspace_id, user_id, actor, action, subject, details)
     VALUES ($1, $2, $3, $4, $5, $6)`,
    [
      actor.workspaceId,
      actor.userId,
      actorLabel(actor),
      entry.action,
      entry.subject,
      JSON.stringify(entry.details ?? {}),
    ],
  );
}
