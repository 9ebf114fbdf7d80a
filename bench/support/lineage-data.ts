import type pg from "pg";
import type { Actor } from "@/lib/access/actor";

/** Edges of every run that is made: four inputs, a model, its version, and an external run with as many again. */
export const EDGES_A_RUN = 10;
const VERSIONS_A_MODEL = 10;
const RUNS_A_DATASET = 40;

/** Every dataset is one of a hundred others' neighbours at most, whatever the size of the whole. */
const STATEMENTS: readonly string[] = [
  `INSERT INTO datasets (workspace_id, identity, name, source_type, place, next_version, created_at, last_used_at)
   SELECT $1::uuid, md5('d' || n), 'dataset ' || n, 's3', 's3://bucket/' || n, 2, 1700000000000, 1700000000000
   FROM generate_series(0, $2::int * 4 / ${RUNS_A_DATASET}) AS n`,
  `INSERT INTO dataset_versions (workspace_id, dataset_id, number, content_key, source_type, created_at)
   SELECT workspace_id, id, 1, 'sha256:' || md5(name) || md5(name), 's3', 1700000000000 FROM datasets WHERE workspace_id = $1::uuid
     AND $2::int > 0`,
  `INSERT INTO logged_datasets (workspace_id, experiment_id, name, digest, source_type, source, created_at)
   SELECT $1::uuid, $3::bigint, d.name, 'x', 's3', '', 1700000000000 FROM datasets d WHERE d.workspace_id = $1::uuid AND $2::int > 0`,
  `INSERT INTO runs (uuid, workspace_id, experiment_id, name, user_id, status, start_time, artifact_uri, last_activity_at)
   SELECT md5($1 || n), $1::uuid, $3::bigint, 'run ' || n, '', 3, 1700000000000 + n, '', 1700000000000
   FROM generate_series(0, $2::int - 1) AS n`,
  `WITH d AS (SELECT v.id, l.id AS logged, row_number() OVER (ORDER BY v.id) - 1 AS place
     FROM dataset_versions v JOIN datasets s ON s.id = v.dataset_id
     JOIN logged_datasets l ON l.experiment_id = $3::bigint AND l.name = s.name WHERE v.workspace_id = $1::uuid),
   r AS (SELECT id, row_number() OVER (ORDER BY id) AS n FROM runs WHERE workspace_id = $1::uuid AND $2::int > 0)
   INSERT INTO run_inputs (run_id, dataset_id, version_id, context)
   SELECT r.id, d.logged, d.id, 'training' FROM r CROSS JOIN generate_series(0, 3) AS k
   CROSS JOIN (SELECT count(*) AS many FROM d) AS c
   JOIN d ON d.place = (r.n * 7919 + k * 104729) % c.many ON CONFLICT DO NOTHING`,
  `INSERT INTO logged_models (uuid, workspace_id, experiment_id, name, source_run_uuid, status, artifact_uri, creation_time, last_update_time)
   SELECT 'm-' || uuid, workspace_id, $3::bigint, name, uuid, 2, '', start_time, start_time FROM runs
   WHERE workspace_id = $1::uuid AND $2::int > 0`,
  `INSERT INTO registered_models (workspace_id, name, creation_time, last_update_time, next_version)
   SELECT $1::uuid, 'model ' || n, 1700000000000, 1700000000000, ${VERSIONS_A_MODEL + 1}
   FROM generate_series(0, ($2::int - 1) / ${VERSIONS_A_MODEL}) AS n WHERE $3::bigint > 0`,
  `WITH l AS (SELECT uuid, source_run_uuid, creation_time, row_number() OVER (ORDER BY id) - 1 AS n FROM logged_models
     WHERE workspace_id = $1::uuid AND $2::int > 0 AND $3::bigint > 0),
   m AS (SELECT id, row_number() OVER (ORDER BY id) - 1 AS n FROM registered_models WHERE workspace_id = $1::uuid)
   INSERT INTO model_versions (workspace_id, model_id, version, source, storage_location, run_uuid, logged_model_uuid,
     creation_time, last_update_time)
   SELECT $1::uuid, m.id, l.n % ${VERSIONS_A_MODEL} + 1, 'models:/' || l.uuid, '', l.source_run_uuid, l.uuid, l.creation_time, l.creation_time
   FROM l JOIN m ON m.n = l.n / ${VERSIONS_A_MODEL}`,
  `INSERT INTO lineage_nodes (workspace_id, kind, identity, namespace, name, version, content_key, place, first_at, last_at)
   SELECT $1::uuid, kind, md5(kind || n), 'airflow', kind || ' ' || n, '',
     CASE kind WHEN 'external-dataset' THEN 'sha256:' || md5('dataset ' || n) || md5('dataset ' || n) ELSE '' END, '',
     1700000000000 + n, 1700000000000 + n
   FROM (VALUES ('external-run', $2::int), ('external-job', $2::int / 10), ('external-dataset', $2::int * 4 / ${RUNS_A_DATASET})) AS k(kind, many)
   CROSS JOIN LATERAL generate_series(0, many - 1) AS n WHERE $3::bigint > 0`,
  `WITH n AS MATERIALIZED (SELECT id, kind, row_number() OVER (PARTITION BY kind ORDER BY id) - 1 AS n FROM lineage_nodes
     WHERE workspace_id = $1::uuid AND $2::int > 0 AND $3::bigint > 0),
   r AS (SELECT * FROM n WHERE kind = 'external-run'), j AS (SELECT * FROM n WHERE kind = 'external-job'),
   d AS (SELECT * FROM n WHERE kind = 'external-dataset'),
   c AS (SELECT (SELECT count(*) FROM j) AS jobs, (SELECT count(*) FROM d) AS datasets)
   INSERT INTO lineage_edges (workspace_id, source_id, target_id, role, at)
   SELECT $1::uuid, j.id, r.id, 'ran', 1700000000000 + r.n FROM r CROSS JOIN c JOIN j ON j.n = r.n % c.jobs
   UNION ALL SELECT $1::uuid, d.id, r.id, 'read', 1700000000000 + r.n FROM r CROSS JOIN c
     CROSS JOIN generate_series(1, 2) AS k JOIN d ON d.n = (r.n * 7919 + k * 104729) % c.datasets
   UNION ALL SELECT $1::uuid, r.id, d.id, 'wrote', 1700000000000 + r.n FROM r CROSS JOIN c
     JOIN d ON d.n = (r.n * 7919) % c.datasets
   ON CONFLICT DO NOTHING`,
];

