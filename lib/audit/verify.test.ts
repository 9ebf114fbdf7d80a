import pg from "pg";
import { beforeAll, beforeEach, describe, expect, test } from "vitest";
import type { Actor } from "@/lib/access/actor";
import { env } from "@/lib/core/env";
import { db } from "@/lib/db/client";
import { pool } from "@/lib/db/pool";
import { makeActor, setUpDatabase } from "@/lib/testing/database";
import { type Checkpoint, parseCheckpoints } from "./checkpoint-schema";
import { readCheckpointFile, writeCheckpoint } from "./checkpoints";
import { recordAudit } from "./record";
import { sealAudit } from "./seal";
import { verifyAudit } from "./verify";

setUpDatabase();

let actor: Actor;

beforeAll(async () => {
  actor = await makeActor();
});

const record = (subject: string) =>
  db().$transaction((tx) =>
    recordAudit(tx, actor, {
      action: "thing.changed",
      subject,
      before: { value: 1 },
      after: { value: 2, "odd key": "\ud800 \0" },
    }),
  );

/** What the owner of the database can do: every trigger is off. */
async function asOwner(statement: string, values: unknown[] = []): Promise<void> {
  const client = new pg.Client({ connectionString: env().DATABASE_URL });
  await client.connect();
  await client.query("SET session_replication_role = replica");
  await client.query(statement, values);
  await client.end();
}

const TABLES = ["audit_events", "audit_payloads", "audit_chain", "audit_unsealed"] as const;

