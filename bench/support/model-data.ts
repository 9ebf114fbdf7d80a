import type pg from "pg";
import type { Actor } from "@/lib/access/actor";

/** Versions of each model. */
export const VERSIONS = 10;

const MODELS = `INSERT INTO registered_models (workspace_id, name, description, creation_time, last_update_time, owner, next_version, risk_tier)
  SELECT $1::uuid, 'model-' || lpad(n::text, 6, '0'), 'Model ' || n, 1700000000000 + n,
    1700000000000 + (n::bigint * 7919) % 1000003, 'user-' || n % 20 || '@example.org', ${VERSIONS + 1},
    (ARRAY['low', 'medium', 'high', 'critical'])[1 + n % 4]
  FROM generate_series(0, $2::int - 1) AS n`;

/** One model in fifty is a prompt. */
const MODEL_TAGS = `INSERT INTO registered_model_tags (model_id, key, value)
  SELECT id, 'team', 'team-' || right(name, 1) FROM registered_models WHERE workspace_id = $1::uuid
  UNION ALL SELECT id, 'mlflow.prompt.is_prompt', 'true' FROM registered_models
    WHERE workspace_id = $1::uuid AND right(name, 2) IN ('17', '67')`;

const MODEL_VERSIONS = `INSERT INTO model_versions (workspace_id, model_id, version, source, storage_location, run_uuid, stage,
    owner, creation_time, last_update_time)
  SELECT $1::uuid, m.id, v, 'mlflow-artifacts:/1/' || m.id, 'mlflow-artifacts:/1/' || m.id, md5(m.id || ' ' || v),
    CASE v WHEN 9 THEN 'Staging' ELSE 'None' END, m.owner, m.creation_time + v, 1700000000000 + (m.id * 31 + v * 7919) % 1000003
  FROM registered_models m, generate_series(1, ${VERSIONS}) AS v WHERE m.workspace_id = $1::uuid`;

const VERSION_TAGS = `INSERT INTO model_version_tags (version_id, key, value)
  SELECT id, 'size', (version % 5)::text FROM model_versions WHERE workspace_id = $1::uuid
  UNION ALL SELECT v.id, 'mlflow.prompt.is_prompt', 'true' FROM model_versions v
    JOIN registered_model_tags t ON t.model_id = v.model_id AND t.key = 'mlflow.prompt.is_prompt' WHERE v.workspace_id = $1::uuid`;

const ALIASES = `INSERT INTO model_aliases (model_id, alias, version)
  SELECT id, 'candidate', ${VERSIONS} FROM registered_models WHERE workspace_id = $1::uuid`;

/** One model in ten serves in production. */
const SERVING = `INSERT INTO model_aliases (model_id, alias, version)
  SELECT id, 'champion', ${VERSIONS - 1} FROM registered_models WHERE workspace_id = $1::uuid AND right(name, 1) = '4'`;

/** As many requests wait in every registry: people ask and decide, whatever the number of models. */
const WAITING = `INSERT INTO approval_requests (workspace_id, number, model_id, version_id, model_name, version, target_kind, target_value,
    risk_tier, policy_version_id, opened_via, requested_by_id, requested_by)
  SELECT $1::uuid, row_number() OVER (ORDER BY m.id), m.id, v.id, m.name, v.version, 'alias', 'champion', m.risk_tier, p.id, 'rest',
    $2::uuid, 'somebody'
  FROM (SELECT * FROM registered_models WHERE workspace_id = $1::uuid AND right(name, 1) = '2' ORDER BY id LIMIT 10) AS m
  JOIN model_versions v ON v.model_id = m.id AND v.version = ${VERSIONS}
  CROSS JOIN (SELECT id FROM approval_policy_versions WHERE workspace_id = $1::uuid ORDER BY number LIMIT 1) AS p`;

/** Without a policy in force, a place is filled without an approval. */
const UNPROTECTED = "UPDATE approval_policies SET in_force_id = NULL WHERE workspace_id = $1::uuid";

/** Fills the registry of an actor's workspace with models of ten versions each. */
export async function fillRegistry(
  client: pg.ClientBase,
  { workspaceId, userId }: Actor,
  models: number,
): Promise<void> {
  await client.query("SET statement_timeout = 0");
  await client.query(MODELS, [workspaceId, models]);
  for (const statement of [MODEL_TAGS, MODEL_VERSIONS, VERSION_TAGS, ALIASES, UNPROTECTED, SERVING])
    await client.query(statement, [workspaceId]);
  await client.query(WAITING, [workspaceId, userId]);
}
