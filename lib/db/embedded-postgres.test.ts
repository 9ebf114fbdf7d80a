import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import pg from "pg";
import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { findPostmaster } from "./embedded-cluster";
import { type EmbeddedPostgres, startEmbeddedPostgres } from "./embedded-postgres";

const log = { info: () => undefined, warn: () => undefined };
let dataFolder: string;
let running: EmbeddedPostgres[] = [];

async function startHere(): Promise<EmbeddedPostgres> {
  const postgres = await startEmbeddedPostgres({ dataFolder, log });
  running.push(postgres);
  return postgres;
}

async function query(url: string, text: string): Promise<unknown[]> {
  const client = new pg.Client({ connectionString: url });
  client.on("error", () => undefined);
  await client.connect();
  try {
    return (await client.query(text)).rows;
  } finally {
    await client.end();
  }
}

beforeEach(async () => {
  dataFolder = await mkdtemp(join(tmpdir(), "slipway-postgres-"));
});
afterEach(async () => {
  for (const postgres of running) await postgres.stop().catch(() => undefined);
  running = [];
  await rm(dataFolder, { recursive: true, force: true });
});

async function killPostmaster(): Promise<void> {
  const postmaster = await findPostmaster(join(dataFolder, "postgres"));
  if (postmaster) process.kill(postmaster.pid, "SIGKILL");
}

describe("the embedded PostgreSQL", () => {
  test("keeps what was written over a stop and a start", async () => {
    const first = await startHere();
    await query(first.url, "CREATE TABLE kept AS SELECT 42 AS answer");
    await first.stop();
    const second = await startHere();
    expect(await query(second.url, "SELECT answer FROM kept")).toEqual([{ answer: 42 }]);
  });

  test("comes back by itself at the same address when it is killed, with every committed row", async () => {
    const postgres = await startHere();
    await query(postgres.url, "CREATE TABLE kept AS SELECT 1 AS n");
    await killPostmaster();
    const rows = await vi.waitFor(() => query(postgres.url, "SELECT n FROM kept"), {
      timeout: 30_000,
      interval: 100,
    });
    expect(rows).toEqual([{ n: 1 }]);
  });

  test("refuses a data folder that another Slipway uses", async () => {
    await startHere();
    await expect(startHere()).rejects.toThrow("Another Slipway already uses the data folder");
  });

  test("starts over a lock file that a killed server left behind", async () => {
    await (await startHere()).stop();
    // The process id of something that is alive and is not PostgreSQL.
    const lock = `${process.pid}\n${join(dataFolder, "postgres")}\n0\n5432\n\n127.0.0.1\n`;
    await writeFile(join(dataFolder, "postgres", "postmaster.pid"), lock);
    const again = await startHere();
    expect(await query(again.url, "SELECT 1 AS n")).toEqual([{ n: 1 }]);
  });

  test("never runs against a folder of another major version, and says so", async () => {
    await (await startHere()).stop();
    const file = join(dataFolder, "postgres", "PG_VERSION");
    const version = await readFile(file, "utf8");
    await writeFile(file, "14\n");
    await expect(startHere()).rejects.toThrow(/written by PostgreSQL 14/);
    expect(await readFile(file, "utf8")).toBe("14\n");
    await writeFile(file, version);
  });
});
