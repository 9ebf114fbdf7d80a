import { randomUUID } from "node:crypto";
import type pg from "pg";
import type { Actor } from "@/lib/access/actor";

/** A workspace of its own and an administrator there. */
export async function makeBenchActor(client: pg.ClientBase): Promise<Actor> {
  const slug = `bench-${randomUUID().slice(0, 8)}`;
  const { rows } = await client.query<{ id: string }>(
    "INSERT INTO workspaces (id, slug, name) VALUES (gen_random_uuid(), $1, $1) RETURNING id",
    [slug],
  );
  return {
    userId: randomUUID(),
    email: "bench@example.org",
    name: "bench",
    tokenName: null,
    scopes: null,
    isBound: false,
    expiresAt: null,
    signedInAt: null,
    isOperator: false,
    workspaceId: rows[0]?.id ?? "",
    workspaceSlug: slug,
    role: "admin",
  };
}

export async function makeBenchExperiment(client: pg.ClientBase, actor: Actor): Promise<number> {
  const { rows } = await client.query<{ id: string }>(
    `INSERT INTO experiments (workspace_id, name, artifact_location, creation_time, last_update_time)
     VALUES ($1, $2, 'mlflow-artifacts:/bench', 1, 1) RETURNING id`,
    [actor.workspaceId, randomUUID()],
  );
  return Number(rows[0]?.id);
}

const COMMON = {
  metrics: ["loss", "acc", "val_loss", "val_acc", "lr_now", "grad_norm"],
  params: ["lr", "optimizer", "batch_size", "depth", "dropout", "seed"],
  tags: ["mlflow.source.name", "mlflow.user", "mlflow.source.git.commit", "team"],
} as const;
/** With those that all runs have, 2,000 columns. */
const RARE = { metrics: 1_200, params: 784 } as const;

async function internKeys(client: pg.ClientBase, actor: Actor): Promise<void> {
  const names = [...COMMON.metrics, ...COMMON.params, ...COMMON.tags];
  await client.query(
    `INSERT INTO attribute_keys (workspace_id, name)
     SELECT $1::uuid, name FROM unnest($2::text[]) AS name
     UNION ALL SELECT $1::uuid, 'rare_metric_' || n FROM generate_series(0, $3::int - 1) AS n
     UNION ALL SELECT $1::uuid, 'rare_param_' || n FROM generate_series(0, $4::int - 1) AS n
     ON CONFLICT DO NOTHING`,
    [actor.workspaceId, names, RARE.metrics, RARE.params],
  );
}

/** A number between 0 and 1 that looks random and is the same each time. */
const noise = (seed: string) => `((hashint8(${seed})::bigint + 2147483648) / 4294967296.0)`;

/** `position` counts the runs of the experiment from 0. */
const RUNS = `INSERT INTO runs (uuid, workspace_id, experiment_id, name, user_id, status, start_time, end_time,
    artifact_uri, last_activity_at)
  SELECT md5($2::bigint::text || ' ' || n), $1::uuid, $2::bigint, 'run-' || n, 'user-' || n % 20, 3, 1700000000000 + n * 1000,
    1700000000000 + n * 1000 + 60000, 'mlflow-artifacts:/bench/' || n, 1700000000000 + n * 1000
  FROM generate_series(0, $3::int - 1) AS n`;

const NUMBERED = `(SELECT id, row_number() OVER (ORDER BY id) - 1 AS position FROM runs WHERE experiment_id = $2::bigint) AS r`;

const SERIES = `INSERT INTO metric_series (run_id, key_id, experiment_id, points, last_value, last_step, last_time,
    min_value, min_step, max_value, max_step, first_step, first_time, is_monotone)
  SELECT r.id, k.id, $2::bigint, 100, v, 99, 1700000000000, v * 0.5, 0, v * 2, 5, 0, 1700000000000, true`;

const COMMON_SERIES = `${SERIES} FROM ${NUMBERED}
  CROSS JOIN (SELECT id, ${noise("id::bigint")} AS shift FROM attribute_keys WHERE workspace_id = $1::uuid AND name = ANY ($3::text[])) AS k
  CROSS JOIN LATERAL (SELECT ${noise("r.id * 7919 + k.id")} AS v) AS value`;

const RARE_SERIES = `${SERIES} FROM ${NUMBERED}
  CROSS JOIN generate_series(0, 3) AS n
  JOIN attribute_keys k ON k.workspace_id = $1::uuid AND k.name = 'rare_metric_' || (r.position * 4 + n) % $3::int
  CROSS JOIN LATERAL (SELECT ${noise("r.id * 31 + k.id")} AS v) AS value`;

const COMMON_PARAMS = `INSERT INTO run_params (run_id, key_id, experiment_id, value)
  SELECT r.id, k.id, $2::bigint, CASE k.name
    WHEN 'lr' THEN (0.0001 * (1 + r.position % 997))::text
    WHEN 'optimizer' THEN (ARRAY['adam', 'sgd', 'rmsprop', 'lion'])[1 + r.position % 4]
    WHEN 'seed' THEN r.position::text
    ELSE (1 + r.position % 10)::text END
  FROM ${NUMBERED} JOIN attribute_keys k ON k.workspace_id = $1::uuid AND k.name = ANY ($3::text[])`;

const RARE_PARAMS = `INSERT INTO run_params (run_id, key_id, experiment_id, value)
  SELECT r.id, k.id, $2::bigint, 'value ' || r.position FROM ${NUMBERED}
  JOIN attribute_keys k ON k.workspace_id = $1::uuid AND k.name = 'rare_param_' || r.position % $3::int`;

const TAGS = `INSERT INTO run_tags (run_id, key_id, experiment_id, value)
  SELECT r.id, k.id, $2::bigint, k.name || ' ' || r.position % 50
  FROM ${NUMBERED} JOIN attribute_keys k ON k.workspace_id = $1::uuid AND k.name = ANY ($3::text[])`;

const CATALOGUE = `INSERT INTO experiment_columns (experiment_id, kind, key_id)
  SELECT DISTINCT $1::bigint, 0, key_id FROM metric_series WHERE experiment_id = $1
  UNION SELECT DISTINCT $1::bigint, 1, key_id FROM run_params WHERE experiment_id = $1
  UNION SELECT DISTINCT $1::bigint, 2, key_id FROM run_tags WHERE experiment_id = $1`;

/**
 * Fills an experiment with finished runs: each has six common metrics and parameters, four tags, and a few of two
 * thousand rare columns.
 */
export async function fillExperiment(
  client: pg.ClientBase,
  actor: Actor,
  experimentId: number,
  runs: number,
): Promise<void> {
  await client.query("SET statement_timeout = 0");
  await internKeys(client, actor);
  const into = [actor.workspaceId, experimentId];
  await client.query(RUNS, [...into, runs]);
  await client.query(COMMON_SERIES, [...into, COMMON.metrics]);
  await client.query(RARE_SERIES, [...into, RARE.metrics]);
  await client.query(COMMON_PARAMS, [...into, COMMON.params]);
  await client.query(RARE_PARAMS, [...into, RARE.params]);
  await client.query(TAGS, [...into, COMMON.tags]);
  await client.query(CATALOGUE, [experimentId]);
}

/** What autovacuum would have done by the time anybody looks. */
export async function settle(client: pg.ClientBase): Promise<void> {
  await client.query(
    "VACUUM (ANALYZE) runs, metric_series, run_params, run_tags, attribute_keys, experiment_columns, metric_points",
  );
}
