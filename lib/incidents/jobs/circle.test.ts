import { beforeEach, describe, expect, test, vi } from "vitest";
import type { Actor } from "@/lib/access/actor";
import { openRequest } from "@/lib/approvals/commands/requests";
import { launchJob } from "@/lib/compute/commands/launch";
import { getJob } from "@/lib/compute/queries/jobs";
import { launchInput } from "@/lib/compute/schema/jobs";
import { db } from "@/lib/db/client";
import { pool } from "@/lib/db/pool";
import { readRollout } from "@/lib/deployments/queries/rollouts";
import { createLoggedModel, finalizeLoggedModel } from "@/lib/models/commands/logged-models";
import { createModelVersion } from "@/lib/models/commands/versions";
import { makeRegistry, sign, wanted } from "@/lib/testing/approvals";
import { deploy } from "@/lib/testing/deployments";
import { JOBS_WAIT, setUpJobs } from "@/lib/testing/jobs";
import { lookAgain, observe, rolloutWish, serve } from "@/lib/testing/rollouts";
import { retrainFromIncident, startAgreedRollout } from "../commands/acts";
import { setResponse } from "../commands/responses";
import { listIncidentEvents } from "../queries/incidents";
import { retrainInput } from "../schema/acts";
import { setResponseInput } from "../schema/responses";
import { actOnIncidents } from "./act";
import { takeUpSignal } from "./signal";

const jobs = setUpJobs();

const PRODUCTION = { kind: "environment", value: "production" } as const;
const { plan: ROLLOUT } = rolloutWish("live");

type World = Awaited<ReturnType<typeof makeRegistry>>;
let world: World;

async function ends(number: number): Promise<void> {
  await vi.waitFor(async () => {
    await jobs.supervisor().round();
    const { endedAt } = await getJob(world.owner, { number });
    expect(endedAt).not.toBeNull();
  }, JOBS_WAIT);
}

/** A deployment in production of a version that a job trained. */
beforeEach(async () => {
  world = await makeRegistry();
  const { owner, ada, ben } = world;
  const command = ["sh", "-c", "exit {{ code }}"];
  const asked = { name: "train", command, parameters: { code: 0 }, experimentId: 0 };
  const { number, runUuid } = await launchJob(owner, launchInput.parse(asked));
  await ends(number);
  await createModelVersion(owner, {
    ...{ name: "churn", source: "s3://bucket/three", runUuid, tags: [] },
  });
  const request = await openRequest(owner, wanted({ version: 3, target: PRODUCTION }));
  await sign(ben, request.number);
  await deploy(ada, "live", { environment: "production", version: 3 });
  await observe("live", [1]);
});

async function drift(at = 1, severity: "warning" | "critical" = "critical"): Promise<void> {
  const { workspaceId } = world.owner;
  const { id: deploymentId } = await db().deployment.findFirstOrThrow({
    where: { workspaceId, name: "live" },
  });
  const evidence = { at, monitorId: null, columns: ["amount"], trafficVersion: null };
  const signal = {
    key: "monitor 1 drift",
    kind: "drift",
    summary: "amount has drifted.",
    evidence,
  };
  await takeUpSignal({
    ...{ workspaceId, deploymentId },
    signal: { ...signal, kind: "drift", severity },
  });
}

/** The worker sees to everything that is due, until nothing moves. */
async function work(): Promise<void> {
  for (let round = 0; round < 8; round += 1) {
    await pool().query("UPDATE incident_acts SET due_at = now() WHERE ended_at IS NULL");
    await actOnIncidents();
  }
}

async function course(actor: Actor = world.owner) {
  const { items } = await listIncidentEvents(actor, { incident: 1, limit: 50 });
  return items.reverse().map(({ kind, note, actor: by, about }) => ({ kind, note, by, about }));
}
const actNow = () =>
  db().incidentAct.findFirstOrThrow({
    where: { workspaceId: world.owner.workspaceId },
    orderBy: { id: "desc" },
  });

/** What the training of a job's run would have logged. */
async function logModel(number: number): Promise<void> {
  const { runUuid: sourceRunUuid, experimentId } = await getJob(world.owner, { number });
  const named = { experimentId, name: "churn", modelType: "", sourceRunUuid, params: [], tags: [] };
  const { uuid } = await createLoggedModel(world.owner, named);
  await finalizeLoggedModel(world.owner, { uuid, status: "READY" });
}

/** The rollout goes through its steps to all of the traffic. */
async function rollOut(): Promise<void> {
  await lookAgain();
  await observe("live", [2]);
  for (let look = 0; look < 8; look += 1) {
    await serve("live", 2, { requests: 500 });
    await lookAgain();
  }
  expect(await readRollout(world.owner, { deployment: "live", rollout: 1 })).toMatchObject({
    phase: "succeeded",
  });
}

const byHand = (more: object = {}) =>
  retrainFromIncident(world.owner, { incident: 1, ...retrainInput.parse(more) });

