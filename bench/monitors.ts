/** What monitoring costs: predictions kept with their counts, a verdict from counts, many monitors looked at. */
import { randomUUID } from "node:crypto";
import { once } from "node:events";
import { Readable } from "node:stream";
import { buffer } from "node:stream/consumers";
import { from as copyFrom, to as copyTo } from "pg-copy-streams";
import type { Actor } from "@/lib/access/actor";
import { uploadVersion } from "@/lib/datasets/commands/upload";
import { windowProfile } from "@/lib/datasets/schema/window-profiles";
import { closeDatabase, db } from "@/lib/db/client";
import { closePool, pool } from "@/lib/db/pool";
import { createDeployment } from "@/lib/deployments/commands/create";
import { createDeploymentInput } from "@/lib/deployments/schema/deployments";
import {
  flushPredictions,
  predictionLogCounts,
  recordPrediction,
} from "@/lib/gateway/jobs/prediction-log";
import type { PredictionEntry } from "@/lib/gateway/rules/prediction-pack";
import { readPlans } from "@/lib/gateway/sql/profile-plans";
import { createRegisteredModel } from "@/lib/models/commands/registered-models";
import { createModelVersion } from "@/lib/models/commands/versions";
import { createMonitor } from "@/lib/monitors/commands/create";
import { lookAtMonitors } from "@/lib/monitors/jobs/look";
import { judgeWindow } from "@/lib/monitors/rules/judge-window";
import { windowOf } from "@/lib/monitors/rules/windows";
import { createMonitorInput, monitorDefinition } from "@/lib/monitors/schema/monitors";
import { readWindowProfile } from "@/lib/monitors/sql/windows";
import { compare, figures, type Measurement, measurement, report } from "./support/report";
import { makeBenchActor } from "./support/run-data";

const FEATURES = Array.from({ length: 20 }, (_name, at) => `feature_${at}`);
const REFERENCE_ROWS = 2_000;
const PACK = 200;
const INGESTED = 10_000;
const FLUSH_MS = 120_000;
const ROUNDS = 3;
/** Of a day; the exact computation grows with them, and the verdict from counts does not. */
const DAY_ROWS = 50_000;
const DEPLOYMENTS = 5;
const MONITORS = 100;
const WANTED_MONITORS = 1_000;

const rowOf = (at: number) => FEATURES.map((_name, feature) => Math.sin(at * (feature + 1)));

async function makeDeployment(actor: Actor, name: string): Promise<bigint> {
  const served = { model: "bench", version: 1, backend: { kind: "onnx" } };
  const input = { name, environment: "staging", ...served };
  await createDeployment(actor, createDeploymentInput.parse(input));
  const { id } = await db().deployment.findFirstOrThrow({ where: { name }, select: { id: true } });
  return id;
}

async function uploadReference(actor: Actor) {
  const lines = Array.from({ length: REFERENCE_ROWS }, (_row, at) => rowOf(at).join(","));
  const content = `${[FEATURES.join(","), ...lines].join("\n")}\n`;
  const input = { name: "reference", fileName: "reference.csv" };
  const { version } = await uploadVersion(actor, input, Readable.from([content]), undefined);
  return { datasetId: version.datasetId, version: version.number };
}

/** Pack by pack, as they come: each of one hour of today, the packs of its hours in turn. */
function packs(actor: Actor, deploymentId: bigint, count: number): PredictionEntry[][] {
  const at = windowOf(Date.now(), "day").opensAt;
  const entry = (row: number): PredictionEntry => ({
    ...{
      id: randomUUID(),
      at: at + (Math.floor(row / PACK) % 24) * 3_600_000,
      workspaceId: actor.workspaceId,
    },
    ...{ deploymentId, revision: 1, modelVersionId: null, isShadow: false, key: null },
    ...{ status: 200, error: null, latencyMs: 1, protocol: "invocations", rows: 1 },
    signature: { inputs: null, outputs: null },
    input: { kind: "table", columns: FEATURES, rows: [rowOf(row)] },
    output: { kind: "json", predictions: [row % 2] },
  });
  return Array.from({ length: count / PACK }, (_pack, pack) =>
    Array.from({ length: PACK }, (_entry, row) => entry(pack * PACK + row)),
  );
}

/** As the gateway does with what it has answered; no more at once than its log lets wait. */
async function write(all: readonly PredictionEntry[][]): Promise<void> {
  const { written } = predictionLogCounts();
  let count = 0;
  for (const entry of all.flat()) {
    recordPrediction(entry);
    count += 1;
    if (count % INGESTED === 0) await flushPredictions(FLUSH_MS);
  }
  await flushPredictions(FLUSH_MS);
  if (predictionLogCounts().written - written < count) throw new Error("Predictions were lost.");
}

const empty = () => pool().query("TRUNCATE predictions, profile_deltas");
const setCounting = (isOn: boolean) =>
  pool().query(`UPDATE profile_plans SET ended_at = ${isOn ? "NULL" : "now()"}`);

/** The same rows, as the database itself writes them down for COPY. */
async function copied(): Promise<Buffer> {
  const client = await pool().connect();
  try {
    return await buffer(
      client.query(copyTo("COPY (SELECT * FROM predictions) TO STDOUT (FORMAT binary)")),
    );
  } finally {
    client.release();
  }
}

async function copyBack(bytes: Buffer): Promise<void> {
  const client = await pool().connect();
  try {
    const stream = client.query(copyFrom("COPY predictions FROM STDIN (FORMAT binary)"));
    stream.end(bytes);
    await once(stream, "finish");
  } finally {
    client.release();
  }
}

