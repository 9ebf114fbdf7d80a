import "server-only";
import type { SqlClient } from "@/lib/db/pool";
import type { PerformanceJudgement } from "../rules/performance/judge";
import type { ColumnFinding } from "../schema/monitors";
import type { Baseline, PerformanceDefinition } from "../schema/performance";
import { type PerformanceSums, performanceSums } from "../schema/performance-sums";
import { millis } from "./monitors";

/** What the log keeps of a deployment when nothing else is said; older hours may be gone. */
const DEFAULT_RETENTION_DAYS = 30;

export interface DuePerformance {
  id: number;
  workspaceId: string;
  deploymentId: number;
  number: number;
  definition: unknown;
  baseline: unknown;
  planId: number;
  monitorDefinition: unknown;
  reference: unknown;
  referenceVersionId: number;
  lookedAt: Date;
  now: Date;
  /** What is older is not read again: the log may not be whole any more. */
  keptSince: Date;
}

/** Monitors whose performance may be looked at again. */
const DUE = `SELECT m.id, m.workspace_id AS "workspaceId", m.deployment_id AS "deploymentId", p.number, p.definition, p.baseline,
    v.plan_id AS "planId", v.definition AS "monitorDefinition", v.reference, v.reference_version_id AS "referenceVersionId",
    p.looked_at AS "lookedAt", now() AS now,
    now() - make_interval(days => coalesce(s.retention_days, ${DEFAULT_RETENTION_DAYS})) AS "keptSince"
  FROM monitors m JOIN monitor_versions v ON v.monitor_id = m.id AND v.number = m.version
  JOIN performance_versions p ON p.monitor_id = m.id
    AND p.number = (SELECT max(number) FROM performance_versions WHERE monitor_id = m.id)
  LEFT JOIN prediction_log_settings s ON s.deployment_id = m.deployment_id
  WHERE m.deployment_id IS NOT NULL AND NOT m.is_paused AND m.removed_at IS NULL AND p.definition IS NOT NULL AND p.looked_at < now() - make_interval(secs => $1)
  ORDER BY p.looked_at, m.id LIMIT $2`;

export async function readDuePerformances(
  client: SqlClient,
  { everySeconds, limit }: { everySeconds: number; limit: number },
): Promise<DuePerformance[]> {
  return (await client.query<DuePerformance>(DUE, [everySeconds, limit])).rows;
}

interface HourRef {
  id: number;
  hours: readonly Date[];
}

export async function markStale(client: SqlClient, { id, hours }: HourRef): Promise<void> {
  await client.query(
    "UPDATE performance_hours SET is_stale = true WHERE monitor_id = $1 AND hour = ANY ($2::timestamptz[])",
    [id, hours],
  );
}

export async function markLooked(
  client: SqlClient,
  { id, number, now }: Pick<DuePerformance, "id" | "number" | "now">,
): Promise<void> {
  await client.query(
    `UPDATE performance_versions SET looked_at = greatest(looked_at, $3) WHERE monitor_id = $1 AND number = $2`,
    [id, number, now],
  );
}

/** Hours in which something was counted, with the last time it was. */
const COUNTED = `SELECT hour, max(updated_at) AS updated_at FROM profiled_hours WHERE plan_id = $2 AND hour >= $4 GROUP BY hour`;

/** Counts of windows of rows tell no hours, so those that the log has, each found by the index; one goes on changing while it lasts. */
const LOGGED = `WITH RECURSIVE logged AS (
    (SELECT date_trunc('hour', at, 'UTC') AS hour FROM predictions WHERE deployment_id = $5 AND at >= $4 ORDER BY at DESC LIMIT 1)
    UNION ALL SELECT (SELECT date_trunc('hour', p.at, 'UTC') FROM predictions p
      WHERE p.deployment_id = $5 AND p.at >= $4 AND p.at < logged.hour ORDER BY p.at DESC LIMIT 1)
    FROM logged WHERE logged.hour IS NOT NULL)
  SELECT hour, hour + interval '70 minutes' AS updated_at FROM logged WHERE hour >= $4 AND $2 > 0`;