/** Fills an actor's workspace with a graph of so many runs, each with its ten edges. */
export async function fillLineage(
  client: pg.ClientBase,
  { workspaceId }: Actor,
  experimentId: number,
  runs: number,
): Promise<void> {
  // Without the checks of every row: what is written here refers to what was written here.
  await client.query("SET statement_timeout = 0; SET session_replication_role = replica");
  for (const statement of STATEMENTS) {
    await client.query(statement, parametersOf(statement, [workspaceId, runs, experimentId]));
    // What PostgreSQL knows nothing of, it assumes to be small.
    await client.query("ANALYZE");
  }
  await client.query("RESET session_replication_role");
}

/** A statement gets those of the parameters that it names, which are always the first ones. */
const parametersOf = (statement: string, all: readonly unknown[]) =>
  all.slice(0, statement.includes("$3") ? 3 : 2);

/** A version that `count` runs read, and an external dataset that as many external runs read. */
export async function fillHubs(
  client: pg.ClientBase,
  { workspaceId }: Actor,
  count: number,
): Promise<{ version: string; external: string }> {
  const { rows: versions } = await client.query<{ id: string; logged: string }>(
    `SELECT v.id, l.id AS logged FROM dataset_versions v JOIN datasets s ON s.id = v.dataset_id
     JOIN logged_datasets l ON l.workspace_id = $1 AND l.name = s.name WHERE v.workspace_id = $1 ORDER BY v.id LIMIT 1`,
    [workspaceId],
  );
  const [own] = versions;
  await client.query(
    `INSERT INTO run_inputs (run_id, dataset_id, version_id, context)
     SELECT id, $2, $3, 'hub' FROM runs WHERE workspace_id = $1 LIMIT $4 ON CONFLICT DO NOTHING`,
    [workspaceId, own?.logged, own?.id, count],
  );
  const { rows } = await client.query<{ id: string }>(
    `INSERT INTO lineage_nodes (workspace_id, kind, identity, namespace, name, first_at, last_at)
     VALUES ($1, 'external-dataset', 'hub', 's3://hub', 'hub', 1, 1) RETURNING id`,
    [workspaceId],
  );
  await client.query(
    `INSERT INTO lineage_edges (workspace_id, source_id, target_id, role, at)
     SELECT $1, $2, id, 'read', first_at FROM lineage_nodes WHERE workspace_id = $1 AND kind = 'external-run' LIMIT $3`,
    [workspaceId, rows[0]?.id, count],
  );
  return { version: `dataset-version:${own?.id}`, external: `external-dataset:${rows[0]?.id}` };
}

export async function settleLineage(client: pg.ClientBase): Promise<void> {
  await client.query(
    `VACUUM (ANALYZE) runs, run_inputs, datasets, dataset_versions, logged_datasets, logged_models, registered_models,
       model_versions, lineage_nodes, lineage_edges, lineage_placements, approval_requests, run_model_links, experiments`,
  );
}
