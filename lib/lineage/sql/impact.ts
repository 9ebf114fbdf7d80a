import "server-only";
import { AppError } from "@/lib/core/errors";
import type { LineageImpactDto } from "../dto";
import type { NodeRef } from "../rules/nodes";
import { IMPACT_LIMITS } from "../rules/walk";
import { neighboursSql } from "./kinds/all";
import { PLACES } from "./kinds/fragments";
import type { LineageView } from "./neighbours";
import { readWithin, TimeIsUp } from "./within";

/** Without the address of its page. */
export type ImpactRow = Omit<LineageImpactDto, "page">;

interface Asked {
  isInUse: boolean;
  limit: number;
  offset: number;
}

interface Impact {
  rows: ImpactRow[];
  total: number;
  inUse: number;
  isCutOff: boolean;
}

/**
 * What is reached carries no depth, so that a node is reached once, whatever the number of ways to it: the time grows
 * with the edges and not with the paths. The recursion ends with the row that reaches the limit.
 */
const impactSql = () => `WITH RECURSIVE f(kind, key) AS (
    SELECT $4::text, $5::text
    UNION SELECT n.kind, n.key FROM f CROSS JOIN LATERAL (${neighboursSql("downstream", "all", null)}) n
  ), bounded AS MATERIALIZED (
    SELECT kind, key FROM f LIMIT $9
  ), reached AS MATERIALIZED (
    SELECT v.id::text AS id, o.name AS model, v.version, ${PLACES} AS places, v.owner,
      v.creation_time AS "createdAt",
      coalesce(v.deleted_at <= coalesce($2::bigint, v.deleted_at), false) AS "isDeleted"
    FROM bounded f JOIN model_versions v ON v.id = (CASE WHEN f.kind = 'model-version' THEN f.key::bigint END)
    JOIN registered_models o ON o.id = v.model_id WHERE v.workspace_id = $1
  ), page AS (
    SELECT * FROM reached WHERE NOT $6::boolean OR cardinality(places) > 0
    ORDER BY cardinality(places) = 0, model, version DESC LIMIT $7 OFFSET $8
  )
  SELECT (SELECT json_agg(page ORDER BY cardinality(places) = 0, model, version DESC) FROM page) AS rows,
    (SELECT count(*) FROM reached) AS total,
    (SELECT count(*) FROM reached WHERE cardinality(places) > 0) AS "inUse",
    (SELECT count(*) FROM bounded) AS nodes
  FROM (SELECT $1::uuid, $2::bigint, $3::boolean) AS view`;

interface Found {
  rows: ImpactRow[] | null;
  total: number;
  inUse: number;
  nodes: number;
}

async function search(view: LineageView, { kind, key }: NodeRef, asked: Asked, nodes: number) {
  const [found] = await readWithin<Found>(performance.now() + IMPACT_LIMITS.time, impactSql(), [
    ...[view.workspaceId, view.asOf, view.isLatestOnly, kind, key],
    ...[asked.isInUse, asked.limit, asked.offset, nodes + 1],
  ]);
  if (!found) return { rows: [], total: 0, inUse: 0, isCutOff: false };
  return { ...found, rows: found.rows ?? [], isCutOff: found.nodes > nodes };
}

/** Model versions downstream of a node. Where the graph is too dense for the time there is, those of its nearest part. */
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
