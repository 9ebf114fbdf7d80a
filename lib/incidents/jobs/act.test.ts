import { beforeAll, describe, expect, test } from "vitest";
import type { Actor } from "@/lib/access/actor";
import { db } from "@/lib/db/client";
import { readRollout } from "@/lib/deployments/queries/rollouts";
import { happenedPayload } from "@/lib/events/jobs/deliver";
import { makeRegistry } from "@/lib/testing/approvals";
import { makeActor, setUpDatabase } from "@/lib/testing/database";
import { revise, split } from "@/lib/testing/deployments";
import { signalDrift } from "@/lib/testing/incidents";
import { lookAgain, makePair, observe, roll } from "@/lib/testing/rollouts";
import { pauseRolloutFromIncident, rollBackFromIncident } from "../commands/acts";
import { resolveIncident } from "../commands/incidents";
import { removeResponse, setResponse } from "../commands/responses";
import { getIncident, listIncidentEvents, listIncidents } from "../queries/incidents";
import { setResponseInput } from "../schema/responses";
import { actOnIncidents } from "./act";
import { lookForIncidents } from "./look";

setUpDatabase();

let owner: Actor;
let viewer: Actor;
beforeAll(async () => {
  const { owner: contributor, workspace } = await makeRegistry();
  owner = contributor;
  viewer = await makeActor({ workspace, role: "viewer" });
});

const respond = (deployment: string, act: string, more: object = {}) =>
  setResponse(owner, { deployment, ...setResponseInput.parse({ act, ...more }) });
const drift = (deployment: string, at = 1) => signalDrift(owner, { deployment, at });
const inForce = async (name: string) => {
  const { trafficVersion: version, id } = await db().deployment.findFirstOrThrow({
    where: { workspaceId: owner.workspaceId, name },
  });
  const row = await db().trafficPlan.findFirstOrThrow({ where: { deploymentId: id, version } });
  const { plan, origin, actorId } = row;
  return { weights: Object(plan).weights, origin, actorId };
};
async function incidentOf(deployment: string): Promise<number> {
  const { items } = await listIncidents(owner, { show: "unresolved", deployment, limit: 1 });
  return items[0]?.number ?? 0;
}
async function course(incident: number) {
  const { items } = await listIncidentEvents(owner, { incident, limit: 50 });
  return items.reverse().map(({ kind, note, actor }) => ({ kind, note, actor }));
}

/** What others were told of what was done about incidents. */
async function published() {
  const where = { kind: "event.fan-out", payload: { path: ["action"], equals: "acted" } };
  const items = await db().queueItem.findMany({ where, orderBy: { id: "asc" } });
  return items.map(({ payload }) => happenedPayload.parse(payload).data);
}

/** The second revision has all of the traffic, the first one had it before and answers. */
async function switched(name: string): Promise<void> {
  await makePair(owner, name);
  await observe(name, [2]);
  await split(owner, name, [[2, 10_000]], 1);
}

/** A rollout whose candidate has a tenth of the traffic. */
async function rolling(name: string): Promise<void> {
  await makePair(owner, name);
  await roll(owner, name);
  await lookAgain();
  await observe(name, [2]);
  await lookAgain();
  await lookAgain();
}

