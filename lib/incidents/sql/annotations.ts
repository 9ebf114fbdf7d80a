import "server-only";
import type { SqlClient } from "@/lib/db/pool";
import { millis } from "@/lib/monitors/sql/monitors";
import type { AnnotationDto } from "../dto/annotations";

interface Asked {
  workspaceId: string;
  monitor: number;
  from: number;
  to: number;
  limit: number;
}

type Row = Pick<AnnotationDto, "kind" | "at" | "title" | "reason" | "by" | "incident">;

/** Other definitions of a monitor, and incidents of what it watches, the newest first. */
export async function readMonitorEvents(
  client: SqlClient,
  { workspaceId, monitor, from, to, limit }: Asked,
): Promise<Row[]> {
  const { rows } = await client.query<Row>(
    `WITH watched AS (SELECT id, deployment_id, dataset_id FROM monitors WHERE workspace_id = $1 AND id = $2),
     incident AS (SELECT i.* FROM incidents i JOIN watched w ON w.deployment_id = i.deployment_id OR w.dataset_id = i.dataset_id
       WHERE i.workspace_id = $1)
     SELECT kind, ${millis("at")} AS at, title, reason, by, incident::int FROM (
       SELECT 'definition' AS kind, v.created_at AS at, 'Definition ' || v.number AS title, '' AS reason, u.name AS by, NULL::int AS incident
       FROM monitor_versions v JOIN watched w ON w.id = v.monitor_id JOIN users u ON u.id = v.created_by_id
       UNION ALL SELECT 'incident', opened_at, title, '', NULL, number FROM incident
       UNION ALL SELECT 'resolved', resolved_at, title, resolution, o.name, number FROM incident LEFT JOIN users o ON o.id = owner_id
         WHERE resolved_at IS NOT NULL) AS happened
     WHERE at >= $3 AND at < $4 ORDER BY at DESC LIMIT $5`,
    [workspaceId, monitor, new Date(from), new Date(to), limit],
  );
  return rows;
}
