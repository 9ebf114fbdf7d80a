import { randomUUID } from "node:crypto";
import fc from "fast-check";
import { expect, it } from "vitest";
import type { Actor } from "@/lib/access/actor";
import { AppError } from "@/lib/core/errors";
import { db } from "@/lib/db/client";
import { setAlias } from "@/lib/models/commands/aliases";
import { saveModelCard } from "@/lib/models/commands/cards";
import {
  createRegisteredModel,
  deleteRegisteredModel,
  renameRegisteredModel,
} from "@/lib/models/commands/registered-models";
import { createModelVersion } from "@/lib/models/commands/versions";
import { saveCardInput } from "@/lib/models/schema/cards";
import { makeRegistry, makeSigner, sign, wanted } from "@/lib/testing/approvals";
import { setUpDatabase } from "@/lib/testing/database";
import { scan } from "@/lib/testing/gates";
import { reportGateInput } from "../schema/gate-reports";
import { policyDocument, RISK_TIERS } from "../schema/policies";
import { delegate } from "./discussion";
import { reportGate, revokeWaiver, runGatesAgain, waiveGate } from "./gates";
import { draftPolicy, publishPolicy } from "./policies";
import { openRequest } from "./requests";
import { confirmRiskTier, discardRiskTier, setRiskTier } from "./risk-tiers";

setUpDatabase();

type Step =
  | "set alias"
  | "register"
  | "recreate"
  | "rename"
  | "open"
  | "vote"
  | "delegate"
  | "report"
  | "waive"
  | "revoke"
  | "run gates"
  | "card"
  | "set tier"
  | "confirm tier"
  | "discard tier"
  | "draft"
  | "publish";

interface World {
  /** A contributor who trained, an admin who registered, and one approver without a part: one signature of two. */
  gang: Actor[];
  workspaceId: string;
}

const CHAMPION = [{ kind: "alias", value: "champion" }] as const;
const number = (pick: number) => (pick % 3) + 1;
const tierOf = (pick: number) => RISK_TIERS[pick % RISK_TIERS.length] ?? "low";

const ACTIONS: Readonly<
  Record<Step, (actor: Actor, pick: number, world: World) => Promise<unknown>>
> = {
  "set alias": (actor, pick) =>
    setAlias(actor, { name: "churn", version: String(number(pick)), alias: "champion" }),
  register: (actor, pick) =>
    createModelVersion(actor, { name: "churn", source: `s3://bucket/${pick}`, tags: [] }),
  recreate: async (actor) => {
    await deleteRegisteredModel(actor, "churn");
    await createRegisteredModel(actor, { name: "churn", tags: [] });
  },
  rename: (actor, pick) =>
    renameRegisteredModel(
      actor,
      pick % 2 ? { name: "churn", newName: "other" } : { name: "other", newName: "churn" },
    ),
  open: (actor, pick) => openRequest(actor, wanted({ version: number(pick) })),
  vote: (actor, pick) => sign(actor, number(pick)),
  delegate: (actor, pick, { gang }) =>
    delegate(actor, {
      number: number(pick),
      toUserId: gang[pick % gang.length]?.userId ?? "",
      reason: "",
    }),
  report: (actor, pick) =>
    reportGate(
      actor,
      reportGateInput.parse({
        ...{ number: number(pick), gateKey: "scan", verdict: "pass", summary: "Fine." },
        reportKey: randomUUID(),
      }),
    ),
  waive: (actor, pick) =>
    waiveGate(actor, {
      ...{ number: number(pick), gateKey: "scan", reason: "It is late." },
      until: new Date(Date.now() + 86_400_000),
    }),
  revoke: async (actor, pick, { workspaceId }) => {
    const waiver = await db().gateWaiver.findFirst({ where: { workspaceId } });
    await revokeWaiver(actor, { number: number(pick), waiverId: String(waiver?.id ?? 0) });
  },
  "run gates": (actor, pick) => runGatesAgain(actor, { number: number(pick) }),
  card: (actor, pick) =>
    saveModelCard(
      actor,
      saveCardInput.parse({
        ...{ name: "churn", version: String(number(pick)), basedOn: 0 },
        document: { summary: `Card ${pick}.` },
      }),
    ),
  "set tier": (actor, pick) =>
    setRiskTier(actor, { model: "churn", riskTier: tierOf(pick), reason: "Because." }),
  "confirm tier": async (actor, _pick, { workspaceId }) => {
    const change = await db().riskTierChange.findFirst({
      where: { workspaceId, status: "proposed" },
    });
    await confirmRiskTier(actor, { changeId: change?.id ?? randomUUID() });
  },
  "discard tier": async (actor, _pick, { workspaceId }) => {
    const change = await db().riskTierChange.findFirst({
      where: { workspaceId, status: "proposed" },
    });
    await discardRiskTier(actor, { changeId: change?.id ?? randomUUID() });
  },
  draft: (actor, pick) =>
    draftPolicy(actor, {
      name: `Loose ${pick}`,
      document: policyDocument.parse({
        targets: [...CHAMPION],
        riskTiers: [tierOf(pick)],
        quorum: 1,
        roles: ["approver", "admin"],
      }),
      reason: "easier",
    }),
  publish: async (actor, _pick, { workspaceId }) => {
    const draft = await db().approvalPolicyVersion.findFirst({
      where: { workspaceId, status: "draft" },
    });
    await publishPolicy(actor, { policyVersionId: draft?.id ?? randomUUID() });
  },
};

