import { randomUUID } from "node:crypto";
import { afterEach, describe, expect, it, vi } from "vitest";
import { db } from "@/lib/db/client";
import { aliasOf, makeRegistry, makeSigner, PASSWORD, sign, wanted } from "@/lib/testing/approvals";
import { setUpDatabase } from "@/lib/testing/database";
import { comment, resolveComment } from "../commands/discussion";
import { closeFollowUp, promoteInEmergency } from "../commands/emergency";
import { openRequest, reviseRequest } from "../commands/requests";
import { approvalHandlers, expireApprovals } from "./requests";

setUpDatabase();
afterEach(() => {
  vi.useRealTimers();
});

const attempt = { signal: new AbortController().signal, number: 1, isLast: false };

/** An approval that waits for tomorrow. */
async function scheduled() {
  const registry = await makeRegistry();
  const { workspaceId } = registry.owner;
  const scheduledFor = new Date(Date.now() + 86_400_000);
  const { number } = await openRequest(registry.owner, wanted({ scheduledFor }));
  expect(await sign(registry.ada, number)).toMatchObject({ status: "approved" });
  const where = { workspaceId_number: { workspaceId, number } };
  const item = await db().queueItem.findFirstOrThrow({
    where: { kind: "approvals.promote", payload: { path: ["workspaceId"], equals: workspaceId } },
  });
  const take = async () => {
    for (const { kind, run } of approvalHandlers)
      if (kind === item.kind) await run(item.payload, attempt);
  };
  const statusOf = async () => (await db().approvalRequest.findUniqueOrThrow({ where })).status;
  /** As if the time had come; what was signed says when, so the clock is turned and not the plan. */
  const comeTo = (data: { validUntil?: Date }) =>
    db().approvalRequest.update({ where, data: { ...data } });
  return { ...registry, workspaceId, number, item, take, statusOf, comeTo, scheduledFor };
}

describe("an approval for a chosen time", () => {
  it("waits for it in the queue and does nothing before", async () => {
    const { owner, item, take, statusOf, scheduledFor } = await scheduled();
    expect(item.dueAt).toEqual(scheduledFor);
    await take();
    expect([await statusOf(), await aliasOf(owner)]).toEqual(["approved", null]);
  });

  it("is taken back when what was signed has changed", async () => {
    const { owner, ada, number, statusOf } = await scheduled();
    await reviseRequest(owner, { number, scheduledFor: null });
    expect(await statusOf()).toBe("pending");
    expect(await sign(ada, number)).toMatchObject({ status: "promoted" });
  });

  it("expires when nobody could apply it in time", async () => {
    const { owner, statusOf, comeTo } = await scheduled();
    await comeTo({ validUntil: new Date(Date.now() - 1) });
    expect(await expireApprovals()).toBeGreaterThanOrEqual(1);
    expect([await statusOf(), await aliasOf(owner)]).toEqual(["expired", null]);
  });

  it("is applied once when it has come, by whichever replica, unless its signer has left", async () => {
    // The clock is turned, so that nothing depends on how long the signatures take.
    vi.useFakeTimers({ toFake: ["Date"] });
    const scheduledFor = new Date(Date.now() + 3_600_000);
    const soon = async () => {
      const registry = await makeRegistry();
      const { number } = await openRequest(registry.owner, wanted({ scheduledFor }));
      expect(await sign(registry.ada, number)).toMatchObject({ status: "approved" });
      return { ...registry, number };
    };
    const [stays, leaves] = [await soon(), await soon()];
    await db().membership.deleteMany({ where: { userId: leaves.ada.userId } });
    const run = async ({ owner: { workspaceId }, number }: typeof stays) => {
      for (const handler of approvalHandlers)
        if (handler.kind === "approvals.promote")
          await handler.run({ workspaceId, number, revision: 1 }, attempt);
    };
    const takenByThree = () => Promise.all([run(stays), run(stays), run(leaves)]);
    await takenByThree();
    expect(await aliasOf(stays.owner)).toBeNull();
    vi.setSystemTime(scheduledFor);
    await takenByThree();
    await takenByThree();
    expect(await aliasOf(stays.owner)).toBe(1);
    expect(await aliasOf(leaves.owner)).toBeNull();
    const promoted = await db().approvalEvent.count({
      where: { workspaceId: stays.owner.workspaceId, kind: "promoted" },
    });
    expect(promoted).toBe(1);
  });
});

