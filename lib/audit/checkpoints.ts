import "server-only";
import { appendFile, mkdir, readFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { canonicalJson } from "@/lib/core/canonical-json";
import { env } from "@/lib/core/env";
import { pool, type SqlClient } from "@/lib/db/pool";
import { type Checkpoint, checkpointSchema, jsonOf } from "./checkpoint-schema";
import { readHead } from "./seal";
import { fingerprint, isSignedBy, publicKey, signBytes } from "./signing-key";

const EVERY_MS = 60_000;

const signedText = ({ seq, hash, at, publicKey: key }: Omit<Checkpoint, "signature">) =>
  canonicalJson({ seq, hash, at, publicKey: key });

export function isGenuine(checkpoint: Checkpoint): boolean {
  return isSignedBy(
    Buffer.from(checkpoint.publicKey, "hex"),
    signedText(checkpoint),
    Buffer.from(checkpoint.signature, "hex"),
  );
}

export const fingerprintOf = (checkpoint: Checkpoint) =>
  fingerprint(Buffer.from(checkpoint.publicKey, "hex"));

/** The file beside the database to which every checkpoint is appended. */
export const checkpointFile = () => join(env().SLIPWAY_DATA, "audit", "checkpoints.jsonl");

/** The checkpoints in the file beside the database; none when there is no file. */
export async function readCheckpointFile(): Promise<Checkpoint[]> {
  const text = await readFile(checkpointFile(), "utf8").catch(() => "");
  // A line that was cut off by a crash is the last one; the next checkpoint begins after it.
  return text.split("\n").flatMap((line) => {
    const parsed = checkpointSchema.safeParse(jsonOf(line));
    return parsed.success ? [parsed.data] : [];
  });
}

interface CheckpointRow {
  seq: number;
  hash: Buffer;
  at: Date;
  public_key: Buffer;
  signature: Buffer;
}

const toCheckpoint = (row: CheckpointRow): Checkpoint => ({
  seq: row.seq,
  hash: row.hash.toString("hex"),
  at: row.at.toISOString(),
  publicKey: row.public_key.toString("hex"),
  signature: row.signature.toString("hex"),
});

/** Checkpoints after a place in the chain, oldest first. */
export async function readCheckpoints(
  client: SqlClient,
  { after, limit }: { after: number; limit: number },
): Promise<Checkpoint[]> {
  const { rows } = await client.query<CheckpointRow>(
    "SELECT * FROM audit_checkpoints WHERE seq > $1 ORDER BY seq, public_key LIMIT $2",
    [after, limit],
  );
  return rows.map(toCheckpoint);
}

/** Checkpoints before a place in the chain (null: its end), newest first. */
export async function readNewestCheckpoints(
  client: SqlClient,
  { before, limit }: { before: number | null; limit: number },
): Promise<Checkpoint[]> {
  const { rows } = await client.query<CheckpointRow>(
    `SELECT * FROM audit_checkpoints WHERE $1::bigint IS NULL OR seq < $1
     ORDER BY seq DESC, public_key LIMIT $2`,
    [before, limit],
  );
  return rows.map(toCheckpoint);
}

/** The latest checkpoint, or null. */
export async function lastCheckpoint(): Promise<Checkpoint | null> {
  const { rows } = await pool().query<CheckpointRow>(
    "SELECT * FROM audit_checkpoints ORDER BY seq DESC LIMIT 1",
  );
  return rows[0] ? toCheckpoint(rows[0]) : null;
}

/** Signs where the chain is now, in the database and in the file beside it. Null when nothing is new. */
export async function writeCheckpoint(): Promise<Checkpoint | null> {
  const head = await readHead(pool());
  const last = await lastCheckpoint();
  if (head.seq === 0 || last?.seq === head.seq) return null;
  const statement = {
    seq: head.seq,
    hash: Buffer.from(head.hash).toString("hex"),
    at: new Date().toISOString(),
    publicKey: (await publicKey()).toString("hex"),
  };
  const signature = await signBytes(signedText(statement));
  const checkpoint = { ...statement, signature: signature.toString("hex") };
  // The file first: whoever can change the database afterwards cannot take it back.
  await mkdir(dirname(checkpointFile()), { recursive: true });
  await appendFile(checkpointFile(), `\n${JSON.stringify(checkpoint)}`);
  await pool().query(
    `INSERT INTO audit_checkpoints (seq, hash, at, public_key, signature) VALUES ($1, $2, $3, $4, $5)
     ON CONFLICT DO NOTHING`,
    [
      head.seq,
      Buffer.from(head.hash),
      statement.at,
      Buffer.from(statement.publicKey, "hex"),
      signature,
    ],
  );
  return checkpoint;
}

/** A checkpoint when the last one is a minute old. */
export async function writeDueCheckpoint(): Promise<Checkpoint | null> {
  const last = await lastCheckpoint();
  if (last && Date.now() - Date.parse(last.at) < EVERY_MS) return null;
  return writeCheckpoint();
}
