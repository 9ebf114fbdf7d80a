import "server-only";
import { routes } from "@/lib/core/routes";
import { columns, NONE, PROMOTED, SHOWN_VERSION, STANDS, VERSION } from "./fragments";
import type { KindSql } from "./kind";

/** The placement of the node's key: model, kind and value. */
const OWN = `p.model_id = (CASE WHEN f.kind = 'placement' THEN split_part(f.key, '/', 1)::bigint END)
  AND p.kind = split_part(f.key, '/', 2) AND p.value = regexp_replace(f.key, '^[^/]*/[^/]*/', '')
  AND p.workspace_id = $1 AND ${STANDS}`;
const KIND = "split_part(q.key, '/', 2)";
const VALUE = "regexp_replace(q.key, '^[^/]*/[^/]*/', '')";

export const placement: KindSql = {
  described: `SELECT ${columns("q.key", `o.name || ' ' || CASE ${KIND} WHEN 'alias' THEN '@' ELSE '' END || ${VALUE}`, KIND, "''", "NULL::bigint", "NULL::bigint", NONE, "ARRAY[o.name]", "q.key")}
    FROM unnest($3::text[]) AS q(key) JOIN registered_models o ON o.id = split_part(q.key, '/', 1)::bigint WHERE o.workspace_id = $1`,
  page: (workspace, [model]) => (model ? routes.model(workspace, model) : null),
  upstream: [
    (
      limit,
    ) => `SELECT 'approval' AS kind, a.number::text AS key, 'promoted' AS role, '' AS detail, p.since AS at
      FROM lineage_placements p JOIN approval_requests a ON ${PROMOTED}
      WHERE ${OWN} ORDER BY a.number DESC ${limit}`,
    (limit) => `SELECT ${VERSION}, 'holds' AS role, '' AS detail, p.since AS at
      FROM lineage_placements p JOIN model_versions v ON v.model_id = p.model_id AND v.version = p.version
      WHERE ${OWN} AND ${SHOWN_VERSION}
        AND NOT EXISTS (SELECT 1 FROM approval_requests a WHERE ${PROMOTED}) ORDER BY v.id DESC ${limit}`,
  ],
  downstream: [],
};
