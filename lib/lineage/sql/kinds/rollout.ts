import "server-only";
import { routes } from "@/lib/core/routes";
import { AGREED, ROLLED_OUT } from "./approval";
import {
  columns,
  DEPLOYED,
  millisecondsOf,
  NONE,
  numberOf,
  SHOWN_VERSION,
  upToTime,
  VERSION,
} from "./fragments";
import type { KindSql } from "./kind";
import { TURNED_BACK } from "./rollback";

const own = numberOf("rollout");

const CANDIDATE =
  "rollouts o JOIN deployment_revisions x ON x.deployment_id = o.deployment_id AND x.number = o.candidate";

/** The rollouts whose candidate is of this version. */
export const rolledOutBy = (id: string) => (limit: string) =>
  `SELECT 'rollout' AS kind, o.id::text AS key, 'rolled-out' AS role, 'revision ' || o.candidate AS detail,
      ${millisecondsOf("o.created_at")} AS at
    FROM ${CANDIDATE} WHERE x.model_version_id = ${id} AND o.workspace_id = $1 AND ${upToTime("o.created_at")}
    ORDER BY o.id DESC ${limit}`;

/** How it stood at the moment. */
export const PHASE = `coalesce((SELECT e.phase FROM rollout_events e WHERE e.rollout_id = o.id AND ${upToTime("e.at")}
  ORDER BY e.version DESC LIMIT 1), o.phase)`;

export const rollout: KindSql = {
  described: `SELECT ${columns("o.id::text", "d.name || ' rollout ' || o.number", "'revision ' || o.candidate || ' instead of ' || o.stable", PHASE, millisecondsOf("o.created_at"), "NULL::bigint", NONE, "ARRAY[CASE WHEN d.deleted_at IS NULL THEN d.name END]", "o.deployment_id::text")}
    FROM rollouts o JOIN deployments d ON d.id = o.deployment_id
    WHERE o.workspace_id = $1 AND o.id = ANY($3::bigint[])`,
  page: (workspace, [name]) => (name ? routes.deployment(workspace, name, "rollouts") : null),
  upstream: [
    (
      limit,
    ) => `SELECT ${VERSION}, 'rolled-out' AS role, 'revision ' || o.candidate AS detail, v.creation_time AS at FROM ${CANDIDATE} JOIN model_versions v ON v.id = x.model_version_id
      WHERE o.id = ${own} AND o.workspace_id = $1 AND ${SHOWN_VERSION} ${limit}`,
    (limit) => `SELECT 'approval' AS kind, a.number::text AS key, 'agreed' AS role, '' AS detail,
        ${millisecondsOf("a.created_at")} AS at
      FROM ${ROLLED_OUT} JOIN approval_requests a ON ${AGREED}
      WHERE o.id = ${own} AND ${upToTime("a.created_at")} ORDER BY a.number DESC ${limit}`,
  ],
  downstream: [
    (
      limit,
    ) => `SELECT 'rollback' AS kind, t.deployment_id || '/' || t.version AS key, 'turned-back' AS role,
        '' AS detail, ${millisecondsOf("t.created_at")} AS at
      FROM rollouts o JOIN traffic_plans t ON ${TURNED_BACK}
      WHERE o.id = ${own} AND o.workspace_id = $1 AND ${upToTime("t.created_at")} ORDER BY t.version DESC ${limit}`,
    (limit) => `SELECT 'deployment' AS kind, d.id::text AS key, 'steered' AS role, '' AS detail,
        ${millisecondsOf("d.created_at")} AS at
      FROM rollouts o JOIN deployments d ON d.id = o.deployment_id
      WHERE o.id = ${own} AND ${DEPLOYED} ${limit}`,
  ],
};
