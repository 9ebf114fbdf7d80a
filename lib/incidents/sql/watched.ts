import "server-only";
import { pool } from "@/lib/db/pool";
import type { PerformanceAlertWindow } from "@/lib/monitors/rules/performance/alert";
import type { Freshness } from "@/lib/monitors/rules/quality-alert";
import type { WindowVerdict } from "@/lib/monitors/schema/monitors";
import { datasetVersionOf } from "@/lib/monitors/sql/monitors";
import { PERFORMANCE_ALERT_WINDOWS } from "@/lib/monitors/sql/performance-reads";

const MAX_MONITORS = 2_000;
/** As many windows as an alert may wait for, and some that had too few rows. */
const WINDOWS = 20;

/** A monitor with what its alerts go by. */
export interface Watched {
  id: number;
  workspaceId: string;
  /** Null when it watches a dataset. */
  deploymentId: string | null;
  datasetId: string | null;
  alerts: unknown;
  windows: StoredWindow[] | null;
  performance: PerformanceAlertWindow[] | null;
  freshness: Freshness | null;
  /** Its signals that fire, with the moment they were last told of. */
  firing: { key: string; at: number }[] | null;
  /** A hash that changes with any of these. */
  seen: string;
}

export interface StoredWindow {
  opensAt: number;
  closesAt: number;
  verdict: WindowVerdict;
  share: number;
  findings: unknown;
  quality: unknown;
  datasetVersion: number | null;
}

const has = (what: string) => `m.alerts @? '$[*] ? (${what})'`;
const ofPerformance = has('@.kind == "performance"');
const ofFreshness = has('@.kind == "quality" || exists (@.minutes)');
/** Alerts that may say something else although nothing came. */
const byTheClock = has(
  '@.kind == "silence" || @.kind == "performance" || @.kind == "quality" || @.noData == "alert" || @.noData == "ignore"',
);

const FIRING = `(SELECT json_agg(json_build_object('key', s.key, 'at', s.evidence->'at') ORDER BY s.incident_id, s.key)
  FROM incident_signals s
  WHERE s.workspace_id = m.workspace_id AND s.is_firing AND s.key LIKE 'monitor ' || m.id || ' %')`;

const NEWEST = "(SELECT max(p.at) FROM predictions p WHERE p.deployment_id = m.deployment_id)";

/** When each of the newest windows was judged, which changes with what was found and is far less to read. */
const judged = (table: string, limit: number) =>
  `(SELECT string_agg(concat_ws(' ', w.opens_at, w.closes_at, w.version, w.evaluated_at, w.reevaluated_at), ',' ORDER BY w.opens_at)
    FROM (SELECT * FROM ${table} WHERE monitor_id = m.id ORDER BY opens_at DESC LIMIT ${limit}) w)`;

/** Whatever an alert goes by; what goes by the clock is looked at each minute. */
const SEEN = `md5(concat_ws('|', m.alerts, m.version, ${judged("monitor_windows", WINDOWS)}, ${FIRING},
  CASE WHEN ${ofPerformance} THEN concat(${judged("performance_windows", 100)},
    (SELECT max(number) FROM performance_versions WHERE monitor_id = m.id)) END,
  CASE WHEN ${ofFreshness} THEN ${NEWEST} END, CASE WHEN ${byTheClock} THEN date_trunc('minute', now()) END))`;

/** Monitors that judged something of late, and those to which it says something that nothing comes, where anything is new. */
const WATCHED = `SELECT m.id, m.workspace_id AS "workspaceId", m.deployment_id::text AS "deploymentId",
    m.dataset_id::text AS "datasetId", m.alerts, look.seen,
    (SELECT json_agg(w) FROM (
      SELECT (extract(epoch FROM opens_at) * 1000)::bigint AS "opensAt", (extract(epoch FROM closes_at) * 1000)::bigint AS "closesAt",
        verdict, share, findings, quality, ${datasetVersionOf("own")} FROM monitor_windows own WHERE monitor_id = m.id ORDER BY opens_at DESC LIMIT ${WINDOWS}) w) AS windows,
    CASE WHEN ${ofPerformance} THEN ${PERFORMANCE_ALERT_WINDOWS} END AS performance,
    CASE WHEN ${ofFreshness} THEN (
      SELECT json_build_object('minutes', (v.definition->'quality'->>'freshMinutes')::float8, 'newest',
        extract(epoch FROM ${NEWEST}) * 1000)
      FROM monitor_versions v WHERE v.monitor_id = m.id AND v.number = m.version) END AS freshness,
    ${FIRING} AS firing
  FROM monitors m LEFT JOIN deployments d ON d.id = m.deployment_id
  CROSS JOIN LATERAL (SELECT ${SEEN} AS seen OFFSET 0) look
  WHERE NOT m.is_paused AND m.removed_at IS NULL AND d.deleted_at IS NULL AND m.alerts <> '[]' AND coalesce(m.silenced_until < now(), true)
    AND (m.looked_at > now() - interval '10 minutes' OR ${byTheClock})
    AND m.alerts_seen <> look.seen
  ORDER BY m.id LIMIT $1`;

/** Monitors whose alerts may say something else than when they were last looked at. */
export async function readWatched(): Promise<Watched[]> {
  const { rows } = await pool().query<Watched>(WATCHED, [MAX_MONITORS]);
  return rows;
}

/** Signals that fire of alerts that nobody looks for any more: their monitor is removed, or tells of something else. */
const UNWATCHED = `SELECT DISTINCT s.workspace_id AS "workspaceId", s.key FROM incident_signals s
  JOIN monitors m ON m.id = (s.evidence->>'monitorId')::bigint AND m.workspace_id = s.workspace_id
  WHERE s.is_firing AND s.kind <> 'rollback' AND s.key LIKE 'monitor ' || m.id || ' %' AND (m.removed_at IS NOT NULL
    OR NOT EXISTS (SELECT 1 FROM jsonb_array_elements(m.alerts) a
      WHERE s.key = concat_ws(' ', 'monitor', m.id, a->>'kind', a->>'column'))) LIMIT 500`;

export async function readUnwatched(): Promise<{ workspaceId: string; key: string }[]> {
  const { rows } = await pool().query<{ workspaceId: string; key: string }>(UNWATCHED);
  return rows;
}

/** Remembers with what a monitor's alerts were looked at. */
export async function markSeen({ id, seen }: Pick<Watched, "id" | "seen">): Promise<void> {
  await pool().query("UPDATE monitors SET alerts_seen = $2 WHERE id = $1", [id, seen]);
}
