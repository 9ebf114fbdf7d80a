import { setTimeout as after } from "node:timers/promises";
import { beforeAll, expect, test } from "vitest";
import type { Actor } from "@/lib/access/actor";
import { launchJob } from "@/lib/compute/commands/launch";
import { launchInput } from "@/lib/compute/schema/jobs";
import { settleEnv } from "@/lib/core/env";
import { db } from "@/lib/db/client";
import { createModelVersion } from "@/lib/models/commands/versions";
import { makeRegistry } from "@/lib/testing/approvals";
import { setUpDatabase } from "@/lib/testing/database";
import { split } from "@/lib/testing/deployments";
import { seededRandom } from "@/lib/testing/draws";
import { signalDrift } from "@/lib/testing/incidents";
import { setUpMortals } from "@/lib/testing/mortals";
import { makePair, observe } from "@/lib/testing/rollouts";
import { setResponse } from "../commands/responses";
import { setResponseInput } from "../schema/responses";

setUpDatabase();
const start = setUpMortals("incident-worker");

const DEPLOYMENTS = 16;
const KILLS = 8;
const LOCAL_JOBS = "1";

const random = seededRandom(20_261_130);
let owner: Actor;

/** Deployments that go back and retrain by themselves, each with an incident that has both due. */
beforeAll(async () => {
  settleEnv({ LOCAL_JOBS: Number(LOCAL_JOBS) });
  owner = (await makeRegistry()).owner;
  const asked = { name: "train", command: ["true"], experimentId: 0 };
  const { runUuid } = await launchJob(owner, launchInput.parse(asked));
  const trained = { name: "churn", source: "s3://bucket/three", runUuid, tags: [] };
  await createModelVersion(owner, trained);
  for (let index = 0; index < DEPLOYMENTS; index += 1) {
    const name = `d${index}`;
    await makePair(owner, name, [{ version: 3 }, { version: 3 }]);
    await observe(name, [2]);
    await split(owner, name, [[2, 10_000]], 1);
    for (const act of ["roll_back", "retrain"])
      await setResponse(owner, { deployment: name, ...setResponseInput.parse({ act }) });
    await signalDrift(owner, { deployment: name });
  }
}, 60_000);

const left = () => db().incidentAct.count({ where: { status: "due" } });

test("workers that are killed at any instant are followed by others: each act is done once, with its line in the course and the audit", async () => {
  expect(await left()).toBe(2 * DEPLOYMENTS);
  for (let kills = 0; kills < KILLS; kills += 1) {
    const before = await left();
    const worker = await start("incident-worker", { LOCAL_JOBS });
    const until = Math.max(1, before - 1 - Math.floor(random() * 4));
    while (worker.isAlive() && (await left()) > until) await after(5);
    await after(random() * 20);
    await worker.kill();
  }
  const worker = await start("incident-worker", { LOCAL_JOBS });
  await expect.poll(left, { timeout: 60_000, interval: 50 }).toBe(0);
  await worker.kill();

  const { workspaceId } = owner;
  const acts = await db().incidentAct.findMany({ where: { workspaceId } });
  const count = (act: string, status: string) =>
    acts.filter((one) => one.act === act && one.status === status).length;
  expect([count("roll_back", "done"), count("retrain", "training")]).toEqual([
    DEPLOYMENTS,
    DEPLOYMENTS,
  ]);
  const rollbacks = await db().trafficPlan.findMany({ where: { workspaceId, origin: "rollback" } });
  expect(new Set(rollbacks.map(({ deploymentId }) => deploymentId)).size).toBe(rollbacks.length);
  expect(rollbacks).toHaveLength(DEPLOYMENTS);
  expect(await db().job.count({ where: { workspaceId } })).toBe(1 + DEPLOYMENTS);
  const acted = { workspaceId, kind: "acted" };
  expect(await db().incidentEvent.count({ where: acted })).toBe(2 * DEPLOYMENTS);
  const audited = { workspaceId, action: "incident.acted" };
  expect(await db().auditEvent.count({ where: audited })).toBe(2 * DEPLOYMENTS);
}, 120_000);
