/**
 * What logging costs: one point a request against a bare `node:http` server that does the same group-committed insert,
 * and a thousand points a batch against COPY into the same table.
 */
import { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";
import pg from "pg";
import { from as copyFrom } from "pg-copy-streams";
import { pointsPerSecond } from "./support/log-points";
import { residentMiB } from "./support/memory";
import { type Measurement, measurement, report } from "./support/report";
import { freePort, type Served, serve, stop } from "./support/server";
import { call, makeExperiment, makeRun, serveSlipway } from "./support/slipway";

const DATABASE_URL = process.env.DATABASE_URL ?? "";

async function makeRuns(served: Served, count: number): Promise<string[]> {
  const experimentId = await makeExperiment(served);
  const runs: string[] = [];
  for (let index = 0; index < count; index += 1) runs.push(await makeRun(served, experimentId));
  return runs;
}

/** By turns, so that whatever else the machine does falls on both alike; the better of each side's rounds counts. */
async function compareServers(ours: Served, bare: Served, runs: readonly string[]) {
  const best = { ours: 0, bare: 0 };
  for (let round = 0; round < 3; round += 1) {
    best.bare = Math.max(best.bare, await pointsPerSecond(bare, runs));
    best.ours = Math.max(best.ours, await pointsPerSecond(ours, runs));
  }
  return best;
}

async function singlePoints(ours: Served, runs: readonly string[]): Promise<Measurement> {
  const bare = await serve({
    program: process.execPath,
    args: ["--conditions=react-server", "--import", "tsx", "bench/support/bare-server.ts"],
    port: await freePort(),
    path: "/ready",
    env: {},
  });
  try {
    const best = await compareServers(ours, bare, runs);
    return measurement(
      "log-metric, one point a request, 32 connections: a bare node:http server with the same group commit against ours",
      best.bare / best.ours,
      2,
      { ours: `${best.ours.toFixed(0)}/s`, bare: `${best.bare.toFixed(0)}/s` },
    );
  } finally {
    await stop(bare);
  }
}

const BATCHES = 60;
const POINTS = 1_000;

async function batchRows(served: Served, runs: readonly string[]): Promise<number> {
  const started = performance.now();
  const queue = Array.from({ length: BATCHES }, (_, index) => index);
  const send = async () => {
    for (let index = queue.shift(); index !== undefined; index = queue.shift()) {
      const base = index * POINTS + Math.floor(started) * 1_000;
      const metrics = Array.from({ length: POINTS }, (_, point) => ({
        key: `batch_${point % 10}`,
        value: point,
        timestamp: base + point,
        step: base + point,
      }));
      await call(served, "runs/log-batch", { run_id: runs[index % runs.length], metrics });
    }
  };
  await Promise.all(Array.from({ length: 4 }, send));
  return (BATCHES * POINTS) / ((performance.now() - started) / 1000);
}

/** COPY of as many rows into a table like that of the points, with its index. */
async function copyRows(): Promise<number> {
  const client = new pg.Client({ connectionString: DATABASE_URL });
  await client.connect();
  try {
    await client.query("CREATE TABLE copied (LIKE metric_points INCLUDING ALL)");
    const rows = Array.from(
      { length: BATCHES * POINTS },
      (_, index) => `${index % 8}\t${index % 10}\t${index}\t${index}\t${index}\n`,
    );
    const started = performance.now();
    const target = client.query(
      copyFrom("COPY copied (run_id, key_id, step, time, value) FROM STDIN"),
    );
    await pipeline(Readable.from(rows), target);
    const seconds = (performance.now() - started) / 1000;
    await client.query("DROP TABLE copied");
    return rows.length / seconds;
  } finally {
    await client.end();
  }
}

async function batches(ours: Served, runs: readonly string[]): Promise<Measurement> {
  const best = { ours: 0, copy: 0 };
  for (let round = 0; round < 3; round += 1) {
    best.copy = Math.max(best.copy, await copyRows());
    best.ours = Math.max(best.ours, await batchRows(ours, runs));
  }
  return measurement(
    "log-batch of 1,000 points: rows a second by COPY into the same table against ours",
    best.copy / best.ours,
    2,
    { ours: `${best.ours.toFixed(0)} rows/s`, copy: `${best.copy.toFixed(0)} rows/s` },
  );
}

async function main(): Promise<void> {
  const ours = await serveSlipway();
  const runs = await makeRuns(ours, 8);
  await pointsPerSecond(ours, runs);
  const before = await residentMiB(ours.child.pid);
  const found = [await singlePoints(ours, runs), await batches(ours, runs)];
  const after = await residentMiB(ours.child.pid);
  await stop(ours);
  found.push(
    measurement("resident memory after the bench against before", after / before, 1.5, {
      before: `${before.toFixed(0)} MiB`,
      after: `${after.toFixed(0)} MiB`,
    }),
    measurement("resident memory after the bench against 400 MiB", after / 400, 1, {}),
  );
  await report("ingest", found);
}

main().catch((error: unknown) => {
  console.error(error);
  process.exit(1);
});
