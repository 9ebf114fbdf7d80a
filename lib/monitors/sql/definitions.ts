import "server-only";
import { watchedColumns } from "@/lib/datasets/schema/window-profiles";
import type { SqlClient } from "@/lib/db/pool";
import type { DefinitionDto } from "../dto/definitions";
import { monitorDefinition, type WindowVerdict } from "../schema/monitors";
import { millis } from "./monitors";

export type StoredDefinition = Omit<DefinitionDto, "changes"> & { planId: number };

interface Row extends Omit<StoredDefinition, "definition" | "kinds" | "reference"> {
  definition: unknown;
  columns: unknown;
  datasetId: number;
  dataset: string;
  datasetVersion: number;
}

const SELECT = `SELECT v.number AS version, v.definition, p.columns, v.plan_id AS "planId", u.name AS "createdBy",
    ${millis("v.created_at")} AS "createdAt", ${millis("v.judges_from")} AS "judgesFrom",
    dv.dataset_id AS "datasetId", ds.name AS dataset, dv.number AS "datasetVersion"
  FROM monitor_versions v JOIN profile_plans p ON p.id = v.plan_id JOIN users u ON u.id = v.created_by_id
  JOIN dataset_versions dv ON dv.id = v.reference_version_id JOIN datasets ds ON ds.id = dv.dataset_id`;

function toStored({ definition, columns, datasetId, dataset, datasetVersion, ...row }: Row) {
  return {
    ...row,
    reference: { datasetId, dataset, version: datasetVersion },
    definition: monitorDefinition.parse(definition),
    kinds: Object.fromEntries(watchedColumns.parse(columns).map(({ name, kind }) => [name, kind])),
  };
}

interface Place {
  workspaceId: string;
  monitor: number;
}

/** Definitions of a monitor, the newest first. */
export async function readDefinitions(
  client: SqlClient,
  { workspaceId, monitor }: Place,
  { before, limit }: { before: number | null; limit: number },
): Promise<StoredDefinition[]> {
  const { rows } = await client.query<Row>(
    `${SELECT} WHERE v.workspace_id = $1 AND v.monitor_id = $2 AND ($3::int IS NULL OR v.number < $3)
     ORDER BY v.number DESC LIMIT $4`,
    [workspaceId, monitor, before, limit],
  );
  return rows.map(toStored);
}

interface NewVersion extends Place {
  number: number;
  planId: number;
  referenceVersionId: number;
  definition: unknown;
  reference: unknown;
  userId: string;
  judgesFrom: number;
}

/** Keeps a definition and lets it hold. */
export async function insertDefinition(tx: SqlClient, version: NewVersion): Promise<void> {
  const { monitor, workspaceId, number } = version;
  await tx.query(
    `WITH defined AS (
       INSERT INTO monitor_versions (monitor_id, number, workspace_id, plan_id, reference_version_id, definition, reference, created_by_id,
         judges_from) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9))
     UPDATE monitors SET version = $2 WHERE id = $1 AND workspace_id = $3`,
    [
      ...[monitor, number, workspaceId, version.planId, version.referenceVersionId],
      ...[JSON.stringify(version.definition), JSON.stringify(version.reference), version.userId],
      new Date(version.judgesFrom),
    ],
  );
}

/** Beginnings of the newest hours in which something was counted, the newest first. */
export async function readNewestHours(
  client: SqlClient,
  planId: number,
  limit: number,
): Promise<number[]> {
  const { rows } = await client.query<{ hour: number }>(
    `SELECT ${millis("hour")} AS hour FROM (
       SELECT DISTINCT hour FROM profiled_hours WHERE plan_id = $1 ORDER BY hour DESC LIMIT $2) h ORDER BY hour DESC`,
    [planId, limit],
  );
  return rows.map(({ hour }) => hour);
}

interface WindowTold {
  opensAt: number;
  closesAt: number;
  rows: number;
  verdict: WindowVerdict;
  share: number;
}

/** Windows that were judged, the oldest or the newest first. */
export async function readWindowsTold(
  client: SqlClient,
  { workspaceId, monitor }: Place,
  { order, limit }: { order: "ASC" | "DESC"; limit: number },
): Promise<WindowTold[]> {
  const { rows } = await client.query<WindowTold>(
    `SELECT ${millis("opens_at")} AS "opensAt", ${millis("closes_at")} AS "closesAt", rows::float8 AS rows, verdict, share
     FROM monitor_windows WHERE workspace_id = $1 AND monitor_id = $2 ORDER BY opens_at ${order} LIMIT $3`,
    [workspaceId, monitor, limit],
  );
  return rows;
}

/** Forgets what was found in windows that begin from then on, because windows are of another length now. */
export async function forgetWindows(
  tx: SqlClient,
  { workspaceId, monitor }: Place,
  from: number,
): Promise<void> {
  await tx.query(
    "DELETE FROM monitor_windows WHERE workspace_id = $1 AND monitor_id = $2 AND opens_at >= $3",
    [workspaceId, monitor, new Date(from)],
  );
}
