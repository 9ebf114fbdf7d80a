import "server-only";
import { routes } from "@/lib/core/routes";
import { RUN_STATUS } from "@/lib/runs/rules";
import {
  columns,
  DATASET,
  MODEL,
  NONE,
  SHOWN_DATASET,
  SHOWN_MODEL,
  SHOWN_RUN,
  SHOWN_VERSION,
  stateName,
  textOf,
  version,
} from "./fragments";
import { launchedBy } from "./job";
import type { KindSql } from "./kind";

const own = textOf("run");

export const run: KindSql = {
  described: `SELECT ${columns("r.uuid", "r.name", "e.name", stateName("r.status", RUN_STATUS), "r.start_time", "r.deleted_at", NONE, "ARRAY[r.uuid]", "r.experiment_id::text")}
    FROM runs r JOIN experiments e ON e.id = r.experiment_id WHERE r.workspace_id = $1 AND r.uuid = ANY($3)`,
  page: (workspace, [uuid]) => (uuid ? routes.run(workspace, uuid) : null),
  upstream: [
    (limit) => `SELECT ${DATASET}, 'read' AS role, i.context AS detail, r.start_time AS at
      FROM runs r JOIN run_inputs i ON i.run_id = r.id JOIN dataset_versions d ON d.id = i.version_id
      WHERE r.uuid = ${own} AND ${SHOWN_RUN} AND ${SHOWN_DATASET} ORDER BY i.dataset_id ${limit}`,
    (limit) => `SELECT ${MODEL}, 'evaluated' AS role, '' AS detail, r.start_time AS at
      FROM runs r JOIN run_model_links l ON l.run_id = r.id JOIN logged_models m ON m.uuid = l.model_uuid
      WHERE r.uuid = ${own} AND NOT l.is_output AND ${SHOWN_MODEL} ORDER BY l.model_uuid ${limit}`,
    launchedBy(own),
  ],
  downstream: [
    (limit) => `SELECT ${MODEL}, 'logged' AS role, '' AS detail, m.creation_time AS at
      FROM logged_models m WHERE m.source_run_uuid = ${own} AND ${SHOWN_MODEL} ORDER BY m.id DESC ${limit}`,
    (limit) => `SELECT ${MODEL}, 'logged' AS role, '' AS detail, m.creation_time AS at
      FROM (SELECT l.model_uuid FROM runs r JOIN run_model_links l ON l.run_id = r.id
        WHERE r.uuid = ${own} AND l.is_output ORDER BY l.model_uuid ${limit}) l
      JOIN logged_models m ON m.uuid = l.model_uuid
      WHERE m.source_run_uuid IS DISTINCT FROM f.key AND ${SHOWN_MODEL}`,
    (limit) => `${version("registered")} FROM model_versions v
      WHERE v.run_uuid = ${own} AND v.logged_model_uuid IS NULL AND ${SHOWN_VERSION} ORDER BY v.id DESC ${limit}`,
  ],
};
