import { spawnSync } from "node:child_process";
import { mkdtemp, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import pg from "pg";
import { beforeAll, describe, expect, test } from "vitest";
import { env } from "@/lib/core/env";
import { db } from "@/lib/db/client";
import { pool } from "@/lib/db/pool";
import { makeActor, setUpDatabase } from "@/lib/testing/database";
import { makeFinishedRun } from "@/lib/testing/finished-run";
import { writeCheckpoint } from "./checkpoints";
import { recordAudit } from "./record";
import { sealAudit } from "./seal";

setUpDatabase();

/** What `npm run audit:verify` does, as a process of its own. */
function verify(...args: string[]) {
  const { DATABASE_URL, SLIPWAY_DATA } = env();
  const { status, stdout } = spawnSync(
    process.execPath,
    ["--conditions=react-server", "--import", "tsx", "scripts/verify-audit.ts", ...args],
    {
      encoding: "utf8",
      env: { NODE_ENV: "test", DATABASE_URL, SLIPWAY_DATA, LOG_LEVEL: "silent" },
    },
  );
  return { status, stdout };
}

/** What the owner of the database can do: every trigger is off, and everything is put back afterwards. */
async function tampered<T>(statements: readonly string[], look: () => T): Promise<T> {
  const tables = ["audit_events", "audit_payloads", "audit_chain", "metric_points"];
  const client = new pg.Client({ connectionString: env().DATABASE_URL });
  await client.connect();
  await client.query("SET session_replication_role = replica");
  for (const table of tables)
    await client.query(`CREATE TEMP TABLE kept_${table} AS TABLE ${table}`);
  try {
    for (const statement of statements) await client.query(statement);
    return look();
  } finally {
    for (const table of tables) {
      await client.query(`DELETE FROM ${table}`);
      await client.query(`INSERT INTO ${table} SELECT * FROM kept_${table}`);
    }
    await client.end();
  }
}

let runUuid: string;
let kept: string;

beforeAll(async () => {
  const actor = await makeActor();
  runUuid = await makeFinishedRun(actor);
  for (let index = 0; index < 10; index += 1)
    await db().$transaction((tx) =>
      recordAudit(tx, actor, { action: "thing.changed", subject: `thing ${index}` }),
    );
  await sealAudit();
  kept = join(await mkdtemp(join(tmpdir(), "slipway-elsewhere-")), "checkpoints.jsonl");
  await writeFile(kept, JSON.stringify(await writeCheckpoint()));
});

const FIFTH = "(SELECT event_id FROM audit_chain WHERE seq = 5)";
const HASH = "decode(repeat('00', 32), 'hex')";

describe("npm run audit:verify", () => {
  test("ends with 0 and says what was verified", () => {
    const { status, stdout } = verify("--checkpoints", kept);
    expect(stdout).toContain("The audit trail is intact.");
    expect(stdout).toContain("The metrics of 1 finished runs are as they were sealed.");
    expect(status).toBe(0);
  });

  test.each([
    ["a changed row", [`UPDATE audit_events SET role = 'viewer' WHERE id = ${FIFTH}`], 5],
    ["a deleted row", [`DELETE FROM audit_events WHERE id = ${FIFTH}`], 5],
    ["a deleted link", ["DELETE FROM audit_chain WHERE seq = 5"], 5],
    ["a forged hash", [`UPDATE audit_chain SET hash = ${HASH} WHERE seq = 5`], 5],
    [
      "rows in another order",
      [
        "UPDATE audit_chain SET event_id = -event_id WHERE seq IN (5, 6)",
        "UPDATE audit_chain c SET event_id = -o.event_id FROM audit_chain o WHERE (c.seq, o.seq) IN ((5, 6), (6, 5))",
      ],
      5,
    ],
    [
      "a tail cut off behind a checkpoint",
      [
        "DELETE FROM audit_events WHERE id IN (SELECT event_id FROM audit_chain WHERE seq > 7)",
        "DELETE FROM audit_chain WHERE seq > 7",
      ],
      8,
    ],
  ])("names %s and ends with 1", async (_, statements, row) => {
    const { status, stdout } = await tampered(statements, () => verify("--checkpoints", kept));
    expect(stdout).toContain(`BROKEN. Row ${row} of the chain`);
    expect(status).toBe(1);
  });

  test("names the finished run of which one point was changed", async () => {
    const change = "UPDATE metric_points SET value = value + 1 WHERE step = 0";
    const { status, stdout } = await tampered([change], () => verify());
    expect(stdout).toContain("The audit trail is intact.");
    expect(stdout).toContain(`BROKEN. Run ${runUuid}`);
    expect(status).toBe(1);
  });

  test("leaves everything as it was", async () => {
    expect(verify().status).toBe(0);
    const { rows } = await pool().query("SELECT count(*) AS links FROM audit_chain");
    expect(rows[0].links).toBeGreaterThan(10);
  });
});
