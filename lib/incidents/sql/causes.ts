import "server-only";
import type { SqlClient } from "@/lib/db/pool";

const MAX_WINDOWS = 60;

export interface MonitorOfIncident {
  id: number;
  name: string;
  definition: unknown;
  /** When what speaks for the incident was first so; milliseconds since the epoch. */
  since: number;
  until: number;
  performance: unknown;
  baseline: unknown;
}

/** The monitor that speaks for an incident, or else the newest one of what it is of. */
const MONITOR = `SELECT m.id, m.name, v.definition, p.definition AS performance, p.baseline,
    (SELECT min((s.evidence->>'at')::float8) FROM incident_signals s WHERE s.incident_id = i.id) AS since,
    (extract(epoch FROM coalesce(i.resolved_at, now())) * 1000)::float8 AS until
  FROM incidents i JOIN monitors m ON m.workspace_id = i.workspace_id
    AND (m.deployment_id = i.deployment_id OR m.dataset_id = i.dataset_id) AND m.removed_at IS NULL
  JOIN monitor_versions v ON v.monitor_id = m.id AND v.number = m.version
  LEFT JOIN LATERAL (SELECT definition, baseline FROM performance_versions p WHERE p.monitor_id = m.id
    ORDER BY number DESC LIMIT 1) p ON true
  WHERE i.workspace_id = $1 AND i.number = $2
  ORDER BY (SELECT min(s.first_at) FROM incident_signals s WHERE s.incident_id = i.id AND s.evidence->>'monitorId' = m.id::text) NULLS LAST,
    m.id DESC LIMIT 1`;

export async function readMonitorOfIncident(
  client: SqlClient,
  workspaceId: string,
  number: number,
): Promise<MonitorOfIncident | null> {
  const { rows } = await client.query<MonitorOfIncident>(MONITOR, [workspaceId, number]);
  return rows[0] ?? null;
}

export interface CauseWindowRow {
  opensAt: number;
  findings: unknown;
  measured: number | null;
  estimated: number | null;
}

/** The newest windows until the end of an incident, the oldest of them first, with how well the model did by a metric. */
export async function readCauseWindows(
  client: SqlClient,
  { id, until }: Pick<MonitorOfIncident, "id" | "until">,
  metric: string | null,
): Promise<CauseWindowRow[]> {
  const { rows } = await client.query<CauseWindowRow>(
    `SELECT * FROM (SELECT (extract(epoch FROM w.opens_at) * 1000)::float8 AS "opensAt", w.findings,
       (p.measures->$3::text->>'value')::float8 AS measured, (p.estimates->$3::text->>'value')::float8 AS estimated
     FROM monitor_windows w LEFT JOIN performance_windows p ON p.monitor_id = w.monitor_id AND p.opens_at = w.opens_at
     WHERE w.monitor_id = $1 AND w.opens_at < to_timestamp($2::float8 / 1000) ORDER BY w.opens_at DESC LIMIT ${MAX_WINDOWS}) newest
     ORDER BY "opensAt"`,
    [id, until, metric],
  );
  return rows;
}
