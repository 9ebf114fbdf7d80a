/**
 * What logging costs: one point a request against a bare `node:http` server that does the same group-committed insert,
 * and a thousand points a batch against COPY into the same table.
 */
import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { readFile } from "node:fs/promises";
import { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";
import autocannon from "autocannon";
import pg from "pg";
import { from as copyFrom } from "pg-copy-streams";
import { type Measurement, measurement, report } from "./support/report";

const TOKEN = "a-token-for-the-benchmarks-only";
const CONNECTIONS = 32;
const SECONDS = 8;
const DATABASE_URL = process.env.DATABASE_URL ?? "";

interface Served {
  url: string;
  child: ChildProcess;
}

async function serve(args: string[], port: number, env: Record<string, string>): Promise<Served> {
  const url = `http://127.0.0.1:${port}`;
  const child = spawn(process.execPath, args, {
    stdio: ["ignore", "ignore", "inherit"],
    env: { ...process.env, PORT: String(port), ...env },
  });
  const deadline = Date.now() + 60_000;
  while (child.exitCode === null && Date.now() < deadline) {
    const response = await fetch(`${url}/ready`).catch(() => null);
    if (response?.ok) return { url, child };
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  throw new Error(`${args[0]} did not become ready.`);
}

async function stop({ child }: Served): Promise<void> {
  const ended = once(child, "exit");
  child.kill("SIGTERM");
  await ended;
}

const headers = { authorization: `Bearer ${TOKEN}`, "content-type": "application/json" };

async function call<T>(url: string, path: string, body: object): Promise<T> {
  const response = await fetch(`${url}/api/2.0/mlflow/${path}`, {
    method: "POST",
    headers,
    body: JSON.stringify(body),
  });
  if (!response.ok) throw new Error(`${path} answered ${response.status}`);
  // The protocol says what the answer holds; the caller names the part it reads.
  return (await response.json()) as T;
}

async function makeRuns(url: string, count: number): Promise<string[]> {
  const { experiment_id } = await call<{ experiment_id: string }>(url, "experiments/create", {
    name: `bench ${Date.now()}`,
  });
  const runs: string[] = [];
  for (let index = 0; index < count; index += 1) {
    const { run } = await call<{ run: { info: { run_id: string } } }>(url, "runs/create", {
      experiment_id,
      start_time: 1,
    });
    runs.push(run.info.run_id);
  }
  return runs;
}

/** Requests a second that were answered 200, one new point each. */
async function pointsPerSecond(url: string, runs: readonly string[]): Promise<number> {
  let step = 0;
  const result = await autocannon({
    url: `${url}/api/2.0/mlflow/runs/log-metric`,
    method: "POST",
    connections: CONNECTIONS,
    duration: SECONDS,
    headers,
    requests: [
      {
        setupRequest: (request) => {
          step += 1;
          const run_id = runs[step % runs.length];
          const point = { run_id, key: "loss", value: step, timestamp: step, step };
          return { ...request, body: JSON.stringify(point) };
        },
      },
    ],
  });
  if (result.non2xx > 0 || result.errors > 0)
    throw new Error(`${result.non2xx} requests were refused, ${result.errors} broke.`);
  return result["2xx"] / result.duration;
}

/** By turns, so that whatever else the machine does falls on both alike; the better of each side's rounds counts. */
async function compareServers(ours: Served, bare: Served, runs: readonly string[]) {
  const best = { ours: 0, bare: 0 };
  for (let round = 0; round < 3; round += 1) {
    best.bare = Math.max(best.bare, await pointsPerSecond(bare.url, runs));
    best.ours = Math.max(best.ours, await pointsPerSecond(ours.url, runs));
  }
  return best;
}

async function singlePoints(ours: Served, runs: readonly string[]): Promise<Measurement> {
  const bare = await serve(
    ["--conditions=react-server", "--import", "tsx", "bench/support/bare-server.ts"],
    4701,
    {},
  );
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

async function batchRows(url: string, runs: readonly string[]): Promise<number> {
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
      await call(url, "runs/log-batch", { run_id: runs[index % runs.length], metrics });
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
    best.ours = Math.max(best.ours, await batchRows(ours.url, runs));
  }
  return measurement(
    "log-batch of 1,000 points: rows a second by COPY into the same table against ours",
    best.copy / best.ours,
    2,
    { ours: `${best.ours.toFixed(0)} rows/s`, copy: `${best.copy.toFixed(0)} rows/s` },
  );
}

/** Resident memory of a process in MiB, where the system tells (Linux). */
async function residentMiB(pid: number | undefined): Promise<number> {
  const status = await readFile(`/proc/${pid}/status`, "utf8").catch(() => "");
  return Number(/VmRSS:\s+(\d+)/.exec(status)?.[1] ?? Number.NaN) / 1024;
}

async function main(): Promise<void> {
  const started = performance.now();
  const ours = await serve(["dist/server.mjs"], 4700, {
    NODE_ENV: "production",
    SLIPWAY_ADMIN_EMAIL: "bench@example.org",
    SLIPWAY_ADMIN_PASSWORD: "a password of the benchmarks",
    SLIPWAY_ADMIN_TOKEN: TOKEN,
  });
  const readyMs = performance.now() - started;
  const runs = await makeRuns(ours.url, 8);
  await pointsPerSecond(ours.url, runs);
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
    measurement("time to ready of a built server against 5 s", readyMs / 5_000, 1, {
      ready: `${readyMs.toFixed(0)} ms`,
    }),
  );
  await report("ingest", found);
}

main().catch((error: unknown) => {
  console.error(error);
  process.exit(1);
});