/** Hours that were not read since something of them changed, the newest first. */
export async function readStaleHours(
  client: SqlClient,
  { id, planId, number, keptSince, deploymentId }: DuePerformance,
  isByTheHour: boolean,
): Promise<Date[]> {
  const { rows } = await client.query<{ hour: Date }>(
    `SELECT h.hour FROM (${isByTheHour ? `${COUNTED} HAVING $5 > 0` : LOGGED}) h
     LEFT JOIN performance_hours p ON p.monitor_id = $1 AND p.hour = h.hour AND p.version = $3
     WHERE p.read_at IS NULL OR p.is_stale OR h.updated_at > p.read_at - interval '1 minute'
     ORDER BY h.hour DESC`,
    [id, planId, number, keptSince, deploymentId],
  );
  return rows.map(({ hour }) => hour);
}

/** Has hours read again to which rows came that are counted in windows of rows. */
export async function markCounted(
  tx: SqlClient,
  planId: number,
  hours: readonly number[],
): Promise<void> {
  await tx.query(
    `UPDATE performance_hours SET is_stale = true WHERE hour = ANY ($2::timestamptz[])
       AND monitor_id IN (SELECT monitor_id FROM monitor_versions WHERE plan_id = $1)`,
    [planId, hours.map((hour) => new Date(hour))],
  );
}

export async function saveHour(
  client: SqlClient,
  due: Pick<DuePerformance, "id" | "workspaceId" | "number">,
  { hour, sums, readAt }: { hour: Date; sums: PerformanceSums; readAt: Date },
): Promise<void> {
  await client.query(
    `INSERT INTO performance_hours AS h (monitor_id, hour, workspace_id, version, sums, read_at) VALUES ($1, $2, $3, $4, $5, $6)
     ON CONFLICT (monitor_id, hour) DO UPDATE SET version = EXCLUDED.version, sums = EXCLUDED.sums, read_at = EXCLUDED.read_at,
       is_stale = false`,
    [due.id, hour, due.workspaceId, due.number, JSON.stringify(sums), readAt],
  );
}

/** Sums of the hours of a time that were read by one definition. */
export async function readHourSums(
  client: SqlClient,
  { id, number }: { id: number; number: number },
  { opensAt, closesAt }: { opensAt: number; closesAt: number },
): Promise<PerformanceSums[]> {
  const { rows } = await client.query<{ sums: unknown }>(
    `SELECT sums FROM performance_hours WHERE monitor_id = $1 AND version = $2 AND hour >= $3 AND hour < $4 ORDER BY hour`,
    [id, number, new Date(opensAt), new Date(closesAt)],
  );
  return rows.map(({ sums }) => performanceSums.parse(sums));
}

/** Windows that waited for labels and need not any longer. */
export async function readWaited(
  client: SqlClient,
  { id, number, now }: Pick<DuePerformance, "id" | "number" | "now">,
  delayHours: number,
): Promise<number[]> {
  const { rows } = await client.query<{ opensAt: number }>(
    `SELECT ${millis("opens_at")} AS "opensAt" FROM performance_windows
     WHERE monitor_id = $1 AND version = $2 AND verdict = 'waiting' AND (closes_at + make_interval(hours => $4) <= $3
       OR (closes_at <= $3 AND evaluated_at < closes_at)) ORDER BY opens_at LIMIT 1000`,
    [id, number, now, delayHours],
  );
  return rows.map(({ opensAt }) => opensAt);
}

interface JudgedPerformance {
  opensAt: number;
  closesAt: number;
  rows: number;
  labelled: number;
  judgement: PerformanceJudgement;
  target: ColumnFinding | null;
}

