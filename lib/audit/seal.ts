import "server-only";
import { inTransaction, type SqlClient } from "@/lib/db/pool";
import { type ChainedEvent, chainHash, GENESIS } from "./chain";

const SEAL_LOCK = 4_711_010;
const BATCH = 2_000;

export interface ChainHead {
  seq: number;
  hash: Uint8Array;
}

/** An event as it is stored. */
export interface AuditEventRow {
  id: number;
  at: Date;
  workspace_id: string | null;
  user_id: string | null;
  role: string;
  credential: string | null;
  action: string;
  subject: string;
  payload_digest: Buffer;
}

export function toChainedEvent(row: AuditEventRow): ChainedEvent {
  return {
    id: row.id,
    at: row.at.toISOString(),
    workspaceId: row.workspace_id,
    userId: row.user_id,
    role: row.role,
    credential: row.credential,
    action: row.action,
    subject: row.subject,
    payloadDigest: row.payload_digest.toString("hex"),
  };
}

export async function readHead(client: SqlClient): Promise<ChainHead> {
  const { rows } = await client.query<{ seq: number; hash: Buffer }>(
    "SELECT seq, hash FROM audit_chain ORDER BY seq DESC LIMIT 1",
  );
  return rows[0] ?? { seq: 0, hash: GENESIS };
}

interface Link {
  seq: number;
  eventId: number;
  previous: Uint8Array;
  hash: Uint8Array;
}

function linksOf(head: ChainHead, events: readonly AuditEventRow[]): Link[] {
  let { seq, hash: previous } = head;
  return events.map((event) => {
    seq += 1;
    const link = {
      seq,
      eventId: event.id,
      previous,
      hash: chainHash(previous, seq, toChainedEvent(event)),
    };
    previous = link.hash;
    return link;
  });
}

async function sealBatch(tx: SqlClient): Promise<number> {
  // One sealer at a time: two would both continue from the same link. What waits for the lock sees what came before.
  await tx.query("SELECT pg_advisory_xact_lock($1)", [SEAL_LOCK]);
  // A restored backup brings events that are in the chain already.
  await tx.query("DELETE FROM audit_unsealed u USING audit_chain c WHERE c.event_id = u.event_id");
  const { rows: events } = await tx.query<AuditEventRow>(
    `SELECT e.* FROM audit_unsealed u JOIN audit_events e ON e.id = u.event_id
     ORDER BY e.id LIMIT $1`,
    [BATCH],
  );
  if (events.length === 0) return 0;
  const links = linksOf(await readHead(tx), events);
  const ids = links.map(({ eventId }) => eventId);
  await tx.query(
    `INSERT INTO audit_chain (seq, event_id, prev_hash, hash)
     SELECT * FROM unnest($1::bigint[], $2::bigint[], $3::bytea[], $4::bytea[])`,
    [
      links.map(({ seq }) => seq),
      ids,
      links.map(({ previous }) => Buffer.from(previous)),
      links.map(({ hash }) => Buffer.from(hash)),
    ],
  );
  await tx.query("DELETE FROM audit_unsealed WHERE event_id = ANY ($1::bigint[])", [ids]);
  return events.length;
}

/**
 * Gives every committed event its place in the chain; answers how many. Commands do not wait for this: the leading
 * worker does it every second, whoever decides something that matters right after the commit, and whoever verifies or
 * exports before reading.
 */
export async function sealAudit(): Promise<number> {
  let total = 0;
  for (;;) {
    const sealed = await inTransaction(sealBatch);
    total += sealed;
    if (sealed < BATCH) return total;
  }
}

/** The workspaces in which something got its place in the chain after `seq`, and how far the chain is now. */
export async function readSealedSince(
  client: SqlClient,
  seq: number,
): Promise<{ seq: number; workspaceIds: string[] }> {
  const { rows } = await client.query<{ seq: number | null; ids: string[] | null }>(
    `SELECT max(c.seq) AS seq, array_agg(DISTINCT e.workspace_id) FILTER (WHERE e.workspace_id IS NOT NULL) AS ids
     FROM audit_chain c JOIN audit_events e ON e.id = c.event_id WHERE c.seq > $1`,
    [seq],
  );
  return { seq: rows[0]?.seq ?? seq, workspaceIds: rows[0]?.ids ?? [] };
}