describe("a response", () => {
  test("trains what serves anew, asks for approval, rolls out as agreed, and says each step with where it leads", async () => {
    const { ada, ben, owner } = world;
    const wish = { act: "retrain", startsRollout: true, rollout: ROLLOUT };
    await setResponse(ada, { deployment: "live", ...setResponseInput.parse(wish) });
    await drift();
    await drift(2);
    await work();
    expect(await actNow()).toMatchObject({ status: "training", jobNumber: 2 });
    expect(await getJob(owner, { number: 2 })).toMatchObject({ againOf: 1, name: "train" });
    await ends(2);
    await logModel(2);
    await work();
    expect(await actNow()).toMatchObject({ status: "asked", modelVersion: 4, requestNumber: 2 });
    const tag = { key: "slipway.incident", value: "1" };
    expect(
      await db().modelVersionTag.findFirst({
        where: { ...tag, version: { version: 4, model: { workspaceId: owner.workspaceId } } },
      }),
    ).not.toBeNull();
    await sign(ben, 2);
    await work();
    expect(await actNow()).toMatchObject({ status: "rolling_out", rolloutNumber: 1 });
    await rollOut();
    await work();
    expect(await actNow()).toMatchObject({ status: "done" });
    const steps = (await course()).slice(1);
    expect(steps.map(({ kind }) => kind)).toEqual(["acted", ...Array(5).fill("advanced")]);
    expect(steps.every(({ by }) => by === null)).toBe(true);
    expect(steps.map(({ about }) => about)).toEqual([
      { job: 2 },
      { job: 2, model: "churn", version: 4 },
      { approval: 2, model: "churn", version: 4 },
      { approval: 2 },
      { rollout: 1, model: "churn", version: 4 },
      { rollout: 1 },
    ]);
    const audit = await db().auditEvent.findMany({
      where: {
        workspaceId: owner.workspaceId,
        subject: "incident 1",
        action: { not: "incident.opened" },
      },
    });
    expect(audit).toHaveLength(steps.length);
  }, 60_000);

  test("is once for an incident, and says why it was not done", async () => {
    const wish = { act: "pause_rollout", severity: "warning" };
    await setResponse(world.owner, { deployment: "live", ...setResponseInput.parse(wish) });
    await drift();
    await work();
    expect((await course()).at(-1)).toMatchObject({
      ...{ kind: "refused", by: null },
      note: 'No rollout was paused: No rollout of deployment "live" is under way.',
    });
    await drift(2);
    await work();
    const { workspaceId } = world.owner;
    expect(await db().incidentAct.count({ where: { workspaceId } })).toBe(1);
  });
});

describe("a retraining by hand", () => {
  test("is launched once however often it is asked for, and offers its rollout to somebody who may start it", async () => {
    await drift();
    const job = { name: "other", command: ["true"], experimentId: 0 };
    const asked = { job, reason: "The market changed.", idempotencyKey: "a", rollout: ROLLOUT };
    await Promise.all([byHand(asked), byHand(asked)]);
    await byHand(asked);
    await expect(byHand({ job })).rejects.toMatchObject({ code: "CONFLICT" });
    expect(await db().job.count()).toBe(2);
    await ends(2);
    await logModel(2);
    await work();
    await sign(world.ben, 2);
    await work();
    expect(await actNow()).toMatchObject({ status: "offered", endedAt: null });
    const start = (actor: Actor) => startAgreedRollout(actor, { incident: 1, reason: "" });
    await expect(start(world.owner), "production is protected").rejects.toMatchObject({
      code: "FORBIDDEN",
    });
    await start(world.ada);
    await start(world.ada);
    expect(await db().rollout.count({ where: { workspaceId: world.owner.workspaceId } })).toBe(1);
    const { owner, ada } = world;
    const by = (await course()).map((step) => step.by);
    expect([by[1], by.at(-1)]).toEqual([owner.name, ada.name]);
  }, 60_000);

  test("ends with what failed: the job, a run without a model, an approval that was rejected", async () => {
    await drift();
    const last = async () => (await course()).at(-1);
    const fail = { parameters: { code: 3 }, name: "t", experimentId: 0 };
    await byHand({ job: { ...fail, command: ["sh", "-c", "exit {{ code }}"] } });
    await ends(2);
    await work();
    expect(await last()).toMatchObject({ kind: "failed", about: { job: 2 } });
    expect((await last())?.note).toMatch(/^Job 2 failed/);
    await byHand();
    await ends(3);
    await work();
    expect((await last())?.note).toMatch(/logged no model/);
    await byHand();
    await ends(4);
    await logModel(4);
    await work();
    await sign(world.ben, 2, { decision: "reject", statement: "Not like this." });
    await work();
    expect(await last()).toMatchObject({
      ...{ kind: "failed", note: "Approval request 2 was rejected.", about: { approval: 2 } },
    });
  }, 60_000);
});
