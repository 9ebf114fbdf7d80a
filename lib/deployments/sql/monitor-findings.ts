import "server-only";
import type { SqlClient } from "@/lib/db/pool";
import {
  type MonitorFinding,
  type MonitorMetric,
  monitorKey,
  type ReadDrift,
  type RevisionRows,
} from "../rules/judge-monitors";

interface Row {
  verdict: string | null;
  isClosed: boolean | null;
  rows: number | null;
  observed: number | null;
  limit: number | null;
  isOverdue: boolean;
}

/** A window is judged while it fills; what is looked at last is the time in which that is surely done. */
const PATIENCE = "15 minutes";

const LENGTH = `CASE v.definition->>'window' WHEN 'hour' THEN interval '1 hour' WHEN 'week' THEN interval '7 days'
  ELSE interval '1 day' END`;

const SINCE = `w.monitor_id = m.id AND w.closes_at > $4
  AND greatest(w.evaluated_at, coalesce(w.reevaluated_at, w.evaluated_at)) >= $4`;

/** The newest window of monitor $1 of deployment $2 in workspace $3 that was judged since $4 and had not ended by then. */
const PERFORMANCE = `SELECT found.verdict, found.closes_at <= now() AS "isClosed", found.labelled AS rows, NULL::float8 AS observed,
    found.farthest AS limit, now() > $4::timestamptz + ${LENGTH} + interval '${PATIENCE}' AS "isOverdue"
  FROM monitors m JOIN monitor_versions v ON v.monitor_id = m.id AND v.number = m.version
  LEFT JOIN LATERAL (SELECT * FROM performance_windows w WHERE ${SINCE} ORDER BY w.opens_at DESC LIMIT 1) found ON true
  WHERE m.id = $1 AND m.deployment_id = $2 AND m.workspace_id = $3 AND m.removed_at IS NULL AND NOT m.is_paused`;

const toFinding = ({ verdict, isClosed, rows, observed, limit, isOverdue }: Row) => ({
  window:
    verdict === null
      ? null
      : { verdict, isClosed: isClosed ?? false, rows: rows ?? 0, observed, limit },
  isOverdue,
});

async function readPerformance(
  client: SqlClient,
  monitor: number,
  { workspaceId, deploymentId, since }: RevisionRows,
): Promise<MonitorFinding | null> {
  const { rows } = await client.query<Row>(PERFORMANCE, [
    ...[monitor, deploymentId, workspaceId, since],
  ]);
  return rows[0] ? toFinding(rows[0]) : null;
}

/** What the monitors that checks ask say of a candidate since a step began; those that watch the deployment no more are left out. */
export async function readMonitorFindings(
  client: SqlClient,
  candidate: RevisionRows,
  { metrics, readDrift }: { metrics: readonly MonitorMetric[]; readDrift: ReadDrift },
): Promise<Map<string, MonitorFinding>> {
  const found = new Map<string, MonitorFinding>();
  for (const metric of metrics) {
    const key = monitorKey(metric);
    if (found.has(key)) continue;
    const { monitor, watches } = metric;
    const finding =
      watches === "drift"
        ? await readDrift(monitor, candidate)
        : await readPerformance(client, monitor, candidate);
    if (finding) found.set(key, finding);
  }
  return found;
}
