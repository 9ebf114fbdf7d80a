import "server-only";
import type { Tx } from "@/lib/db/client";
import type { MetricFact } from "../rules/metric-gates";
import type { InputFact, Provenance } from "../rules/provenance-gates";

interface MetricRow {
  versionId: bigint;
  key: string;
  value: number;
  at: bigint;
  dataset: string;
}

/**
 * The newest values of metrics by version: what was measured of its logged model, else of its run. Read in the
 * transaction that decides, so that what is judged is what is there.
 */
export async function readMetricFacts(
  tx: Tx,
  workspaceId: string,
  versionIds: readonly bigint[],
  keys: readonly string[],
): Promise<Map<bigint, Map<string, MetricFact>>> {
  if (versionIds.length === 0 || keys.length === 0) return new Map();
  const rows = await tx.$queryRaw<MetricRow[]>`
    WITH v AS (SELECT id, run_uuid, logged_model_uuid FROM model_versions
      WHERE id = ANY(${[...versionIds]}::bigint[]) AND workspace_id = ${workspaceId}::uuid)
    SELECT DISTINCT ON ("versionId", key) * FROM (
      SELECT v.id AS "versionId", k.name AS key, s.last_value AS value, s.last_time AS at, '' AS dataset, 0 AS own, 0::bigint AS step
      FROM v JOIN runs r ON r.uuid = v.run_uuid AND r.workspace_id = ${workspaceId}::uuid
      JOIN metric_series s ON s.run_id = r.id JOIN attribute_keys k ON k.id = s.key_id
      WHERE k.name = ANY(${[...keys]}::text[])
      UNION ALL
      SELECT v.id, x.key, x.value, x.time, x.dataset_name, 1, x.step
      FROM v JOIN logged_models l ON l.uuid = v.logged_model_uuid AND l.workspace_id = ${workspaceId}::uuid
      JOIN logged_model_metrics x ON x.model_id = l.id
      WHERE x.key = ANY(${[...keys]}::text[])) measured
    ORDER BY "versionId", key, own DESC, at DESC, step DESC, dataset, value`;
  const byVersion = new Map<bigint, Map<string, MetricFact>>();
  for (const { versionId, key, value, at, dataset } of rows) {
    const own = byVersion.get(versionId) ?? new Map<string, MetricFact>();
    byVersion.set(versionId, own.set(key, { value, at: Number(at), dataset }));
  }
  return byVersion;
}

/** What of a version was measured last; null when nothing was. */
export async function readNewestMetric(
  tx: Tx,
  workspaceId: string,
  versionId: bigint,
): Promise<{ metric: string; at: number } | null> {
  const rows = await tx.$queryRaw<{ metric: string; at: bigint }[]>`
    WITH v AS (SELECT run_uuid, logged_model_uuid FROM model_versions
      WHERE id = ${versionId} AND workspace_id = ${workspaceId}::uuid)
    SELECT * FROM (
      SELECT k.name AS metric, s.last_time AS at
      FROM v JOIN runs r ON r.uuid = v.run_uuid AND r.workspace_id = ${workspaceId}::uuid
      JOIN metric_series s ON s.run_id = r.id JOIN attribute_keys k ON k.id = s.key_id
      WHERE k.name NOT LIKE 'system/%'
      UNION ALL
      SELECT x.key, x.time
      FROM v JOIN logged_models l ON l.uuid = v.logged_model_uuid AND l.workspace_id = ${workspaceId}::uuid
      JOIN logged_model_metrics x ON x.model_id = l.id) measured
    ORDER BY at DESC, metric LIMIT 1`;
  const [row] = rows;
  return row ? { metric: row.metric, at: Number(row.at) } : null;
}

/** Datasets of one version that are looked at. */
const MAX_INPUTS = 200;

/** What a version was made from: its runs, and the dataset versions that these read. */
export async function readProvenance(
  tx: Tx,
  workspaceId: string,
  versionId: bigint,
): Promise<Provenance> {
  const runs = await tx.$queryRaw<{ id: bigint; uuid: string }[]>`
    SELECT r.id, r.uuid FROM model_versions v
    LEFT JOIN logged_models l ON l.uuid = v.logged_model_uuid AND l.workspace_id = v.workspace_id
    JOIN runs r ON r.uuid IN (v.run_uuid, l.source_run_uuid) AND r.workspace_id = v.workspace_id
    WHERE v.id = ${versionId} AND v.workspace_id = ${workspaceId}::uuid ORDER BY r.uuid`;
  const inputs = await tx.$queryRaw<InputFact[]>`
    SELECT DISTINCT d.name AS dataset, n.number AS version, n.content_key AS "contentKey", i.context
    FROM run_inputs i JOIN dataset_versions n ON n.id = i.version_id AND n.workspace_id = ${workspaceId}::uuid
    JOIN datasets d ON d.id = n.dataset_id
    WHERE i.run_id = ANY(${runs.map(({ id }) => id)}::bigint[])
    ORDER BY 1, 2, 3, 4 LIMIT ${MAX_INPUTS}`;
  return { runs: runs.map(({ uuid }) => uuid), inputs };
}

/** A version of the request's model to compare with: the one at an alias, or the one of a number. */
export async function findReference(
  tx: Tx,
  model: { modelId: bigint; workspaceId: string },
  at: { alias: string } | { version: number },
): Promise<{ id: bigint; version: number; storageLocation: string } | null> {
  const { modelId, workspaceId } = model;
  const alias =
    "alias" in at
      ? await tx.modelAlias.findFirst({
          where: { modelId, alias: { equals: at.alias, mode: "insensitive" } },
        })
      : null;
  const version = "version" in at ? at.version : alias?.version;
  if (version === undefined) return null;
  return tx.modelVersion.findFirst({
    where: { modelId, workspaceId, version, deletedAt: null },
    select: { id: true, version: true, storageLocation: true },
  });
}