describe("an approval for a chosen time whose last signer leaves before it", () => {
  async function whenOneLeaves(signers: "two" | "one") {
    vi.useFakeTimers({ toFake: ["Date"] });
    const scheduledFor = new Date(Date.now() + 3_600_000);
    const { workspace, owner, ada, ben } = await makeRegistry();
    const { workspaceId } = owner;
    const { number } = await openRequest(owner, wanted({ scheduledFor }));
    if (signers === "two") {
      const third = await makeSigner(workspace);
      const { commentId } = await comment(third, { number, severity: "blocking", body: "Wait." });
      await sign(ada, number);
      await resolveComment(third, { number, commentId });
    }
    expect(await sign(ben, number)).toMatchObject({ status: "approved" });
    await db().membership.deleteMany({ where: { userId: ben.userId } });
    vi.setSystemTime(scheduledFor);
    for (const { kind, run } of approvalHandlers)
      if (kind === "approvals.promote") await run({ workspaceId, number, revision: 1 }, attempt);
    const { status } = await db().approvalRequest.findFirstOrThrow({ where: { workspaceId } });
    const told = await db().notification.count({
      where: { workspaceId, userId: owner.userId, title: { startsWith: "Not applied" } },
    });
    return { status, told, alias: await aliasOf(owner) };
  }

  it("is applied in the name of another who signed", async () => {
    expect(await whenOneLeaves("two")).toEqual({ status: "promoted", told: 0, alias: 1 });
  });

  it("waits again when nobody else signed, and whoever asked is told", async () => {
    expect(await whenOneLeaves("one")).toEqual({ status: "pending", told: 1, alias: null });
  });
});

describe("an emergency", () => {
  const input = () => ({
    ...wanted(),
    reason: "outage",
    signatureKey: randomUUID(),
    password: PASSWORD,
  });

  it("promotes at once, for a reason, for admins, and once for a key", async () => {
    const { owner, ada, admin } = await makeRegistry();
    for (const actor of [owner, ada])
      await expect(promoteInEmergency(actor, input())).rejects.toMatchObject({ code: "FORBIDDEN" });
    await expect(
      promoteInEmergency(admin, { ...input(), password: "wrong" }),
    ).rejects.toMatchObject({ code: "INVALID" });
    const once = input();
    const results = await Promise.all([
      promoteInEmergency(admin, once),
      promoteInEmergency(admin, once),
    ]);
    expect(results[0]).toEqual(results[1]);
    expect(await aliasOf(owner)).toBe(1);
    const { workspaceId } = owner;
    expect(await db().approvalFollowUp.count({ where: { workspaceId, closedAt: null } })).toBe(1);
    const audited = { workspaceId, action: "approval-request.emergency" };
    expect(await db().auditEvent.count({ where: audited })).toBe(1);
    expect(
      await db().notification.count({ where: { workspaceId, kind: "approval.emergency" } }),
    ).toBe(2);
  });

  it("leaves a follow-up that somebody else closes, once", async () => {
    const { ada, admin } = await makeRegistry();
    const { number } = await promoteInEmergency(admin, input());
    const close = { number, resolution: "It stands." };
    await expect(closeFollowUp(admin, close)).rejects.toMatchObject({ code: "FORBIDDEN" });
    await closeFollowUp(ada, close);
    await expect(closeFollowUp(ada, close)).rejects.toMatchObject({ code: "CONFLICT" });
  });
});
