import { describe, expect, it } from "vitest";
import { db } from "@/lib/db/client";
import {
  aliasOf,
  enforce,
  listen,
  makeRegistry,
  PASSWORD,
  sign,
  wanted,
} from "@/lib/testing/approvals";
import { setUpDatabase } from "@/lib/testing/database";
import { delegate } from "../commands/discussion";
import { closeFollowUp, promoteInEmergency } from "../commands/emergency";
import { openRequest, withdrawRequest } from "../commands/requests";
import { getRequest } from "../queries/requests";
import { getRollbackTarget } from "../queries/rollback-target";
import { expireApprovals, remindOfOverdue, renewApprovals } from "./requests";

setUpDatabase();

const DAY = 86_400_000;
const inDays = (days: number) => new Date(Date.now() + days * DAY);

type Registry = Awaited<ReturnType<typeof makeRegistry>>;

const requestOf = ({ owner: { workspaceId } }: Registry, number: number) =>
  db().approvalRequest.findUniqueOrThrow({
    where: { workspaceId_number: { workspaceId, number } },
  });

const renewalOf = ({ owner: { workspaceId } }: Registry, number: number) =>
  db().approvalRequest.findMany({ where: { workspaceId, renewsNumber: number } });

async function told({ owner: { workspaceId } }: Registry, kind: string): Promise<string[]> {
  const rows = await db().notification.findMany({
    where: { workspaceId, kind },
    select: { userId: true },
  });
  return rows.map(({ userId }) => userId).sort();
}

const ids = (...actors: { userId: string }[]) => actors.map(({ userId }) => userId).sort();

/** Version 1 is champion, and its approval wants another look in thirty days. */
async function promoted() {
  const registry = await makeRegistry();
  await enforce(registry.workspace, { reapprovalDays: 30, dueDays: 3 });
  const { number } = await openRequest(registry.owner, wanted());
  await sign(registry.ada, number);
  return { ...registry, number };
}

describe("an approval that wants another look", () => {
  it("is asked for again in time, once, in the name of whoever asked before", async () => {
    const world = await promoted();
    await renewApprovals(inDays(26));
    expect(await renewalOf(world, world.number)).toEqual([]);
    await renewApprovals(inDays(28));
    await renewApprovals(inDays(28));
    const [renewal, ...others] = await renewalOf(world, world.number);
    expect(others).toEqual([]);
    const { reapprovalDueAt } = await requestOf(world, world.number);
    expect(renewal).toMatchObject({
      status: "pending",
      openedVia: "schedule",
      requestedById: world.owner.userId,
      dueAt: reapprovalDueAt,
      targetValue: "champion",
    });
    expect(await told(world, "approval.requested")).toEqual(
      ids(world.ada, world.ben, world.admin, world.ada, world.ben, world.admin),
    );
    await expect(sign(world.owner, renewal?.number ?? 0)).rejects.toMatchObject({
      code: "FORBIDDEN",
    });
  });

  it("is renewed by another signature, which moves nothing and sets the next date", async () => {
    const world = await promoted();
    await renewApprovals(inDays(28));
    const [renewal] = await renewalOf(world, world.number);
    expect(await sign(world.ben, renewal?.number ?? 0)).toMatchObject({ status: "promoted" });
    expect(await aliasOf(world.owner)).toBe(1);
    const moves = { workspaceId: world.owner.workspaceId, action: "model.alias-set" };
    expect(await db().auditEvent.count({ where: moves })).toBe(1);
    expect(await requestOf(world, world.number)).toMatchObject({ reapprovalDueAt: null });
    expect((await requestOf(world, renewal?.number ?? 0)).reapprovalDueAt).not.toBeNull();
    await renewApprovals(inDays(32));
    expect((await requestOf(world, world.number)).lapsedAt).toBeNull();
  });

  it("lapses when nobody looks at it in time: it serves on, and everybody concerned is told once", async () => {
    const world = await promoted();
    await listenTo(world);
    await renewApprovals(inDays(31));
    await renewApprovals(inDays(32));
    expect(await aliasOf(world.owner)).toBe(1);
    expect(await getRequest(world.ada, { number: world.number })).toMatchObject({
      status: "promoted",
      lapsedAt: expect.any(String),
    });
    expect(await told(world, "approval.lapsed")).toEqual(
      ids(world.owner, world.ada, world.ben, world.admin),
    );
    const { workspaceId } = world.owner;
    expect(
      await db().auditEvent.count({ where: { workspaceId, action: "approval-request.lapsed" } }),
    ).toBe(1);
    expect(await heard(workspaceId, "lapsed")).toBe(1);
    const [renewal] = await renewalOf(world, world.number);
    await sign(world.ada, renewal?.number ?? 0);
    expect(await getRequest(world.ada, { number: world.number })).toMatchObject({ lapsedAt: null });
  });

  it("is not asked for again once another version has taken the place", async () => {
    const world = await promoted();
    const next = await openRequest(world.owner, wanted({ version: 2 }));
    await sign(world.ben, next.number);
    await renewApprovals(inDays(40));
    expect(await renewalOf(world, world.number)).toEqual([]);
    expect(await renewalOf(world, next.number)).toHaveLength(1);
    expect((await requestOf(world, world.number)).lapsedAt).toBeNull();
  });

  it("leads back to what it took the place of, and not to itself, when it is looked at again", async () => {
    const world = await promoted();
    const next = await openRequest(world.owner, wanted({ version: 2 }));
    await sign(world.ben, next.number);
    await renewApprovals(inDays(40));
    const [renewal] = await renewalOf(world, next.number);
    const wayBack = () => getRollbackTarget(world.ada, { number: renewal?.number ?? 0 });
    expect(await wayBack()).toMatchObject({ version: 1 });
    await sign(world.ada, renewal?.number ?? 0);
    expect(await wayBack()).toMatchObject({ version: 1 });
  });

  it("can be renewed before by whoever asks, and only where there is something to renew", async () => {
    const world = await promoted();
    const early = await openRequest(world.owner, wanted());
    expect(await getRequest(world.ada, { number: early.number })).toMatchObject({
      renews: world.number,
    });
    await renewApprovals(inDays(28));
    expect(await renewalOf(world, world.number)).toHaveLength(1);
    await withdrawRequest(world.owner, { number: early.number, reason: "" });
    const plain = await makeRegistry();
    const { number } = await openRequest(plain.owner, wanted());
    await sign(plain.ada, number);
    await expect(openRequest(plain.owner, wanted())).rejects.toMatchObject({ code: "CONFLICT" });
  });
});

