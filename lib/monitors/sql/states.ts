import "server-only";
import type { SqlClient } from "@/lib/db/pool";

/** What a monitor found last. */
export interface MonitorState {
  id: number;
  name: string;
  workspace: string;
  deployment: string;
  isDrifted: boolean;
  share: number;
  /** 1 while the newest window that labels tell of is beyond its limit, else 0; null while none is judged. */
  missed: number | null;
  rows: number;
  /** What is wrong with the data of the newest window. */
  faults: number;
  /** Since the end of the newest window in which something came; zero while that lasts. */
  silentSeconds: number;
}

const MAX_MONITORS = 5_000;

/** The newest window of every monitor that looks, of all workspaces: for whoever operates the installation. */
export async function readMonitorStates(client: SqlClient): Promise<MonitorState[]> {
  const { rows } = await client.query<MonitorState>(
    `SELECT m.id, m.name, s.slug AS workspace, coalesce(d.name, '') AS deployment, last.verdict = 'drifted' AS "isDrifted", last.share,
       (SELECT CASE w.verdict WHEN 'missed' THEN 1 ELSE 0 END FROM performance_windows w
         WHERE w.monitor_id = m.id AND w.verdict IN ('met', 'missed') ORDER BY w.opens_at DESC LIMIT 1)::float8 AS missed,
       last.rows::float8 AS rows, jsonb_array_length(last.quality)::float8 AS faults, greatest(0, extract(epoch FROM now() - last.closes_at))::float8 AS "silentSeconds"
     FROM monitors m JOIN workspaces s ON s.id = m.workspace_id LEFT JOIN deployments d ON d.id = m.deployment_id
     JOIN LATERAL (SELECT verdict, share, rows, closes_at, quality FROM monitor_windows w WHERE w.monitor_id = m.id
       ORDER BY opens_at DESC LIMIT 1) last ON true
     WHERE m.removed_at IS NULL AND NOT m.is_paused AND d.deleted_at IS NULL ORDER BY m.id LIMIT $1`,
    [MAX_MONITORS],
  );
  return rows;
}
