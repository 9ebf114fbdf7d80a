/** From a guardrail's breach in the data to a candidate without traffic: at most one check interval plus one second. */
import { setTimeout as after } from "node:timers/promises";
import type { Actor } from "@/lib/access/actor";
import { closeDatabase, db } from "@/lib/db/client";
import { closePool, pool } from "@/lib/db/pool";
import { createDeployment } from "@/lib/deployments/commands/create";
import { addRevision } from "@/lib/deployments/commands/revisions";
import { startRollout } from "@/lib/deployments/commands/rollouts";
import { RolloutRunner } from "@/lib/deployments/jobs/rollout-runner";
import { LATENCY_PLACES } from "@/lib/deployments/rules/latency";
import { addRevisionInput, createDeploymentInput } from "@/lib/deployments/schema/deployments";
import { startRolloutInput } from "@/lib/deployments/schema/rollouts";
import { createRegisteredModel } from "@/lib/models/commands/registered-models";
import { createModelVersion } from "@/lib/models/commands/versions";
import { readRevisionDrift } from "@/lib/monitors/jobs/revision-drift";
import { measurement, report } from "./support/report";
import { makeBenchActor } from "./support/run-data";

const ROUNDS = 5;
const INTERVAL_SECONDS = 2;
const POLL_MS = 10;
const served = (version: number) => ({ model: "bench", version, backend: { kind: "onnx" } });

async function until(deployment: string, phases: readonly string[]): Promise<void> {
  const where = { deployment: { name: deployment }, phase: { in: [...phases] } };
  while ((await db().rollout.count({ where })) === 0) await after(POLL_MS);
}

/** Milliseconds from the first bad request in the data to the plan without the candidate. */
async function breach(actor: Actor, deployment: string): Promise<number> {
  const named = { name: deployment, environment: "staging", ...served(1) };
  await createDeployment(actor, createDeploymentInput.parse(named));
  await addRevision(actor, addRevisionInput.parse({ deployment, ...served(2) }));
  const revision = { deployment: { name: deployment } };
  await db().revisionState.updateMany({ where: { revision }, data: { status: "ready" } });
  const metric = { kind: "error_rate" };
  const limit = { against: "absolute", value: 0.02 };
  const plan = {
    strategy: { kind: "canary", steps: [{ weight: 1_000, bakeSeconds: 3_600 }] },
    checks: [{ key: "errors", role: "guardrail", metric, limit, onNoData: "hold" }],
    intervalSeconds: INTERVAL_SECONDS,
  };
  await startRollout(actor, startRolloutInput.parse({ deployment, candidate: 2, plan }));
  await until(deployment, ["progressing"]);
  // At any moment between two looks.
  await after(Math.random() * INTERVAL_SECONDS * 1_000);
  await pool().query(
    `INSERT INTO serving_windows (deployment_id, workspace_id, revision, bucket, requests, errors, latency)
     SELECT id, workspace_id, 2, to_timestamp(ceil(extract(epoch FROM now()) / 5) * 5), 400, 200, $2::bigint[]
     FROM deployments WHERE name = $1`,
    [deployment, new Array<number>(LATENCY_PLACES).fill(0)],
  );
  const started = performance.now();
  await until(deployment, ["rolling_back", "rolled_back"]);
  return performance.now() - started;
}

async function main(): Promise<void> {
  const client = await pool().connect();
  const actor = await makeBenchActor(client);
  client.release();
  const { userId: id, email, name } = actor;
  await db().user.create({ data: { id, email, name } });
  await createRegisteredModel(actor, { name: "bench", tags: [] });
  for (const source of ["s3://bucket/one", "s3://bucket/two"])
    await createModelVersion(actor, { name: "bench", source, tags: [] });
  const runner = new RolloutRunner(readRevisionDrift);
  runner.start();
  const times: number[] = [];
  for (let round = 0; round < ROUNDS; round += 1) times.push(await breach(actor, `bench-${round}`));
  await runner.stop();
  const worst = Math.max(...times);
  const most = (INTERVAL_SECONDS + 1) * 1_000;
  await report("rollouts", [
    measurement("from a breach to 0 %, of one interval and a second", worst / most, 1, {
      "worst ms": Math.round(worst),
      "interval ms": INTERVAL_SECONDS * 1_000,
    }),
  ]);
}

await main();
await closeDatabase();
await closePool();
