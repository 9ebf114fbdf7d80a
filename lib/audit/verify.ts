import "server-only";
import { pool, type SqlClient } from "@/lib/db/pool";
import { chainHash, GENESIS, payloadDigest } from "./chain";
import type { Checkpoint } from "./checkpoint-schema";
import { fingerprintOf, isGenuine, readCheckpointFile, readCheckpoints } from "./checkpoints";
import type { Break, Verification } from "./dto";
import { type Erasures, readErasures } from "./erasures";
import { type AuditEventRow, sealAudit, toChainedEvent } from "./seal";

const PAGE = 2_000;
const ALL = 1_000_000;

interface LinkRow extends Omit<AuditEventRow, "id"> {
  seq: number;
  event_id: number;
  prev_hash: Buffer;
  hash: Buffer;
  /** Null when the event is gone. */
  id: number | null;
  salt: Buffer | null;
  content: string | null;
}

async function readLinks(client: SqlClient, after: number): Promise<LinkRow[]> {
  const { rows } = await client.query<LinkRow>(
    `SELECT c.seq, c.event_id, c.prev_hash, c.hash, e.*, p.salt, p.content::text AS content
     FROM (SELECT * FROM audit_chain WHERE seq > $1 ORDER BY seq LIMIT $2) c
     LEFT JOIN audit_events e ON e.id = c.event_id
     LEFT JOIN audit_payloads p ON p.event_id = c.event_id ORDER BY c.seq`,
    [after, PAGE],
  );
  return rows;
}

function payloadProblem(row: LinkRow, erasures: Erasures): string | null {
  if (row.salt === null || row.content === null)
    return erasures.covers(row.event_id)
      ? null
      : "its payload is gone, and no erasure is on record";
  return payloadDigest(row.salt, row.content).equals(row.payload_digest)
    ? null
    : "its payload was changed";
}

/** What is wrong with a link, given the one before it. */
function linkProblem(
  row: LinkRow,
  { seq, hash }: { seq: number; hash: Uint8Array },
  erasures: Erasures,
): string | null {
  if (!row.prev_hash.equals(hash)) return "it does not continue from the row before it";
  if (row.id === null) return "its event was deleted";
  if (!chainHash(hash, seq + 1, toChainedEvent({ ...row, id: row.id })).equals(row.hash))
    return "its event was changed";
  return payloadProblem(row, erasures);
}

function checkpointProblem(checkpoint: Checkpoint, hash: string): string | null {
  if (!isGenuine(checkpoint)) return `the checkpoint of ${checkpoint.at} is not validly signed`;
  return checkpoint.hash === hash
    ? null
    : `it is not what the checkpoint of ${checkpoint.at} (key ${fingerprintOf(checkpoint)}) signed`;
}

/** Events that are neither in the chain nor wait for it: somebody put them there past the application. */
async function findStray(client: SqlClient): Promise<Break | null> {
  const { rows } = await client.query<{ id: number; isForged: boolean }>(
    `(SELECT e.id, true AS "isForged" FROM audit_events e
        LEFT JOIN audit_chain c ON c.event_id = e.id LEFT JOIN audit_unsealed u ON u.event_id = e.id
        WHERE c.event_id IS NULL AND u.event_id IS NULL ORDER BY e.id LIMIT 1)
     UNION ALL
     (SELECT u.event_id, false FROM audit_unsealed u LEFT JOIN audit_events e ON e.id = u.event_id
        WHERE e.id IS NULL ORDER BY 1 LIMIT 1) LIMIT 1`,
  );
  const stray = rows[0];
  if (!stray) return null;
  const reason = stray.isForged
    ? "this event is not in the chain: it was inserted past the application, or its link was deleted"
    : "this event was deleted before it was sealed";
  return { seq: null, eventId: stray.id, reason };
}

class ChainReader {
  readonly keys = new Set<string>();
  /** By signature: the same one is in the database, in the file beside it, and elsewhere. */
  private readonly agreeing = new Set<string>();
  erased = 0;
  private link: { seq: number; hash: Uint8Array } = { seq: 0, hash: GENESIS };
  private readonly due: Checkpoint[];

