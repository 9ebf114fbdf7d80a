import "server-only";
import type { SqlClient } from "@/lib/db/pool";
import { enqueueSql } from "@/lib/queue/enqueue";
import type { RunRef } from "@/lib/runs/sql/refs";
import { contextOf, distinctDatasets } from "../rules/inputs";
import { inspectionOf } from "../rules/inspections";
import type { DatasetInput } from "../schema/inputs";
import { contentNamesOf } from "./content-names";

/** How stale "last used" may be: runs that read one dataset at the same time do not wait for each other. */
export const TOUCH_EVERY_MS = 60_000;

const CONTENT_COLUMNS = `identity text, place text, "contentKey" text, name text, digest text, "sourceType" text,
  source text, schema text, profile text, position int`;

function contentOf(dataset: DatasetInput, position: number) {
  return {
    ...contentNamesOf(dataset),
    ...dataset,
    schema: dataset.schema ?? null,
    profile: dataset.profile ?? null,
    context: contextOf(dataset),
    position,
  };
}
type Content = ReturnType<typeof contentOf>;

/** Rows that the experiment does not have yet; answers which versions the workspace has already. */
async function insertLogged(
  tx: SqlClient,
  run: RunRef,
  contents: string,
  now: number,
): Promise<ReadonlySet<string>> {
  const { rows } = await tx.query<{ identity: string; content_key: string }>(
    `WITH given AS MATERIALIZED (SELECT * FROM jsonb_to_recordset($4::jsonb) AS g(${CONTENT_COLUMNS})),
     logged AS (
       INSERT INTO logged_datasets (workspace_id, experiment_id, name, digest, source_type, source, schema, profile, created_at)
       SELECT $1, $2, name, digest, "sourceType", source, schema, profile, $3 FROM given
       ORDER BY name, digest ON CONFLICT DO NOTHING
     )
     SELECT g.identity, v.content_key FROM given g
     JOIN datasets d ON d.workspace_id = $1 AND d.identity = g.identity
     JOIN dataset_versions v ON v.dataset_id = d.id AND v.content_key = g."contentKey"`,
    [run.workspaceId, run.experimentId, now, contents],
  );
  return new Set(rows.map((row) => `${row.identity} ${row.content_key}`));
}

/**
 * Datasets and versions that the workspace does not have yet, and work for those of datasets with checks. Datasets are made and locked in the order of their
 * identities, so that callers cannot deadlock; whoever holds a dataset's lock gives its versions their numbers.
 */
async function insertVersions(
  tx: SqlClient,
  run: RunRef,
  contents: readonly Content[],
  { now, by }: { now: number; by: string },
): Promise<void> {
  const values = [run.workspaceId, JSON.stringify(contents), now];
  await tx.query(
    `INSERT INTO datasets (workspace_id, identity, name, source_type, place, created_at, last_used_at)
     SELECT DISTINCT ON (identity) $1::uuid, identity, name, "sourceType", place, $3::bigint, $3::bigint
     FROM jsonb_to_recordset($2::jsonb) AS g(${CONTENT_COLUMNS})
     ORDER BY identity ON CONFLICT DO NOTHING`,
    values,
  );
  await tx.query(
    "SELECT 1 FROM datasets WHERE workspace_id = $1 AND identity = ANY($2) ORDER BY identity FOR NO KEY UPDATE",
    [run.workspaceId, contents.map(({ identity }) => identity)],
  );
  const { rows: made } = await tx.query<{ id: number }>(
    `WITH missing AS (
       SELECT DISTINCT ON (d.id, g."contentKey") d.id AS dataset_id, d.next_version, g.*
       FROM jsonb_to_recordset($2::jsonb) AS g(${CONTENT_COLUMNS})
       JOIN datasets d ON d.workspace_id = $1 AND d.identity = g.identity
       WHERE NOT EXISTS (SELECT 1 FROM dataset_versions v WHERE v.dataset_id = d.id AND v.content_key = g."contentKey")
       ORDER BY d.id, g."contentKey", g.position
     ), made AS (
       INSERT INTO dataset_versions (workspace_id, dataset_id, number, content_key, digest, source_type, source, schema,
         profile, created_at, created_by)
       SELECT $1, dataset_id, next_version - 1 + row_number() OVER (PARTITION BY dataset_id ORDER BY position),
         "contentKey", digest, "sourceType", source, schema, profile, $3, $4
       FROM missing RETURNING id, dataset_id
     ), counted AS (
       UPDATE datasets d SET next_version = d.next_version + m.count, last_used_at = $3
       FROM (SELECT dataset_id, count(*)::int AS count FROM made GROUP BY dataset_id) m WHERE d.id = m.dataset_id
     )
     SELECT id FROM made
     WHERE EXISTS (SELECT 1 FROM dataset_checks c WHERE c.dataset_id = made.dataset_id AND c.removed_at IS NULL)`,
    [...values, by],
  );
  await enqueueSql(tx, ...made.map(({ id }) => inspectionOf(run.workspaceId, id)));
}

async function insertInputs(
  tx: SqlClient,
  run: RunRef,
  contents: readonly Content[],
  now: number,
): Promise<void> {
  const links = contents.map(({ identity, contentKey, name, digest, tags, context }) => ({
    identity,
    contentKey,
    name,
    digest,
    tags,
    context,
  }));
  await tx.query(
    `WITH given AS MATERIALIZED (
       SELECT * FROM jsonb_to_recordset($4::jsonb)
         AS g(identity text, "contentKey" text, name text, digest text, tags jsonb, context text)
     ), touched AS (
       UPDATE datasets SET last_used_at = $5 WHERE id IN (
         SELECT id FROM datasets WHERE workspace_id = $3 AND identity IN (SELECT identity FROM given)
           AND last_used_at < $5::bigint - ${TOUCH_EVERY_MS} FOR NO KEY UPDATE SKIP LOCKED)
     )
     INSERT INTO run_inputs (run_id, dataset_id, version_id, tags, context)
     SELECT $1, l.id, v.id, g.tags, g.context FROM given g
     JOIN logged_datasets l ON l.experiment_id = $2 AND l.name = g.name AND l.digest = g.digest
     JOIN datasets d ON d.workspace_id = $3 AND d.identity = g.identity
     JOIN dataset_versions v ON v.dataset_id = d.id AND v.content_key = g."contentKey"
     ORDER BY l.id ON CONFLICT DO NOTHING`,
    [run.id, run.experimentId, run.workspaceId, JSON.stringify(links), now],
  );
}

/** The run's links to what it read, with the datasets and versions that are not known yet. Repeats change nothing. */
export async function linkDatasets(
  tx: SqlClient,
  run: RunRef,
  datasets: readonly DatasetInput[],
  by: string,
): Promise<void> {
  const now = Date.now();
  const contents = distinctDatasets(datasets).map(contentOf);
  const known = await insertLogged(tx, run, JSON.stringify(contents), now);
  const missing = contents.filter(
    ({ identity, contentKey }) => !known.has(`${identity} ${contentKey}`),
  );
  if (missing.length > 0) await insertVersions(tx, run, missing, { now, by });
  await insertInputs(tx, run, contents, now);
}
