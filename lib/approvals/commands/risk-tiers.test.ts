import { expect, it } from "vitest";
import { db } from "@/lib/db/client";
import {
  createRegisteredModel,
  deleteRegisteredModel,
  renameRegisteredModel,
} from "@/lib/models/commands/registered-models";
import { createModelVersion } from "@/lib/models/commands/versions";
import { makeRegistry, makeSigner, sign, wanted } from "@/lib/testing/approvals";
import { auditTrail } from "@/lib/testing/audit";
import { setUpDatabase } from "@/lib/testing/database";
import { reviewRequest } from "../jobs/requests";
import { getRequest } from "../queries/requests";
import { getModelRisk, listRiskTierChanges } from "../queries/risk-tiers";
import { policyDocument } from "../schema/policies";
import { draftPolicy, publishPolicy } from "./policies";
import { openRequest } from "./requests";
import { confirmRiskTier, discardRiskTier, setRiskTier } from "./risk-tiers";

setUpDatabase();

const refused = (code: string, message = /./) =>
  expect.objectContaining({ code, message: expect.stringMatching(message) });

const to = (riskTier: "low" | "medium" | "high" | "critical", model = "churn") => ({
  model,
  riskTier,
  reason: "It decides about prices.",
});

/** A registry in which high risk needs two approvals of the same people, and everything else one. */
async function setUp() {
  const registry = await makeRegistry();
  const { admin } = registry;
  const { policyVersionId } = await draftPolicy(admin, {
    name: "High",
    document: policyDocument.parse({
      targets: [{ kind: "alias", value: "champion" }],
      riskTiers: ["high"],
      quorum: 2,
      roles: ["approver"],
    }),
    reason: "two are better",
  });
  await publishPolicy(admin, { policyVersionId });
  const tier = async (name = "churn") =>
    (
      await db().registeredModel.findFirstOrThrow({
        where: { name, workspaceId: admin.workspaceId },
      })
    ).riskTier;
  return { ...registry, tier };
}

it("one person raises a tier, and open requests follow", async () => {
  const { owner, ada, tier } = await setUp();
  const { number } = await openRequest(owner, wanted());
  expect(await setRiskTier(owner, to("high"))).toMatchObject({ isApplied: true, weakens: [] });
  expect(await tier()).toBe("high");
  await expect(setRiskTier(owner, to("high"))).rejects.toEqual(refused("CONFLICT", /already/));
  await reviewRequest(owner.workspaceId, number);
  expect(await getRequest(ada, { number })).toMatchObject({
    riskTier: "high",
    policy: { name: "High" },
    standing: { needed: 2 },
  });
  expect((await auditTrail(owner)).map(({ action }) => action)).toContain("model.risk-tier-set");
});

it("a lower tier is confirmed by somebody who may sign and has no part in the model", async () => {
  const { owner, ada, ben, admin, workspace, tier } = await setUp();
  await setRiskTier(owner, to("high"));
  const lowered = await setRiskTier(ada, to("medium"));
  expect(lowered).toMatchObject({
    isApplied: false,
    weakens: expect.arrayContaining([expect.stringMatching(/1 instead of 2 approvals/)]),
  });
  expect(await tier()).toBe("high");
  const { changeId } = lowered;
  await expect(confirmRiskTier(ada, { changeId })).rejects.toEqual(
    refused("FORBIDDEN", /proposed/),
  );
  await expect(confirmRiskTier(owner, { changeId })).rejects.toEqual(refused("FORBIDDEN"));
  await createModelVersion(admin, { name: "churn", source: "s3://bucket/three", tags: [] });
  await expect(confirmRiskTier(admin, { changeId })).rejects.toEqual(
    refused("FORBIDDEN", /registered/),
  );
  const { ben: stranger } = await makeRegistry();
  await expect(confirmRiskTier(stranger, { changeId })).rejects.toEqual(refused("NOT_FOUND"));
  await confirmRiskTier(ben, { changeId });
  expect(await tier()).toBe("medium");
  await expect(confirmRiskTier(ben, { changeId })).rejects.toEqual(refused("CONFLICT", /applied/));
  // Who lowered the bar does not step over it: one approval is enough now, but not of theirs.
  const { number } = await openRequest(owner, wanted());
  for (const maker of [ada, ben])
    await expect(sign(maker, number)).rejects.toEqual(refused("FORBIDDEN", /weakening/));
  const independent = await makeSigner(workspace);
  expect(await sign(independent, number)).toMatchObject({ status: "promoted" });
  expect((await listRiskTierChanges(ada, { limit: 10 })).items).toMatchObject([
    { to: "medium", status: "applied", proposedBy: ada.email, decidedBy: ben.email },
    { to: "high", status: "applied" },
  ]);
});

