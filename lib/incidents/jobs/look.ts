import "server-only";
import { pool } from "@/lib/db/pool";
import { fires, nextStep } from "@/lib/monitors/rules/alerts";
import { type Alert, alertKey, alerts } from "@/lib/monitors/schema/alerts";
import { columnFindings } from "@/lib/monitors/schema/monitors";
import { qualityFindings } from "@/lib/monitors/schema/quality";
import type { Signal } from "../rules/signals";
import {
  markSeen,
  readUnwatched,
  readWatched,
  type StoredWindow,
  type Watched,
} from "../sql/watched";
import { followUp } from "./follow-up";
import { endSignal, takeUpSignal } from "./signal";

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

/**
 * Takes up what alerts say, and remembers what they were looked at with. That is what was read and not what is there by now, so
 * that what came meanwhile, or what another process saw before or after, is looked at next.
 */
export async function takeUpAlerts(all: readonly Watched[]): Promise<number> {
  let taken = 0;
  for (const watched of all) {
    taken += await lookAtAlerts(watched);
    await markSeen(watched);
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
  for (const { workspaceId, key } of await readUnwatched()) await endSignal(workspaceId, key);
  const taken = rollbacks.length + (await takeUpAlerts(await readWatched()));
  return taken + (await followUp());
}
