import "server-only";
import { routes } from "@/lib/core/routes";
import { columns, millisecondsOf, NONE, numberOf, upToTime } from "./fragments";
import type { KindSql } from "./kind";

const own = numberOf("incident");

/** How an incident `i` stood at the moment. */
export const INCIDENT_STATE = `CASE WHEN i.resolved_at IS NOT NULL AND ${upToTime("i.resolved_at")} THEN 'resolved'
  WHEN i.acknowledged_at IS NOT NULL AND ${upToTime("i.acknowledged_at")} THEN 'acknowledged' ELSE 'open' END`;

/** The incidents that a rollback opened or came to; `key` is "7/3", the third plan of deployment 7. */
export const raisedBy = (key: string) => (limit: string) =>
  `SELECT 'incident' AS kind, i.number::text AS key, 'opened' AS role, 'rollback' AS detail, ${millisecondsOf("i.opened_at")} AS at
    FROM incident_signals s JOIN incidents i ON i.id = s.incident_id AND ${upToTime("i.opened_at")}
    WHERE s.workspace_id = $1 AND s.key = 'rollback ' || replace(${key}, '/', ' ') AND ${upToTime("s.first_at")}
    ORDER BY i.number DESC ${limit}`;

/** The incidents for which a job retrains. */
export const retrainedFor = (job: string) => (limit: string) =>
  `SELECT 'incident' AS kind, i.number::text AS key, 'started' AS role, 'to retrain' AS detail, ${millisecondsOf("i.opened_at")} AS at
    FROM incident_acts a JOIN incidents i ON i.id = a.incident_id AND ${upToTime("i.opened_at")}
    WHERE a.workspace_id = $1 AND a.job_number = ${job} AND a.act = 'retrain' ORDER BY i.number DESC ${limit}`;

export const incident: KindSql = {
  described: `SELECT ${columns("i.number::text", "'#' || i.number || ' ' || i.title", "i.severity", INCIDENT_STATE, millisecondsOf("i.opened_at"), "NULL::bigint", NONE, "ARRAY[i.number::text]", "coalesce(i.deployment_id, i.dataset_id)::text")}
    FROM incidents i WHERE i.workspace_id = $1 AND i.number = ANY($3::int[])`,
  page: (workspace, [number]) => (number ? routes.incident(workspace, Number(number)) : null),
  upstream: [
    (
      limit,
    ) => `SELECT 'monitor' AS kind, m.id::text AS key, 'opened' AS role, string_agg(DISTINCT s.kind, ', ') AS detail,
        ${millisecondsOf("m.created_at")} AS at
      FROM incidents i JOIN incident_signals s ON s.incident_id = i.id AND ${upToTime("s.first_at")}
      JOIN monitors m ON m.id = (s.evidence->>'monitorId')::bigint AND m.workspace_id = $1
      WHERE i.workspace_id = $1 AND i.number = ${own} AND (m.removed_at IS NULL OR m.removed_at > to_timestamp($2::bigint / 1000.0))
      GROUP BY m.id ORDER BY m.id DESC ${limit}`,
    (
      limit,
    ) => `SELECT 'rollback' AS kind, t.deployment_id || '/' || t.version AS key, 'opened' AS role, '' AS detail,
        ${millisecondsOf("t.created_at")} AS at
      FROM incidents i JOIN incident_signals s ON s.incident_id = i.id AND s.kind = 'rollback' AND ${upToTime("s.first_at")}
      JOIN traffic_plans t ON t.deployment_id = i.deployment_id AND t.version = (s.evidence->>'trafficVersion')::int AND t.origin = 'rollback'
      WHERE i.workspace_id = $1 AND i.number = ${own} ORDER BY t.version DESC ${limit}`,
  ],
  downstream: [
    (
      limit,
    ) => `SELECT 'job' AS kind, j.number::text AS key, 'started' AS role, 'to retrain' AS detail,
        ${millisecondsOf("j.created_at")} AS at
      FROM incidents i JOIN incident_acts a ON a.incident_id = i.id AND a.act = 'retrain'
      JOIN jobs j ON j.workspace_id = a.workspace_id AND j.number = a.job_number AND ${upToTime("j.created_at")}
      WHERE i.workspace_id = $1 AND i.number = ${own} ORDER BY j.number DESC ${limit}`,
  ],
};
