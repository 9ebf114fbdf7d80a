import "server-only";
import { writeCheckpoint } from "@/lib/audit/checkpoints";
import { ERASED_ACTION } from "@/lib/audit/erasures";
import { recordAuditSql, systemIn } from "@/lib/audit/record";
import { readHead, sealAudit } from "@/lib/audit/seal";
import { inTransaction, pool, type SqlClient } from "@/lib/db/pool";
import { cutoffOf, rangesOf, retentionOf, strictest } from "../rules";

const BATCH = 2_000;
/** Batches of one workspace at a time; the next round goes on. */
const BATCHES = 50;
/** What is kept for good: what says that something was erased or held, and what proves a run's metrics. */
const KEPT = [ERASED_ACTION, "run.metrics-sealed", "legal-hold.placed", "legal-hold.released"];

interface Cutoffs {
  /** By risk tier of a model, as JSON: {"high": "2026-…"}; a tier that is not in it is kept. */
  byTier: string;
  other: Date | null;
  unknown: Date | null;
}

async function readCutoffs(tx: SqlClient, workspaceId: string, now: Date): Promise<Cutoffs> {
  const { rows } = await tx.query<{ tier: string; months: number }>(
    "SELECT tier, months FROM retention_rules WHERE workspace_id = $1",
    [workspaceId],
  );
  const rules = retentionOf(rows);
  const byTier = rules.flatMap(({ tier, months }) => {
    const cutoff = tier === "other" ? null : cutoffOf(months, now);
    return cutoff ? [[tier, cutoff.toISOString()]] : [];
  });
  const other = rules.find(({ tier }) => tier === "other")?.months ?? null;
  return {
    byTier: JSON.stringify(Object.fromEntries(byTier)),
    other: cutoffOf(other, now),
    unknown: cutoffOf(strictest(rules), now),
  };
}

/**
 * Events are of the model that their subject names: itself, a version, a request to promote one, a run that made one. A
 * name that no model has now may have been a held one's, so any hold on a model keeps those too.
 */
const DUE = `
  WITH named AS (
    SELECT e.id, e.at, CASE
        WHEN e.subject LIKE 'model version %' THEN regexp_replace(substr(e.subject, 15), '/[0-9]+$', '')
        WHEN e.subject LIKE 'model %' THEN substr(e.subject, 7)
        WHEN e.subject LIKE 'approval request %' THEN coalesce((
          SELECT r.model_name FROM approval_requests r
          WHERE r.workspace_id = $1 AND 'approval request ' || r.number = e.subject), '')
        WHEN e.subject LIKE 'run %' THEN (
          SELECT m.name FROM model_versions v JOIN registered_models m ON m.id = v.model_id
          WHERE v.workspace_id = $1 AND v.run_uuid = substr(e.subject, 5)
          ORDER BY array_position(ARRAY['critical', 'high', 'medium', 'low'], m.risk_tier) LIMIT 1)
      END AS model
    FROM audit_events e JOIN audit_payloads p ON p.event_id = e.id JOIN audit_chain c ON c.event_id = e.id
    WHERE e.workspace_id = $1 AND e.at < $2 AND c.seq <= $3 AND e.action <> ALL ($4)
  )
  SELECT n.id FROM named n
    LEFT JOIN registered_models m ON m.workspace_id = $1 AND m.name = n.model
  WHERE n.at < CASE
      WHEN n.model IS NULL THEN $5::timestamptz
      WHEN m.id IS NULL THEN $6::timestamptz
      ELSE ($7::json ->> m.risk_tier)::timestamptz
    END
    AND NOT EXISTS (
      SELECT 1 FROM legal_holds h WHERE h.workspace_id = $1 AND h.released_at IS NULL
        AND (h.model_id IS NULL OR h.model_id = m.id OR (n.model IS NOT NULL AND m.id IS NULL)))
  ORDER BY n.id LIMIT $8`;

/** One batch, in one transaction with its record. Holds are locked out meanwhile. */
async function eraseBatch(
  workspaceId: string,
  now: Date,
  { seq, hash }: { seq: number; hash: string },
): Promise<number> {
  return inTransaction(async (tx) => {
    // A hold that is placed now waits, or has been placed and is seen.
    await tx.query("LOCK TABLE legal_holds IN SHARE MODE");
    const cutoffs = await readCutoffs(tx, workspaceId, now);
    const { rows } = await tx.query<{ id: number }>(DUE, [
      ...[workspaceId, now, seq, KEPT],
      ...[cutoffs.other, cutoffs.unknown, cutoffs.byTier, BATCH],
    ]);
    if (rows.length === 0) return 0;
    const ids = rows.map(({ id }) => id);
    await tx.query("SET LOCAL slipway.erasure = 'on'");
    await tx.query("DELETE FROM audit_payloads WHERE event_id = ANY ($1::bigint[])", [ids]);
    await recordAuditSql(tx, systemIn(workspaceId), {
      action: ERASED_ACTION,
      subject: "audit trail",
      details: { events: rangesOf(ids), count: ids.length, checkpoint: { seq, hash } },
    });
    return ids.length;
  });
}

/**
 * Erases names and values of events whose retention has ended and that no hold covers. Nothing of the chain is touched: it
 * verifies as before, and a checkpoint that covers everything that goes is signed first. Answers how many events it was.
 */
export async function eraseExpired(now = new Date()): Promise<number> {
  const { rows } = await pool().query<{ id: string }>(
    "SELECT DISTINCT workspace_id AS id FROM retention_rules",
  );
  if (rows.length === 0) return 0;
  await sealAudit();
  await writeCheckpoint();
  const head = await readHead(pool());
  const checkpoint = { seq: head.seq, hash: Buffer.from(head.hash).toString("hex") };
  let total = 0;
  for (const { id } of rows)
    for (let batch = 0; batch < BATCHES; batch += 1) {
      const erased = await eraseBatch(id, now, checkpoint);
      total += erased;
      if (erased < BATCH) break;
    }
  return total;
}
