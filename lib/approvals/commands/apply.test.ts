import { describe, expect, it } from "vitest";
import type { Actor } from "@/lib/access/actor";
import { db } from "@/lib/db/client";
import { aliasOf, enforce, makeRegistry, sign, wanted } from "@/lib/testing/approvals";
import { auditTrail } from "@/lib/testing/audit";
import { setUpDatabase } from "@/lib/testing/database";
import { expireApprovals } from "../jobs/requests";
import { getRequest } from "../queries/requests";
import { applyRequest } from "./apply";
import { openRequest } from "./requests";

setUpDatabase();

const refused = (code: string, message = /./) =>
  expect.objectContaining({ code, message: expect.stringMatching(message) });

/** A request under a policy that leaves applying to a person. */
async function byHand(more: Parameters<typeof wanted>[0] = {}) {
  const registry = await makeRegistry();
  await enforce(registry.workspace, { isAppliedByHand: true });
  const { number } = await openRequest(registry.owner, wanted(more));
  return { ...registry, number };
}

const stateOf = async (actor: Actor, number: number) => {
  const { status, awaitsApplying, mayApply } = await getRequest(actor, { number });
  return { status, awaitsApplying, mayApply };
};

describe("an approval under a policy that leaves applying to a person", () => {
  it("waits for somebody who may apply it, and is then applied in their name", async () => {
    const { owner, ada, ben, number } = await byHand();
    await expect(applyRequest(ben, { number })).rejects.toEqual(
      refused("CONFLICT", /not approved yet/),
    );
    expect(await sign(ada, number)).toMatchObject({ status: "approved" });
    expect(await aliasOf(owner)).toBeNull();
    expect(await stateOf(owner, number)).toEqual({
      status: "approved",
      awaitsApplying: true,
      mayApply: false,
    });
    await expect(applyRequest(owner, { number })).rejects.toEqual(
      refused("FORBIDDEN", /approval:apply/),
    );
    const token = { ...ben, scopes: new Set(["approvals:sign"] as const), tokenName: "ci" };
    await expect(applyRequest(token, { number })).rejects.toEqual(
      refused("FORBIDDEN", /approvals:apply/),
    );
    expect(await stateOf(ben, number)).toMatchObject({ mayApply: true });
    await applyRequest(ben, { number });
    expect(await aliasOf(owner)).toBe(1);
    const trail = await auditTrail(owner);
    const applied = trail.find(({ action }) => action === "approval-request.promoted");
    expect(applied?.userId).toBe(ben.userId);
    await expect(applyRequest(ben, { number })).rejects.toEqual(refused("CONFLICT", /already/));
  });

  it("is applied once by two at the same instant", async () => {
    const { owner, ada, ben, admin, number } = await byHand();
    await sign(ada, number);
    const results = await Promise.allSettled(
      [ben, admin].map((actor) => applyRequest(actor, { number })),
    );
    expect(results.map(({ status }) => status).toSorted()).toEqual(["fulfilled", "rejected"]);
    expect(await aliasOf(owner)).toBe(1);
  });

  it("is not applied when something else was approved, when a signer has left, or before its time", async () => {
    const { owner, ada, ben, number, workspace } = await byHand();
    const second = await openRequest(owner, wanted({ version: 2 }));
    await sign(ada, number);
    await sign(ada, second.number);
    await applyRequest(ben, { number });
    await expect(applyRequest(ben, second)).rejects.toEqual(
      refused("CONFLICT", /nothing was applied/),
    );
    expect(await stateOf(ben, second.number)).toMatchObject({ status: "pending" });
    await sign(ada, second.number);
    await db().membership.deleteMany({
      where: { userId: ada.userId, workspaceId: workspace.id },
    });
    await expect(applyRequest(ben, second)).rejects.toEqual(
      refused("CONFLICT", /nothing was applied/),
    );
    expect(await aliasOf(owner)).toBe(1);
    const later = await byHand({ scheduledFor: new Date(Date.now() + 3_600_000) });
    await sign(later.ada, later.number);
    await expect(applyRequest(later.ben, { number: later.number })).rejects.toEqual(
      refused("CONFLICT", /Apply it then/),
    );
  });

  it("ends when nobody applies it in time", async () => {
    const { ada, ben, number } = await byHand();
    await sign(ada, number);
    await expireApprovals(new Date(Date.now() + 15 * 86_400_000));
    expect(await stateOf(ben, number)).toMatchObject({ status: "expired", awaitsApplying: false });
    await expect(applyRequest(ben, { number })).rejects.toEqual(refused("CONFLICT", /expired/));
  });
});