  constructor(
    checkpoints: readonly Checkpoint[],
    private readonly erasures: Erasures,
  ) {
    this.due = [...checkpoints].sort((a, b) => a.seq - b.seq);
  }

  get head() {
    return this.link;
  }

  get checkpoints(): number {
    return this.agreeing.size;
  }

  /** Takes the next link; answers what is wrong with it. */
  take(row: LinkRow): Break | null {
    const seq = this.link.seq + 1;
    if (row.seq !== seq) return { seq, eventId: null, reason: "this row of the chain was deleted" };
    const problem =
      linkProblem(row, this.link, this.erasures) ?? this.checkpointProblem(seq, row.hash);
    if (problem) return { seq, eventId: row.event_id, reason: problem };
    if (row.salt === null) this.erased += 1;
    this.link = { seq, hash: row.hash };
    return null;
  }

  private checkpointProblem(seq: number, hash: Buffer): string | null {
    for (let next = this.due[0]; next && next.seq <= seq; next = this.due[0]) {
      const problem = checkpointProblem(next, hash.toString("hex"));
      if (problem) return problem;
      this.agreeing.add(next.signature);
      this.keys.add(fingerprintOf(next));
      this.due.shift();
    }
    return null;
  }

  /** What checkpoints say of links that are not there. */
  cutTail(): Break | null {
    const beyond = this.due[0];
    if (!beyond) return null;
    return {
      seq: this.link.seq + 1,
      eventId: null,
      reason: `the chain ends before row ${beyond.seq}, which the checkpoint of ${beyond.at} signed: its tail was cut off`,
    };
  }
}

/** Reads the whole chain in one snapshot, until the first break or the deadline. */
async function readChain(
  client: SqlClient,
  outside: readonly Checkpoint[],
  { deadline, onProgress }: { deadline: number; onProgress: (verified: number) => void },
): Promise<Verification> {
  const stored = await readCheckpoints(client, { after: 0, limit: ALL });
  const reader = new ChainReader([...stored, ...outside], await readErasures(client));
  let firstBreak: Break | null = null;
  let isComplete = false;
  while (!firstBreak && !isComplete && Date.now() < deadline) {
    const rows = await readLinks(client, reader.head.seq);
    for (const row of rows) {
      firstBreak = reader.take(row);
      if (firstBreak) break;
    }
    isComplete = rows.length < PAGE;
    onProgress(reader.head.seq);
  }
  if (isComplete && !firstBreak) firstBreak = reader.cutTail() ?? (await findStray(client));
  const { seq, hash } = reader.head;
  return {
    isIntact: firstBreak === null,
    isComplete: isComplete || firstBreak !== null,
    verified: seq,
    head: seq === 0 ? null : { seq, hash: Buffer.from(hash).toString("hex") },
    checkpoints: reader.checkpoints,
    keys: [...reader.keys],
    erased: reader.erased,
    firstBreak,
  };
}

interface VerifyOptions {
  /** Checkpoints that were kept elsewhere, which nobody who owns the database could change. */
  outside?: readonly Checkpoint[];
  withinMs?: number;
  /** Told how many links were found right, time and again. */
  onProgress?: (verified: number) => void;
}

/**
 * Recomputes every link from the events, and compares it with the chain, the checkpoints in the database, those in the
 * file beside it, and those given. Names the first row that is not as it was written.
 */
export async function verifyAudit({
  outside = [],
  withinMs = 3_600_000,
  onProgress = () => undefined,
}: VerifyOptions = {}): Promise<Verification> {
  const deadline = Date.now() + withinMs;
  await sealAudit();
  const beside = await readCheckpointFile();
  const client = await pool().connect();
  try {
    await client.query("BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY");
    return await readChain(client, [...beside, ...outside], { deadline, onProgress });
  } finally {
    await client.query("ROLLBACK").catch(() => undefined);
    client.release();
  }
}
