import "server-only";
import { routes } from "@/lib/core/routes";
import { LOGGED_MODEL_STATUS } from "@/lib/models/rules/registrations";
import {
  columns,
  NONE,
  RUN,
  SHOWN_MODEL,
  SHOWN_RUN,
  SHOWN_VERSION,
  stateName,
  textOf,
  version,
} from "./fragments";
import type { KindSql } from "./kind";

const own = textOf("logged-model");

export const loggedModel: KindSql = {
  described: `SELECT ${columns("m.uuid", "m.name", "m.model_type", stateName("m.status", LOGGED_MODEL_STATUS), "m.creation_time", "m.deleted_at", NONE, "ARRAY[m.source_run_uuid]", "m.name")}
    FROM logged_models m WHERE m.workspace_id = $1 AND m.uuid = ANY($3)`,
  page: (workspace, [sourceRun]) => (sourceRun ? routes.run(workspace, sourceRun) : null),
  upstream: [
    (limit) => `SELECT ${RUN}, 'logged' AS role, '' AS detail, m.creation_time AS at
      FROM logged_models m JOIN runs r ON r.uuid = m.source_run_uuid
      WHERE m.uuid = ${own} AND ${SHOWN_MODEL} AND ${SHOWN_RUN} ${limit}`,
    (limit) => `SELECT ${RUN}, 'logged' AS role, '' AS detail, r.start_time AS at
      FROM logged_models m JOIN run_model_links l ON l.model_uuid = m.uuid AND l.is_output
      JOIN runs r ON r.id = l.run_id
      WHERE m.uuid = ${own} AND r.uuid IS DISTINCT FROM m.source_run_uuid AND ${SHOWN_RUN}
      ORDER BY l.run_id DESC ${limit}`,
  ],
  downstream: [
    (limit) => `SELECT ${RUN}, 'evaluated' AS role, '' AS detail, r.start_time AS at
      FROM run_model_links l JOIN runs r ON r.id = l.run_id
      WHERE l.model_uuid = ${own} AND NOT l.is_output AND ${SHOWN_RUN} ORDER BY l.run_id DESC ${limit}`,
    (limit) => `${version("registered")} FROM model_versions v
      WHERE v.logged_model_uuid = ${own} AND ${SHOWN_VERSION} ORDER BY v.id DESC ${limit}`,
  ],
};
