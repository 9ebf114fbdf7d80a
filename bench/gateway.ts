/** What the gateway costs beside the model: requests a second, their times, the decision who answers, the log. */
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import autocannon from "autocannon";
import pg from "pg";
import { freshSlots } from "@/lib/deployments/rules/assignment";
import { route } from "@/lib/deployments/rules/routing";
import { benchModel, deployBench, PREDICTION, rest } from "./support/gateway-data";
import { offerEvenly } from "./support/paced-requests";
import { type Measurement, measurement, report } from "./support/report";
import { freePort, type Served, serve, stop } from "./support/server";
import { HEADERS, serveSlipway } from "./support/slipway";

const DATABASE_URL = process.env.DATABASE_URL ?? "";
const CONNECTIONS = 32;
const SECONDS = 4;
const ROUNDS = 3;
const NAME = "bench";
const PATH = `/v2/models/${NAME}/infer`;
const DEPLOYMENTS = 1_000;

async function load(url: string) {
  const result = await autocannon({
    url: url + PATH,
    method: "POST",
    connections: CONNECTIONS,
    duration: SECONDS,
    headers: HEADERS,
    body: PREDICTION,
  });
  if (result.non2xx > 0 || result.errors > 0)
    throw new Error(`${result.non2xx} requests were refused, ${result.errors} broke.`);
  return result;
}

async function perSecond({ url }: { url: string }): Promise<number> {
  const result = await load(url);
  return result["2xx"] / result.duration;
}

/** By turns, so that whatever else the machine does falls on both alike; the better of each side's rounds counts. */
async function byTurns(one: () => Promise<number>, other: () => Promise<number>) {
  const best = { one: 0, other: 0 };
  for (let round = 0; round < ROUNDS; round += 1) {
    best.other = Math.max(best.other, await other());
    best.one = Math.max(best.one, await one());
  }
  return best;
}

/** Of times in ascending order. */
const quantile = (times: readonly number[], share: number): number =>
  times[Math.floor(times.length * share)] ?? Number.NaN;

const shown = (rate: number) => `${rate.toFixed(0)}/s`;
const setLog = (served: Served, isEnabled: boolean) =>
  rest(served, "PATCH", `deployments/${NAME}/prediction-log`, { isEnabled });

async function againstBare(ours: Served, bare: Served) {
  const best = await byTurns(
    () => perSecond(ours),
    () => perSecond(bare),
  );
  const found = measurement(
    "an ONNX model, 32 connections: a bare node:http server with the same session and batching against ours",
    best.other / best.one,
    1 / 0.6,
    { ours: shown(best.one), bare: shown(best.other) },
  );
  return { found, rates: { ours: best.one, bare: best.other } };
}

interface Tail {
  ratio: number;
  shown: string;
}

/** Offered evenly: a load generator that keeps a rate by pauses would ask as fast as it can in between. */
async function tailAt(rate: number, { url }: Served): Promise<Tail> {
  const request = { method: "POST" as const, path: PATH, body: JSON.parse(PREDICTION) };
  const offered = { url, request, rate: Math.floor(rate) };
  const times = await offerEvenly({ ...offered, connections: CONNECTIONS, seconds: SECONDS });
  const [p50, p99] = [quantile(times, 0.5), quantile(times, 0.99)];
  return {
    ratio: p99 / p50,
    shown: `${p50.toFixed(2)} ms and ${p99.toFixed(2)} ms at ${shown(offered.rate)}`,
  };
}

const smaller = (one: Tail, other: Tail): Tail => (other.ratio < one.ratio ? other : one);

/** The bare server's own is said beside ours: what the machine does to anybody's slowest answers is in both. */
async function atHalfLoad(
  ours: Served,
  bare: Served,
  rates: { ours: number; bare: number },
): Promise<Measurement> {
  const none = { ratio: Number.POSITIVE_INFINITY, shown: "" };
  const best = { ours: none, bare: none };
  for (let round = 0; round < ROUNDS; round += 1) {
    best.bare = smaller(best.bare, await tailAt(rates.bare / 2, bare));
    best.ours = smaller(best.ours, await tailAt(rates.ours / 2, ours));
  }
  return measurement(
    "the 99th percentile against the median at half of that load",
    best.ours.ratio,
    3,
    { ours: best.ours.shown, bare: `${best.bare.shown}, ${best.bare.ratio.toFixed(2)}` },
  );
}

