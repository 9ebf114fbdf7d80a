import "server-only";
import { pool } from "@/lib/db/pool";

const PAGE_CHUNKS = 2_000;
const PAGE_BYTES = 1024 * 1024;

export interface LogChunkRow {
  seq: number;
  attempt: number;
  text: string;
}

/** Chunks of a job's log after one of them, in their order: about a mebibyte, and at least one when there is one. */
export async function readChunks(
  workspaceId: string,
  jobId: number,
  after: number,
): Promise<LogChunkRow[]> {
  const { rows } = await pool().query<LogChunkRow>(
    `SELECT seq, attempt, text FROM (
       SELECT seq, attempt, text, sum(octet_length(text)) OVER (ORDER BY seq) - octet_length(text) AS before
       FROM (SELECT seq, attempt, text FROM job_log_chunks
             WHERE workspace_id = $1 AND job_id = $2 AND seq > $3 ORDER BY seq LIMIT $4) following) summed
     WHERE before < $5 ORDER BY seq`,
    [workspaceId, jobId, after, PAGE_CHUNKS, PAGE_BYTES],
  );
  return rows;
}

export interface LogPiece {
  jobId: number;
  submissionKey: string;
  /** Where it begins and ends in the log of its attempt, in bytes as the backend counts them. */
  from: number;
  to: number;
  text: string;
  /** Bytes it adds to what is kept. */
  size: number;
}

/** Keeps a piece of a log, once: false when somebody else has kept what begins there. */
export async function keepPiece(piece: LogPiece): Promise<boolean> {
  const { rowCount } = await pool().query(
    `WITH grown AS (
       UPDATE jobs SET log_offset = $4, log_size = log_size + $5, log_chunks = log_chunks + 1, heartbeat_at = now()
       WHERE id = $1 AND submission_key = $2 AND log_offset = $3
       RETURNING id, workspace_id, log_chunks, attempt)
     INSERT INTO job_log_chunks (job_id, workspace_id, seq, attempt, text)
     SELECT id, workspace_id, log_chunks, attempt, $6 FROM grown`,
    [piece.jobId, piece.submissionKey, piece.from, piece.to, piece.size, piece.text],
  );
  return rowCount === 1;
}