async function ingest(actor: Actor, deploymentId: bigint): Promise<Measurement[]> {
  const all = packs(actor, deploymentId, INGESTED);
  const logged = async (isCounted: boolean) => {
    await setCounting(isCounted);
    await empty();
    await write(all);
  };
  await logged(false);
  const bytes = await copied();
  const againstCopy = await compare(
    () => logged(true),
    async () => {
      await empty();
      await copyBack(bytes);
    },
    ROUNDS,
  );
  const upkeep = await compare(
    () => logged(true),
    () => logged(false),
    ROUNDS,
  );
  return [
    measurement(
      "predictions with 20 features kept with their counts against COPY of the same rows",
      againstCopy.ratio,
      2,
      { ...figures(againstCopy), rows: INGESTED },
    ),
    measurement(
      "predictions kept with their counts against without",
      upkeep.ratio,
      1.25,
      figures(upkeep),
    ),
  ];
}

/** Kolmogorov–Smirnov, Wasserstein and energy distance over the distinct values of both sides, in the database. */
const exact = (feature: string) => `WITH s AS (
    SELECT 0 AS side, (r.row->>'${feature}')::float8 AS x FROM bench_reference r
    UNION ALL SELECT 1, (p.inputs->0->>'${feature}')::float8 FROM predictions p WHERE p.deployment_id = $1),
  d AS (SELECT x, count(*) FILTER (WHERE side = 0)::float8 AS a, count(*) FILTER (WHERE side = 1)::float8 AS b FROM s GROUP BY x),
  n AS (SELECT sum(a) AS na, sum(b) AS nb FROM d),
  c AS (SELECT sum(a) OVER (ORDER BY x) / na AS fa, sum(b) OVER (ORDER BY x) / nb AS fb, lead(x) OVER (ORDER BY x) - x AS dx FROM d, n)
  SELECT max(abs(fa - fb)) AS ks, sum(abs(fa - fb) * dx) AS w1 FROM c`;

async function verdict(
  actor: Actor,
  deploymentId: bigint,
  monitorId: number,
): Promise<Measurement> {
  await setCounting(true);
  await empty();
  await write(packs(actor, deploymentId, DAY_ROWS));
  await lookAtMonitors();
  await pool().query("CREATE TABLE bench_reference (row jsonb)");
  const rows = Array.from({ length: REFERENCE_ROWS }, (_row, at) =>
    Object.fromEntries(rowOf(at).map((value, feature) => [FEATURES[feature], value])),
  );
  await pool().query("INSERT INTO bench_reference SELECT jsonb_array_elements($1::jsonb)", [
    JSON.stringify(rows),
  ]);
  const found = await db().monitorVersion.findFirstOrThrow({
    where: { monitorId: BigInt(monitorId) },
  });
  const [plan] = await readPlans(pool(), [Number(found.planId)]);
  if (!plan) throw new Error("The monitor has no plan.");
  const reference = windowProfile.parse(found.reference);
  const definition = monitorDefinition.parse(found.definition);
  const window = windowOf(Date.now(), "day");
  let seen = 0;
  const compared = await compare(
    async () => {
      const current = await readWindowProfile(pool(), plan, window);
      judgeWindow(plan.columns, definition, { reference, current });
      seen = current.rows;
    },
    async () => {
      for (const feature of FEATURES) await pool().query(exact(feature), [String(deploymentId)]);
    },
    1,
  );
  if (seen !== DAY_ROWS) throw new Error(`${seen} rows were counted instead of ${DAY_ROWS}.`);
  return measurement(
    "a day's verdict over 20 columns from counts against the exact computation on its rows",
    compared.ratio,
    0.1,
    { ...figures(compared), rows: DAY_ROWS },
  );
}

/** Every monitor has something new in its window. */
async function manyMonitors(
  actor: Actor,
  reference: { datasetId: number; version: number },
): Promise<Measurement> {
  for (let at = 0; at < DEPLOYMENTS; at += 1) {
    const deployment = `many-${at}`;
    const id = await makeDeployment(actor, deployment);
    for (let number = 0; number < MONITORS / DEPLOYMENTS; number += 1) {
      const input = { deployment, reference, name: `monitor ${number}`, window: "hour" };
      await createMonitor(actor, createMonitorInput.parse(input));
    }
    await write(packs(actor, id, 24 * PACK));
  }
  const started = performance.now();
  const looked = await lookAtMonitors();
  const seconds = (performance.now() - started) / 1_000;
  if (looked < MONITORS) throw new Error(`Only ${looked} monitors were looked at.`);
  const share = (seconds * (WANTED_MONITORS / looked)) / 3_600;
  return measurement(
    "1,000 monitors of 20 columns looked at each hour, of a tenth of a core, from 100",
    share / 0.1,
    1,
    { "100 monitors": `${seconds.toFixed(2)} s`, core: `${(100 * share).toFixed(2)} %` },
  );
}

async function main(): Promise<void> {
  const connection = await pool().connect();
  const actor = await makeBenchActor(connection);
  connection.release();
  const { userId: id, email, name } = actor;
  await db().user.create({ data: { id, email, name } });
  await createRegisteredModel(actor, { name: "bench", tags: [] });
  await createModelVersion(actor, { name: "bench", source: "s3://bucket/one", tags: [] });
  const reference = await uploadReference(actor);
  const deploymentId = await makeDeployment(actor, "watched");
  const input = { deployment: "watched", reference };
  const monitor = await createMonitor(actor, createMonitorInput.parse(input));
  await report("monitors", [
    ...(await ingest(actor, deploymentId)),
    await verdict(actor, deploymentId, monitor.id),
    await manyMonitors(actor, reference),
  ]);
}

await main();
await closeDatabase();
await closePool();
