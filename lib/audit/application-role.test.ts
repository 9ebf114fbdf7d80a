import { readFile } from "node:fs/promises";
import pg from "pg";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { env, settleEnv } from "@/lib/core/env";
import { closeDatabase, db } from "@/lib/db/client";
import { migrate } from "@/lib/db/migrate";
import { closePool, pool } from "@/lib/db/pool";
import { makeActor, setUpDatabase } from "@/lib/testing/database";
import { writeCheckpoint } from "./checkpoints";
import { recordAudit } from "./record";
import { verifyAudit } from "./verify";

setUpDatabase();

const quiet = { info: () => undefined };
let ownerUrl = "";

async function asOwner(statement: string): Promise<void> {
  const client = new pg.Client({ connectionString: ownerUrl });
  await client.connect();
  await client.query(statement);
  await client.end();
}

beforeAll(async () => {
  ownerUrl = env().DATABASE_URL ?? "";
  const script = await readFile("docs/application-role.sql", "utf8");
  await asOwner(script);
  await asOwner(script);
  await asOwner("ALTER ROLE slipway_app PASSWORD 'of-the-tests'");
  const url = new URL(ownerUrl);
  url.username = "slipway_app";
  url.password = "of-the-tests";
  settleEnv({ DATABASE_URL: url.href });
});

afterAll(async () => {
  await closeDatabase();
  await closePool();
  await asOwner("DROP OWNED BY slipway_app");
});

describe("as the role of the application", () => {
  test("a database that is up to date starts, commands are recorded, sealed, signed and verified", async () => {
    await migrate(env().DATABASE_URL ?? "", quiet);
    const actor = await makeActor();
    await db().$transaction((tx) =>
      recordAudit(tx, actor, { action: "thing.changed", subject: "thing 1" }),
    );
    expect(await verifyAudit()).toMatchObject({ isIntact: true, verified: 1 });
    expect(await writeCheckpoint()).toMatchObject({ seq: 1 });
  });

  test.each([
    "UPDATE audit_events SET role = 'viewer'",
    "DELETE FROM audit_events",
    "TRUNCATE audit_events",
    "UPDATE audit_chain SET hash = ''",
    "DELETE FROM audit_chain",
    "DELETE FROM audit_checkpoints",
    "UPDATE audit_payloads SET salt = ''",
    "ALTER TABLE audit_events DISABLE TRIGGER USER",
    "SET session_replication_role = replica",
    "DROP TABLE audit_payloads",
  ])("refuses %s", async (statement) => {
    await expect(pool().query(statement)).rejects.toThrow(/permission denied|must be owner/);
  });

  test("a payload goes only with an erasure that says so", async () => {
    await expect(pool().query("DELETE FROM audit_payloads")).rejects.toThrow(/immutable/);
  });
});
