import "server-only";
import { toStorable } from "@/lib/core/text";
import { pool } from "@/lib/db/pool";

/** Pieces that are kept of each revision, and the longest of them: half a MiB together. */
const KEPT_CHUNKS = 64;
export const CHUNK_LENGTH = 8 * 1024;

/** Keeps what a revision's process printed, and forgets the oldest of it. */
export async function appendLog(
  { id, workspaceId }: { id: bigint; workspaceId: string },
  text: string,
): Promise<void> {
  await pool().query(
    `WITH added AS (
       INSERT INTO revision_log_chunks (workspace_id, revision_id, text)
       SELECT workspace_id, id, $3 FROM deployment_revisions WHERE id = $1 AND workspace_id = $2 RETURNING id)
     DELETE FROM revision_log_chunks WHERE revision_id = $1 AND id <= (
       SELECT id FROM revision_log_chunks WHERE revision_id = $1 ORDER BY id DESC OFFSET ${KEPT_CHUNKS - 1} LIMIT 1)`,
    [String(id), workspaceId, toStorable(text)],
  );
}
