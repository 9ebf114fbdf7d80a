import "server-only";
import type { SqlClient } from "@/lib/db/pool";

/** What a monitor found last. */
export interface MonitorState {
  id: number;
  name: string;
  workspace: string;
  /** What is watched: one of the two, the other is empty. */
  deployment: string;
  dataset: string;
  isDrifted: boolean;
  share: number;
  /** 1 while the newest window that labels tell of is beyond its limit, else 0; null while none is judged. */
  missed: number | null;
  rows: number;
  /** What is wrong with the data of the newest window. */
  faults: number;
  /** Since the end of the newest window in which something came; of windows of rows, since they last changed. Null for datasets, which follow no clock. */
  silentSeconds: number | null;
}

const MAX_MONITORS = 5_000;

/** The newest window of every monitor that looks, of all workspaces: for whoever operates the installation. */
export async function readMonitorStates(client: SqlClient): Promise<MonitorState[]> {
  const { rows } = await client.query<MonitorState>(
    `SELECT m.id, m.name, s.slug AS workspace, coalesce(d.name, '') AS deployment, coalesce(watched.name, '') AS dataset, last.verdict = 'drifted' AS "isDrifted", last.share,
       (SELECT CASE w.verdict WHEN 'missed' THEN 1 ELSE 0 END FROM performance_windows w
         WHERE w.monitor_id = m.id AND w.verdict IN ('met', 'missed') ORDER BY w.opens_at DESC LIMIT 1)::float8 AS missed,
       last.rows::float8 AS rows, jsonb_array_length(last.quality)::float8 AS faults, CASE WHEN m.dataset_id IS NULL THEN
         greatest(0, extract(epoch FROM now() - CASE WHEN v.definition->>'window' = 'rows' THEN last.evaluated_at ELSE last.closes_at END))
       END::float8 AS "silentSeconds"
     FROM monitors m JOIN workspaces s ON s.id = m.workspace_id LEFT JOIN deployments d ON d.id = m.deployment_id
     LEFT JOIN datasets watched ON watched.id = m.dataset_id JOIN monitor_versions v ON v.monitor_id = m.id AND v.number = m.version
     JOIN LATERAL (SELECT verdict, share, rows, closes_at, evaluated_at, quality FROM monitor_windows w WHERE w.monitor_id = m.id
       ORDER BY opens_at DESC LIMIT 1) last ON true
     WHERE m.removed_at IS NULL AND NOT m.is_paused AND d.deleted_at IS NULL ORDER BY m.id LIMIT $1`,
    [MAX_MONITORS],
  );
  return rows;
}
