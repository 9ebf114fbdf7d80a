import "server-only";
import type { Actor } from "@/lib/access/actor";
import { pool } from "@/lib/db/pool";
import { millis } from "@/lib/monitors/sql/monitors";
import { statusName } from "@/lib/runs/rules";
import type { DecisionDto, HomeRunDto, Some } from "../dto";
import { keyMetric } from "../rules/key-metric";

/** Of the last month: the index by start finds them without a look at older ones. */
const RUN_DAYS = 30;
/** As many metrics as are looked at for the one that is shown. */
const METRICS = 100;

interface RunRow extends Omit<HomeRunDto, "status" | "metric"> {
  status: number;
  metrics: { key: string; value: number }[] | null;
  total: number;
}

const RUNS = `WITH mine AS (
    SELECT r.id, r.uuid, r.name, r.experiment_id, r.status, r.start_time, r.end_time, r.last_activity_at, count(*) OVER ()::int AS total
    FROM runs r WHERE r.workspace_id = $1 AND r.created_by = $2 AND r.deleted_at IS NULL
      AND r.start_time > extract(epoch FROM now() - interval '${RUN_DAYS} days') * 1000
    ORDER BY r.status = 1 DESC, r.start_time DESC, r.id DESC LIMIT $3)
  SELECT m.uuid, m.name, e.name AS experiment, m.status, m.start_time AS "startedAt", m.end_time AS "endedAt",
    m.last_activity_at AS "lastActivityAt", m.total,
    (SELECT json_agg(json_build_object('key', k.name, 'value', s.last_value)) FROM (
      SELECT key_id, last_value FROM metric_series WHERE run_id = m.id LIMIT ${METRICS}) s
     JOIN attribute_keys k ON k.id = s.key_id WHERE s.last_value NOT IN ('NaN', 'Infinity', '-Infinity')) AS metrics
  FROM mine m JOIN experiments e ON e.id = m.experiment_id
  ORDER BY m.status = 1 DESC, m.start_time DESC, m.id DESC`;

/** Runs of the last month that somebody started: those that run first, then the newest. */
export async function readMyRuns(
  { workspaceId, email }: Actor,
  limit: number,
): Promise<Some<HomeRunDto>> {
  const { rows } = await pool().query<RunRow>(RUNS, [workspaceId, email, limit]);
  return {
    items: rows.map(({ status, metrics, total: _total, ...run }) => ({
      ...run,
      status: statusName(status),
      metric: keyMetric(metrics ?? []),
    })),
    total: rows[0]?.total ?? 0,
  };
}

const DECISIONS = `SELECT *, count(*) OVER ()::int AS total FROM (
    SELECT DISTINCT ON (v.request_id) r.number, r.model_name AS model, r.version,
      CASE r.target_kind WHEN 'alias' THEN '@' || r.target_value ELSE r.target_value END AS target, v.decision, r.status,
      r.lapsed_at IS NOT NULL AS "isLapsed", ${millis("v.created_at")} AS at
    FROM approval_votes v JOIN approval_requests r ON r.id = v.request_id
    WHERE v.workspace_id = $1 AND v.user_id = $2 ORDER BY v.request_id, v.id DESC) newest
  ORDER BY at DESC LIMIT $3`;

/** What somebody decided last, and what became of it. */
export async function readMyDecisions(
  { workspaceId, userId }: Actor,
  limit: number,
): Promise<Some<DecisionDto>> {
  const { rows } = await pool().query<DecisionDto & { total: number }>(DECISIONS, [
    ...[workspaceId, userId, limit],
  ]);
  return {
    items: rows.map(({ total: _total, ...decision }) => decision),
    total: rows[0]?.total ?? 0,
  };
}
