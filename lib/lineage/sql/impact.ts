import "server-only";
import { pool } from "@/lib/db/pool";
import type { LineageImpactDto } from "../dto";
import type { NodeRef } from "../rules/nodes";
import { neighboursSql } from "./arms";
import { PLACES } from "./describe";
import type { LineageView } from "./neighbours";

/** Without the address of its page. */
export type ImpactRow = Omit<LineageImpactDto, "page">;

interface Asked {
  isInUse: boolean;
  limit: number;
  offset: number;
}

/**
 * Model versions downstream of a node. What is reached carries no depth, so that a node is reached once, whatever the
 * number of ways to it: the time grows with the edges and not with the paths.
 */
export async function readImpact(view: LineageView, { kind, key }: NodeRef, asked: Asked) {
  const { rows } = await pool().query<
    { rows: ImpactRow[] | null } & { total: number; inUse: number }
  >(
    `WITH RECURSIVE f(kind, key) AS (
       SELECT $4::text, $5::text
       UNION SELECT n.kind, n.key FROM f CROSS JOIN LATERAL (${neighboursSql("downstream", "all", null)}) n
     ), reached AS MATERIALIZED (
       SELECT v.id::text AS id, o.name AS model, v.version, ${PLACES} AS places, v.owner,
         v.creation_time AS "createdAt",
         coalesce(v.deleted_at <= coalesce($2::bigint, v.deleted_at), false) AS "isDeleted"
       FROM f JOIN model_versions v ON v.id = (CASE WHEN f.kind = 'model-version' THEN f.key::bigint END)
       JOIN registered_models o ON o.id = v.model_id WHERE v.workspace_id = $1
     ), page AS (
       SELECT * FROM reached WHERE NOT $6::boolean OR cardinality(places) > 0
       ORDER BY cardinality(places) = 0, model, version DESC LIMIT $7 OFFSET $8
     )
     SELECT (SELECT json_agg(page ORDER BY cardinality(places) = 0, model, version DESC) FROM page) AS rows,
       (SELECT count(*) FROM reached) AS total,
       (SELECT count(*) FROM reached WHERE cardinality(places) > 0) AS "inUse"`,
    [
      view.workspaceId,
      view.asOf,
      view.isLatestOnly,
      kind,
      key,
      asked.isInUse,
      asked.limit,
      asked.offset,
    ],
  );
  const [found] = rows;
  return { rows: found?.rows ?? [], total: found?.total ?? 0, inUse: found?.inUse ?? 0 };
}
