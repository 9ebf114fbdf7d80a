import "server-only";
import { routes } from "@/lib/core/routes";
import {
  columns,
  DATASET,
  DEPLOYED,
  millisecondsOf,
  NONE,
  numberOf,
  SHOWN_DATASET,
  upToTime,
} from "./fragments";
import type { KindSql } from "./kind";

const own = numberOf("monitor");

/** A monitor `m` that was there at the moment. */
const WATCHING = `m.workspace_id = $1 AND ${upToTime("m.created_at")}
  AND (m.removed_at IS NULL OR m.removed_at > to_timestamp($2::bigint / 1000.0))`;
const MONITOR = "'monitor' AS kind, m.id::text AS key";
const AT = `${millisecondsOf("m.created_at")} AS at`;

/** The monitors that watch a deployment. */
export const watchedBy = (id: string) => (limit: string) =>
  `SELECT ${MONITOR}, 'watched' AS role, '' AS detail, ${AT} FROM monitors m
    WHERE m.deployment_id = ${id} AND ${WATCHING} ORDER BY m.id DESC ${limit}`;

/** The monitors that lay what comes beside a version of a dataset, or watch the dataset it is a version of. */
export const besideVersion = (id: string) => (limit: string) =>
  `SELECT ${MONITOR}, 'reference' AS role, '' AS detail, ${AT} FROM monitors m
    JOIN monitor_versions v ON v.monitor_id = m.id AND v.number = m.version
    WHERE v.reference_version_id = ${id} AND ${WATCHING} ORDER BY m.id DESC ${limit}`;
export const watchedVersions = (id: string) => (limit: string) =>
  `SELECT ${MONITOR}, 'watched' AS role, '' AS detail, ${AT} FROM dataset_versions d JOIN monitors m ON m.dataset_id = d.dataset_id
    WHERE d.id = ${id} AND ${WATCHING} ORDER BY m.id DESC ${limit}`;

export const monitor: KindSql = {
  described: `SELECT ${columns("m.id::text", "m.name", "coalesce(d.name, s.name, '')", "CASE WHEN m.is_paused THEN 'paused' ELSE '' END", millisecondsOf("m.created_at"), millisecondsOf("m.removed_at"), NONE, "ARRAY[CASE WHEN m.removed_at IS NULL THEN m.id::text END]", "m.id::text")}
    FROM monitors m LEFT JOIN deployments d ON d.id = m.deployment_id LEFT JOIN datasets s ON s.id = m.dataset_id
    WHERE m.workspace_id = $1 AND m.id = ANY($3::bigint[])`,
  page: (workspace, [id]) => (id ? routes.monitor(workspace, Number(id)) : null),
  upstream: [
    (limit) => `SELECT 'deployment' AS kind, d.id::text AS key, 'watched' AS role, '' AS detail,
        ${millisecondsOf("d.created_at")} AS at
      FROM monitors m JOIN deployments d ON d.id = m.deployment_id
      WHERE m.id = ${own} AND m.workspace_id = $1 AND ${DEPLOYED} ${limit}`,
    (limit) => `SELECT ${DATASET}, 'reference' AS role, '' AS detail, d.created_at AS at
      FROM monitors m JOIN monitor_versions v ON v.monitor_id = m.id AND v.number = m.version
      JOIN dataset_versions d ON d.id = v.reference_version_id WHERE m.id = ${own} AND ${SHOWN_DATASET} ${limit}`,
    (limit) => `SELECT ${DATASET}, 'watched' AS role, '' AS detail, d.created_at AS at
      FROM monitors m JOIN dataset_versions d ON d.dataset_id = m.dataset_id
      WHERE m.id = ${own} AND ${SHOWN_DATASET} ORDER BY d.number DESC ${limit}`,
  ],
  downstream: [
    (
      limit,
    ) => `SELECT 'incident' AS kind, i.number::text AS key, 'opened' AS role, string_agg(DISTINCT s.kind, ', ') AS detail,
        ${millisecondsOf("i.opened_at")} AS at
      FROM incident_signals s JOIN incidents i ON i.id = s.incident_id AND ${upToTime("i.opened_at")}
      WHERE s.workspace_id = $1 AND s.evidence->>'monitorId' = ${own}::text AND ${upToTime("s.first_at")}
      GROUP BY i.id ORDER BY i.number DESC ${limit}`,
  ],
};
