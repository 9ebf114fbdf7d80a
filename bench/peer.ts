/** How much faster than MLflow's own server the same requests are answered, from the same PostgreSQL, where it is installed. */
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import pg from "pg";
import { findMlflow } from "./support/find-mlflow";
import { pointsPerSecond } from "./support/log-points";
import { compare, type Measurement, measurement, report } from "./support/report";
import { freePort, type Served, serve, stop } from "./support/server";
import { call, HEADERS, makeExperiment, makeRun, serveSlipway } from "./support/slipway";

const DATABASE_URL = process.env.DATABASE_URL ?? "";
const RUNS = 20_000;
const PAGE = 1_000;
const LEAST_SPEEDUP = 20;

/** Every run has ten metrics, ten parameters and six tags. */
const VALUES = `n, 'metric_' || k AS metric, 'param_' || k AS param, 'tag_' || k AS tag, k,
  md5('run ' || n) AS uuid, (n * 31 + k * 17) % 1000 / 1000.0 AS value`;

const INTO_MLFLOW = [
  `INSERT INTO runs (run_uuid, name, source_type, source_name, entry_point_name, user_id, status, start_time, end_time,
     source_version, lifecycle_stage, artifact_uri, experiment_id)
   SELECT md5('run ' || n), 'run-' || n, 'UNKNOWN', '', '', 'ada', 'FINISHED', 1700000000000 + n, 1700000060000 + n, '',
     'active', 'mlflow-artifacts:/bench/' || n, $1::int FROM generate_series(1, ${RUNS}) AS n`,
  `INSERT INTO latest_metrics (key, value, timestamp, step, is_nan, run_uuid)
   SELECT metric, value, 1700000000000, 1, false, uuid
   FROM (SELECT ${VALUES} FROM generate_series(1, ${RUNS}) AS n, generate_series(1, 10) AS k) AS v WHERE $1::int > 0`,
  `INSERT INTO params (key, value, run_uuid) SELECT param, value::text, uuid
   FROM (SELECT ${VALUES} FROM generate_series(1, ${RUNS}) AS n, generate_series(1, 10) AS k) AS v WHERE $1::int > 0`,
  `INSERT INTO tags (key, value, run_uuid) SELECT tag, value::text, uuid
   FROM (SELECT ${VALUES} FROM generate_series(1, ${RUNS}) AS n, generate_series(1, 6) AS k) AS v WHERE $1::int > 0`,
  "ANALYZE",
];

const NUMBERED = `(SELECT ${VALUES} FROM generate_series(1, ${RUNS}) AS n, generate_series(1, 10) AS k) AS v
  JOIN runs r ON r.uuid = v.uuid`;

const INTO_SLIPWAY = [
  `INSERT INTO attribute_keys (workspace_id, name)
   SELECT e.workspace_id, kind || '_' || k FROM experiments e, unnest(ARRAY['metric', 'param', 'tag']) AS kind,
     generate_series(1, 10) AS k WHERE e.id = $1::bigint`,
  `INSERT INTO runs (uuid, workspace_id, experiment_id, name, user_id, status, start_time, end_time, artifact_uri,
     last_activity_at)
   SELECT md5('run ' || n), e.workspace_id, e.id, 'run-' || n, 'ada', 3, 1700000000000 + n, 1700000060000 + n,
     'mlflow-artifacts:/bench/' || n, 1700000000000 FROM experiments e, generate_series(1, ${RUNS}) AS n WHERE e.id = $1::bigint`,
  `INSERT INTO metric_series (run_id, key_id, experiment_id, points, last_value, last_step, last_time, min_value, min_step,
     max_value, max_step, first_step, first_time, is_monotone)
   SELECT r.id, a.id, $1::bigint, 1, value, 1, 1700000000000, value, 1, value, 1, 1, 1700000000000, true
   FROM ${NUMBERED} JOIN attribute_keys a ON a.name = v.metric AND a.workspace_id = r.workspace_id`,
  `INSERT INTO run_params (run_id, key_id, experiment_id, value) SELECT r.id, a.id, $1::bigint, value::text
   FROM ${NUMBERED} JOIN attribute_keys a ON a.name = v.param AND a.workspace_id = r.workspace_id`,
  `INSERT INTO run_tags (run_id, key_id, experiment_id, value) SELECT r.id, a.id, $1::bigint, value::text
   FROM ${NUMBERED} JOIN attribute_keys a ON a.name = v.tag AND a.workspace_id = r.workspace_id WHERE k <= 6`,
  "ANALYZE",
];

async function fill(url: string, statements: readonly string[], id: string): Promise<void> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  for (const text of statements) await client.query(text, text.includes("$1") ? [id] : []);
  await client.end();
}

async function makeDatabase(name: string): Promise<string> {
  const client = new pg.Client({ connectionString: DATABASE_URL });
  await client.connect();
  await client.query(`CREATE DATABASE ${name}`);
  await client.end();
  const url = new URL(DATABASE_URL);
  url.pathname = `/${name}`;
  return url.href;
}

