import "server-only";
import { AppError } from "@/lib/core/errors";
import type { WindowProfile } from "@/lib/datasets/schema/window-profiles";
import { pool, type SqlClient } from "@/lib/db/pool";
import type { MonitorRow, WindowRow } from "../dto/monitors";
import type { MonitorDefinition } from "../schema/monitors";

export const millis = (column: string) => `floor(extract(epoch FROM ${column}) * 1000)::float8`;

/** The version of a dataset that a window is: versions of a dataset come at moments of their own. Null where no dataset is watched. */
export const datasetVersionOf = (window: string) => `(SELECT max(came.number) FROM monitors watching
    JOIN dataset_versions came ON came.dataset_id = watching.dataset_id AND came.created_at = extract(epoch FROM ${window}.opens_at) * 1000
    WHERE watching.id = ${window}.monitor_id)::float8 AS "datasetVersion"`;

export const WINDOW_COLUMNS = `${datasetVersionOf("w")}, ${millis("w.opens_at")} AS "opensAt", ${millis("w.closes_at")} AS "closesAt", w.version, w.rows, w.verdict,
  w.share, w.findings, w.extra, w.quality, ${millis("w.evaluated_at")} AS "evaluatedAt", ${millis("w.reevaluated_at")} AS "reevaluatedAt"`;

export const MONITOR_SELECT = `SELECT m.id, m.name, m.version, m.is_paused AS "isPaused", m.deployment_id AS "deploymentId",
    d.name AS deployment, CASE WHEN watched.id IS NOT NULL THEN json_build_object('id', watched.id, 'name', watched.name) END AS dataset,
    u.name AS "createdBy", ${millis("m.created_at")} AS "createdAt", v.definition, v.plan_id AS "planId", m.alerts,
    ${millis("m.silenced_until")} AS "silencedUntil",
    dv.dataset_id AS "referenceDatasetId", ds.name AS "referenceDataset", dv.number AS "referenceVersion", row_to_json(last.*) AS last
  FROM monitors m LEFT JOIN deployments d ON d.id = m.deployment_id LEFT JOIN datasets watched ON watched.id = m.dataset_id
  JOIN users u ON u.id = m.created_by_id
  JOIN monitor_versions v ON v.monitor_id = m.id AND v.number = m.version
  JOIN dataset_versions dv ON dv.id = v.reference_version_id JOIN datasets ds ON ds.id = dv.dataset_id
  LEFT JOIN LATERAL (SELECT ${WINDOW_COLUMNS} FROM monitor_windows w WHERE w.monitor_id = m.id
    ORDER BY w.opens_at DESC LIMIT 1) last ON true`;

export const monitorNotFound = (id: number) =>
  new AppError("NOT_FOUND", `There is no monitor ${id}.`);

/** Throws NOT_FOUND. */
export async function readMonitor(workspaceId: string, id: number): Promise<MonitorRow> {
  const { rows } = await pool().query<MonitorRow>(
    `${MONITOR_SELECT} WHERE m.workspace_id = $1 AND m.id = $2 AND m.removed_at IS NULL`,
    [workspaceId, id],
  );
  if (!rows[0]) throw monitorNotFound(id);
  return rows[0];
}

export interface LockedMonitor {
  name: string;
  version: number;
  isPaused: boolean;
  alerts: unknown;
  silencedUntil: number | null;
  definition: unknown;
  deploymentId: number | null;
  datasetId: number | null;
  planId: number;
}

/** A monitor, locked for the rest of the transaction. Throws NOT_FOUND. */
export async function lockMonitor(
  tx: SqlClient,
  workspaceId: string,
  id: number,
): Promise<LockedMonitor> {
  const { rows } = await tx.query<LockedMonitor>(
    `SELECT m.name, m.version, m.is_paused AS "isPaused", m.deployment_id AS "deploymentId", m.dataset_id AS "datasetId",
       v.plan_id AS "planId", m.alerts, ${millis("m.silenced_until")} AS "silencedUntil", v.definition
     FROM monitors m JOIN monitor_versions v ON v.monitor_id = m.id AND v.number = m.version
     WHERE m.workspace_id = $1 AND m.id = $2 AND m.removed_at IS NULL FOR UPDATE OF m`,
    [workspaceId, id],
  );
  if (!rows[0]) throw monitorNotFound(id);
  return rows[0];
}