it("a proposal is thrown away by a newer one, by hand, and when the tier has changed since", async () => {
  const { owner, ada, ben } = await setUp();
  const first = await setRiskTier(owner, to("low"));
  const second = await setRiskTier(owner, to("low"));
  const discarded = await auditTrail(owner, "model.risk-tier-discarded");
  expect(discarded).toMatchObject([{ details: { to: "low", proposedBy: owner.email } }]);
  await expect(confirmRiskTier(ada, first)).rejects.toEqual(refused("CONFLICT", /discarded/));
  await discardRiskTier(ben, second);
  await expect(confirmRiskTier(ada, second)).rejects.toEqual(refused("CONFLICT", /discarded/));
  const third = await setRiskTier(owner, to("low"));
  await setRiskTier(owner, to("high"));
  await expect(confirmRiskTier(ada, third)).rejects.toEqual(refused("CONFLICT"));
});

it("a name keeps its tier through deletion and renaming, and the database refuses what goes round", async () => {
  const { owner, workspace, tier } = await setUp();
  await createRegisteredModel(owner, { name: "other", tags: [] });
  await setRiskTier(owner, to("critical"));
  await deleteRegisteredModel(owner, "churn");
  await createRegisteredModel(owner, { name: "churn", tags: [] });
  expect(await tier()).toBe("critical");
  await renameRegisteredModel(owner, { name: "churn", newName: "elsewhere" });
  await renameRegisteredModel(owner, { name: "other", newName: "churn" });
  expect([await tier(), await tier("elsewhere")]).toEqual(["critical", "critical"]);
  const where = { name: "churn", workspaceId: workspace.id };
  await expect(
    db().registeredModel.updateMany({ where, data: { riskTier: "low" } }),
  ).rejects.toThrow(/protected/);
  const { changeId } = await setRiskTier(owner, to("low"));
  await expect(
    db().riskTierChange.update({
      where: { id: changeId },
      data: { status: "applied", decidedById: owner.userId },
    }),
  ).rejects.toThrow(/lower_tier_needs_two/);
  await expect(db().riskTierChange.deleteMany({ where: { id: changeId } })).rejects.toThrow(
    /immutable/,
  );
});

it("a proposal says to each reader whether they confirm it, and what came of it stays", async () => {
  const { workspace, owner, ada, admin } = await makeRegistry();
  await setRiskTier(owner, to("high"));
  const { changeId } = await setRiskTier(ada, to("low"));
  const risk = (actor: typeof ada) => getModelRisk(actor, { model: "churn" });
  expect(await risk(admin)).toMatchObject({
    riskTier: "high",
    riskReason: "It decides about prices.",
    proposal: { id: changeId, to: "low", confirmRefusal: null },
    history: [{ from: "medium", to: "high", status: "applied" }],
  });
  expect((await risk(ada)).proposal?.confirmRefusal).toMatch(/You proposed this/);
  expect((await risk(owner)).proposal?.confirmRefusal).toMatch(/Your role is contributor/);
  await discardRiskTier(admin, { changeId });
  expect(await risk(await makeSigner(workspace))).toMatchObject({
    riskTier: "high",
    proposal: null,
    history: [{ to: "low", status: "discarded", decidedBy: admin.email }, { to: "high" }],
  });
  const { ada: stranger } = await makeRegistry();
  await setRiskTier(stranger, to("critical"));
  expect((await risk(owner)).riskTier, "of this workspace only").toBe("high");
});
