import "server-only";
import { routes } from "@/lib/core/routes";
import {
  columns,
  DEPLOYED,
  millisecondsOf,
  NONE,
  SHOWN_VERSION,
  textOf,
  upToTime,
} from "./fragments";
import { raisedBy } from "./incident";
import type { KindSql } from "./kind";

/** A rollback is the traffic plan that went back: "7/3" is the third plan of deployment 7. */
const own = textOf("rollback");
const OWN_PLAN = `t.deployment_id = split_part(${own}, '/', 1)::bigint AND t.version = split_part(${own}, '/', 2)::int
  AND t.workspace_id = $1 AND t.origin = 'rollback'`;
const KEY = "t.deployment_id || '/' || t.version";

/** The traffic plan `t` by which a rollout `o` gave its traffic back. A later rollout that found it in force did not. */
export const TURNED_BACK = `t.deployment_id = o.deployment_id AND t.origin = 'rollback' AND t.created_at > o.created_at
  AND EXISTS (SELECT 1 FROM rollout_events e WHERE e.rollout_id = o.id AND e.traffic_version = t.version
    AND e.phase IN ('rolling_back', 'rolled_back', 'aborted'))`;

const weightIn = (plan: string) =>
  `coalesce((SELECT (w->>'weight')::int FROM jsonb_array_elements(${plan}->'weights') w
    WHERE (w->>'revision')::int = x.number), 0)`;
/** Revisions `x` whose share a plan `t` changed, against the plan before it. */
const MOVED = `traffic_plans t JOIN traffic_plans b ON b.deployment_id = t.deployment_id AND b.version = t.version - 1
  JOIN deployment_revisions x ON x.deployment_id = t.deployment_id AND ${weightIn("t.plan")} <> ${weightIn("b.plan")}`;
const MOVE = `CASE WHEN ${weightIn("t.plan")} < ${weightIn("b.plan")} THEN 'left' ELSE 'restored' END AS role,
  'revision ' || x.number AS detail`;

/** The rollbacks that took traffic from this version, or gave it back. */
export const movedBy = (id: string) => (limit: string) =>
  `SELECT 'rollback' AS kind, ${KEY} AS key, ${MOVE}, ${millisecondsOf("t.created_at")} AS at
    FROM ${MOVED} WHERE x.model_version_id = ${id} AND t.workspace_id = $1 AND t.origin = 'rollback'
      AND ${upToTime("t.created_at")} ORDER BY t.created_at DESC ${limit}`;

export const rollback: KindSql = {
  described: `SELECT ${columns(KEY, "d.name || ' rollback'", "CASE WHEN t.reason = '' THEN e.name ELSE t.reason END", "''", millisecondsOf("t.created_at"), "NULL::bigint", NONE, "ARRAY[CASE WHEN d.deleted_at IS NULL THEN d.name END]", "t.deployment_id::text")}
    FROM unnest($3::text[]) AS wanted(key)
    JOIN traffic_plans t ON t.deployment_id = split_part(wanted.key, '/', 1)::bigint
      AND t.version = split_part(wanted.key, '/', 2)::int AND t.workspace_id = $1 AND t.origin = 'rollback'
    JOIN deployments d ON d.id = t.deployment_id JOIN deployment_environments e ON e.id = d.environment_id`,
  page: (workspace, [name]) => (name ? routes.deployment(workspace, name) : null),
  upstream: [
    (limit) => `SELECT 'model-version' AS kind, v.id::text AS key, ${MOVE}, v.creation_time AS at
      FROM ${MOVED} JOIN model_versions v ON v.id = x.model_version_id
      WHERE ${OWN_PLAN} AND ${SHOWN_VERSION} ORDER BY x.number DESC ${limit}`,
    (limit) => `SELECT 'rollout' AS kind, o.id::text AS key, 'turned-back' AS role, '' AS detail,
        ${millisecondsOf("o.created_at")} AS at
      FROM traffic_plans t JOIN rollouts o ON ${TURNED_BACK} WHERE ${OWN_PLAN} ORDER BY o.id DESC ${limit}`,
  ],
  downstream: [
    (limit) => `SELECT 'deployment' AS kind, d.id::text AS key, 'steered' AS role, '' AS detail,
        ${millisecondsOf("d.created_at")} AS at
      FROM traffic_plans t JOIN deployments d ON d.id = t.deployment_id
      WHERE ${OWN_PLAN} AND ${DEPLOYED} ${limit}`,
    raisedBy(own),
  ],
};