/** One window of a monitor, or null when nothing came in it. */
export async function readWindow(
  client: SqlClient,
  { workspaceId, monitor, opensAt }: { workspaceId: string; monitor: number; opensAt: number },
): Promise<WindowRow | null> {
  const { rows } = await client.query<WindowRow>(
    `SELECT ${WINDOW_COLUMNS} FROM monitor_windows w
     WHERE w.workspace_id = $1 AND w.monitor_id = $2 AND w.opens_at = $3`,
    [workspaceId, monitor, new Date(opensAt)],
  );
  return rows[0] ?? null;
}

interface DatasetWindow {
  opensAt: number;
  closesAt: number;
  datasetVersion: number;
}

/** The window of a monitor that is a version of its dataset, or null when it is none. */
export async function readDatasetWindow(
  client: SqlClient,
  {
    workspaceId,
    monitor,
    datasetVersion,
  }: { workspaceId: string; monitor: number; datasetVersion: number },
): Promise<DatasetWindow | null> {
  const { rows } = await client.query<DatasetWindow>(
    `SELECT ${millis("w.opens_at")} AS "opensAt", ${millis("w.closes_at")} AS "closesAt", dv.number AS "datasetVersion"
     FROM monitors m JOIN dataset_versions dv ON dv.dataset_id = m.dataset_id AND dv.number = $3
     JOIN monitor_windows w ON w.monitor_id = m.id AND w.opens_at = to_timestamp(dv.created_at / 1000.0)
     WHERE m.workspace_id = $1 AND m.id = $2`,
    [workspaceId, monitor, datasetVersion],
  );
  return rows[0] ?? null;
}

const MAX_MONITORS = 20;

interface Subject {
  deploymentId: bigint | null;
  datasetId: number | null;
}

/** Refuses a second one of the same name of what is watched, and more than anybody looks at. */
export async function assertSubjectFree(
  tx: SqlClient,
  { deploymentId, datasetId }: Subject,
  name: string,
): Promise<void> {
  const ids = [deploymentId === null ? null : String(deploymentId), datasetId];
  await tx.query("SELECT 1 FROM deployments WHERE id = $1 FOR UPDATE", [ids[0]]);
  await tx.query("SELECT 1 FROM datasets WHERE id = $1 FOR UPDATE", [ids[1]]);
  const { rows } = await tx.query<{ name: string }>(
    "SELECT name FROM monitors WHERE (deployment_id = $1 OR dataset_id = $2) AND removed_at IS NULL",
    ids,
  );
  const noun = datasetId === null ? "deployment" : "dataset";
  if (rows.length >= MAX_MONITORS)
    throw new AppError("CONFLICT", `A ${noun} has at most ${MAX_MONITORS} monitors.`);
  if (!rows.some((row) => row.name === name)) return;
  const message = `This ${noun} has a monitor “${name}” already.`;
  throw new AppError("ALREADY_EXISTS", message, { name: message });
}

interface NewMonitor extends Subject {
  workspaceId: string;
  name: string;
  userId: string;
  planId: number;
  referenceVersionId: number;
  definition: MonitorDefinition;
  reference: WindowProfile;
}

/** Writes a monitor with its first definition; answers its number. */
export async function insertMonitorRow(tx: SqlClient, monitor: NewMonitor): Promise<number> {
  const { deploymentId, datasetId, definition, reference } = monitor;
  const { rows } = await tx.query<{ id: number }>(
    `WITH made AS (
       INSERT INTO monitors (workspace_id, deployment_id, dataset_id, name, created_by_id)
       VALUES ($1, $2, $3, $4, $5) RETURNING id),
     defined AS (
       INSERT INTO monitor_versions (monitor_id, number, workspace_id, plan_id, reference_version_id, definition, reference, created_by_id)
       SELECT id, 1, $1, $6, $7, $8, $9, $5 FROM made)
     SELECT id FROM made`,
    [
      ...[monitor.workspaceId, deploymentId === null ? null : String(deploymentId), datasetId],
      ...[monitor.name, monitor.userId, monitor.planId, monitor.referenceVersionId],
      ...[JSON.stringify(definition), JSON.stringify(reference)],
    ],
  );
  const [made] = rows;
  if (!made) throw new Error("A monitor was not stored.");
  return made.id;
}
