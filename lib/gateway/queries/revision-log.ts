import "server-only";
import { type Actor, assertCan } from "@/lib/access/actor";
import { AppError } from "@/lib/core/errors";
import { pool } from "@/lib/db/pool";

export interface RevisionLogDto {
  text: string;
  /** Null when nothing was printed. */
  lastAt: string | null;
}

const READ = `SELECT coalesce(string_agg(c.text, '' ORDER BY c.id), '') AS text, max(c.at) AS "lastAt"
  FROM deployments d JOIN deployment_revisions r ON r.deployment_id = d.id AND r.number = $3
  LEFT JOIN revision_log_chunks c ON c.revision_id = r.id
  WHERE d.workspace_id = $1 AND d.name = $2 AND d.deleted_at IS NULL GROUP BY r.id`;

/** The last of what a revision's own process printed. Throws NOT_FOUND. */
export async function readRevisionLog(
  actor: Actor,
  { deployment, revision }: { deployment: string; revision: number },
): Promise<RevisionLogDto> {
  assertCan(actor, "deployment:read");
  const { rows } = await pool().query<{ text: string; lastAt: Date | null }>(READ, [
    actor.workspaceId,
    deployment,
    revision,
  ]);
  const [row] = rows;
  if (!row) throw new AppError("NOT_FOUND", `There is no revision ${revision} of "${deployment}".`);
  return { text: row.text, lastAt: row.lastAt?.toISOString() ?? null };
}
