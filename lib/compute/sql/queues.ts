import "server-only";
import { pool } from "@/lib/db/pool";
import type { QueuedRow, QueueFigures } from "../dto/backends";

const FIGURES = `SELECT b.id AS "backendId", q.oldest AS "oldestSince", w.begun,
    w.median AS "medianWaitMs", w.long AS "longWaitMs"
  FROM compute_backends b
  CROSS JOIN LATERAL (
    SELECT min(due_at) FILTER (WHERE due_at <= now()) AS oldest FROM jobs
    WHERE workspace_id = b.workspace_id AND backend_id = b.id AND status = 'queued') q
  CROSS JOIN LATERAL (
    SELECT count(*)::int AS begun, percentile_cont(0.5) WITHIN GROUP (ORDER BY wait) AS median,
      percentile_cont(0.95) WITHIN GROUP (ORDER BY wait) AS long
    FROM (
      SELECT greatest(0, extract(epoch FROM started_at - due_at) * 1000)::float8 AS wait, started_at FROM jobs
      WHERE workspace_id = b.workspace_id AND backend_id = b.id AND started_at IS NOT NULL
      ORDER BY id DESC LIMIT 1000) last
    WHERE started_at > now() - interval '1 day') w
  WHERE b.workspace_id = $1`;

/** By the backend's id. */
export async function readQueueFigures(workspaceId: string): Promise<Map<number, QueueFigures>> {
  const { rows } = await pool().query<QueueFigures & { backendId: number }>(FIGURES, [workspaceId]);
  return new Map(rows.map(({ backendId, ...figures }) => [backendId, figures]));
}

/** Jobs that wait, those that begin first before others. */
export async function readQueue(
  workspaceId: string,
  { after, limit }: { after: { priority: number; id: number } | undefined; limit: number },
): Promise<QueuedRow[]> {
  const { rows } = await pool().query<QueuedRow>(
    `SELECT j.id, j.number, j.name, j.priority, j.attempt, j.due_at AS "dueAt", u.name AS "requestedBy",
       j.backend_id AS "backendId",
       coalesce(b.max_jobs_per_user <= (SELECT count(*) FROM jobs o WHERE o.workspace_id = j.workspace_id
         AND o.backend_id = j.backend_id AND o.requested_by_id = j.requested_by_id
         AND o.status IN ('starting', 'running')), false) AS "isOverOwnShare"
     FROM jobs j
     JOIN compute_backends b ON b.id = j.backend_id AND b.workspace_id = j.workspace_id
     JOIN users u ON u.id = j.requested_by_id
     WHERE j.workspace_id = $1 AND j.status = 'queued'
       AND ($2::int IS NULL OR j.priority < $2 OR (j.priority = $2 AND j.id > $3::bigint))
     ORDER BY j.priority DESC, j.id LIMIT $4`,
    [workspaceId, after?.priority ?? null, after?.id ?? null, limit],
  );
  return rows;
}
