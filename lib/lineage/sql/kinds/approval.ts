import "server-only";
import { routes } from "@/lib/core/routes";
import {
  columns,
  millisecondsOf,
  NONE,
  numberOf,
  PLACEMENT_KEY,
  PROMOTED,
  SHOWN_VERSION,
  STANDS,
  upToTime,
  version,
} from "./fragments";
import type { KindSql } from "./kind";

const own = numberOf("approval");

/** An approval `a` by which the candidate `x` of a rollout `o` may serve where the deployment `d` is. */
export const AGREED = `a.workspace_id = $1 AND a.status = 'promoted' AND a.action = 'set' AND a.target_kind = 'environment'
  AND a.version_id = x.model_version_id AND (a.deployment_id IS NULL OR a.deployment_id = o.deployment_id)
  AND a.promoted_at <= o.created_at AND EXISTS (SELECT 1 FROM deployment_environments e
    WHERE e.id = d.environment_id AND lower(e.name) = lower(a.target_value))`;
export const ROLLED_OUT = `rollouts o JOIN deployments d ON d.id = o.deployment_id
  JOIN deployment_revisions x ON x.deployment_id = o.deployment_id AND x.number = o.candidate`;

export const approval: KindSql = {
  described: `SELECT ${columns("a.number::text", "'Approval #' || a.number", "a.model_name || ' v' || a.version || ' to ' || CASE a.target_kind WHEN 'alias' THEN '@' ELSE '' END || a.target_value", `CASE WHEN ${upToTime("coalesce(a.promoted_at, a.decided_at, a.created_at)")} THEN a.status ELSE 'pending' END`, millisecondsOf("a.created_at"), "NULL::bigint", NONE, "ARRAY[a.number::text]", "a.model_id || ' ' || a.target_kind || ' ' || a.target_value")}
    FROM approval_requests a WHERE a.workspace_id = $1 AND a.number = ANY($3::int[])`,
  page: (workspace, [number]) => (number ? routes.approval(workspace, Number(number)) : null),
  upstream: [
    (
      limit,
    ) => `${version("requested")} FROM approval_requests a JOIN model_versions v ON v.id = a.version_id
      WHERE a.workspace_id = $1 AND a.number = ${own} AND ${SHOWN_VERSION} ${limit}`,
  ],
  downstream: [
    (
      limit,
    ) => `SELECT 'placement' AS kind, ${PLACEMENT_KEY} AS key, 'promoted' AS role, '' AS detail, p.since AS at
      FROM approval_requests a JOIN lineage_placements p ON ${PROMOTED}
      WHERE a.workspace_id = $1 AND a.number = ${own} AND ${STANDS} ORDER BY p.id DESC ${limit}`,
    (
      limit,
    ) => `SELECT 'rollout' AS kind, o.id::text AS key, 'agreed' AS role, 'revision ' || o.candidate AS detail,
        ${millisecondsOf("o.created_at")} AS at
      FROM approval_requests a JOIN (${ROLLED_OUT}) ON ${AGREED}
      WHERE a.number = ${own} AND ${upToTime("o.created_at")} ORDER BY o.id DESC ${limit}`,
  ],
};
