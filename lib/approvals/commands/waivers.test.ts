import { afterEach, describe, expect, it, vi } from "vitest";
import { db } from "@/lib/db/client";
import { makeRegistry, sign, wanted } from "@/lib/testing/approvals";
import { setUpDatabase } from "@/lib/testing/database";
import { auc, gateOf, makeGatedRegistry, scan } from "@/lib/testing/gates";
import { endGates } from "../jobs/gates";
import { reviewRequest } from "../jobs/requests";
import { getRequest, listRequestEvents } from "../queries/requests";
import { revokeWaiver, waiveGate } from "./gates";
import { openRequest } from "./requests";

setUpDatabase();
afterEach(() => {
  vi.useRealTimers();
});

const DAY_MS = 86_400_000;

const refused = (code: string, message = /./) =>
  expect.objectContaining({ code, message: expect.stringMatching(message) });

const waiver = (number: number, more: object = {}) => ({
  number,
  gateKey: "auc",
  reason: "The new market has no history yet.",
  until: new Date(Date.now() + DAY_MS),
  ...more,
});

describe("a waiver", () => {
  it("lets a gate pass until its end, for a reason, and asks everybody again", async () => {
    const { owner, ada, ben } = await makeGatedRegistry([auc]);
    const { number } = await openRequest(owner, wanted({ version: 3 }));
    await sign(ada, number);
    const wish = waiver(number);
    const { waiverId } = await waiveGate(ben, wish);
    expect((await waiveGate(ben, wish)).waiverId).toBe(waiverId);
    const request = await getRequest(ada, { number });
    expect(request).toMatchObject({
      evidence: { revision: 2, changes: ["The gates have new results."] },
      standing: { approvals: 0 },
      gateResults: [
        {
          verdict: "waived",
          measured: "fail",
          waiver: { waivedBy: ben.email, reason: wish.reason },
        },
      ],
    });
    expect(await sign(ada, number)).toMatchObject({ status: "promoted" });
    const { workspaceId } = owner;
    const audited = { workspaceId, action: "approval-request.gate-waived" };
    expect(await db().auditEvent.count({ where: audited })).toBe(1);
    await expect(db().gateWaiver.updateMany({ data: { reason: "other" } })).rejects.toThrow(
      /immutable/,
    );
  });

  it("is not given by whoever may not sign, nor for what holds nothing up, nor without an end", async () => {
    const { owner, ada, admin, log } = await makeGatedRegistry([auc, scan]);
    const { number } = await openRequest(owner, wanted({ version: 3 }));
    await expect(waiveGate(owner, waiver(number))).rejects.toEqual(refused("FORBIDDEN"));
    const mine = await openRequest(admin, wanted({ version: 2 }));
    await expect(waiveGate(admin, waiver(mine.number))).rejects.toEqual(
      refused("FORBIDDEN", /You requested this\. Somebody else/),
    );
    const { ada: stranger } = await makeRegistry();
    await expect(waiveGate(stranger, waiver(number))).rejects.toEqual(refused("NOT_FOUND"));
    for (const until of [new Date(0), new Date(Date.now() + 400 * DAY_MS)])
      await expect(waiveGate(ada, waiver(number, { until }))).rejects.toEqual(refused("INVALID"));
    await expect(waiveGate(ada, waiver(number, { gateKey: "nope" }))).rejects.toEqual(
      refused("NOT_FOUND"),
    );
    await log(0.99);
    await expect(waiveGate(ada, waiver(number))).rejects.toEqual(
      refused("CONFLICT", /holds nothing up/),
    );
  });

  it("that is taken back, or ends, takes an approval that waits back too", async () => {
    vi.useFakeTimers({ toFake: ["Date"] });
    const { owner, ada, ben } = await makeGatedRegistry([auc]);
    const scheduledFor = new Date(Date.now() + 5 * DAY_MS);
    const { number } = await openRequest(owner, wanted({ version: 3, scheduledFor }));
    const first = await waiveGate(ada, waiver(number));
    expect(await sign(ada, number)).toMatchObject({ status: "approved" });
    await revokeWaiver(ben, { number, waiverId: first.waiverId });
    expect(await getRequest(ada, { number })).toMatchObject({
      status: "pending",
      gateResults: [{ verdict: "fail", waiver: null }],
    });
    await waiveGate(ada, waiver(number));
    expect(await sign(ada, number)).toMatchObject({ status: "approved" });
    vi.setSystemTime(Date.now() + 2 * DAY_MS);
    await reviewRequest(owner.workspaceId, number);
    await reviewRequest(owner.workspaceId, number);
    expect(await getRequest(ada, { number })).toMatchObject({ status: "pending" });
    const { items } = await listRequestEvents(ada, { number, limit: 50 });
    expect(items.filter(({ kind }) => kind === "waiver_ended")).toHaveLength(1);
  });

  it("is looked at by the worker once it has ended", async () => {
    const { owner, ada } = await makeGatedRegistry([auc]);
    const { number } = await openRequest(owner, wanted({ version: 3 }));
    const until = new Date(Date.now() + 1_500);
    await waiveGate(ada, waiver(number, { until }));
    await vi.waitFor(async () => expect(await endGates()).toBeGreaterThan(0), { timeout: 20_000 });
    await reviewRequest(owner.workspaceId, number);
    expect(await gateOf(ada, number)).toMatchObject({ verdict: "fail", waiver: null });
    expect(await endGates()).toBe(0);
  });
});
