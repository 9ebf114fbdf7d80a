import { randomUUID } from "node:crypto";
import { readdirSync, readFileSync } from "node:fs";
import pg from "pg";
import { describe, expect, inject, test } from "vitest";
import { migrate } from "./migrate";
import { readMigrations, SCHEMA_SNAPSHOT } from "./migration-files";

const log = { info: () => undefined };

async function withDatabase(work: (url: string, client: pg.Client) => Promise<void>) {
  const name = `migrate_${randomUUID().replaceAll("-", "")}`;
  const admin = new pg.Client({ connectionString: `${inject("postgresUrl")}/postgres` });
  await admin.connect();
  await admin.query(`CREATE DATABASE ${name}`);
  const url = `${inject("postgresUrl")}/${name}`;
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    await work(url, client);
  } finally {
    await client.end();
    await admin.query(`DROP DATABASE ${name} WITH (FORCE)`);
    await admin.end();
  }
}

describe("migrate", () => {
  test("several replicas may start at once: each migration is applied once", async () => {
    await withDatabase(async (url, client) => {
      await Promise.all([migrate(url, log), migrate(url, log), migrate(url, log)]);
      const { rows } = await client.query("SELECT migration_name FROM _prisma_migrations");
      expect(rows.map(({ migration_name }) => migration_name).sort()).toEqual(
        (await readMigrations()).map(({ name }) => name),
      );
    });
  });

  test("a migration that was cut off is applied again from its beginning", async () => {
    await withDatabase(async (url, client) => {
      const [first] = await readMigrations();
      await migrate(url, log);
      await client.query("DROP SCHEMA public CASCADE; CREATE SCHEMA public");
      await client.query(
        `CREATE TABLE _prisma_migrations (id varchar(36) PRIMARY KEY, checksum varchar(64) NOT NULL,
           finished_at timestamptz, migration_name varchar(255) NOT NULL, logs text, rolled_back_at timestamptz,
           started_at timestamptz NOT NULL DEFAULT now(), applied_steps_count integer NOT NULL DEFAULT 0)`,
      );
      await client.query(
        "INSERT INTO _prisma_migrations (id, checksum, migration_name) VALUES ('cut', $1, $2)",
        [first?.checksum, first?.name],
      );
      await migrate(url, log);
      const { rows } = await client.query("SELECT count(*)::int AS n FROM workspaces");
      expect(rows).toEqual([{ n: 0 }]);
    });
  });

  test("refuses a database that a newer version migrated", async () => {
    await withDatabase(async (url, client) => {
      await migrate(url, log);
      await client.query(
        `INSERT INTO _prisma_migrations (id, checksum, migration_name, finished_at, applied_steps_count)
         VALUES ('x', 'x', '29990101000000_future', now(), 1)`,
      );
      await expect(migrate(url, log)).rejects.toThrow(/newer Slipway/);
    });
  });

  test("the committed migrations lead to the schema", () => {
    const names = readdirSync("prisma/schema").filter((name) => name.endsWith(".prisma"));
    const schema = names.sort().map((name) => readFileSync(`prisma/schema/${name}`, "utf8"));
    expect(readFileSync(SCHEMA_SNAPSHOT, "utf8")).toBe(schema.join("\n"));
  });

  test("the audit trail takes no change and no deletion", async () => {
    await withDatabase(async (url, client) => {
      await migrate(url, log);
      await client.query(
        "INSERT INTO audit_events (action, subject, payload_digest) VALUES ('b.c', 'd', '')",
      );
      await expect(client.query("UPDATE audit_events SET action = 'x'")).rejects.toThrow(
        /immutable/,
      );
      await expect(client.query("DELETE FROM audit_events")).rejects.toThrow(/immutable/);
      await expect(client.query("TRUNCATE audit_events CASCADE")).rejects.toThrow(/immutable/);
    });
  });
});
