import "server-only";
import type { AuditEventRow } from "@/lib/audit/seal";
import { pool } from "@/lib/db/pool";

/** One event of the audit about a request, with its link and the hash of the link before. */
export interface ProvenEvent extends AuditEventRow {
  salt: Buffer | null;
  content: string | null;
  seq: number | null;
  hash: Buffer | null;
  before: Buffer | null;
}

/** More than that happens to no request. */
const MOST = 5_000;

/** What the audit has of a request, in the order in which it happened. */
export async function readAuditOf(workspaceId: string, subject: string): Promise<ProvenEvent[]> {
  const { rows } = await pool().query<ProvenEvent>(
    `SELECT e.*, p.salt, p.content::text AS content, c.seq, c.hash, b.hash AS before
     FROM audit_events e LEFT JOIN audit_payloads p ON p.event_id = e.id
     LEFT JOIN audit_chain c ON c.event_id = e.id LEFT JOIN audit_chain b ON b.seq = c.seq - 1
     WHERE e.workspace_id = $1 AND e.subject = $2 ORDER BY e.at, e.id LIMIT ${MOST}`,
    [workspaceId, subject],
  );
  return rows;
}
