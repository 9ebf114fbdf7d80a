import { randomUUID } from "node:crypto";
import fc from "fast-check";
import { expect, it } from "vitest";
import type { Actor } from "@/lib/access/actor";
import { AppError } from "@/lib/core/errors";
import { db } from "@/lib/db/client";
import { deleteAlias, setAlias } from "@/lib/models/commands/aliases";
import {
  createRegisteredModel,
  deleteRegisteredModel,
  renameRegisteredModel,
} from "@/lib/models/commands/registered-models";
import {
  createModelVersion,
  deleteModelVersion,
  transitionStage,
} from "@/lib/models/commands/versions";
import { hashOf, makeRegistry, makeSigner, sign, wanted } from "@/lib/testing/approvals";
import { setUpDatabase } from "@/lib/testing/database";
import { policyDocument } from "../schema/policies";
import { comment, delegate } from "./discussion";
import { runGatesAgain } from "./gates";
import { discardPolicyDraft, draftPolicy, draftRetirement, publishPolicy } from "./policies";
import { openRequest, reviseRequest, withdrawRequest } from "./requests";
import { vote } from "./votes";

setUpDatabase();

/** What somebody may try; the numbers choose among the things that are there. */
const STEPS = [
  "set alias",
  "delete alias",
  "move stage",
  "archive stage",
  "rename",
  "copy",
  "register",
  "delete version",
  "recreate model",
  "open",
  "open stage",
  "clear",
  "vote",
  "vote stale",
  "vote for",
  "delegate",
  "comment",
  "revise",
  "review",
  "withdraw",
  "draft weaker",
  "draft second",
  "retire",
  "publish",
  "discard",
] as const;
type Step = (typeof STEPS)[number];

interface Try {
  step: Step;
  who: number;
  pick: number;
}

interface World {
  /** An admin who requests and trains, a contributor, a viewer: everybody but one independent approver. */
  gang: Actor[];
  workspaceId: string;
}

const LOOSE = policyDocument.parse({
  targets: [{ kind: "alias", value: "unused" }],
  quorum: 1,
  roles: ["approver", "admin"],
});

const version = (pick: number) => String((pick % 3) + 1);
const request = (pick: number) => (pick % 3) + 1;

async function draftId({ workspaceId }: World): Promise<string> {
  const draft = await db().approvalPolicyVersion.findFirst({
    where: { workspaceId, status: "draft" },
  });
  return draft?.id ?? randomUUID();
}

async function defaultPolicy({ workspaceId }: World): Promise<string> {
  return (await db().approvalPolicy.findFirstOrThrow({ where: { workspaceId, isDefault: true } }))
    .id;
}

const ACTIONS: Readonly<
  Record<Step, (actor: Actor, pick: number, world: World) => Promise<unknown>>
