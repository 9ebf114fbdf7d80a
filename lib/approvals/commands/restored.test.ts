import { randomUUID } from "node:crypto";
import { describe, expect, it } from "vitest";
import type { Actor } from "@/lib/access/actor";
import { db } from "@/lib/db/client";
import { aliasOf, enforce, makeRegistry, sign, wanted } from "@/lib/testing/approvals";
import { setUpDatabase } from "@/lib/testing/database";
import { openRequest, reviseRequest } from "./requests";

setUpDatabase();

/** The same person through a token, as an old backup may bring one back. */
const byToken = (actor: Actor, tokenName: string): Actor => ({
  ...actor,
  tokenName,
  scopes: new Set(["approvals:read", "approvals:sign", "approvals:request"] as const),
});

describe("what a backup brings back", () => {
  it("gives nobody a second voice: all tokens of a person are that person", async () => {
    const { workspace, owner, ada } = await makeRegistry();
    await enforce(workspace, { quorum: 2 });
    const { number } = await openRequest(owner, wanted());
    for (const token of ["today's", "last year's"])
      expect(await sign(byToken(ada, token), number)).toMatchObject({
        status: "pending",
        missing: ["1 person more must approve."],
      });
    await expect(sign(byToken(owner, "old"), number)).rejects.toMatchObject({ code: "FORBIDDEN" });
    expect(await aliasOf(owner)).toBeNull();
  });

  it("does not sign for who has lost the role since", async () => {
    const { owner, ada, number } = await requested();
    await db().membership.updateMany({
      where: { userId: ada.userId },
      data: { role: "contributor" },
    });
    // A token says who acts; what they may is looked up, here as if it were not.
    await expect(sign(byToken(ada, "restored"), number)).rejects.toMatchObject({
      code: "FORBIDDEN",
    });
    expect(await aliasOf(owner)).toBeNull();
  });

  it("does not make an old signature count for other evidence", async () => {
    const { workspace, owner, ada, ben } = await makeRegistry();
    await enforce(workspace, { quorum: 2 });
    const { number } = await openRequest(owner, wanted());
    await sign(ada, number);
    const old = await db().approvalVote.findFirstOrThrow({
      where: { workspaceId: owner.workspaceId },
    });
    const plan = { description: "all at once", steps: [], abortRule: "" };
    await reviseRequest(owner, { number, plan });
    const { id: _, ...row } = old;
    await db().approvalVote.create({ data: { ...row, signatureKey: randomUUID() } });
    expect(await sign(ben, number)).toMatchObject({
      status: "pending",
      missing: ["1 person more must approve."],
    });
    expect(await aliasOf(owner)).toBeNull();
  });
});

async function requested() {
  const registry = await makeRegistry();
  const { number } = await openRequest(registry.owner, wanted());
  return { ...registry, number };
}