describe("tampering by the owner of the database", () => {
  let middle: { seq: number; event_id: number };
  let outside: Checkpoint[];

  beforeAll(async () => {
    for (let index = 0; index < 10; index += 1) await record(`thing ${index}`);
    await sealAudit();
    for (const table of TABLES) await asOwner(`CREATE TABLE kept_${table} AS TABLE ${table}`);
    const checkpoint = await writeCheckpoint();
    outside = checkpoint ? [checkpoint] : [];
    const { rows } = await pool().query("SELECT seq, event_id FROM audit_chain WHERE seq = 5");
    middle = rows[0];
  });

  beforeEach(async () => {
    for (const table of TABLES) {
      await asOwner(`DELETE FROM ${table}`);
      await asOwner(`INSERT INTO ${table} SELECT * FROM kept_${table}`);
    }
    expect(await verifyAudit({ outside })).toMatchObject({
      isIntact: true,
      verified: 10,
      checkpoints: 1,
    });
  });

  const broken = async () => (await verifyAudit()).firstBreak;

  test("names the row whose event was changed", async () => {
    await asOwner("UPDATE audit_events SET action = 'x.y' WHERE id = $1", [middle.event_id]);
    expect(await broken()).toEqual({
      seq: 5,
      eventId: middle.event_id,
      reason: "its event was changed",
    });
  });

  test.each([
    ["at", "at + interval '1 second'"],
    ["user_id", "gen_random_uuid()"],
    ["workspace_id", "NULL"],
    ["role", "'viewer'"],
    ["credential", "'token:x'"],
    ["subject", "'thing 99'"],
    ["payload_digest", "'\\x00'"],
  ])("sees a change of %s", async (column, value) => {
    await asOwner(`UPDATE audit_events SET ${column} = ${value} WHERE id = $1`, [middle.event_id]);
    expect(await broken()).toMatchObject({ seq: 5, reason: "its event was changed" });
  });

  test("names the row whose payload was changed or taken away", async () => {
    await asOwner(
      `UPDATE audit_payloads SET content = replace(content::text, '"value":2', '"value":3')::json WHERE event_id = $1`,
      [middle.event_id],
    );
    expect(await broken()).toMatchObject({ seq: 5, reason: "its payload was changed" });
    await asOwner("DELETE FROM audit_payloads WHERE event_id = $1", [middle.event_id]);
    expect(await broken()).toMatchObject({
      seq: 5,
      reason: expect.stringMatching(/payload is gone/),
    });
  });

  test("names the row whose event was deleted", async () => {
    await asOwner("DELETE FROM audit_events WHERE id = $1", [middle.event_id]);
    expect(await broken()).toMatchObject({ seq: 5, reason: "its event was deleted" });
  });

  test("names the row that was deleted from the chain with its event", async () => {
    await asOwner("DELETE FROM audit_chain WHERE seq = 5");
    await asOwner("DELETE FROM audit_payloads WHERE event_id = $1", [middle.event_id]);
    await asOwner("DELETE FROM audit_events WHERE id = $1", [middle.event_id]);
    expect(await broken()).toMatchObject({ seq: 5, reason: expect.stringMatching(/was deleted/) });
    await asOwner("UPDATE audit_chain SET seq = seq - 1 WHERE seq > 5");
    expect(await broken()).toMatchObject({
      seq: 5,
      reason: expect.stringMatching(/does not continue/),
    });
  });

  test("names the first row that was put in another order", async () => {
    await asOwner("UPDATE audit_chain SET event_id = -event_id WHERE seq IN (5, 6)");
    await asOwner(
      "UPDATE audit_chain SET event_id = CASE seq WHEN 5 THEN $1::bigint + 1 ELSE $1::bigint END WHERE seq IN (5, 6)",
      [middle.event_id],
    );
    expect(await broken()).toMatchObject({ seq: 5, reason: "its event was changed" });
  });

  test("finds an event that was inserted past the application", async () => {
    await asOwner(
      "INSERT INTO audit_events (id, action, subject, payload_digest) VALUES (999999, 'a.b', 'c', '')",
    );
    expect(await broken()).toMatchObject({ seq: null, eventId: 999_999 });
  });

  test("finds an event that was deleted before it had its place", async () => {
    await asOwner("INSERT INTO audit_unsealed (event_id) VALUES (888888)");
    expect(await broken()).toMatchObject({ seq: null, eventId: 888_888 });
  });

  const cutTail = async () => {
    await asOwner("DELETE FROM audit_chain WHERE seq > 7");
    for (const [table, column] of [
      ["audit_payloads", "event_id"],
      ["audit_events", "id"],
    ])
      await asOwner(`DELETE FROM ${table} WHERE ${column} > $1`, [middle.event_id + 2]);
  };

  test("finds a tail that was cut off behind a checkpoint", async () => {
    await cutTail();
    expect(await broken()).toMatchObject({ seq: 8, reason: expect.stringMatching(/tail was cut/) });
  });

  test("finds it by a checkpoint kept elsewhere when those of the installation are gone too", async () => {
    const stored = await readCheckpointFile();
    expect(stored).toEqual(outside);
    await cutTail();
    await asOwner("CREATE TABLE kept_checkpoints AS TABLE audit_checkpoints");
    await asOwner("DELETE FROM audit_checkpoints");
    const { SLIPWAY_DATA } = env();
    env().SLIPWAY_DATA = `${SLIPWAY_DATA}/elsewhere`;
    try {
      expect(await verifyAudit()).toMatchObject({ isIntact: true, verified: 7 });
      const file = outside.map((line) => JSON.stringify(line)).join("\n");
      expect((await verifyAudit({ outside: parseCheckpoints(file) })).firstBreak).toMatchObject({
        seq: 8,
      });
    } finally {
      env().SLIPWAY_DATA = SLIPWAY_DATA;
      await asOwner("INSERT INTO audit_checkpoints SELECT * FROM kept_checkpoints");
    }
  });

  test("finds a chain that was rewritten from a changed event on", async () => {
    await asOwner("UPDATE audit_events SET subject = 'thing 99' WHERE id = $1", [middle.event_id]);
    await asOwner("DELETE FROM audit_chain WHERE seq >= 5");
    await asOwner("INSERT INTO audit_unsealed SELECT id FROM audit_events WHERE id >= $1", [
      middle.event_id,
    ]);
    expect(await broken()).toMatchObject({
      seq: 10,
      reason: expect.stringMatching(/not what the checkpoint/),
    });
  });

  test("refuses a checkpoint that was made up", async () => {
    const forged = outside.map((checkpoint) => ({ ...checkpoint, hash: "00".repeat(32) }));
    expect((await verifyAudit({ outside: forged })).firstBreak).toMatchObject({
      seq: 10,
      reason: expect.stringMatching(/not validly signed/),
    });
    expect(() => parseCheckpoints('\n{"seq":1}')).toThrow("Line 2 of the checkpoints");
  });
});

