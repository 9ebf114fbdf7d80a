import "server-only";
import { type Actor, assertCan } from "@/lib/access/actor";
import { AppError } from "@/lib/core/errors";
import type { ExportedFile } from "@/lib/core/exported-file";
import { pool } from "@/lib/db/pool";
import type { LogPieceDto } from "../dto/revision-log";
import type { FollowLogInput } from "../schema/revision-log";

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

const FOLLOW = `SELECT coalesce(string_agg(c.text, '' ORDER BY c.id), '') AS text, coalesce(max(c.id), $4::bigint) AS next
  FROM deployments d JOIN deployment_revisions r ON r.deployment_id = d.id AND r.number = $3
  LEFT JOIN revision_log_chunks c ON c.revision_id = r.id AND c.id > $4::bigint
  WHERE d.workspace_id = $1 AND d.name = $2 AND d.deleted_at IS NULL GROUP BY r.id`;

/** What a revision's own process printed after a place in its log. Throws NOT_FOUND. */
export async function followRevisionLog(
  actor: Actor,
  { deployment, revision, after }: FollowLogInput,
): Promise<LogPieceDto> {
  assertCan(actor, "deployment:read");
  const { rows } = await pool().query<LogPieceDto>(FOLLOW, [
    actor.workspaceId,
    deployment,
    revision,
    after,
  ]);
  const [row] = rows;
  if (!row) throw new AppError("NOT_FOUND", `There is no revision ${revision} of "${deployment}".`);
  return row;
}

/** All of it that is kept, as a file. Throws NOT_FOUND. */
export async function exportRevisionLog(
  actor: Actor,
  asked: { deployment: string; revision: number },
): Promise<ExportedFile> {
  assertCan(actor, "deployment:read");
  const { text } = await readRevisionLog(actor, asked);
  return {
    name: `${asked.deployment}-${asked.revision}.log`,
    type: "text/plain",
    chunks: [text],
  };
}
