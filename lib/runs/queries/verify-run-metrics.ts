import "server-only";
import { type Actor, assertCan } from "@/lib/access/actor";
import { inTransaction } from "@/lib/db/pool";
import type { RunMetricsProof } from "../dto/proof";
import type { RunProofInput } from "../schema";
import { digestRun, METRICS_SEALED, sealSchema, verdictOf } from "../sql/metric-digest";
import { runRef } from "../sql/refs";

/** Recomputes the digest of a run's metrics and parameters, and compares it with the one that the audit holds. */
export async function verifyRunMetrics(
  actor: Actor,
  { runUuid }: RunProofInput,
): Promise<RunMetricsProof> {
  assertCan(actor, "run:read");
  const run = await runRef(actor, runUuid);
  return inTransaction(async (tx) => {
    await tx.query("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ");
    const { rows } = await tx.query<{ id: number; at: Date; content: unknown }>(
      `SELECT e.id, e.at, p.content FROM audit_events e JOIN audit_payloads p ON p.event_id = e.id
       WHERE e.workspace_id = $1 AND e.subject = $2 AND e.action = $3 AND e.role = 'system'
       ORDER BY e.at DESC, e.id DESC LIMIT 1`,
      [actor.workspaceId, `run ${runUuid}`, METRICS_SEALED],
    );
    const row = rows[0];
    const sealed = row
      ? {
          ...sealSchema.parse(row.content).details,
          at: row.at.toISOString(),
          eventId: row.id,
        }
      : null;
    const now = await digestRun(tx, run.id);
    return { verdict: verdictOf(sealed, now), sealed, now };
  });
}
