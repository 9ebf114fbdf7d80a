import "server-only";
import { AppError } from "@/lib/core/errors";
import type { LineageImpactDto } from "../dto";
import type { NodeRef } from "../rules/nodes";
import { IMPACT_LIMITS } from "../rules/walk";
import { neighboursSql } from "./kinds/all";
import { millisecondsOf, PLACES, upToTime } from "./kinds/fragments";
import { INCIDENT_STATE } from "./kinds/incident";
import { PHASE } from "./kinds/rollout";
import type { LineageView } from "./neighbours";
import { readWithin, TimeIsUp } from "./within";

/** Without the address of its page; with the name of its deployment while that is there. */
export interface ImpactRow extends Omit<LineageImpactDto, "id" | "page"> {
  key: string;
  deployment: string | null;
}

interface Asked {
  isInUse: boolean;
  /** Rollouts and rollbacks too, for who may read deployments. */
  withDeployments: boolean;
  limit: number;
  offset: number;
}

interface Impact {
  rows: ImpactRow[];
  total: number;
  inUse: number;
  rollouts: number;
  rollbacks: number;
  monitors: number;
  incidents: number;
  /** On all pages. */
  matching: number;
  isCutOff: boolean;
}

const DELETED = `coalesce(d.deleted_at <= coalesce(to_timestamp($2::bigint / 1000.0), d.deleted_at), false) AS "isDeleted"`;
const DEPLOYMENT = "CASE WHEN d.deleted_at IS NULL THEN d.name END AS deployment";
/** Keys of the nodes of a kind that were reached, without where it began. */
const reachedKeys = (kind: "rollout" | "deployment") =>
  `SELECT (CASE WHEN f.kind = '${kind}' THEN f.key::bigint END) FROM bounded f WHERE f.kind = '${kind}'`;

/** Rollouts that ran at the moment: of a version that was reached, or of a deployment in which one serves. */
const ROLLOUTS = `SELECT 1 AS rank, 'rollout' AS kind, o.id::text AS key, d.name || ' rollout ' || o.number AS title,
    'revision ' || o.candidate || ' instead of ' || o.stable AS detail, ${PHASE} AS state,
    coalesce(m.name, x.model_name) AS model, x.model_version AS version, ARRAY[e.name] AS places, u.email AS owner,
    ${millisecondsOf("o.created_at")} AS "createdAt", ${DELETED}, ${DEPLOYMENT}
  FROM rollouts o JOIN deployments d ON d.id = o.deployment_id JOIN deployment_environments e ON e.id = d.environment_id
  JOIN deployment_revisions x ON x.deployment_id = o.deployment_id AND x.number = o.candidate
  LEFT JOIN model_versions v ON v.id = x.model_version_id LEFT JOIN registered_models m ON m.id = v.model_id
  JOIN users u ON u.id = o.created_by_id
  WHERE $10::boolean AND o.workspace_id = $1 AND ('rollout', o.id::text) <> ($4, $5) AND ${upToTime("o.created_at")}
    AND (o.ended_at IS NULL OR o.ended_at > to_timestamp($2::bigint / 1000.0))
    AND (o.id IN (${reachedKeys("rollout")}) OR o.deployment_id IN (${reachedKeys("deployment")}))`;

/** Rollbacks that took traffic from a version that was reached, or gave it back. */
const ROLLBACKS = `SELECT 3, 'rollback', f.key, d.name || ' rollback', t.reason, '', NULL, NULL, ARRAY[e.name],
    coalesce(u.email, 'Slipway'), ${millisecondsOf("t.created_at")}, ${DELETED}, ${DEPLOYMENT}
  FROM bounded f
  JOIN traffic_plans t ON t.deployment_id = (CASE WHEN f.kind = 'rollback' THEN split_part(f.key, '/', 1)::bigint END)
    AND t.version = (CASE WHEN f.kind = 'rollback' THEN split_part(f.key, '/', 2)::int END)
  JOIN deployments d ON d.id = t.deployment_id JOIN deployment_environments e ON e.id = d.environment_id
  LEFT JOIN users u ON u.id = t.actor_id
  WHERE $10::boolean AND t.workspace_id = $1 AND t.origin = 'rollback' AND (f.kind, f.key) <> ($4, $5)`;

/** Monitors that were reached, with what they watch. */
const MONITORS = `SELECT 3, 'monitor', f.key, m.name, coalesce(d.name, s.name, ''), '', NULL, NULL, '{}'::text[], u.email,
    ${millisecondsOf("m.created_at")}, m.removed_at IS NOT NULL, NULL
  FROM bounded f JOIN monitors m ON m.id = (CASE WHEN f.kind = 'monitor' THEN f.key::bigint END)
  LEFT JOIN deployments d ON d.id = m.deployment_id LEFT JOIN datasets s ON s.id = m.dataset_id
  JOIN users u ON u.id = m.created_by_id
  WHERE 'monitor' <> ALL($11::text[]) AND m.workspace_id = $1 AND (f.kind, f.key) <> ($4, $5)`;

