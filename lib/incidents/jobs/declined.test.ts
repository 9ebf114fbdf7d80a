import { expect, test } from "vitest";
import { db } from "@/lib/db/client";
import { happenedPayload } from "@/lib/events/jobs/deliver";
import { EVENT_NAMES } from "@/lib/events/rules/catalog";
import { sign } from "@/lib/testing/approvals";
import { auditTrail } from "@/lib/testing/audit";
import { makeActor } from "@/lib/testing/database";
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
import { declineAgreedRollout, startAgreedRollout } from "../commands/acts";

setUpRetraining();

/** Somebody outside who is told of everything that becomes of incidents. */
const makeListener = () =>
  db().webhook.create({
    data: {
      ...{ workspaceId: people().owner.workspaceId, name: "listener" },
      url: "https://hooks.example.org/",
      events: EVENT_NAMES.filter((name) => name.startsWith("incident.")),
    },
  });

/** What was handed out to be told. */
async function published(): Promise<string[]> {
  const items = await db().queueItem.findMany({
    where: { kind: "event.fan-out" },
    orderBy: { id: "asc" },
  });
  return items.flatMap(({ payload }) => {
    const { entity, action, data } = happenedPayload.parse(payload);
    return entity === "incident" ? [action, data.act, data.status].filter(Boolean).join(" ") : [];
  });
}

test("offers a rollout that somebody declines once, and that is started no more", async () => {
  const { owner, ada } = people();
  await makeListener();
  await drift();
  const job = { name: "other", command: ["true"], experimentId: 0 };
  await byHand({ job, rollout: ROLLOUT });
  await ends(2);
  await logModel(2);
  await work();
  const early = declineAgreedRollout(owner, { incident: 1, reason: "Too early." });
  await expect(early).rejects.toThrow("No rollout waits to be started in incident 1.");
  await sign(people().ben, 2);
  await work();
  const viewer = await makeActor({ workspace: people().workspace, role: "viewer" });
  const decline = (more: object = {}, actor = owner) =>
    declineAgreedRollout(actor, { incident: 1, reason: "Its recall is worse.", ...more });
  await expect(decline({}, viewer)).rejects.toMatchObject({ code: "FORBIDDEN" });
  const once = { idempotencyKey: "decline" };
  await Promise.all([decline(once), decline(once)]);
  await decline(once);
  expect(await actNow()).toMatchObject({ status: "declined", reason: "Its recall is worse." });
  await expect(decline()).rejects.toThrow("The rollout that incident 1 offered was declined.");
  const start = startAgreedRollout(ada, { incident: 1, reason: "" });
  await expect(start).rejects.toMatchObject({ code: "CONFLICT" });
  await work();
  const note = 'The rollout of version 4 of model "churn" is declined: Its recall is worse.';
  const steps = (await course()).filter(({ kind }) => kind === "declined");
  expect(steps).toEqual([
    { kind: "declined", note, by: owner.name, about: { model: "churn", version: 4 } },
  ]);
  expect(await auditTrail(owner, "incident.declined")).toHaveLength(1);
  expect(await published()).toEqual([
    "opened",
    "acted retrain training",
    "advanced retrain registered",
    "advanced retrain asked",
    "advanced retrain approved",
    "advanced retrain offered",
    "declined retrain declined",
  ]);
  expect(await db().rollout.count({ where: { workspaceId: owner.workspaceId } })).toBe(0);
  await byHand({ job });
  expect(await actNow()).toMatchObject({ status: "training" });
}, 60_000);

test("what was offered is declined by another retraining, and cannot be once its rollout has begun", async () => {
  const { owner, ada } = people();
  await makeListener();
  await drift();
  const job = { name: "other", command: ["true"], experimentId: 0 };
  const offerWith = async (number: number) => {
    await byHand({ job, rollout: ROLLOUT });
    await ends(number);
    await logModel(number);
    await work();
    await sign(people().ben, number);
    await work();
    expect(await actNow()).toMatchObject({ status: "offered" });
  };
  await offerWith(2);
  await offerWith(3);
  expect((await course()).filter(({ kind }) => kind === "declined")).toMatchObject([
    { by: owner.name, about: { model: "churn", version: 4 } },
  ]);
  expect(await published()).toContain("declined retrain declined");
  await startAgreedRollout(ada, { incident: 1, reason: "" });
  const late = declineAgreedRollout(owner, { incident: 1, reason: "Too late." });
  await expect(late).rejects.toThrow("The rollout that incident 1 offered has begun.");
}, 60_000);