describe("by itself", () => {
  test("a deployment goes back to the revision that had the traffic before, once, in Slipway's name", async () => {
    await db().webhook.create({
      data: {
        ...{ workspaceId: owner.workspaceId, name: "listener", events: ["incident.acted"] },
        url: "https://hooks.example.org/",
      },
    });
    await switched("back");
    await respond("back", "roll_back");
    await drift("back");
    await actOnIncidents();
    await actOnIncidents();
    expect(await inForce("back")).toMatchObject({
      ...{ origin: "rollback", actorId: null },
      weights: [{ revision: 1, weight: 10_000 }],
    });
    const incident = await incidentOf("back");
    const done = {
      ...{ kind: "acted", actor: null },
      note: "Rolled back to revision 1: amount has drifted.",
    };
    expect((await course(incident)).at(-1)).toEqual(done);
    await lookForIncidents();
    expect((await course(incident)).at(-1), "the rollback is known").toEqual(done);
    const { signals } = await getIncident(owner, { incident });
    expect(signals.map(({ kind }) => kind).sort()).toEqual(["drift", "rollback"]);
    const told = await db().notification.findMany({ where: { kind: "incident.acted" } });
    expect(told).toMatchObject([{ userId: owner.userId, body: done.note }]);
    const { note } = done;
    expect(await published()).toMatchObject([
      {
        ...{ number: incident, deployment: "back", act: "roll_back", status: "done" },
        note,
        by: null,
      },
    ]);
  });

  test("nothing is gone back to that is not loaded and answering, which is said", async () => {
    await switched("cold");
    await observe("cold", [1], "failed");
    await respond("cold", "roll_back");
    await drift("cold");
    await actOnIncidents();
    expect(await inForce("cold")).toMatchObject({ origin: "person" });
    expect((await course(await incidentOf("cold"))).at(-1)).toEqual({
      ...{ kind: "refused", actor: null },
      note: "Not rolled back: Revision 1, where a rollback would lead, is not loaded and answering.",
    });
  });

  test("a rollout gives its traffic back to the stable revision, and another one stops where it is", async () => {
    await rolling("recalled");
    await respond("recalled", "roll_back");
    await drift("recalled");
    await rolling("halted");
    await respond("halted", "pause_rollout");
    await drift("halted");
    await actOnIncidents();
    const read = (deployment: string) => readRollout(owner, { deployment, rollout: 1 });
    expect(await read("recalled")).toMatchObject({
      ...{ phase: "rolling_back", reasonCode: "recalled_by_incident" },
    });
    expect((await inForce("recalled")).weights).toEqual([{ revision: 1, weight: 10_000 }]);
    expect(await read("halted")).toMatchObject({
      ...{ phase: "paused", pausedFrom: "progressing", reasonCode: "paused_by_incident" },
    });
  });

  test("the next incident of the deployment has to wait until the cool-down is over", async () => {
    await switched("again");
    await respond("again", "roll_back", { coolDownHours: 2 });
    await drift("again");
    await actOnIncidents();
    const first = await incidentOf("again");
    await resolveIncident(owner, { incident: first, note: "Over." });
    await drift("again", 2);
    await actOnIncidents();
    const last = (await course(await incidentOf("again"))).at(-1);
    expect(last).toMatchObject({ kind: "refused" });
    expect(last?.note).toContain(`incident ${first} had the same done`);
    expect(last?.note).toContain("2 hours");
  });

  test("what was resolved, or is wanted by somebody who may no more, is not done", async () => {
    await switched("over");
    await respond("over", "roll_back");
    await drift("over");
    const incident = await incidentOf("over");
    await resolveIncident(owner, { incident, note: "Nothing." });
    await actOnIncidents();
    expect(await inForce("over")).toMatchObject({ origin: "person" });
    await switched("left");
    const { workspaceId, workspaceSlug } = owner;
    const place = { id: workspaceId, slug: workspaceSlug };
    const leaver = await makeActor({ workspace: place, role: "contributor" });
    const input = setResponseInput.parse({ act: "roll_back" });
    await setResponse(leaver, { deployment: "left", ...input });
    await drift("left");
    await db().membership.deleteMany({ where: { userId: leaver.userId } });
    await actOnIncidents();
    expect(await inForce("left")).toMatchObject({ origin: "person" });
    expect((await course(await incidentOf("left"))).at(-1)).toMatchObject({ kind: "refused" });
  });

  test("only who may do it by hand has it done, and what is removed is done no more", async () => {
    await switched("mine");
    const input = setResponseInput.parse({ act: "roll_back" });
    await expect(setResponse(viewer, { deployment: "mine", ...input })).rejects.toMatchObject({
      code: "FORBIDDEN",
    });
    await respond("mine", "roll_back", { severity: "warning" });
    const { items } = await respond("mine", "roll_back");
    expect(items).toMatchObject([{ act: "roll_back", severity: "critical", setBy: owner.name }]);
    await removeResponse(owner, { deployment: "mine", act: "roll_back" });
    await drift("mine");
    await actOnIncidents();
    expect(await inForce("mine")).toMatchObject({ origin: "person" });
  });
});

describe("by hand", () => {
  test("a rollback and a pause are in the course with who and why, once however often they are sent", async () => {
    await rolling("hands");
    await drift("hands");
    const incident = await incidentOf("hands");
    const why = { incident, reason: "Looks bad.", idempotencyKey: "one" };
    await Promise.all([pauseRolloutFromIncident(owner, why), pauseRolloutFromIncident(owner, why)]);
    await pauseRolloutFromIncident(owner, why);
    const back = { incident, reason: "It is.", idempotencyKey: "two" };
    await rollBackFromIncident(owner, back);
    await rollBackFromIncident(owner, back);
    expect((await course(incident)).slice(1)).toEqual([
      { kind: "acted", note: "Rollout 1 is paused: Looks bad.", actor: owner.name },
      { kind: "acted", note: "Rolled back: It is.", actor: owner.name },
    ]);
    expect((await published()).filter(({ deployment }) => deployment === "hands")).toMatchObject([
      {
        act: "pause_rollout",
        rollout: 1,
        by: owner.email,
        url: expect.stringMatching(/incidents/),
      },
      { act: "roll_back", note: "Rolled back: It is.", by: owner.email },
    ]);
    await expect(
      rollBackFromIncident(viewer, { incident, reason: "I may not." }),
    ).rejects.toMatchObject({ code: "FORBIDDEN" });
    await revise(owner, "hands");
  });
});
