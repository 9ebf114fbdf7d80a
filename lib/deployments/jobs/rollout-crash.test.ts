import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { setTimeout as after } from "node:timers/promises";
import { afterAll, expect, test } from "vitest";
import { env } from "@/lib/core/env";
import { db } from "@/lib/db/client";
import { pool } from "@/lib/db/pool";
import { makeRegistry } from "@/lib/testing/approvals";
import { setUpDatabase } from "@/lib/testing/database";
import { seededRandom } from "@/lib/testing/draws";
import { makePair, observe, roll, serveOn } from "@/lib/testing/rollouts";

setUpDatabase();

const ROLLOUTS = 12;
const KILLS = 8;
const random = seededRandom(20_261_129);
let worker: ChildProcess | null = null;
afterAll(() => worker?.kill("SIGKILL"));

async function startWorker(): Promise<ChildProcess> {
  const flags = ["--conditions=react-server", "--import", "tsx", "lib/testing/rollout-worker.ts"];
  const child = spawn(process.execPath, [...flags, env().DATABASE_URL ?? ""], {
    stdio: ["ignore", "pipe", "inherit"],
  });
  worker = child;
  await once(child.stdout, "data");
  return child;
}

/** What a lease is for takes its time; the test does not. */
const endLeases = () =>
  pool().query(
    "UPDATE rollouts SET leased_until = NULL, next_look_at = now() WHERE ended_at IS NULL",
  );

test("a worker that is killed at any instant is followed by another: all arrive, and no weight was in force that nobody decided", async () => {
  const { owner } = await makeRegistry();
  const names = Array.from({ length: ROLLOUTS }, (_, index) => `rolled-${index}`);
  const isBad = (name: string) => Number(name.slice(7)) % 2 === 1;
  for (const name of names) {
    await makePair(owner, name);
    await observe(name, [2]);
    await serveOn(name, 2, { requests: 200, errors: isBad(name) ? 60 : 0 });
    await roll(owner, name);
  }
  for (let kill = 0; kill < KILLS; kill += 1) {
    const child = await startWorker();
    await after(random() * 700);
    child.kill("SIGKILL");
    await once(child, "exit");
    await endLeases();
  }
  await startWorker();
  await expect
    .poll(() => db().rollout.count({ where: { endedAt: null } }), { timeout: 120_000 })
    .toBe(0);

  const rollouts = await db().rollout.findMany({ include: { deployment: true, events: true } });
  for (const { phase, deployment, events } of rollouts) {
    expect([deployment.name, phase]).toEqual([
      deployment.name,
      isBad(deployment.name) ? "rolled_back" : "succeeded",
    ]);
    const plans = await db().trafficPlan.findMany({
      where: { deploymentId: deployment.id, version: { gt: 1 } },
    });
    for (const { version, plan } of plans) {
      const weights: { revision: number; weight: number }[] = Object(plan).weights;
      const weight = weights.find(({ revision }) => revision === 2)?.weight ?? 0;
      const named = events.filter((event) => event.trafficVersion === version);
      expect(named.map((event) => event.weight)).toContain(weight);
    }
    // Each decision once: a step or an end that was decided is not decided again.
    const decided = events.map((event) => `${event.phase} ${event.step}`);
    expect(new Set(decided).size).toBe(decided.length);
  }
});
