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
  ],
};
