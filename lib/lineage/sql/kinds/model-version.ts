import "server-only";
import { routes } from "@/lib/core/routes";
import { VERSION_STATUS } from "@/lib/models/rules/versions";
import { servedBy } from "./deployment";
import {
  columns,
  MODEL,
  millisecondsOf,
  numberOf,
  PLACEMENT_KEY,
  PLACES,
  PROMOTED,
  RUN,
  SHOWN_MODEL,
  SHOWN_RUN,
  SHOWN_VERSION,
  STANDS,
  stateName,
  upToTime,
  version,
} from "./fragments";
import type { KindSql } from "./kind";
import { movedBy } from "./rollback";
import { rolledOutBy } from "./rollout";

const own = numberOf("model-version");

export const modelVersion: KindSql = {
  described: `SELECT ${columns("v.id::text", "o.name || ' v' || v.version", "v.owner", stateName("v.status", VERSION_STATUS), "v.creation_time", "v.deleted_at", PLACES, "ARRAY[o.name, v.version::text]", "v.model_id::text")}
    FROM model_versions v JOIN registered_models o ON o.id = v.model_id WHERE v.workspace_id = $1 AND v.id = ANY($3::bigint[])`,
  page: (workspace, [name, number]) =>
    name && number ? routes.modelVersion(workspace, name, number) : null,
  upstream: [
    (limit) => `SELECT ${RUN}, 'registered' AS role, '' AS detail, v.creation_time AS at
      FROM model_versions v JOIN runs r ON r.uuid = v.run_uuid
      WHERE v.id = ${own} AND v.workspace_id = $1 AND v.logged_model_uuid IS NULL AND ${SHOWN_RUN} ${limit}`,
    (limit) => `SELECT ${MODEL}, 'registered' AS role, '' AS detail, v.creation_time AS at
      FROM model_versions v JOIN logged_models m ON m.uuid = v.logged_model_uuid
      WHERE v.id = ${own} AND v.workspace_id = $1 AND ${SHOWN_MODEL} ${limit}`,
    (limit) => `${version("copied")} FROM model_versions c
      JOIN registered_models o ON o.workspace_id = $1 AND o.name = substring(c.source FROM '^models:/(.+)/\\d+$')
      JOIN model_versions v ON v.model_id = o.id
        AND v.version::text = substring(c.source FROM '^models:/.+/(\\d+)$')
      WHERE c.id = ${own} AND c.workspace_id = $1 AND ${SHOWN_VERSION} ${limit}`,
  ],
  downstream: [
    (
      limit,
    ) => `${version("copied")} FROM model_versions s JOIN registered_models o ON o.id = s.model_id
      JOIN model_versions v ON v.source = 'models:/' || o.name || '/' || s.version AND v.source LIKE 'models:/%'
      WHERE s.id = ${own} AND s.workspace_id = $1 AND ${SHOWN_VERSION} ORDER BY v.id DESC ${limit}`,
    (limit) => `SELECT 'approval' AS kind, a.number::text AS key, 'requested' AS role,
        a.target_kind || ' ' || a.target_value AS detail, ${millisecondsOf("a.created_at")} AS at
      FROM model_versions v JOIN approval_requests a
        ON a.workspace_id = $1 AND a.model_id = v.model_id AND a.version = v.version
      WHERE v.id = ${own} AND v.workspace_id = $1 AND ${upToTime("a.created_at")} ORDER BY a.number DESC ${limit}`,
    (
      limit,
    ) => `SELECT 'placement' AS kind, ${PLACEMENT_KEY} AS key, 'holds' AS role, '' AS detail, p.since AS at
      FROM model_versions v JOIN lineage_placements p ON p.model_id = v.model_id AND p.version = v.version
      WHERE v.id = ${own} AND v.workspace_id = $1 AND ${STANDS}
        AND NOT EXISTS (SELECT 1 FROM approval_requests a WHERE ${PROMOTED}) ORDER BY p.id DESC ${limit}`,
    rolledOutBy(own),
    movedBy(own),
    servedBy(own),
  ],
};
