import { beforeAll, describe, expect, test } from "vitest";
import type { Actor } from "@/lib/access/actor";
import { settleEnv } from "@/lib/core/env";
import { db } from "@/lib/db/client";
import { pool } from "@/lib/db/pool";
import { makeRegistry } from "@/lib/testing/approvals";
import { makeActor, setUpDatabase } from "@/lib/testing/database";
import { deploy, revise, split } from "@/lib/testing/deployments";
import { lookAgain, makePair, observe, roll, serve } from "@/lib/testing/rollouts";
import { postOutcomes } from "../commands/outcomes";
import { abortRollout, pauseRollout, promoteRollout, resumeRollout } from "../commands/rollouts";
import { listRolloutChecks, readRollout } from "../queries/rollouts";
import { findServing } from "../queries/serving";
import { postOutcomesInput } from "../schema/rollouts";
import { claimDue } from "../sql/rollouts";
import { advanceRollout } from "./rollout-runner";

setUpDatabase();

let owner: Actor;
let viewer: Actor;
beforeAll(async () => {
  const registry = await makeRegistry();
  owner = registry.owner;
  viewer = await makeActor({ workspace: registry.workspace, role: "viewer" });
});

const read = (deployment: string, rollout = 1) => readRollout(owner, { deployment, rollout });
const weightsOf = async (name: string) =>
  Object.fromEntries(
    ((await findServing(pool(), owner.workspaceId, name))?.plan.weights ?? []).map(
      ({ revision, weight }) => [revision, weight],
    ),
  );
const person = (deployment: string) => ({ deployment, rollout: 1, reason: "because" });

/** Looks until the rollout is in a phase, or has been looked at often enough. */
async function until(name: string, phase: string, rollout = 1): Promise<void> {
  for (let look = 0; look < 12 && (await read(name, rollout)).phase !== phase; look += 1)
    await lookAgain();
  expect(await read(name, rollout)).toMatchObject({ phase });
}

/** A rollout whose candidate answers and has its first share of the traffic. */
async function begun(name: string, more: object = {}): Promise<void> {
  await makePair(owner, name);
  await roll(owner, name, more);
  await until(name, "initialising");
  await observe(name, [2]);
  await until(name, "progressing");
}

describe("a rollout", () => {
  test("goes from a loaded candidate through its steps to all of the traffic", async () => {
    await makePair(owner, "good");
    expect(await roll(owner, "good")).toMatchObject({ number: 1, phase: "pending", stable: 1 });
    await until("good", "initialising");
    // Named without weight, so that it is loaded.
    expect(await weightsOf("good")).toEqual({ 1: 10_000, 2: 0 });
    await lookAgain();
    expect((await read("good")).phase).toBe("initialising");
    await observe("good", [2]);
    await lookAgain();
    expect(await weightsOf("good")).toEqual({ 1: 9_000, 2: 1_000 });
    await serve("good", 2, { requests: 500 });
    await lookAgain();
    expect(await read("good")).toMatchObject({ phase: "progressing", step: 1, weight: 5_000 });
    await serve("good", 2, { requests: 500 });
    await until("good", "succeeded");
    expect(await weightsOf("good")).toEqual({ 1: 0, 2: 10_000 });
    const { events } = await read("good");
    expect(events.map(({ weight }) => weight).reverse()).toEqual([
      null,
      0,
      1_000,
      5_000,
      10_000,
      10_000,
    ]);
    const plans = await db().trafficPlan.findMany({
      where: { deployment: { name: "good" }, origin: "rollout" },
    });
    const decided = new Set(events.map(({ trafficVersion }) => trafficVersion));
    expect(plans.filter(({ version }) => !decided.has(version))).toEqual([]);
  });

  test("that breaks a guardrail is rolled back at the same look, with its evidence, and tells of it", async () => {
    await begun("bad");
    await serve("bad", 2, { requests: 500, errors: 100 });
    await lookAgain();
    expect(await weightsOf("bad")).toEqual({ 1: 10_000 });
    expect(await read("bad")).toMatchObject({
      phase: "rolling_back",
      reasonCode: "guardrail_failed",
      check: "errors",
      checks: [{ verdict: "fail", observed: 0.2, limit: 0.02, samples: 500 }],
    });
    await until("bad", "rolled_back");
    const event = await db().rolloutEvent.findFirstOrThrow({
      where: { phase: "rolling_back", rollout: { deployment: { name: "bad" } } },
    });
    expect(event.evidence).toMatchObject([{ key: "errors", verdict: "fail", samples: 500 }]);
    const audited = await db().auditEvent.findMany({
      where: {
        subject: "deployment bad",
        action: { in: ["rollout.rolled-back", "deployment.rolled-back"] },
      },
    });
    expect(audited).toHaveLength(2);
    const told = await db().notification.findMany({ where: { kind: "deployment.rolled-back" } });
    expect(told.map(({ title }) => title).join()).toContain("Rolled back: bad");
  });

  test("in shadow is judged by copies, and serves nothing", async () => {
    const steps = [{ weight: 5_000, bakeSeconds: 0 }];
    await begun("shadow", {
      strategy: { kind: "shadow_first", share: 10_000, shadowSeconds: 0, steps },
    });
    expect((await findServing(pool(), owner.workspaceId, "shadow"))?.plan).toMatchObject({
      weights: [
        { revision: 1, weight: 10_000 },
        { revision: 2, weight: 0 },
      ],
      shadows: [{ revision: 2, share: 10_000 }],
    });
    await serve("shadow", 2, { requests: 400, errors: 200, isShadow: true });
    await lookAgain();
    expect(await read("shadow")).toMatchObject({ phase: "rolling_back", check: "errors" });
    expect((await findServing(pool(), owner.workspaceId, "shadow"))?.plan.shadows).toEqual([]);
  });

  test("is paused, let on and aborted by people", async () => {
    await begun("hands", { strategy: { kind: "manual", weights: [100, 2_000] } });
    await serve("hands", 2, { requests: 500 });
    await until("hands", "waiting_approval");
    await promoteRollout(owner, { ...person("hands"), isFull: false });
    await until("hands", "progressing");
    expect(await weightsOf("hands")).toEqual({ 1: 8_000, 2: 2_000 });
    await pauseRollout(owner, person("hands"));
    await expect(pauseRollout(owner, person("hands"))).rejects.toMatchObject({ code: "CONFLICT" });
    await resumeRollout(owner, person("hands"));
    expect(await abortRollout(owner, person("hands"))).toMatchObject({ phase: "aborted" });
    expect(await weightsOf("hands")).toEqual({ 1: 10_000 });
    await expect(resumeRollout(owner, person("hands"))).rejects.toMatchObject({ code: "CONFLICT" });
    await expect(abortRollout(viewer, person("hands"))).rejects.toMatchObject({
      code: "FORBIDDEN",
    });
  });

  test("waits for a hook that does not confirm", async () => {
    settleEnv({ OUTBOUND_ALLOWED_HOSTS: ["127.0.0.1"] });
    await makePair(owner, "hooked");
    await roll(owner, "hooked", { hooks: [{ on: "start", url: "http://127.0.0.1:9/confirm" }] });
    await lookAgain();
    expect(await read("hooked")).toMatchObject({
      phase: "pending",
      reasonCode: "hook_refused",
      reason: expect.stringContaining("did not answer"),
    });
    await abortRollout(owner, person("hooked"));
  });
});

