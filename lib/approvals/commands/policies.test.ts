import { describe, expect, it } from "vitest";
import { db } from "@/lib/db/client";
import { hashOf, makeRegistry, makeSigner, sign, wanted } from "@/lib/testing/approvals";
import { lastAudit } from "@/lib/testing/audit";
import { setUpDatabase } from "@/lib/testing/database";
import { reviewRequest } from "../jobs/requests";
import { getPolicy, listPolicies, listPolicyVersions } from "../queries/policies";
import { policyDocument } from "../schema/policies";
import { discardPolicyDraft, draftPolicy, draftRetirement, publishPolicy } from "./policies";
import { openRequest } from "./requests";

setUpDatabase();

const refused = (code: string, message?: RegExp) =>
  expect.objectContaining({
    code,
    ...(message ? { message: expect.stringMatching(message) } : {}),
  });

const CHAMPION = { kind: "alias", value: "champion" } as const;

async function setUp() {
  const registry = await makeRegistry();
  const { items } = await listPolicies(registry.admin, { limit: 10 });
  const policy = items[0];
  if (!policy?.inForce) throw new Error("There is no policy.");
  const { document } = policy.inForce;
  const draft = (change: Partial<typeof document>, actor = registry.admin) =>
    draftPolicy(actor, {
      policyId: policy.id,
      name: policy.name,
      document: policyDocument.parse({ ...document, ...change }),
      reason: "because",
    });
  const second = await makeSigner(registry.workspace, "admin");
  return { ...registry, second, policy, draft };
}

describe("a policy", () => {
  it("that asks for more is published by its author; the one before stays as it was", async () => {
    const { admin, policy, draft } = await setUp();
    const { policyVersionId } = await draft({ quorum: 2 });
    expect((await getPolicy(admin, { policyId: policy.id })).draft).toMatchObject({
      mayPublish: true,
      isWeaker: false,
    });
    await publishPolicy(admin, { policyVersionId });
    expect((await getPolicy(admin, { policyId: policy.id })).inForce).toMatchObject({
      number: 2,
      document: { quorum: 2 },
    });
    await expect(publishPolicy(admin, { policyVersionId })).rejects.toEqual(
      refused("CONFLICT", /published already/),
    );
    await expect(
      db().approvalPolicyVersion.updateMany({
        where: { policyId: policy.id, number: 1 },
        data: { document: {} },
      }),
    ).rejects.toThrow(/immutable/);
    await expect(
      db().approvalPolicyVersion.deleteMany({ where: { policyId: policy.id } }),
    ).rejects.toThrow(/immutable/);
  });

  it("that asks for less needs another admin, whatever way it is written", async () => {
    const { admin, second, policy, draft } = await setUp();
    const weaker = [
      () => draft({ targets: [CHAMPION] }),
      () => draft({ validityDays: 300 }),
      () => draft({ groups: [{ name: "Friends", members: [admin.userId], needed: 1 }] }),
      () => draftRetirement(admin, { policyId: policy.id, reason: "no" }),
    ];
    for (const write of weaker) {
      const { policyVersionId } = await write();
      await expect(publishPolicy(admin, { policyVersionId })).rejects.toEqual(
        refused("FORBIDDEN", /another admin than its author/),
      );
      const { draft: shown } = await getPolicy(admin, { policyId: policy.id });
      expect(shown).toMatchObject({
        mayPublish: false,
        isWeaker: true,
        publishRefusal: expect.stringMatching(/another admin/),
      });
    }
    const { policyVersionId } = await draft({ targets: [CHAMPION] });
    expect(await publishPolicy(second, { policyVersionId })).toMatchObject({
      weakens: expect.arrayContaining([expect.stringMatching(/production/)]),
    });
    const published = await db().approvalPolicyVersion.findUniqueOrThrow({
      where: { id: policyVersionId },
    });
    expect(published).toMatchObject({ isWeaker: true, publishedById: second.userId });
  });

  it("is not weakened by a stricter draft that another one replaces, nor in the database itself", async () => {
    const { admin, policy, draft } = await setUp();
    const strict = await draft({ quorum: 3 });
    await draft({ validityDays: 300 });
    expect(await lastAudit(admin)).toMatchObject({
      action: "approval-policy.drafted",
      details: { number: 3, discards: [2] },
    });
    await expect(publishPolicy(admin, { policyVersionId: strict.policyVersionId })).rejects.toEqual(
      refused("CONFLICT", /discarded/),
    );
    const { policyVersionId } = await draft({ quorum: 2 });
    await expect(
      db().approvalPolicyVersion.update({
        where: { id: policyVersionId },
        data: { status: "published", isWeaker: true, publishedById: admin.userId },
      }),
    ).rejects.toThrow(/weaker_needs_two/);
    await discardPolicyDraft(admin, { policyVersionId });
    const { items } = await listPolicyVersions(admin, { policyId: policy.id, limit: 10 });
    expect(items.map(({ status }) => status)).toEqual([
      "discarded",
      "discarded",
      "discarded",
      "published",
    ]);
  });

  it("that two published at once weakens nothing behind either's back", async () => {
    const { admin, second, draft } = await setUp();
    const first = await draft({ quorum: 2 });
    const other = await draftPolicy(second, {
      name: "Loose",
      document: policyDocument.parse({
        targets: [CHAMPION],
        riskTiers: ["medium"],
        quorum: 1,
        roles: ["approver", "admin"],
      }),
      reason: "x",
    });
    const results = await Promise.allSettled([
      publishPolicy(admin, { policyVersionId: first.policyVersionId }),
      publishPolicy(second, { policyVersionId: other.policyVersionId }),
    ]);
    // In either order: with the stricter one first the loose one is refused to its author; the other way round it is no weakening.
    const isStrictFirst = results[1]?.status === "rejected";
    const loose = await db().approvalPolicy.findFirstOrThrow({
      where: { name: "Loose", workspaceId: admin.workspaceId },
    });
    expect(loose.inForceId === null).toBe(isStrictFirst);
  });

  it("is for admins of this workspace", async () => {
    const { ada, policy, draft } = await setUp();
    await expect(draft({ quorum: 2 }, ada)).rejects.toEqual(refused("FORBIDDEN"));
    const { admin: stranger } = await makeRegistry();
    await expect(getPolicy(stranger, { policyId: policy.id })).rejects.toEqual(
      refused("NOT_FOUND"),
    );
    await expect(draft({ quorum: 2 }, stranger)).rejects.toEqual(refused("NOT_FOUND"));
    await expect(
      draft({ groups: [{ name: "Risk", members: [stranger.userId], needed: 1 }] }),
    ).rejects.toEqual(refused("INVALID"));
  });
});

