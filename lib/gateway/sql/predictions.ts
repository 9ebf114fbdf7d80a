import "server-only";
import type { SqlClient } from "@/lib/db/pool";
import type { ErasedDto } from "../dto/predictions";
import { DEFAULT_LOG, type LogSettings } from "../rules/predictions";

export interface DeploymentRef {
  workspaceId: string;
  deploymentId: bigint;
}

/** What the logs of deployments keep, by deployment; those that are not in it have the defaults. */
export async function readLogSettings(
  client: SqlClient,
  ids: readonly bigint[],
): Promise<Map<string, LogSettings>> {
  const { rows } = await client.query<LogSettings & { id: number }>({
    name: "prediction-log-settings",
    text: `SELECT deployment_id AS id, is_enabled AS "isEnabled", sample_rate AS "sampleRate",
        masked_columns AS "maskedColumns", max_bytes AS "maxBytes", max_rows AS "maxRows",
        retention_days AS "retentionDays"
      FROM prediction_log_settings WHERE deployment_id = ANY ($1::bigint[])`,
    values: [ids.map(String)],
  });
  return new Map(rows.map(({ id, ...settings }) => [String(id), settings]));
}

/** Whose deployments are, what their logs keep and by which plans they are counted, by deployment; those that are gone are not in it. */
export async function readLogs(
  client: SqlClient,
  ids: readonly bigint[],
): Promise<Map<bigint, { workspaceId: string; settings: LogSettings; plans: number[] }>> {
  const { rows } = await client.query<{ id: number; workspaceId: string; plans: number[] }>({
    name: "prediction-logs",
    text: `SELECT id, workspace_id AS "workspaceId", array(SELECT p.id::float8 FROM profile_plans p
        WHERE p.deployment_id = d.id AND p.ended_at IS NULL ORDER BY p.id) AS plans
      FROM deployments d WHERE id = ANY ($1::bigint[])`,
    values: [ids.map(String)],
  });
  const settings = await readLogSettings(client, ids);
  return new Map(
    rows.map(({ id, workspaceId, plans }) => [
      BigInt(id),
      { workspaceId, settings: settings.get(String(id)) ?? DEFAULT_LOG, plans },
    ]),
  );
}

export async function writeLogSettings(
  tx: SqlClient,
  { workspaceId, deploymentId }: DeploymentRef,
  settings: LogSettings,
): Promise<void> {
  await tx.query(
    `INSERT INTO prediction_log_settings (deployment_id, workspace_id, is_enabled, sample_rate, masked_columns, max_bytes,
       max_rows, retention_days) VALUES ($1, $2, $3, $4, $5, $6, $7, $8)
     ON CONFLICT (deployment_id) DO UPDATE SET is_enabled = EXCLUDED.is_enabled, sample_rate = EXCLUDED.sample_rate,
       masked_columns = EXCLUDED.masked_columns, max_bytes = EXCLUDED.max_bytes, max_rows = EXCLUDED.max_rows,
       retention_days = EXCLUDED.retention_days`,
    [
      ...[String(deploymentId), workspaceId, settings.isEnabled, settings.sampleRate],
      ...[settings.maskedColumns, settings.maxBytes, settings.maxRows, settings.retentionDays],
    ],
  );
}

/** Deletes what is logged under a business key, and the labels of it by whatever name. */
export async function erasePredictions(
  tx: SqlClient,
  { workspaceId, deploymentId }: DeploymentRef,
  key: string,
): Promise<ErasedDto> {
  const { rows } = await tx.query<ErasedDto>(
    `WITH erased AS (
       DELETE FROM predictions WHERE workspace_id = $1 AND deployment_id = $2 AND key = $3 RETURNING id),
     forgotten AS (
       DELETE FROM prediction_labels WHERE workspace_id = $1 AND deployment_id = $2
         AND target IN (SELECT 'key:' || $3 UNION ALL SELECT 'id:' || id FROM erased) RETURNING 1)
     SELECT (SELECT count(*) FROM erased) AS predictions, (SELECT count(*) FROM forgotten) AS labels`,
    [workspaceId, String(deploymentId), key],
  );
  return rows[0] ?? { predictions: 0, labels: 0 };
}
