/** What the server itself costs: to start, to answer over a connection that stays open, to answer at length. */
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import pg from "pg";
import { peakMiB, residentMiB } from "./support/memory";
import { type Request, sendInTurn } from "./support/raw-requests";
import { type Measurement, measurement, median, report } from "./support/report";
import { freePort, type Served, serve, stop } from "./support/server";
import { HEADERS, HEADLESS, makeExperiment, makeRun, serveSlipway } from "./support/slipway";

const DATABASE_URL = process.env.DATABASE_URL ?? "";
const START_MS = 5_000;
/** What an answer waits when its end is held back until its beginning is acknowledged. */
const DELAYED_ACK_MS = 40;
const ANSWERS = 200;
const POINTS = 1_000_000;

async function npmStart(dataFolder: string, path: string): Promise<Served> {
  return serve({
    program: "npm",
    args: ["start", "--silent"],
    port: await freePort(),
    path,
    // Its own embedded PostgreSQL, as on a machine where nothing is configured.
    env: { ...HEADLESS, DATABASE_URL: "", SLIPWAY_DATA: dataFolder },
  });
}

async function starts(): Promise<Measurement[]> {
  const dataFolder = await mkdtemp(join(tmpdir(), "slipway-start-"));
  try {
    await stop(await npmStart(dataFolder, "/ready"));
    const times: Record<string, number> = {};
    for (const path of ["/health", "/ready"]) {
      const started = performance.now();
      const served = await npmStart(dataFolder, path);
      times[path] = performance.now() - started;
      await stop(served);
    }
    return Object.entries(times).map(([path, time]) =>
      measurement(
        `first 200 of ${path} after npm start on a migrated folder against 5 s`,
        time / START_MS,
        1,
        { time: `${time.toFixed(0)} ms` },
      ),
    );
  } finally {
    await rm(dataFolder, { recursive: true, force: true });
  }
}

async function answers(served: Served, runId: string): Promise<Measurement[]> {
  const cases: Record<string, (index: number) => Request> = {
    "log-metric": (step) => ({
      method: "POST",
      path: "/api/2.0/mlflow/runs/log-metric",
      body: { run_id: runId, key: "loss", value: step, timestamp: step, step },
    }),
    "runs/get": () => ({ method: "GET", path: `/api/2.0/mlflow/runs/get?run_id=${runId}` }),
  };
  const found: Measurement[] = [];
  for (const [name, request] of Object.entries(cases)) {
    const requests = Array.from({ length: ANSWERS }, (_, index) => request(index));
    const { times, pieces } = await sendInTurn(served, requests);
    found.push(
      measurement(
        `${name}, one after the other on one connection: pieces an answer comes in`,
        pieces / ANSWERS,
        1,
      ),
      measurement(
        `the same: time of an answer against the ${DELAYED_ACK_MS} ms of a delayed acknowledgement`,
        median(times) / DELAYED_ACK_MS,
        0.5,
        { median: `${median(times).toFixed(1)} ms` },
      ),
    );
  }
  return found;
}

async function fillHistory(runId: string): Promise<void> {
  const client = new pg.Client({ connectionString: DATABASE_URL });
  await client.connect();
  await client.query(
    `WITH k AS (INSERT INTO attribute_keys (workspace_id, name) SELECT workspace_id, 'long' FROM runs WHERE uuid = $1 RETURNING id),
       s AS (INSERT INTO metric_series (run_id, key_id, experiment_id, points, last_value, last_step, last_time, min_value,
         min_step, max_value, max_step, first_step, first_time, is_monotone)
       SELECT r.id, k.id, r.experiment_id, $2::int, 0, $2::int - 1, $2::int - 1, 0, 0, 1, 0, 0, 0, true FROM runs r, k WHERE r.uuid = $1
       RETURNING run_id, key_id)
     INSERT INTO metric_points (run_id, key_id, step, time, value)
     SELECT s.run_id, s.key_id, n, n, 1 / (1 + n / 1000.0) FROM s, generate_series(0, $2::int - 1) AS n`,
    [runId, POINTS],
  );
  await client.query("ANALYZE");
  await client.end();
}

async function readHistory({ url }: Served, runId: string): Promise<number> {
  const response = await fetch(
    `${url}/api/2.0/mlflow/metrics/get-history?run_id=${runId}&metric_key=long`,
    { headers: HEADERS },
  );
  if (!response.ok || !response.body) throw new Error(`The history answered ${response.status}.`);
  let bytes = 0;
  await response.body.pipeTo(
    new WritableStream({
      write: (piece) => {
        bytes += piece.length;
      },
    }),
  );
  return bytes;
}

async function longAnswer(served: Served, runId: string): Promise<Measurement> {
  await fillHistory(runId);
  const before = await residentMiB(served.child.pid);
  const bytes = await readHistory(served, runId);
  const peak = await peakMiB(served.child.pid);
  return measurement(
    "a history of 1,000,000 points in one answer: greatest resident memory against before",
    peak / before,
    1.5,
    {
      before: `${before.toFixed(0)} MiB`,
      peak: `${peak.toFixed(0)} MiB`,
      answer: `${(bytes / 2 ** 20).toFixed(0)} MiB`,
    },
  );
}

async function main(): Promise<void> {
  const found = await starts();
  const served = await serveSlipway();
  try {
    const runId = await makeRun(served, await makeExperiment(served));
    found.push(...(await answers(served, runId)), await longAnswer(served, runId));
  } finally {
    await stop(served);
  }
  await report("server", found);
}

main().catch((error: unknown) => {
  console.error(error);
  process.exit(1);
});
