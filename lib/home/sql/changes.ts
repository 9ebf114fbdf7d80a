import "server-only";
import type { Permission } from "@/lib/access/permissions";
import { pool } from "@/lib/db/pool";
import { millis } from "@/lib/monitors/sql/monitors";
import type { ChangeDto } from "../dto";
import type { ChangeKind } from "../schema";

interface Source {
  permission: Permission;
  /** Each line of it is about one thing; $1 is the workspace, $2 the moment since when. */
  lines: string;
}

const plansOf = (
  which: string,
) => `SELECT d.name AS subject, NULL::int AS number, count(*)::int AS count, NULL AS status,
    bool_or(p.version = 1) AS "isNew", (array_agg(p.reason ORDER BY p.version DESC))[1] AS detail, max(p.created_at) AS moment
  FROM traffic_plans p JOIN deployments d ON d.id = p.deployment_id
  WHERE p.workspace_id = $1 AND p.created_at > $2 AND d.deleted_at IS NULL AND p.origin ${which} 'rollback' GROUP BY d.id`;

/** By kind: several changes of the same deployment or model are one line. */
const SOURCES: Readonly<Record<ChangeKind, Source>> = {
  deployment: { permission: "deployment:read", lines: plansOf("<>") },
  rollback: { permission: "deployment:read", lines: plansOf("=") },
  version: {
    permission: "model:read",
    lines: `SELECT m.name AS subject, max(v.version) AS number, count(*)::int AS count, NULL AS status, false AS "isNew", '' AS detail,
        to_timestamp(max(v.creation_time) / 1000.0) AS moment
      FROM model_versions v JOIN registered_models m ON m.id = v.model_id
      WHERE v.workspace_id = $1 AND v.last_update_time > extract(epoch FROM $2::timestamptz) * 1000
        AND v.creation_time > extract(epoch FROM $2::timestamptz) * 1000 AND v.deleted_at IS NULL GROUP BY m.id`,
  },
  approval: {
    permission: "approval:read",
    lines: `SELECT model_name AS subject, number, version AS count, status, false AS "isNew", target_value AS detail, decided_at AS moment
      FROM approval_requests WHERE workspace_id = $1 AND decided_at > $2`,
  },
  incident: {
    permission: "incident:read",
    lines: `SELECT title AS subject, number, 1 AS count, status, false AS "isNew", severity AS detail,
        greatest(opened_at, resolved_at) AS moment
      FROM incidents WHERE workspace_id = $1 AND (opened_at > $2 OR resolved_at > $2)`,
  },
};

export const permissionOf = (kind: ChangeKind): Permission => SOURCES[kind].permission;

export interface ReadChanges {
  workspaceId: string;
  since: Date;
  limit: number;
}

/** Changes of a kind since a moment, the newest first, and how many there are. */
export async function readChanges(
  kind: ChangeKind,
  { workspaceId, since, limit }: ReadChanges,
): Promise<{ items: ChangeDto[]; total: number }> {
  const { rows } = await pool().query<ChangeDto & { total: number }>(
    `SELECT subject, number, count, status, "isNew", detail, ${millis("moment")} AS at, count(*) OVER ()::int AS total
     FROM (${SOURCES[kind].lines}) lines ORDER BY moment DESC LIMIT $3`,
    [workspaceId, since, limit],
  );
  return {
    items: rows.map(({ total: _total, ...change }) => change),
    total: rows[0]?.total ?? 0,
  };
}
