import { describe, expect, test } from "vitest";
import type { Actor } from "@/lib/access/actor";
import { getJob } from "@/lib/compute/queries/jobs";
import { db } from "@/lib/db/client";
import { readRollout } from "@/lib/deployments/queries/rollouts";
import { sign } from "@/lib/testing/approvals";
import {
  actNow,
  byHand,
  course,
  drift,
  ends,
  logModel,
  people,
  ROLLOUT,
  setUpRetraining,
  work,
} from "@/lib/testing/retraining";
import { lookAgain, observe, serve } from "@/lib/testing/rollouts";
import { startAgreedRollout } from "../commands/acts";
import { setResponse } from "../commands/responses";
import { setResponseInput } from "../schema/responses";

setUpRetraining();

/** The rollout goes through its steps to all of the traffic. */
async function rollOut(): Promise<void> {
  await lookAgain();
  await observe("live", [2]);
  for (let look = 0; look < 8; look += 1) {
    await serve("live", 2, { requests: 500 });
    await lookAgain();
  }
  expect(await readRollout(people().owner, { deployment: "live", rollout: 1 })).toMatchObject({
    phase: "succeeded",
  });
}

describe("a response", () => {
  test("trains what serves anew, asks for approval, rolls out as agreed, and says each step with where it leads", async () => {
    const { ada, ben, owner } = people();
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
    await setResponse(people().owner, { deployment: "live", ...setResponseInput.parse(wish) });
    await drift();
    await work();
    expect((await course()).at(-1)).toMatchObject({
      ...{ kind: "refused", by: null },
      note: 'No rollout was paused: No rollout of deployment "live" is under way.',
    });
    await drift(2);
    await work();
    const { workspaceId } = people().owner;
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
    await sign(people().ben, 2);
    await work();
    expect(await actNow()).toMatchObject({ status: "offered", endedAt: null });
    const start = (actor: Actor) => startAgreedRollout(actor, { incident: 1, reason: "" });
    await expect(start(people().owner), "production is protected").rejects.toMatchObject({
      code: "FORBIDDEN",
    });
    await start(people().ada);
    await start(people().ada);
    expect(await db().rollout.count({ where: { workspaceId: people().owner.workspaceId } })).toBe(
      1,
    );
    const { owner, ada } = people();
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
    await sign(people().ben, 2, { decision: "reject", statement: "Not like this." });
    await work();
    expect(await last()).toMatchObject({
      ...{ kind: "failed", note: "Approval request 2 was rejected.", about: { approval: 2 } },
    });
  }, 60_000);
});