async function listenTo({ owner }: Registry): Promise<void> {
  await listen(owner);
  await db().webhook.updateMany({
    where: { workspaceId: owner.workspaceId },
    data: {
      events: [
        "created",
        "approved",
        "rejected",
        "changes_requested",
        "applied",
        "overdue",
        "delegated",
        "emergency",
        "expired",
        "lapsed",
      ].map((action) => `approval_request.${action}`),
    },
  });
}

/** How many events of a kind are on their way to webhooks. */
async function heard(workspaceId: string, action: string): Promise<number> {
  const items = await db().queueItem.findMany({
    where: { kind: "event.fan-out", payload: { path: ["workspaceId"], equals: workspaceId } },
  });
  return items.filter(({ payload }) => Object(payload).action === action).length;
}

describe("people and webhooks are told", () => {
  it("of a request, a delegation, wanted changes, a rejection and an approval", async () => {
    const world = await makeRegistry();
    const { owner, ada, ben, admin } = world;
    await listenTo(world);
    const { number } = await openRequest(owner, wanted());
    expect(await told(world, "approval.requested")).toEqual(ids(ada, ben, admin));
    await delegate(admin, { number, toUserId: ben.userId, reason: "away" });
    expect(await told(world, "approval.requested")).toEqual(ids(ada, ben, admin, ben));
    await sign(ada, number, { decision: "request_changes", statement: "Which data?" });
    await sign(ben, number, { decision: "reject", statement: "No." });
    const second = await openRequest(owner, wanted({ version: 2 }));
    await sign(ada, second.number);
    const decided = await db().notification.findMany({
      where: { userId: owner.userId, kind: "approval.decided" },
      orderBy: { createdAt: "asc" },
    });
    expect(decided.map(({ title }) => title)).toEqual([
      "Changes requested: churn 1",
      "Rejected: churn 1",
      "Approved: churn 2 for @champion",
    ]);
    const { workspaceId } = owner;
    for (const [action, count] of Object.entries({
      created: 2,
      delegated: 1,
      changes_requested: 1,
      rejected: 1,
      approved: 1,
      applied: 1,
    }))
      expect(await heard(workspaceId, action), action).toBe(count);
  });

  it("once of what is overdue: whoever is waited for, and whoever asked", async () => {
    const world = await makeRegistry();
    await listenTo(world);
    const { number } = await openRequest(world.owner, wanted());
    await remindOfOverdue(inDays(2));
    expect(await told(world, "approval.overdue")).toEqual([]);
    await remindOfOverdue(inDays(4));
    await remindOfOverdue(inDays(5));
    expect(await told(world, "approval.overdue")).toEqual(
      ids(world.owner, world.ada, world.ben, world.admin),
    );
    expect(await heard(world.owner.workspaceId, "overdue")).toBe(1);
    expect((await requestOf(world, number)).status).toBe("pending");
  });

  it("of an emergency, and once of its follow-up when nobody closes it in time", async () => {
    const world = await makeRegistry();
    await listenTo(world);
    const emergency = (signatureKey: string, version: number) =>
      promoteInEmergency(world.admin, {
        ...wanted({ version }),
        reason: "outage",
        signatureKey,
        password: PASSWORD,
      });
    await emergency("the-first-one", 1);
    expect(await told(world, "approval.emergency")).toEqual(ids(world.ada, world.ben));
    const second = await emergency("the-second-one", 2);
    await closeFollowUp(world.ada, { number: second.number, resolution: "It stands." });
    await remindOfOverdue(inDays(4));
    await remindOfOverdue(inDays(5));
    expect(await told(world, "approval.overdue")).toEqual(ids(world.ada, world.ben, world.admin));
    expect(await heard(world.owner.workspaceId, "emergency")).toBe(2);
  });

  it("of an approval that was not applied in time", async () => {
    const world = await makeRegistry();
    await listenTo(world);
    const { number } = await openRequest(world.owner, wanted({ scheduledFor: inDays(1) }));
    await sign(world.ada, number);
    await expireApprovals(inDays(60));
    expect((await requestOf(world, number)).status).toBe("expired");
    expect(await heard(world.owner.workspaceId, "expired")).toBe(1);
    const titles = await db().notification.findMany({
      where: {
        userId: { in: [world.owner.userId, world.ada.userId] },
        title: { startsWith: "Expired" },
      },
    });
    expect(titles).toHaveLength(2);
    const audited = { workspaceId: world.owner.workspaceId, action: "approval-request.expired" };
    expect(await db().auditEvent.count({ where: audited })).toBe(1);
  });
});
