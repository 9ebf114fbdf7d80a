import "server-only";
import { inTransaction, pool } from "@/lib/db/pool";

/** Does `work` while no other process of ours writes to this cluster. Waits for them for as long as a statement may take. */
export function holdCluster<T>(url: string, work: () => Promise<T>): Promise<T> {
  return inTransaction(async (tx) => {
    await tx.query("SELECT pg_advisory_xact_lock(hashtextextended('ray serve ' || $1, 0))", [url]);
    return work();
  });
}

export interface EmptiedCluster {
  url: string;
  serveUrl: string;
  /** Revisions that were served there and that no deployment runs any more. */
  over: { id: number; workspaceId: string }[];
}

const EMPTIED = `SELECT r.settings->>'url' AS url, min(r.settings->>'serveUrl') AS "serveUrl",
    json_agg(json_build_object('id', r.id, 'workspaceId', r.workspace_id)) AS over
  FROM (
    SELECT r.id, r.workspace_id, r.settings FROM deployment_revisions r
    JOIN revision_states s ON s.revision_id = r.id
    JOIN deployments d ON d.id = r.deployment_id
    WHERE r.backend = 'ray' AND s.status = 'stopped' AND s.observed_at > now() - interval '1 day'
      AND (d.deleted_at IS NOT NULL OR d.status <> 'running')
    ORDER BY s.observed_at DESC LIMIT $1
  ) r
  GROUP BY 1`;

/** Clusters where something may be left of deployments that were stopped or deleted within a day. */
export async function findEmptiedClusters(limit: number): Promise<EmptiedCluster[]> {
  const { rows } = await pool().query<EmptiedCluster>(EMPTIED, [limit]);
  return rows;
}