describe("the chain", () => {
  test("has no fork and no gap when 32 writers and several sealers work at once", async () => {
    const before = await db().auditEvent.count();
    let isWriting = true;
    const sealers = Array.from({ length: 3 }, async () => {
      while (isWriting) await sealAudit();
    });
    await Promise.all(
      Array.from({ length: 32 }, async (_, writer) => {
        for (let round = 0; round < 10; round += 1) await record(`writer ${writer}.${round}`);
      }),
    );
    isWriting = false;
    await Promise.all(sealers);
    const result = await verifyAudit();
    expect(result).toMatchObject({ isIntact: true, verified: before + 320 });
    expect(await db().auditUnsealed.count()).toBe(0);
    const { rows } = await pool().query(
      "SELECT 1 FROM audit_chain GROUP BY prev_hash HAVING count(*) > 1",
    );
    expect(rows).toEqual([]);
  });

  test("holds nothing of a transaction that was rolled back", async () => {
    const before = await verifyAudit();
    await expect(
      db().$transaction(async (tx) => {
        await recordAudit(tx, actor, { action: "thing.changed", subject: "thing x" });
        throw new Error("changed my mind");
      }),
    ).rejects.toThrow("changed my mind");
    expect(await verifyAudit()).toEqual(before);
  });

  test("goes on where it was after a restart in the middle of sealing", async () => {
    await record("thing before");
    const client = new pg.Client({ connectionString: env().DATABASE_URL });
    await client.connect();
    client.on("error", () => undefined);
    await client.query("BEGIN");
    await client.query("SELECT pg_advisory_xact_lock(4711010)");
    await client.query(
      `INSERT INTO audit_chain (seq, event_id, prev_hash, hash)
       SELECT 1000000, event_id, '', '' FROM audit_unsealed LIMIT 1`,
    );
    const { rows } = await client.query<{ pid: number }>("SELECT pg_backend_pid() AS pid");
    await pool().query("SELECT pg_terminate_backend($1)", [rows[0]?.pid]);
    await record("thing after");
    expect(await verifyAudit()).toMatchObject({ isIntact: true });
    expect(await db().auditUnsealed.count()).toBe(0);
  });

  test("holds no e-mail address, whoever forgets", async () => {
    await record("member somebody@example.org");
    const event = await db().auditEvent.findFirstOrThrow({
      orderBy: { id: "desc" },
      include: { payload: true },
    });
    expect(event.subject).toMatch(/^member [0-9a-f]{16}$/);
    expect(event.payload?.content).toMatchObject({
      actor: actor.email,
      label: "member somebody@example.org",
    });
  });

  test("takes no change, whoever connects, unless triggers are off", async () => {
    await sealAudit();
    for (const table of ["audit_events", "audit_payloads", "audit_chain", "audit_checkpoints"]) {
      await expect(pool().query(`DELETE FROM ${table}`)).rejects.toThrow(/immutable/);
      await expect(pool().query(`TRUNCATE ${table} CASCADE`)).rejects.toThrow(/immutable/);
    }
    await expect(pool().query("UPDATE audit_chain SET hash = ''")).rejects.toThrow(/immutable/);
    await expect(pool().query("UPDATE audit_payloads SET salt = ''")).rejects.toThrow(/immutable/);
  });
});