/** Keeps what was found in a window. Answers whether anything is new. */
export async function savePerformanceWindow(
  client: SqlClient,
  { id, workspaceId, number }: Pick<DuePerformance, "id" | "workspaceId" | "number">,
  { opensAt, closesAt, rows, labelled, judgement, target }: JudgedPerformance,
): Promise<boolean> {
  const { verdict, measures, estimates, limit } = judgement;
  const { rowCount } = await client.query(
    `INSERT INTO performance_windows AS w (monitor_id, opens_at, workspace_id, closes_at, version, rows, labelled, verdict, farthest,
       measures, estimates, target) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)
     ON CONFLICT (monitor_id, opens_at) DO UPDATE SET version = EXCLUDED.version, rows = EXCLUDED.rows,
       labelled = EXCLUDED.labelled, verdict = EXCLUDED.verdict, farthest = EXCLUDED.farthest, measures = EXCLUDED.measures,
       estimates = EXCLUDED.estimates, target = EXCLUDED.target, evaluated_at = now(),
       reevaluated_at = CASE WHEN w.verdict <> 'waiting' AND w.measures <> EXCLUDED.measures THEN now() ELSE w.reevaluated_at END
     WHERE (w.version, w.rows, w.labelled, w.verdict, w.measures, w.estimates)
       IS DISTINCT FROM (EXCLUDED.version, EXCLUDED.rows, EXCLUDED.labelled, EXCLUDED.verdict, EXCLUDED.measures, EXCLUDED.estimates)
       OR w.farthest IS DISTINCT FROM EXCLUDED.farthest OR w.target IS DISTINCT FROM EXCLUDED.target
       OR (w.evaluated_at < w.closes_at AND now() >= w.closes_at)`,
    [
      ...[id, new Date(opensAt), workspaceId, new Date(closesAt), number, rows, labelled, verdict],
      ...[limit, JSON.stringify(measures), JSON.stringify(estimates)],
      target && JSON.stringify(target),
    ],
  );
  return (rowCount ?? 0) > 0;
}

/** The first windows that need not wait, without a baseline yet, by their beginning. */
export async function readSettled(
  client: SqlClient,
  { id, number }: Pick<DuePerformance, "id" | "number">,
): Promise<{ opensAt: number; closesAt: number; labelled: number }[]> {
  const { rows } = await client.query<{ opensAt: number; closesAt: number; labelled: number }>(
    `SELECT ${millis("opens_at")} AS "opensAt", ${millis("closes_at")} AS "closesAt", labelled::float8 AS labelled
     FROM performance_windows WHERE monitor_id = $1 AND version = $2 AND verdict IN ('measured', 'met', 'missed')
     ORDER BY opens_at LIMIT 1000`,
    [id, number],
  );
  return rows;
}

/** Freezes what is usual; all hours are read again by it. */
export async function saveBaseline(
  tx: SqlClient,
  { id, number }: Pick<DuePerformance, "id" | "number">,
  learned: Baseline | { problem: string },
): Promise<void> {
  const isLearned = !("problem" in learned);
  await tx.query(
    `UPDATE performance_versions SET baseline = $3, problem = $4 WHERE monitor_id = $1 AND number = $2 AND baseline IS NULL`,
    [id, number, isLearned ? JSON.stringify(learned) : null, isLearned ? "" : learned.problem],
  );
  if (isLearned)
    await tx.query("UPDATE performance_hours SET is_stale = true WHERE monitor_id = $1", [id]);
}

/** The next definition of how a monitor's performance is judged; null ends it. */
export async function insertPerformance(
  tx: SqlClient,
  { workspaceId, userId, monitor }: { workspaceId: string; userId: string; monitor: number },
  definition: PerformanceDefinition | null,
): Promise<number> {
  const { rows } = await tx.query<{ number: number }>(
    `INSERT INTO performance_versions (monitor_id, number, workspace_id, definition, created_by_id)
     SELECT $1, 1 + coalesce(max(number), 0), $2, $3, $4 FROM performance_versions WHERE monitor_id = $1 RETURNING number`,
    [monitor, workspaceId, definition && JSON.stringify(definition), userId],
  );
  return rows[0]?.number ?? 0;
}
