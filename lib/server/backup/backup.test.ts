import { randomUUID } from "node:crypto";
import { mkdtemp, readdir, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Readable } from "node:stream";
import { text } from "node:stream/consumers";
import pg from "pg";
import { afterAll, beforeAll, describe, expect, inject, test } from "vitest";
import { env, settleEnv } from "@/lib/core/env";
import { createExperiment } from "@/lib/experiments/commands";
import { logBatch, logMetric } from "@/lib/runs/commands/log-batch";
import { createRun } from "@/lib/runs/commands/run-lifecycle";
import { artifactStore, forgetArtifactStore } from "@/lib/storage/artifact-store";
import { makeActor, setUpDatabase } from "@/lib/testing/database";
import { backUp } from "./back-up";
import { restore } from "./restore";

setUpDatabase();

const quiet = () => undefined;
const databases: string[] = [];
let folder: string;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "slipway-backup-"));
});
afterAll(async () => {
  await rm(folder, { recursive: true, force: true });
  const client = new pg.Client({ connectionString: `${inject("postgresUrl")}/postgres` });
  await client.connect();
  for (const name of databases) await client.query(`DROP DATABASE ${name} WITH (FORCE)`);
  await client.end();
});

async function makeEmptyDatabase(): Promise<string> {
  const name = `restored_${randomUUID().replaceAll("-", "")}`;
  databases.push(name);
  const client = new pg.Client({ connectionString: `${inject("postgresUrl")}/postgres` });
  await client.connect();
  await client.query(`CREATE DATABASE ${name}`);
  await client.end();
  return `${inject("postgresUrl")}/${name}`;
}

async function query(url: string, statement: string) {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    return (await client.query(statement)).rows;
  } finally {
    await client.end();
  }
}

async function makeRunWithEverything() {
  const actor = await makeActor();
  const experimentId = await createExperiment(actor, { name: `kept ${randomUUID()}`, tags: [] });
  const run = await createRun(actor, {
    experimentId,
    name: "kept",
    userId: actor.email,
    startTime: 1,
    tags: [],
  });
  await logBatch(actor, {
    runUuid: run.uuid,
    metrics: [{ key: "loss", value: Number.NaN, timestamp: 1, step: 0 }],
    params: [{ key: "note", value: 'tab\t, quote " and backslash \\ and ü\nnew line' }],
    tags: [],
  });
  const path = `${run.artifactUri.replace(/^mlflow-artifacts:\/+/, "")}/model.bin`;
  await artifactStore().put(path, Readable.from([Buffer.from("weights")]));
  return { actor, run, path };
}

describe("a backup", () => {
  test("taken while writing goes on restores whole, and its sequences go on", async () => {
    const { actor, run, path } = await makeRunWithEverything();
    const target = join(folder, "busy");
    const write = (step: number) =>
      logMetric(actor, { runUuid: run.uuid, key: "busy", value: step, timestamp: step, step });
    await write(0);
    const state = { isOver: false };
    const writing = (async () => {
      for (let step = 1; !state.isOver; step += 1) await write(step);
    })();
    const source = env().DATABASE_URL ?? "";
    const manifest = await backUp(source, target, quiet);
    state.isOver = true;
    await writing;
    expect(manifest.artifacts.files).toBeGreaterThan(0);

    const restored = await makeEmptyDatabase();
    settleEnv({ SLIPWAY_DATA: join(folder, "elsewhere") });
    forgetArtifactStore();
    await restore(restored, target, quiet);

    // The summary and the points of a series are of one moment.
    expect(
      await query(
        restored,
        `SELECT s.points = (SELECT count(*) FROM metric_points p WHERE (p.run_id, p.key_id) = (s.run_id, s.key_id)) AS agrees
         FROM metric_series s`,
      ),
    ).toEqual([{ agrees: true }, { agrees: true }]);
    const params = "SELECT value FROM run_params";
    expect(await query(restored, params)).toEqual(await query(source, params));
    expect(await text((await artifactStore().get(path)).body)).toBe("weights");
    const [next] = await query(
      restored,
      `INSERT INTO experiments (workspace_id, name, artifact_location, creation_time, last_update_time)
       SELECT id, 'next', '', 0, 0 FROM workspaces LIMIT 1 RETURNING id`,
    );
    const [greatest] = await query(source, "SELECT max(id) AS id FROM experiments");
    expect(Number(next.id)).toBeGreaterThan(Number(greatest.id));
  });

  test("that was damaged is refused before anything is written", async () => {
    const target = join(folder, "damaged");
    await backUp(env().DATABASE_URL ?? "", target, quiet);
    await writeFile(join(target, "database/users.copy.gz"), "not what was written");
    const restored = await makeEmptyDatabase();
    await expect(restore(restored, target, quiet)).rejects.toThrow(/damaged: database\/users/);
    expect(await query(restored, "SELECT to_regclass('users') AS found")).toEqual([
      { found: null },
    ]);
  });

  test("is never restored over a database in use", async () => {
    const target = join(folder, "unused");
    await backUp(env().DATABASE_URL ?? "", target, quiet);
    await expect(restore(env().DATABASE_URL ?? "", target, quiet)).rejects.toThrow(
      /database already/,
    );
  });

  test("that was cut off is not taken for one", async () => {
    const cut = join(folder, "cut");
    await expect(backUp("postgresql://127.0.0.1:1/none", cut, quiet)).rejects.toThrow();
    expect(await readdir(folder)).not.toContain("cut");
    await expect(restore(await makeEmptyDatabase(), cut, quiet)).rejects.toThrow(/not a finished/);
  });
});
