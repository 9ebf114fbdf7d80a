import "server-only";
import { AppError } from "@/lib/core/errors";
import type { SqlClient } from "@/lib/db/pool";
import type { PerformanceRow, PerformanceWindowRow } from "../dto/performance";
import { millis } from "./monitors";

const NEWEST = `SELECT definition FROM performance_versions WHERE monitor_id = w.monitor_id ORDER BY number DESC LIMIT 1`;

/** As JSON, what was posted in a window `w` of the metric of the business that is looked at now; null where it is none. */
const OUTCOMES = `(SELECT json_build_object('n', sum(o.n)::float8, 'sum', sum(o.sum), 'squares', sum(o.sum_squares))
  FROM (${NEWEST}) d JOIN monitors om ON om.id = w.monitor_id
  JOIN deployment_outcomes o ON o.deployment_id = om.deployment_id AND o.metric = d.definition->'business'->>'metric'
    AND o.at >= w.opens_at AND o.at < w.closes_at
  HAVING sum(o.n) > 0)`;

const PERFORMANCE_COLUMNS = `${millis("w.opens_at")} AS "opensAt", ${millis("w.closes_at")} AS "closesAt", w.version,
  w.rows::float8 AS rows, w.labelled::float8 AS labelled, w.verdict, w.farthest AS "limit", w.measures, w.estimates, w.target,
  ${millis("w.evaluated_at")} AS "evaluatedAt", ${millis("w.reevaluated_at")} AS "reevaluatedAt", ${OUTCOMES} AS outcomes`;

/** By what a monitor's performance is judged now; null when it is not. */
export async function readPerformance(
  client: SqlClient,
  workspaceId: string,
  monitor: number,
): Promise<PerformanceRow | null> {
  const { rows } = await client.query<PerformanceRow>(
    `SELECT p.number AS version, p.definition, p.baseline, p.problem, u.name AS "createdBy", ${millis("p.created_at")} AS "createdAt"
     FROM performance_versions p JOIN users u ON u.id = p.created_by_id
     WHERE p.workspace_id = $1 AND p.monitor_id = $2 ORDER BY p.number DESC LIMIT 1`,
    [workspaceId, monitor],
  );
  const [row] = rows;
  return row && row.definition !== null ? row : null;
}

interface WindowsRef {
  workspaceId: string;
  monitor: number;
}

/** Windows of a monitor, the newest first. */
export async function readPerformanceWindows(
  client: SqlClient,
  { workspaceId, monitor }: WindowsRef,
  { before, limit }: { before: number | null; limit: number },
): Promise<PerformanceWindowRow[]> {
  const { rows } = await client.query<PerformanceWindowRow>(
    `SELECT ${PERFORMANCE_COLUMNS} FROM performance_windows w WHERE w.workspace_id = $1 AND w.monitor_id = $2
       AND ($3::timestamptz IS NULL OR w.opens_at < $3) ORDER BY w.opens_at DESC LIMIT $4`,
    [workspaceId, monitor, before === null ? null : new Date(before), limit],
  );
  return rows;
}

/** One of them with the definition it was judged by. Throws NOT_FOUND. */
export async function readPerformanceWindow(
  client: SqlClient,
  { workspaceId, monitor }: WindowsRef,
  opensAt: number,
): Promise<PerformanceWindowRow & { definition: unknown }> {
  const { rows } = await client.query<PerformanceWindowRow & { definition: unknown }>(
    `SELECT ${PERFORMANCE_COLUMNS}, p.definition FROM performance_windows w
     JOIN performance_versions p ON p.monitor_id = w.monitor_id AND p.number = w.version
     WHERE w.workspace_id = $1 AND w.monitor_id = $2 AND w.opens_at = $3`,
    [workspaceId, monitor, new Date(opensAt)],
  );
  if (rows[0]) return rows[0];
  throw new AppError("NOT_FOUND", "Nothing was judged in a window that begins then.");
}

/** As JSON, the newest windows of a monitor `m` with what they are judged by; null once its performance is judged no more. */
export const PERFORMANCE_ALERT_WINDOWS = `(SELECT json_agg(w) FROM (
  SELECT ${millis("w.opens_at")} AS "opensAt", ${millis("w.closes_at")} AS "closesAt", w.verdict, w.farthest AS "limit",
    p.definition->>'metric' AS metric, (p.definition->>'minRows')::float8 AS "minRows", w.rows, w.measures, w.estimates,
    (${NEWEST})->'business' AS business, ${OUTCOMES} AS outcomes
  FROM performance_windows w JOIN performance_versions p ON p.monitor_id = w.monitor_id AND p.number = w.version
  WHERE w.monitor_id = m.id AND (SELECT definition FROM performance_versions WHERE monitor_id = m.id
    ORDER BY number DESC LIMIT 1) IS NOT NULL ORDER BY w.opens_at DESC LIMIT 100) w)`;