> = {
  "set alias": (actor, pick) =>
    setAlias(actor, {
      name: "churn",
      version: version(pick),
      alias: pick % 2 ? "champion" : "Champion",
    }),
  "delete alias": (actor) => deleteAlias(actor, { name: "churn", alias: "champion" }),
  "move stage": (actor, pick) =>
    transitionStage(actor, {
      name: "churn",
      version: version(pick),
      stage: "Production",
      archivesExisting: pick % 2 === 0,
    }),
  "archive stage": (actor, pick) =>
    transitionStage(actor, {
      name: "churn",
      version: version(pick),
      stage: "Archived",
      archivesExisting: false,
    }),
  rename: (actor, pick) =>
    renameRegisteredModel(
      actor,
      pick % 2 ? { name: "churn", newName: "other" } : { name: "other", newName: "churn" },
    ),
  copy: (actor) =>
    createModelVersion(actor, { name: "churn", source: "models:/churn/1", tags: [] }),
  register: (actor, pick) =>
    createModelVersion(actor, { name: "churn", source: `s3://bucket/${pick}`, tags: [] }),
  "delete version": (actor, pick) =>
    deleteModelVersion(actor, { name: "churn", version: version(pick) }),
  "recreate model": async (actor) => {
    await deleteRegisteredModel(actor, "churn");
    await createRegisteredModel(actor, { name: "churn", tags: [] });
  },
  open: (actor, pick) => openRequest(actor, wanted({ version: (pick % 3) + 1 })),
  "open stage": (actor, pick) =>
    openRequest(
      actor,
      wanted({
        version: (pick % 3) + 1,
        target: { kind: "stage", value: "Production" },
        archivesExisting: true,
      }),
    ),
  clear: (actor, pick) => openRequest(actor, wanted({ version: (pick % 3) + 1, action: "clear" })),
  vote: (actor, pick) => sign(actor, request(pick)),
  "vote stale": (actor, pick) => sign(actor, request(pick), { evidenceHash: "0".repeat(64) }),
  "vote for": async (actor, pick, { gang }) =>
    vote(actor, {
      number: request(pick),
      decision: "approve",
      meaning: "approval",
      statement: "",
      evidenceHash: await hashOf(actor, request(pick)),
      signatureKey: randomUUID(),
      password: "a password of the tests",
      onBehalfOf: gang[pick % gang.length]?.userId,
    }),
  delegate: (actor, pick, { gang }) =>
    delegate(actor, {
      number: request(pick),
      toUserId: gang[pick % gang.length]?.userId ?? "",
      reason: "",
    }),
  comment: (actor, pick) =>
    comment(actor, { number: request(pick), severity: "note", body: "approved!" }),
  revise: (actor, pick) =>
    reviseRequest(actor, {
      number: request(pick),
      note: "x",
      plan: { description: String(pick), steps: [], abortRule: "" },
    }),
  review: (actor, pick) => runGatesAgain(actor, { number: request(pick) }),
  withdraw: (actor, pick) => withdrawRequest(actor, { number: request(pick), reason: "" }),
  "draft weaker": async (actor, pick, world) =>
    draftPolicy(actor, {
      policyId: await defaultPolicy(world),
      name: `P${pick}`,
      document: LOOSE,
      reason: "easier",
    }),
  "draft second": (actor, pick) =>
    draftPolicy(actor, {
      name: `Second ${pick}`,
      document: {
        ...LOOSE,
        targets: [{ kind: "alias", value: "champion" }],
        riskTiers: ["medium"],
      },
      reason: "another",
    }),
  retire: async (actor, _pick, world) =>
    draftRetirement(actor, { policyId: await defaultPolicy(world), reason: "away" }),
  publish: async (actor, _pick, world) =>
    publishPolicy(actor, { policyVersionId: await draftId(world) }),
  discard: async (actor, _pick, world) =>
    discardPolicyDraft(actor, { policyVersionId: await draftId(world) }),
};

/** An expected refusal is the point; anything else is a fault of ours. */
async function attempt(world: World, { step, who, pick }: Try): Promise<void> {
  const actor = world.gang[who % world.gang.length];
  if (!actor) return;
  try {
    await ACTIONS[step](actor, pick, world);
  } catch (error) {
    const isMissing = error instanceof Error && error.name === "PrismaClientKnownRequestError";
    if (!(error instanceof AppError) && !isMissing) throw error;
  }
}

async function reached({ workspaceId }: World): Promise<string[]> {
  const aliases = await db().modelAlias.findMany({ where: { model: { workspaceId } } });
  const staged = await db().modelVersion.findMany({ where: { workspaceId, stage: "Production" } });
  return [...aliases.map(({ alias }) => alias), ...staged.map(({ stage }) => stage)];
}

async function makeWorld(): Promise<World> {
  const { workspace, owner } = await makeRegistry();
  const boss = await makeSigner(workspace, "admin");
  const viewer = await makeSigner(workspace, "viewer");
  // The boss has a part in every version that is there: two of them are enough for nothing.
  for (const source of ["s3://bucket/one", "s3://bucket/two"])
    await createModelVersion(boss, { name: "churn", source, tags: [] });
  return { gang: [owner, boss, viewer], workspaceId: workspace.id };
}

const tries: fc.Arbitrary<Try> = fc.record({
  step: fc.constantFrom(...STEPS),
  who: fc.nat(2),
  pick: fc.nat(5),
});

it("no sequence of actions by people without the quorum reaches a protected target", async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(tries, { minLength: 10, maxLength: 25 }), async (sequence) => {
      const world = await makeWorld();
      for (const one of sequence) await attempt(world, one);
      expect(await reached(world)).toEqual([]);
    }),
    { numRuns: 12, endOnFailure: true },
  );
}, 240_000);

it("the same people reach it as soon as one approver who had no part in it signs", async () => {
  const world = await makeWorld();
  const [owner] = world.gang;
  const workspace = await db().workspace.findUniqueOrThrow({ where: { id: world.workspaceId } });
  const independent = await makeSigner(workspace);
  if (!owner) throw new Error("There is nobody.");
  const { number } = await openRequest(owner, wanted());
  await sign(independent, number);
  expect(await reached(world)).toEqual(["champion"]);
});