describe("a rollout does not start", () => {
  test("from what does not answer", async () => {
    await deploy(owner, "cold");
    await revise(owner, "cold");
    await expect(roll(owner, "cold")).rejects.toMatchObject({
      code: "CONFLICT",
      message: expect.stringContaining("not loaded and answering"),
    });
  });

  test("from traffic that several revisions share, or with what has all of it", async () => {
    await makePair(owner, "shared");
    await split(
      owner,
      "shared",
      [
        [1, 5_000],
        [2, 5_000],
      ],
      1,
    );
    await expect(roll(owner, "shared")).rejects.toMatchObject({ code: "CONFLICT" });
    await split(owner, "shared", [[2, 10_000]], 2);
    await observe("shared", [2]);
    await expect(roll(owner, "shared")).rejects.toThrow("has all of the traffic already");
  });
});

describe("others", () => {
  test("that change the traffic by hand end the rollout, and it leaves their traffic alone", async () => {
    await begun("manual-change");
    const { trafficVersion } = await read("manual-change");
    await split(
      owner,
      "manual-change",
      [
        [1, 7_000],
        [2, 3_000],
      ],
      trafficVersion,
    );
    await lookAgain();
    expect(await read("manual-change")).toMatchObject({
      phase: "superseded",
      reasonCode: "traffic_changed",
    });
    expect(await weightsOf("manual-change")).toEqual({ 1: 7_000, 2: 3_000 });
  });

  test("that start a newer rollout take the traffic from the older one's candidate first", async () => {
    await begun("twice");
    await revise(owner, "twice");
    await roll(owner, "twice");
    expect(await read("twice", 1)).toMatchObject({
      phase: "superseded",
      reasonCode: "newer_rollout",
    });
    expect(await weightsOf("twice")).toEqual({ 1: 10_000 });
    expect(await read("twice", 2)).toMatchObject({ phase: "pending" });
  });

  test("that look at the same time move it once", async () => {
    await begun("raced");
    await serve("raced", 2, { requests: 500 });
    await db().rollout.updateMany({
      where: { endedAt: null },
      data: { nextLookAt: new Date(0), leasedUntil: null },
    });
    const due = (await claimDue(20)).filter(({ deployment }) => deployment === "raced");
    const [one] = due;
    if (!one) throw new Error("nothing is due");
    const looks = await Promise.allSettled(
      [1, 2, 3, 4].map(() => advanceRollout(one, () => Promise.resolve(null))),
    );
    expect(looks.filter(({ status }) => status === "fulfilled")).toHaveLength(1);
    expect(await read("raced")).toMatchObject({ step: 1 });
    expect(await claimDue(20)).toEqual([]);
  });
});

test("outcomes are added once a key, and a signal pauses by them", async () => {
  const signal = {
    key: "sales",
    role: "signal",
    metric: { kind: "outcome", name: "sales" },
    limit: { against: "stable" },
    minSamples: 10,
  };
  const guardrail = {
    key: "errors",
    role: "guardrail",
    metric: { kind: "error_rate" },
    limit: { against: "absolute", value: 0.5 },
  };
  await begun("selling", { checks: [guardrail, signal] });
  await serve("selling", 2, { requests: 500 });
  const item = (revision: number, mean: number) => ({
    ...{ revision, n: 1_000, sum: mean * 1_000, sumSquares: (mean ** 2 + 1) * 1_000 },
  });
  const posted = postOutcomesInput.parse({
    deployment: "selling",
    metric: "sales",
    items: [item(1, 5), item(2, 4)],
    idempotencyKey: "monday",
  });
  expect(await postOutcomes(owner, posted)).toEqual({ added: 2 });
  expect(await postOutcomes(owner, posted)).toEqual({ added: 0 });
  await lookAgain();
  expect(await read("selling")).toMatchObject({ phase: "paused", check: "sales", weight: 1_000 });
  const { items } = await listRolloutChecks(owner, { deployment: "selling", rollout: 1, limit: 1 });
  expect(items).toMatchObject([{ key: expect.any(String), trafficVersion: 3 }]);
});