async function logging(ours: Served): Promise<Measurement> {
  const best = await byTurns(
    async () => {
      await setLog(ours, true);
      return perSecond(ours);
    },
    async () => {
      await setLog(ours, false);
      return perSecond(ours);
    },
  );
  return measurement(
    "requests a second without the log of predictions against those with every one logged",
    best.other / best.one,
    1.15,
    { logged: shown(best.one), unlogged: shown(best.other) },
  );
}

/** What a workspace has after some years; none of them is asked for anything. */
async function registerMany(): Promise<void> {
  const client = new pg.Client({ connectionString: DATABASE_URL });
  await client.connect();
  await client.query("BEGIN");
  await client.query(
    `WITH made AS (
       INSERT INTO deployments (workspace_id, name, environment_id, next_revision, created_by_id)
       SELECT workspace_id, 'other-' || n, environment_id, 2, created_by_id
       FROM deployments, generate_series(1, $1::int) AS n WHERE name = $2 RETURNING id, workspace_id),
     revisions AS (
       INSERT INTO deployment_revisions (workspace_id, deployment_id, number, model_version_id, model_name, model_version, backend,
         settings, location, created_by_id)
       SELECT m.workspace_id, m.id, 1, r.model_version_id, r.model_name, r.model_version, r.backend, r.settings, r.location,
         r.created_by_id
       FROM made m, deployment_revisions r JOIN deployments d ON d.id = r.deployment_id AND d.name = $2 RETURNING id, workspace_id)
     INSERT INTO revision_states (revision_id, workspace_id, status) SELECT id, workspace_id, 'ready' FROM revisions`,
    [DEPLOYMENTS - 1, NAME],
  );
  await client.query(
    `INSERT INTO traffic_plans (deployment_id, workspace_id, version, plan, origin)
     SELECT o.id, o.workspace_id, 1, p.plan, 'person' FROM deployments o, traffic_plans p
     JOIN deployments d ON d.id = p.deployment_id AND d.name = $1 AND p.version = 1 WHERE o.name LIKE 'other-%'`,
    [NAME],
  );
  await client.query("COMMIT");
  await client.query("ANALYZE");
  await client.end();
}

async function amongMany(ours: Served): Promise<Measurement> {
  const few: number[] = [];
  const many: number[] = [];
  for (let round = 0; round < ROUNDS; round += 1) few.push(await perSecond(ours));
  await registerMany();
  for (let round = 0; round < ROUNDS; round += 1) many.push(await perSecond(ours));
  const [one, other] = [Math.max(...few), Math.max(...many)];
  return measurement(
    "requests a second of the only deployment against those of one among 1,000",
    one / other,
    1.1,
    { only: shown(one), among: shown(other) },
  );
}

function decisions(): Measurement {
  const weights = Array.from({ length: 10 }, (_, at) => ({ revision: at + 1, weight: 1_000 }));
  const plan = {
    weights,
    slots: freshSlots(weights),
    shadows: [{ revision: 10, share: 500 }],
    seed: "bench",
    overrides: [{ header: "x-canary", value: "yes", revision: 2 }],
  };
  const COUNT = 200_000;
  const started = performance.now();
  for (let at = 0; at < COUNT; at += 1)
    route(plan, { key: `customer-${at}`, headers: {}, random: 0.5 });
  const microseconds = ((performance.now() - started) / COUNT) * 1_000;
  return measurement("who answers, of 10 revisions: time against 20 µs", microseconds / 20, 1, {
    time: `${microseconds.toFixed(2)} µs`,
  });
}

async function serveBare(modelFile: string): Promise<Served> {
  return serve({
    program: process.execPath,
    args: ["--import", "tsx", "bench/support/bare-gateway.ts"],
    port: await freePort(),
    path: "/ready",
    env: { BENCH_MODEL: modelFile },
  });
}

async function againstLimits(ours: Served, modelFile: string): Promise<Measurement[]> {
  const bare = await serveBare(modelFile);
  try {
    const { found, rates } = await againstBare(ours, bare);
    return [found, await atHalfLoad(ours, bare, rates)];
  } finally {
    await stop(bare);
  }
}

async function main(): Promise<void> {
  const folder = await mkdtemp(join(tmpdir(), "slipway-bench-model-"));
  const modelFile = join(folder, "model.onnx");
  await writeFile(modelFile, benchModel());
  const ours = await serveSlipway();
  try {
    await deployBench(ours, NAME);
    await setLog(ours, false);
    await perSecond(ours);
    const limits = await againstLimits(ours, modelFile);
    await report("gateway", [...limits, decisions(), await logging(ours), await amongMany(ours)]);
  } finally {
    await stop(ours);
    await rm(folder, { recursive: true, force: true });
  }
}

main().catch((error: unknown) => {
  console.error(error);
  process.exit(1);
});
