import "server-only";
import { pool } from "@/lib/db/pool";

/** Names of one version that are read when none are asked for. */
const MAX_KEYS = 200;

const VALUES = `
  WITH v AS (SELECT id, version, run_uuid, logged_model_uuid FROM model_versions
    WHERE id = ANY($2::bigint[]) AND workspace_id = $1)
  SELECT v.version, k.name AS key, s.last_value AS value, false AS is_own
  FROM v JOIN runs r ON r.uuid = v.run_uuid AND r.workspace_id = $1
  JOIN metric_series s ON s.run_id = r.id JOIN attribute_keys k ON k.id = s.key_id
  WHERE ($3::text[] IS NULL AND k.name NOT LIKE 'system/%') OR k.name = ANY($3)
  UNION ALL
  SELECT version, key, value, true FROM (
    SELECT DISTINCT ON (v.id, x.key) v.version, x.key, x.value
    FROM v JOIN logged_models l ON l.uuid = v.logged_model_uuid AND l.workspace_id = $1
    JOIN logged_model_metrics x ON x.model_id = l.id
    WHERE $3::text[] IS NULL OR x.key = ANY($3)
    ORDER BY v.id, x.key, x.time DESC, x.step DESC) newest
  ORDER BY version, is_own, key`;

/** The last values of metrics by version: what was measured of its logged model, else of its run. */
export async function readVersionMetrics(
  workspaceId: string,
  ids: readonly bigint[],
  keys?: readonly string[],
): Promise<Map<number, Record<string, number>>> {
  const byVersion = new Map<number, Record<string, number>>();
  if (ids.length === 0 || keys?.length === 0) return byVersion;
  const { rows } = await pool().query<{ version: number; key: string; value: number }>(VALUES, [
    workspaceId,
    ids.map(String),
    keys ?? null,
  ]);
  for (const { version, key, value } of rows) {
    const own = byVersion.get(version) ?? {};
    byVersion.set(version, own);
    if (Object.hasOwn(own, key) || Object.keys(own).length < MAX_KEYS) own[key] = value;
  }
  return byVersion;
}
