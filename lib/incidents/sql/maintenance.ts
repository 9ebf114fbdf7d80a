import "server-only";
import { AppError } from "@/lib/core/errors";
import type { SqlClient } from "@/lib/db/pool";
import type { MaintenanceRow } from "../dto/maintenance";

const millis = (column: string) => `(extract(epoch FROM ${column}) * 1000)::float8`;
const named = (table: string, ids: string) =>
  `coalesce((SELECT json_agg(json_build_object('id', x.id, 'name', x.name) ORDER BY x.name) FROM ${table} x
    WHERE x.workspace_id = m.workspace_id AND x.id = ANY(${ids})), '[]')`;

/** Of maintenance windows `m`. */
export const MAINTENANCE_SELECT = `SELECT m.id, m.name, ${millis("m.starts_at")} AS "startsAt", ${millis("m.ends_at")} AS "endsAt",
    m.is_weekly AS "isWeekly", m.time_zone AS "timeZone", array_to_json(m.deployment_ids) AS "deploymentIds",
    array_to_json(m.monitor_ids) AS "monitorIds", ${named("deployments", "m.deployment_ids")} AS deployments,
    ${named("monitors", "m.monitor_ids")} AS monitors, u.name AS "createdBy"
  FROM maintenance_windows m JOIN users u ON u.id = m.created_by_id`;

export const maintenanceNotFound = () =>
  new AppError("NOT_FOUND", "There is no such maintenance window.");

/** All that may last or come at a moment. */
export async function readMaintenance(
  client: SqlClient,
  workspaceId: string,
): Promise<MaintenanceRow[]> {
  const { rows } = await client.query<MaintenanceRow>(
    `${MAINTENANCE_SELECT} WHERE m.workspace_id = $1 AND (m.is_weekly OR m.ends_at > now()) ORDER BY m.id`,
    [workspaceId],
  );
  return rows;
}