/** High risk needs two signatures and a scan; low risk one of anybody who may sign, and the model begins high. */
async function makeWorld(): Promise<World & { signer: Actor }> {
  const { workspace, owner, ada } = await makeRegistry();
  const boss = await makeSigner(workspace, "admin");
  await createModelVersion(boss, { name: "churn", source: "s3://bucket/three", tags: [] });
  for (const source of ["s3://bucket/one", "s3://bucket/two"])
    await createModelVersion(boss, { name: "churn", source, tags: [] });
  await setRiskTier(owner, { model: "churn", riskTier: "high", reason: "Prices." });
  const strict = { targets: [...CHAMPION], quorum: 2, roles: ["approver" as const] };
  for (const document of [
    {
      ...strict,
      riskTiers: ["medium" as const, "high" as const, "critical" as const],
      gates: [scan],
    },
    { ...strict, riskTiers: ["low" as const], quorum: 1 },
  ]) {
    const { policyVersionId } = await draftPolicy(boss, {
      name: document.riskTiers.join(" "),
      document: policyDocument.parse(document),
      reason: "by tier",
    });
    // A first policy of its own tiers, agreed on by somebody who takes no further part.
    const second = await makeSigner(workspace, "admin");
    await publishPolicy(second, { policyVersionId });
  }
  return {
    gang: [owner, boss, ada],
    workspaceId: workspace.id,
    signer: await makeSigner(workspace),
  };
}

async function attempt(world: World, step: Step, who: number, pick: number): Promise<void> {
  const actor = world.gang[who % world.gang.length];
  if (!actor) return;
  try {
    await ACTIONS[step](actor, pick, world);
  } catch (error) {
    const isMissing = error instanceof Error && error.name === "PrismaClientKnownRequestError";
    if (!(error instanceof AppError) && !isMissing) throw error;
  }
}

const reached = ({ workspaceId }: World) =>
  db().modelAlias.count({ where: { alias: "champion", model: { workspaceId } } });

const isStep = (text: string): text is Step => Object.hasOwn(ACTIONS, text);
const steps = fc.constantFrom(...Object.keys(ACTIONS).filter(isStep));

it("neither waivers, reports, cards, risk tiers nor drafts bring one signature of two to the target", async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.array(fc.tuple(steps, fc.nat(2), fc.nat(5)), { minLength: 10, maxLength: 30 }),
      async (sequence) => {
        const world = await makeWorld();
        for (const [step, who, pick] of sequence) await attempt(world, step, who, pick);
        expect(await reached(world)).toBe(0);
      },
    ),
    { numRuns: 8, endOnFailure: true },
  );
}, 240_000);

it("the shortest way round, a tier lowered by two, ends before the signature of either", async () => {
  const world = await makeWorld();
  for (const [step, who, pick] of [
    ["set tier", 0, 0],
    ["confirm tier", 2, 0],
    ["open", 0, 0],
    ["vote", 2, 0],
    ["vote", 1, 0],
  ] as const)
    await attempt(world, step, who, pick);
  const { riskTier } = await db().registeredModel.findFirstOrThrow({
    where: { workspaceId: world.workspaceId },
  });
  expect([riskTier, await reached(world)]).toEqual(["low", 0]);
  await sign(world.signer, 1);
  expect(await reached(world)).toBe(1);
});
