import "server-only";
import { pool } from "@/lib/db/pool";
import type { NodeKind } from "../rules/nodes";
import { nodeId } from "../rules/nodes";
import type { NodeSearch } from "../rules/search";

/** Looked through, newest first: what somebody remembers is found, and a search costs the same in any workspace. */
const SEARCHED = 20_000;
/** Models whose versions are offered. */
const MODELS = 20;

/**
 * Parameters: $1 the workspace, $2 part of a name, $3 how many, $4 a version or null, $5 a place, $6 an approval or null,
 * $7 the whole text: "sales 2024" may be a version of "sales" and may be a name.
 */
const TYPED = "(SELECT $1::uuid, $2::text, $3::int, $4::int, $5::text, $6::int, $7::text) AS asked";

const external = (kind: NodeKind) => `SELECT x.id::text AS key FROM (
    SELECT id, namespace, name, last_at FROM lineage_nodes WHERE workspace_id = $1 AND kind = '${kind}'
    ORDER BY last_at DESC, id DESC LIMIT ${SEARCHED}) x
  WHERE $5 = '' AND strpos(lower(x.namespace || '/' || x.name), $7) > 0 ORDER BY x.last_at DESC, x.id DESC LIMIT $3`;

/** Of the rows `x` of each deployment whose name fits, by its own index, only the newest. */
const ofDeployment = (rows: string, key: string, number: string) => `SELECT x.key FROM (
    SELECT id, name FROM deployments WHERE workspace_id = $1 ORDER BY id DESC LIMIT ${SEARCHED}) d
  CROSS JOIN LATERAL (SELECT ${key} AS key, x.created_at FROM ${rows} AND x.workspace_id = $1 AND x.deployment_id = d.id
    AND (strpos(lower(d.name), $7) > 0 OR x.${number} = $4) ORDER BY x.${number} DESC LIMIT $3) x
  WHERE $5 = '' AND (strpos(lower(d.name), $7) > 0 OR strpos(lower(d.name), $2) > 0)
  ORDER BY x.created_at DESC LIMIT $3`;

