import "server-only";
import { pool } from "@/lib/db/pool";
import { LOG_MODEL_TAG } from "@/lib/models/rules/legacy-models";
import type { RunModel } from "../rules/retraining";

/** What answers most of a deployment's requests, and what trained it. */
export interface TrainedBy {
  model: string;
  version: number;
  /** Null when no job of this workspace did. */
  job: number | null;
}

const TRAINED_BY = `SELECT coalesce(m.name, r.model_name) AS model, r.model_version AS version, j.number AS job
  FROM deployments d JOIN traffic_plans p ON p.deployment_id = d.id AND p.version = d.traffic_version
  CROSS JOIN LATERAL (SELECT (w->>'revision')::int AS revision FROM jsonb_array_elements(p.plan->'weights') w
    ORDER BY (w->>'weight')::int DESC LIMIT 1) w
  JOIN deployment_revisions r ON r.deployment_id = d.id AND r.number = w.revision
  LEFT JOIN model_versions v ON v.id = r.model_version_id AND v.deleted_at IS NULL
  LEFT JOIN registered_models m ON m.id = v.model_id
  LEFT JOIN logged_models l ON l.uuid = v.logged_model_uuid AND l.workspace_id = v.workspace_id
  LEFT JOIN runs u ON u.uuid = coalesce(v.run_uuid, l.source_run_uuid) AND u.workspace_id = v.workspace_id
  LEFT JOIN jobs j ON j.run_id = u.id AND j.workspace_id = u.workspace_id
  WHERE d.workspace_id = $1 AND d.name = $2 AND d.deleted_at IS NULL
  ORDER BY j.number DESC LIMIT 1`;

export async function readTrainedBy(
  workspaceId: string,
  deployment: string,
): Promise<TrainedBy | null> {
  const { rows } = await pool().query<TrainedBy>(TRAINED_BY, [workspaceId, deployment]);
  return rows[0] ?? null;
}

const RUN_MODEL = `SELECT
    (SELECT max(v.version) FROM model_versions v JOIN registered_models m ON m.id = v.model_id
      LEFT JOIN logged_models l ON l.uuid = v.logged_model_uuid AND l.workspace_id = v.workspace_id
      WHERE v.workspace_id = $1 AND m.name = $3 AND v.deleted_at IS NULL AND $2 IN (v.run_uuid, l.source_run_uuid)) AS version,
    (SELECT l.uuid FROM logged_models l WHERE l.workspace_id = $1 AND l.deleted_at IS NULL AND l.status = 2
      AND (l.source_run_uuid = $2 OR EXISTS (SELECT 1 FROM run_model_links k JOIN runs r ON r.id = k.run_id
        WHERE r.uuid = $2 AND k.is_output AND k.model_uuid = l.uuid)) ORDER BY l.creation_time DESC, l.id DESC LIMIT 1) AS "loggedModel",
    u.artifact_uri AS "artifactUri",
    (SELECT t.value FROM run_tags t JOIN attribute_keys k ON k.id = t.key_id AND k.name = '${LOG_MODEL_TAG}'
      WHERE t.run_id = u.id) AS history
  FROM runs u WHERE u.uuid = $2 AND u.workspace_id = $1`;

export async function readRunModel(
  workspaceId: string,
  { run, model }: { run: string; model: string },
): Promise<RunModel | null> {
  const { rows } = await pool().query<RunModel>(RUN_MODEL, [workspaceId, run, model]);
  return rows[0] ?? null;
}
