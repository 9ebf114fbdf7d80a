import { randomUUID } from "node:crypto";
import pg from "pg";
import { expect, inject, test } from "vitest";
import { readMigrations } from "@/lib/db/migration-files";
import { contentNamesOf } from "./content-names";

const HASH = "a".repeat(64);
const WORKSPACE = "00000000-0000-7000-8000-000000000001";

const given = [
  {
    sourceType: "local",
    source: '{"uri": "/data/ä \\u00e9.csv"}',
    schema: '{"mlflow_colspec":[]}',
  },
  { sourceType: "code", source: '{"tags": {"mlflow.source.git.commit": "1"}}' },
  { sourceType: "http", source: '{"url": "https://example.org/d.csv", "path": "x"}' },
  { sourceType: "hf", source: '{"path": "squad", "revision": null}' },
  { sourceType: "own", source: "not JSON" },
  { sourceType: "own", source: '["a list"]' },
  { sourceType: "own", source: '{"uri": "", "bucket": 3}' },
  { sourceType: "lakefs", source: `{"uri": "lakefs://repo/${HASH}/a/d.csv"}` },
  { sourceType: "lakefs", source: '{"uri": "lakefs://repo/main/a/d.csv"}' },
  { sourceType: "s3", source: `{"uri": "s3://b/k", "sha256": "SHA256:${HASH}"}` },
  { sourceType: "s3", source: `{"uri": "s3://b/k", "sha256": "sha256:${HASH.toUpperCase()}"}` },
  { sourceType: "s3", source: "{}", profile: `{"num_rows": NaN, "sha256": "${HASH}"}` },
  { sourceType: "s3", source: "{}", profile: `{"num_rows": 3, "sha256": "${HASH}"}` },
  { sourceType: "s3", source: "{}", tags: { sha256: "b".repeat(64) } },
  { sourceType: "s3", source: "{}", tags: { "dvc.md5": `${"C".repeat(32)}.dir` } },
  {
    sourceType: "s3",
    source: "{}",
    tags: { "dvc.repo": "r", "dvc.path": "p", "dvc.rev": "d".repeat(40) },
  },
  { sourceType: "s3", source: "{}", tags: { "dvc.path": "p", "dvc.rev": "d".repeat(40) } },
  { sourceType: "x", source: "{}", tags: { "lakefs.commit": HASH, "lakefs.repository": "r" } },
  {
    sourceType: "x",
    source: "{}",
    tags: { "lakefs.commit": HASH, "lakefs.repository": "r", "lakefs.path": "p" },
  },
].map(({ tags = {}, ...dataset }, index) => ({
  name: `dataset ${index}`,
  digest: `d${index}`,
  ...dataset,
  tags: Object.entries(tags).map(([key, value]) => ({ key, value })),
}));

async function withDatabase(work: (client: pg.Client) => Promise<void>): Promise<void> {
  const name = `backfill_${randomUUID().replaceAll("-", "")}`;
  const admin = new pg.Client({ connectionString: `${inject("postgresUrl")}/postgres` });
  await admin.connect();
  await admin.query(`CREATE DATABASE ${name}`);
  const client = new pg.Client({ connectionString: `${inject("postgresUrl")}/${name}` });
  await client.connect();
  try {
    await work(client);
  } finally {
    await client.end();
    await admin.query(`DROP DATABASE ${name} WITH (FORCE)`);
    await admin.end();
  }
}

async function insertRead(client: pg.Client): Promise<void> {
  await client.query("INSERT INTO workspaces (id, slug, name) VALUES ($1, 'w', 'w')", [WORKSPACE]);
  await client.query(
    `INSERT INTO experiments (id, workspace_id, name, artifact_location, creation_time, last_update_time)
     VALUES (1, $1, 'e', '', 0, 0)`,
    [WORKSPACE],
  );
  await client.query(
    `INSERT INTO runs (id, uuid, workspace_id, experiment_id, name, user_id, status, start_time, artifact_uri, last_activity_at)
     VALUES (1, 'r', $1, 1, 'r', '', 1, 5, '', 0)`,
    [WORKSPACE],
  );
  for (const [index, dataset] of given.entries()) {
    await client.query(
      `INSERT INTO datasets (id, workspace_id, experiment_id, name, digest, source_type, source, schema, profile, created_at)
       VALUES ($1, $2, 1, $3, $4, $5, $6, $7, $8, 3)`,
      [
        index + 1,
        WORKSPACE,
        dataset.name,
        dataset.digest,
        dataset.sourceType,
        dataset.source,
        dataset.schema,
        dataset.profile,
      ],
    );
    await client.query("INSERT INTO run_inputs (run_id, dataset_id, tags) VALUES (1, $1, $2)", [
      index + 1,
      JSON.stringify(dataset.tags),
    ]);
  }
}

test("what runs had read before versions existed gets the names that it would get today", async () => {
  await withDatabase(async (client) => {
    const migrations = await readMigrations();
    const own = migrations.findIndex(({ name }) => name.endsWith("_dataset_versions"));
    for (const { sql } of migrations.slice(0, own)) await client.query(sql);
    await insertRead(client);
    await client.query("BEGIN");
    await client.query(migrations[own]?.sql ?? "");
    await client.query("COMMIT");
    const { rows } = await client.query(
      `SELECT l.name, d.identity, d.place, v.content_key AS "contentKey" FROM run_inputs i
       JOIN logged_datasets l ON l.id = i.dataset_id JOIN dataset_versions v ON v.id = i.version_id
       JOIN datasets d ON d.id = v.dataset_id ORDER BY l.id`,
    );
    expect(rows).toEqual(given.map((input) => ({ name: input.name, ...contentNamesOf(input) })));
    await expect(client.query("UPDATE dataset_versions SET digest = 'x'")).rejects.toThrow(
      /immutable/,
    );
  });
});
