import "server-only";
import { routes } from "@/lib/core/routes";
import { columns, DEPLOYED, millisecondsOf, NONE, numberOf, upToTime, VERSION } from "./fragments";
import type { KindSql } from "./kind";
import { watchedBy } from "./monitor";

const own = numberOf("deployment");

/** A deployment `d` that was there at the moment, with its revisions `r` that the plan of that moment names. */
const SERVING = `deployments d
  JOIN LATERAL (SELECT t.plan FROM traffic_plans t WHERE t.deployment_id = d.id AND ${upToTime("t.created_at")}
    ORDER BY t.version DESC LIMIT 1) p ON true
  JOIN deployment_revisions r ON r.deployment_id = d.id AND r.number IN (SELECT number FROM revisions_of_plan(p.plan))`;
const REVISIONS = "string_agg('revision ' || r.number, ', ' ORDER BY r.number)";

/** The deployments that a version `f` serves in. */
export const servedBy = (version: string) => (limit: string) =>
  `SELECT 'deployment' AS kind, d.id::text AS key, 'serves' AS role, ${REVISIONS} AS detail,
      ${millisecondsOf("max(r.created_at)")} AS at
    FROM ${SERVING} WHERE r.model_version_id = ${version} AND ${DEPLOYED} GROUP BY d.id ORDER BY d.id DESC ${limit}`;

export const deployment: KindSql = {
  described: `SELECT ${columns("d.id::text", "d.name", "e.name", "d.status", millisecondsOf("d.created_at"), millisecondsOf("d.deleted_at"), NONE, "ARRAY[CASE WHEN d.deleted_at IS NULL THEN d.name END]", "d.id::text")}
    FROM deployments d JOIN deployment_environments e ON e.id = d.environment_id
    WHERE d.workspace_id = $1 AND d.id = ANY($3::bigint[])`,
  page: (workspace, [name]) => (name ? routes.deployment(workspace, name) : null),
  upstream: [
    (limit) => `SELECT ${VERSION}, 'serves' AS role, ${REVISIONS} AS detail,
        ${millisecondsOf("max(r.created_at)")} AS at
      FROM ${SERVING} JOIN model_versions v ON v.id = r.model_version_id
      WHERE d.id = ${own} AND ${DEPLOYED} GROUP BY v.id ORDER BY v.id DESC ${limit}`,
    (limit) => `SELECT 'rollout' AS kind, o.id::text AS key, 'steered' AS role, '' AS detail,
        ${millisecondsOf("o.created_at")} AS at
      FROM deployments d JOIN rollouts o ON o.deployment_id = d.id AND ${upToTime("o.created_at")}
      WHERE d.id = ${own} AND ${DEPLOYED} ORDER BY o.number DESC ${limit}`,
    (
      limit,
    ) => `SELECT 'rollback' AS kind, t.deployment_id || '/' || t.version AS key, 'steered' AS role, '' AS detail,
        ${millisecondsOf("t.created_at")} AS at
      FROM deployments d JOIN traffic_plans t ON t.deployment_id = d.id AND t.origin = 'rollback' AND ${upToTime("t.created_at")}
      WHERE d.id = ${own} AND ${DEPLOYED} ORDER BY t.version DESC ${limit}`,
  ],
  downstream: [watchedBy(own)],
};
