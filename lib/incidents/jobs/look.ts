import "server-only";
import { pool } from "@/lib/db/pool";
import { fires, nextStep } from "@/lib/monitors/rules/alerts";
import type { PerformanceAlertWindow } from "@/lib/monitors/rules/performance/alert";
import type { Freshness } from "@/lib/monitors/rules/quality-alert";
import { type Alert, alertKey, alerts } from "@/lib/monitors/schema/alerts";
import { columnFindings, type WindowVerdict } from "@/lib/monitors/schema/monitors";
import { qualityFindings } from "@/lib/monitors/schema/quality";
import { datasetVersionOf } from "@/lib/monitors/sql/monitors";
import { PERFORMANCE_ALERT_WINDOWS } from "@/lib/monitors/sql/performance-reads";
import type { Signal } from "../rules/signals";
import { followUp } from "./follow-up";
import { endSignal, takeUpSignal } from "./signal";

const MAX_MONITORS = 2_000;
/** As many windows as an alert may wait for, and some that had too few rows. */
const WINDOWS = 20;

interface Watched {
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
}

interface StoredWindow {
  opensAt: number;
  closesAt: number;
  verdict: WindowVerdict;
  share: number;
  findings: unknown;
  quality: unknown;
  datasetVersion: number | null;
}

/** Monitors that judged something of late, and those to which it says something that nothing comes. */
const WATCHED = `SELECT m.id, m.workspace_id AS "workspaceId", m.deployment_id::text AS "deploymentId",
    m.dataset_id::text AS "datasetId", m.alerts, found.windows,
    CASE WHEN m.alerts @? '$[*] ? (@.kind == "performance")' THEN ${PERFORMANCE_ALERT_WINDOWS} END AS performance,
    CASE WHEN m.alerts @? '$[*] ? (@.kind == "quality" || exists (@.minutes))' THEN (
      SELECT json_build_object('minutes', (v.definition->'quality'->>'freshMinutes')::float8, 'newest',
        (SELECT extract(epoch FROM max(p.at)) * 1000 FROM predictions p WHERE p.deployment_id = m.deployment_id))
      FROM monitor_versions v WHERE v.monitor_id = m.id AND v.number = m.version) END AS freshness,
    (SELECT json_agg(json_build_object('key', s.key, 'at', s.evidence->'at')) FROM incident_signals s
      WHERE s.workspace_id = m.workspace_id AND s.is_firing AND s.key LIKE 'monitor ' || m.id || ' %') AS firing
  FROM monitors m LEFT JOIN deployments d ON d.id = m.deployment_id
  CROSS JOIN LATERAL (SELECT json_agg(w) AS windows FROM (
    SELECT (extract(epoch FROM opens_at) * 1000)::bigint AS "opensAt", (extract(epoch FROM closes_at) * 1000)::bigint AS "closesAt",
      verdict, share, findings, quality, ${datasetVersionOf("own")} FROM monitor_windows own WHERE monitor_id = m.id ORDER BY opens_at DESC LIMIT ${WINDOWS}) w) found
  WHERE NOT m.is_paused AND m.removed_at IS NULL AND d.deleted_at IS NULL AND m.alerts <> '[]' AND coalesce(m.silenced_until < now(), true)
    AND (m.looked_at > now() - interval '10 minutes'
      OR m.alerts @? '$[*] ? (@.kind == "silence" || @.kind == "performance" || @.kind == "quality" || @.noData == "alert" || @.noData == "ignore")')
  ORDER BY m.id LIMIT $1`;

const keyOf = (monitor: number, alert: Alert): string => `monitor ${monitor} ${alertKey(alert)}`;

function signalOf(
  monitorId: number,
  alert: Alert,
  firing: NonNullable<ReturnType<typeof fires>>,
  windows: readonly Pick<StoredWindow, "opensAt" | "datasetVersion">[],
): Signal {
  const { summary, opensAt, columns } = firing;
  const window = windows.find((one) => one.opensAt === opensAt);
  return {
    key: keyOf(monitorId, alert),
    kind: alert.kind,
    severity: alert.severity,
    summary: window?.datasetVersion ? `v${window.datasetVersion}: ${summary}` : summary,
    evidence: { at: opensAt, monitorId, columns, trafficVersion: null },
  };
}

const subjectOf = ({ deploymentId, datasetId }: Watched) =>
  deploymentId === null
    ? { datasetId: BigInt(datasetId ?? 0) }
    : { deploymentId: BigInt(deploymentId) };

async function lookAtAlerts(watched: Watched): Promise<number> {
  const { id, workspaceId } = watched;
  const windows = (watched.windows ?? []).map((window) => ({
    ...window,
    findings: columnFindings.parse(window.findings),
    quality: qualityFindings.parse(window.quality),
  }));
  let taken = 0;
  for (const alert of alerts.parse(watched.alerts)) {
    const firing = fires(alert, windows, Date.now(), watched.performance ?? [], watched.freshness);
    const key = keyOf(id, alert);
    const known = (watched.firing ?? []).filter((signal) => signal.key === key);
    const step = nextStep(firing, known);
    if (step === "tell" && firing) {
      const signal = signalOf(id, alert, firing, windows);
      await takeUpSignal({ workspaceId, ...subjectOf(watched), signal });
      taken += 1;
    } else if (step === "end") taken += (await endSignal(workspaceId, key)) ? 1 : 0;
  }
  return taken;
}

interface Rollback {
  workspaceId: string;
  deploymentId: string;
  version: number;
  reason: string;
  isByItself: boolean;
  at: Date;
}

/** Rollbacks of the last day that no incident has taken up. */
const ROLLBACKS = `SELECT p.workspace_id AS "workspaceId", p.deployment_id::text AS "deploymentId", p.version, p.reason,
    p.actor_id IS NULL AS "isByItself", p.created_at AS at
  FROM traffic_plans p JOIN deployments d ON d.id = p.deployment_id AND d.deleted_at IS NULL
  WHERE p.origin = 'rollback' AND p.created_at > now() - interval '1 day'
    AND NOT EXISTS (SELECT 1 FROM incident_signals s WHERE s.workspace_id = p.workspace_id
      AND s.key = 'rollback ' || p.deployment_id || ' ' || p.version)
  ORDER BY p.created_at LIMIT 200`;

async function takeUpRollback({
  workspaceId,
  deploymentId,
  version,
  reason,
  isByItself,
  at,
}: Rollback) {
  await takeUpSignal({
    workspaceId,
    deploymentId: BigInt(deploymentId),
    signal: {
      key: `rollback ${deploymentId} ${version}`,
      kind: "rollback",
      severity: isByItself ? "critical" : "warning",
      summary: `Rolled back${isByItself ? " by itself" : ""}: ${reason || "no reason was given."}`,
      evidence: { at: at.getTime(), monitorId: null, columns: [], trafficVersion: version },
    },
  });
}

/** Opens incidents for alerts that fire and for rollbacks, and says what is over. Answers how many signals were taken up or ended. */
export async function lookForIncidents(): Promise<number> {
  const { rows: rollbacks } = await pool().query<Rollback>(ROLLBACKS);
  for (const rollback of rollbacks) await takeUpRollback(rollback);
  const { rows } = await pool().query<Watched>(WATCHED, [MAX_MONITORS]);
  let taken = rollbacks.length;
  for (const watched of rows) taken += await lookAtAlerts(watched);
  return taken + (await followUp());
}