interface Found {
  runs: { data: { metrics: unknown[]; params: unknown[]; tags: unknown[] } }[];
}

function checkPage({ runs }: Found): void {
  const isWhole = runs.every(
    ({ data }) => data.metrics.length === 10 && data.params.length === 10 && data.tags.length === 6,
  );
  if (runs.length !== PAGE || !isWhole) throw new Error("A page is not what it should be.");
}

/** Until the last byte of the answer: what a client then makes of it costs the same with either server. */
async function receivePage({ url }: Served, body: object): Promise<void> {
  const response = await fetch(`${url}/api/2.0/mlflow/runs/search`, {
    method: "POST",
    headers: HEADERS,
    body: JSON.stringify(body),
  });
  await response.arrayBuffer();
  if (!response.ok) throw new Error(`runs/search answered ${response.status}.`);
}

async function searches(ours: Served, theirs: Served, ids: Record<"ours" | "theirs", string>) {
  const found: Measurement[] = [];
  for (const [name, more] of [
    ["newest first", {}],
    ["by a metric", { order_by: ["metrics.metric_3 DESC"] }],
  ] as const) {
    const askTheirs = { experiment_ids: [ids.theirs], max_results: PAGE, ...more };
    const askOurs = { ...askTheirs, experiment_ids: [ids.ours] };
    checkPage(await call<Found>(theirs, "runs/search", askTheirs));
    checkPage(await call<Found>(ours, "runs/search", askOurs));
    const { ratio, subject, yardstick } = await compare(
      () => receivePage(theirs, askTheirs),
      () => receivePage(ours, askOurs),
      7,
    );
    found.push(
      measurement(
        `runs/search, 1,000 of 20,000 runs, ${name}: ${LEAST_SPEEDUP} times ours against MLflow`,
        LEAST_SPEEDUP / ratio,
        1,
        {
          ours: `${yardstick.toFixed(0)} ms`,
          mlflow: `${subject.toFixed(0)} ms`,
          faster: `${ratio.toFixed(1)} times`,
        },
      ),
    );
  }
  return found;
}

async function logging(ours: Served, theirs: Served, ids: Record<"ours" | "theirs", string>) {
  const makeRuns = (served: Served, id: string) =>
    Promise.all(Array.from({ length: 8 }, () => makeRun(served, id)));
  const runs = {
    ours: await makeRuns(ours, ids.ours),
    theirs: await makeRuns(theirs, ids.theirs),
  };
  const best = { ours: 0, theirs: 0 };
  for (let round = 0; round < 2; round += 1) {
    best.theirs = Math.max(best.theirs, await pointsPerSecond(theirs, runs.theirs));
    best.ours = Math.max(best.ours, await pointsPerSecond(ours, runs.ours));
  }
  return measurement(
    `log-metric, one point a request, 32 connections: ${LEAST_SPEEDUP} times MLflow against ours`,
    (LEAST_SPEEDUP * best.theirs) / best.ours,
    1,
    {
      ours: `${best.ours.toFixed(0)}/s`,
      mlflow: `${best.theirs.toFixed(0)}/s`,
      faster: `${(best.ours / best.theirs).toFixed(1)} times`,
    },
  );
}

/** As its command starts it, with its own number of workers; its runner of jobs, which nothing here uses, stays out. */
async function serveMlflow(python: string, url: string, folder: string): Promise<Served> {
  const port = await freePort();
  const store = url.replace(/^postgres(ql)?:/, "postgresql+psycopg2:");
  const options = ["--backend-store-uri", store, "--artifacts-destination", folder];
  return serve({
    program: python,
    args: ["-m", "mlflow", "server", ...options, "--port", String(port)],
    port,
    path: "/health",
    env: { MLFLOW_DISABLE_TELEMETRY: "true", MLFLOW_SERVER_ENABLE_JOB_EXECUTION: "false" },
    isQuiet: true,
  });
}

async function main(): Promise<void> {
  const mlflow = await findMlflow({ module: "psycopg2", name: "psycopg2-binary" });
  if ("missing" in mlflow) {
    console.log(`Skipped: ${mlflow.missing}`);
    return;
  }
  console.log(`Against MLflow ${mlflow.version}.`);
  const folder = await mkdtemp(join(tmpdir(), "slipway-peer-"));
  const url = await makeDatabase("mlflow_peer");
  const theirs = await serveMlflow(mlflow.python, url, folder);
  const ours = await serveSlipway();
  try {
    const ids = { ours: await makeExperiment(ours), theirs: await makeExperiment(theirs) };
    console.log(`Filling both with ${RUNS} runs …`);
    await fill(DATABASE_URL, INTO_SLIPWAY, ids.ours);
    await fill(url, INTO_MLFLOW, ids.theirs);
    const found = [...(await searches(ours, theirs, ids)), await logging(ours, theirs, ids)];
    await report("peer", found);
  } finally {
    await stop(ours);
    await stop(theirs);
    await rm(folder, { recursive: true, force: true });
  }
}

main().catch((error: unknown) => {
  console.error(error);
  process.exit(1);
});