/** Incidents that were reached; one that is not resolved is about something in use. */
const INCIDENTS = `SELECT CASE WHEN ${INCIDENT_STATE} = 'resolved' THEN 3 ELSE 1 END, 'incident', f.key, '#' || i.number || ' ' || i.title,
    i.severity, ${INCIDENT_STATE}, NULL, NULL, '{}'::text[], coalesce(u.email, ''), ${millisecondsOf("i.opened_at")}, false, NULL
  FROM bounded f JOIN incidents i ON i.number = (CASE WHEN f.kind = 'incident' THEN f.key::int END)
  LEFT JOIN users u ON u.id = i.owner_id
  WHERE 'incident' <> ALL($11::text[]) AND i.workspace_id = $1 AND (f.kind, f.key) <> ($4, $5)`;

/** The versions that are in use first, then what moves traffic now, the other versions, and what is over. */
const ORDER = `rank, model, version DESC, "createdAt" DESC, key`;

/**
 * What is reached carries no depth, so that a node is reached once, whatever the number of ways to it: the time grows
 * with the edges and not with the paths. The recursion ends with the row that reaches the limit. What an incident started is
 * reached from the incident only: what is retrained was not made of what had led to it.
 */
const impactSql = () => `WITH RECURSIVE f(kind, key) AS (
    SELECT $4::text, $5::text
    UNION SELECT n.kind, n.key FROM f CROSS JOIN LATERAL (${neighboursSql("downstream", "all", null)}) n
      WHERE f.kind <> 'incident' OR (f.kind, f.key) = ($4, $5)
  ), bounded AS MATERIALIZED (
    SELECT kind, key FROM f LIMIT $9
  ), reached AS MATERIALIZED (
    SELECT v.id::text AS id, o.name AS model, v.version, ${PLACES} AS places, v.owner,
      v.creation_time AS "createdAt",
      coalesce(v.deleted_at <= coalesce($2::bigint, v.deleted_at), false) AS "isDeleted"
    FROM bounded f JOIN model_versions v ON v.id = (CASE WHEN f.kind = 'model-version' THEN f.key::bigint END)
    JOIN registered_models o ON o.id = v.model_id WHERE v.workspace_id = $1
  ), listed AS MATERIALIZED (
    ${ROLLOUTS} UNION ALL ${ROLLBACKS} UNION ALL ${MONITORS} UNION ALL ${INCIDENTS} UNION ALL
    SELECT CASE WHEN cardinality(places) > 0 THEN 0 ELSE 2 END, 'model-version', id, model || ' v' || version, '', '',
      model, version, places, owner, "createdAt", "isDeleted", NULL FROM reached
  ), page AS (
    SELECT * FROM listed WHERE NOT $6::boolean OR rank <= 1 ORDER BY ${ORDER} LIMIT $7 OFFSET $8
  )
  SELECT (SELECT json_agg(page ORDER BY ${ORDER}) FROM page) AS rows,
    (SELECT count(*) FROM listed WHERE kind = 'model-version') AS total,
    (SELECT count(*) FROM listed WHERE rank = 0) AS "inUse",
    (SELECT count(*) FROM listed WHERE kind = 'rollout') AS rollouts,
    (SELECT count(*) FROM listed WHERE kind = 'rollback') AS rollbacks,
    (SELECT count(*) FROM listed WHERE kind = 'monitor') AS monitors,
    (SELECT count(*) FROM listed WHERE kind = 'incident' AND rank = 1) AS incidents,
    (SELECT count(*) FROM listed WHERE NOT $6::boolean OR rank <= 1) AS matching,
    (SELECT count(*) FROM bounded) AS nodes
  FROM (SELECT $1::uuid, $2::bigint, $3::boolean) AS view`;

interface Found extends Omit<Impact, "rows" | "isCutOff"> {
  rows: ImpactRow[] | null;
  nodes: number;
}

const NOTHING: Found = {
  ...{ rows: null, total: 0, inUse: 0, rollouts: 0, rollbacks: 0, monitors: 0, incidents: 0 },
  ...{ matching: 0, nodes: 0 },
};

async function search(view: LineageView, { kind, key }: NodeRef, asked: Asked, nodes: number) {
  const [found] = await readWithin<Found>(performance.now() + IMPACT_LIMITS.time, impactSql(), [
    ...[view.workspaceId, view.asOf, view.isLatestOnly, kind, key],
    ...[asked.isInUse, asked.limit, asked.offset, nodes + 1, asked.withDeployments],
    view.hidden,
  ]);
  const { rows, nodes: seen = 0, ...counts } = found ?? NOTHING;
  return { ...counts, rows: rows ?? [], isCutOff: seen > nodes };
}

/** Model versions downstream of a node, with the rollouts and rollbacks that move their traffic. Where the graph is too dense for the time there is, those of its nearest part. */
export async function readImpact(view: LineageView, ref: NodeRef, asked: Asked): Promise<Impact> {
  for (const nodes of [IMPACT_LIMITS.nodes, IMPACT_LIMITS.nodesInHaste])
    try {
      return await search(view, ref, asked, nodes);
    } catch (error) {
      if (!(error instanceof TimeIsUp)) throw error;
    }
  throw new AppError(
    "UNAVAILABLE",
    "The database took too long to follow this node. Try again when it is less busy.",
  );
}