describe("a policy that was weakened", () => {
  it("is not decided under by those who weakened it", async () => {
    const { owner, ada, admin, second, draft } = await setUp();
    const { policyVersionId } = await draft({ validityDays: 300 });
    await publishPolicy(second, { policyVersionId });
    const { number } = await openRequest(owner, wanted());
    for (const maker of [admin, second])
      await expect(sign(maker, number)).rejects.toEqual(
        refused("FORBIDDEN", /weakening this policy/),
      );
    expect(await sign(ada, number)).toMatchObject({ status: "promoted" });
  });

  it("frees nobody by a version of their own, but by one of others", async () => {
    const { workspace, owner, admin, second, draft } = await setUp();
    const weaker = { validityDays: 300 };
    await publishPolicy(second, await draft(weaker));
    await publishPolicy(admin, await draft({ ...weaker, dueDays: 3 }));
    const { number } = await openRequest(owner, wanted());
    for (const maker of [admin, second])
      await expect(sign(maker, number)).rejects.toEqual(
        refused("FORBIDDEN", /weakening this policy/),
      );
    const third = await makeSigner(workspace, "admin");
    await publishPolicy(third, await draft({ ...weaker, dueDays: 4 }, third));
    await reviewRequest(owner.workspaceId, number);
    expect(await sign(admin, number)).toMatchObject({ status: "promoted" });
  });

  it("is not decided under by those who ended a stricter one", async () => {
    const { owner, ada, admin, second, policy } = await setUp();
    const { inForce } = policy;
    const strict = await draftPolicy(admin, {
      name: "Strict",
      document: policyDocument.parse({ ...inForce?.document, riskTiers: ["medium"], quorum: 3 }),
      reason: "more eyes",
    });
    await publishPolicy(admin, strict);
    await publishPolicy(second, await draftRetirement(admin, { ...strict, reason: "too slow" }));
    const { number } = await openRequest(owner, wanted());
    for (const maker of [admin, second])
      await expect(sign(maker, number)).rejects.toEqual(
        refused("FORBIDDEN", /weakening this policy/),
      );
    expect(await sign(ada, number)).toMatchObject({ status: "promoted" });
  });
});

describe("open requests", () => {
  it("follow the policy that is in force, and are asked for again under it", async () => {
    const { owner, ada, ben, admin, draft } = await setUp();
    const { number } = await openRequest(owner, wanted());
    const before = await hashOf(ada, number);
    const { policyVersionId } = await draft({ quorum: 2 });
    await publishPolicy(admin, { policyVersionId });
    await reviewRequest(owner.workspaceId, number);
    expect(await hashOf(ada, number)).not.toBe(before);
    expect(await sign(ada, number)).toMatchObject({ status: "pending" });
    expect(await sign(ben, number)).toMatchObject({ status: "promoted" });
  });
});