const FOUND: Readonly<Partial<Record<NodeKind, string>>> = {
  "model-version": `WITH models AS (
      SELECT m.id, strpos(lower(m.name), $7) > 0 AS is_named FROM (
        SELECT id, name FROM registered_models WHERE workspace_id = $1
        ORDER BY last_update_time DESC LIMIT ${SEARCHED}) m WHERE strpos(lower(m.name), $2) > 0 LIMIT ${MODELS}
    ), standing AS (
      SELECT v.id, v.creation_time, true AS stands FROM models m
      JOIN lineage_placements p ON p.model_id = m.id AND p.until IS NULL
      JOIN model_versions v ON v.model_id = m.id AND v.version = p.version
      WHERE v.deleted_at IS NULL AND ($5 = '' OR lower(p.value) = $5) AND (m.is_named OR $4::int IS NULL OR v.version = $4)
    ), newest AS (
      SELECT n.id, n.creation_time, false AS stands FROM models m CROSS JOIN LATERAL (
        SELECT v.id, v.creation_time FROM model_versions v
        WHERE v.model_id = m.id AND v.deleted_at IS NULL AND (m.is_named OR $4::int IS NULL OR v.version = $4)
        ORDER BY v.version DESC LIMIT $3) n WHERE $5 = ''
    )
    SELECT id::text AS key FROM (SELECT * FROM standing UNION ALL SELECT * FROM newest) f
    GROUP BY id, creation_time ORDER BY bool_or(stands) DESC, creation_time DESC, id DESC LIMIT $3`,
  "dataset-version": `SELECT v.id::text AS key FROM (
      SELECT id, name, place, last_used_at FROM datasets WHERE workspace_id = $1
      ORDER BY last_used_at DESC, id DESC LIMIT ${SEARCHED}) d
    CROSS JOIN LATERAL (SELECT v.id FROM dataset_versions v
      WHERE v.dataset_id = d.id AND (strpos(lower(d.name), $7) > 0 OR $4::int IS NULL OR v.number = $4) ORDER BY v.number DESC LIMIT 1) v
    WHERE $5 = '' AND (strpos(lower(d.name), $2) > 0 OR strpos(lower(d.place), $2) > 0)
    ORDER BY d.last_used_at DESC, d.id DESC LIMIT $3`,
  run: `SELECT r.uuid AS key FROM (SELECT uuid, name, start_time FROM runs
      WHERE workspace_id = $1 AND deleted_at IS NULL ORDER BY start_time DESC LIMIT ${SEARCHED}) r
    WHERE $5 = '' AND (strpos(lower(r.name), $7) > 0 OR (length($7) >= 6 AND starts_with(r.uuid, $7)))
    ORDER BY r.start_time DESC LIMIT $3`,
  "logged-model": `SELECT m.uuid AS key FROM (SELECT uuid, name, creation_time FROM logged_models
      WHERE workspace_id = $1 AND deleted_at IS NULL ORDER BY id DESC LIMIT ${SEARCHED}) m
    WHERE $5 = '' AND (strpos(lower(m.name), $7) > 0 OR (length($7) >= 6 AND starts_with(m.uuid, $7)))
    ORDER BY m.creation_time DESC LIMIT $3`,
  "external-dataset": external("external-dataset"),
  "external-job": external("external-job"),
  job: `SELECT j.number::text AS key FROM (SELECT number, name FROM jobs
      WHERE workspace_id = $1 ORDER BY number DESC LIMIT ${SEARCHED}) j
    WHERE j.number = $6 OR ($5 = '' AND strpos(lower(j.name), $7) > 0) ORDER BY j.number DESC LIMIT $3`,
  deployment: `SELECT d.id::text AS key FROM (SELECT id, name FROM deployments
      WHERE workspace_id = $1 AND deleted_at IS NULL ORDER BY id DESC LIMIT ${SEARCHED}) d
    WHERE $5 = '' AND strpos(lower(d.name), $7) > 0 ORDER BY d.id DESC LIMIT $3`,
  monitor: `SELECT m.id::text AS key FROM (SELECT id, name FROM monitors
      WHERE workspace_id = $1 AND removed_at IS NULL ORDER BY id DESC LIMIT ${SEARCHED}) m
    WHERE $5 = '' AND strpos(lower(m.name), $7) > 0 ORDER BY m.id DESC LIMIT $3`,
  incident: `SELECT i.number::text AS key FROM (SELECT number, title FROM incidents
      WHERE workspace_id = $1 ORDER BY number DESC LIMIT ${SEARCHED}) i
    WHERE i.number = $6 OR ($5 = '' AND strpos(lower(i.title), $7) > 0) ORDER BY i.number DESC LIMIT $3`,
  rollout: ofDeployment("rollouts x WHERE true", "x.id::text", "number"),
  rollback: ofDeployment(
    "traffic_plans x WHERE x.origin = 'rollback'",
    "x.deployment_id || '/' || x.version",
    "version",
  ),
  approval: `SELECT a.number::text AS key FROM (SELECT number, model_name, target_value FROM approval_requests
      WHERE workspace_id = $1 ORDER BY number DESC LIMIT ${SEARCHED}) a
    WHERE a.number = $6 OR ($6::int IS NULL AND strpos(lower(a.model_name), $2) > 0
      AND ($5 = '' OR lower(a.target_value) = $5)) ORDER BY a.number DESC LIMIT $3`,
};

/** Ids of the nodes of one kind that a search means, the likeliest first. */
async function findKind(workspaceId: string, kind: NodeKind, search: NodeSearch, limit: number) {
  const sql = FOUND[kind];
  if (!sql) return [];
  const { rows } = await pool().query<{ key: string }>(
    `SELECT f.key FROM ${TYPED} CROSS JOIN LATERAL (${sql}) f`,
    [workspaceId, search.name, limit, search.version, search.place, search.approval, search.text],
  );
  return rows.map(({ key }) => nodeId({ kind, key }));
}

/** The same of several kinds, one after another. */
export async function findNodes(
  workspaceId: string,
  kinds: readonly NodeKind[],
  search: NodeSearch,
  limit: number,
): Promise<string[]> {
  const found: string[] = [];
  for (const kind of kinds) found.push(...(await findKind(workspaceId, kind, search, limit)));
  return found;
}

/** The node of a version as people name it; null when there is none. */
export async function findVersion(
  workspaceId: string,
  { name, version }: { name: string; version: number },
): Promise<string | null> {
  const { rows } = await pool().query<{ key: string }>(
    `SELECT v.id::text AS key FROM registered_models m JOIN model_versions v ON v.model_id = m.id
     WHERE m.workspace_id = $1 AND m.name = $2 AND v.version = $3`,
    [workspaceId, name, version],
  );
  return rows[0] ? nodeId({ kind: "model-version", key: rows[0].key }) : null;
}
