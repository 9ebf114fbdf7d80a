import { randomUUID } from "node:crypto";
import type { Actor } from "@/lib/access/actor";
import type { Role } from "@/lib/access/permissions";
import { confirmRiskTier, setRiskTier } from "@/lib/approvals/commands/risk-tiers";
import { vote } from "@/lib/approvals/commands/votes";
import type { PolicyDocument, RiskTier } from "@/lib/approvals/schema/policies";
import type { OpenRequestInput, VoteInput } from "@/lib/approvals/schema/requests";
import { readDocument } from "@/lib/approvals/sql/policies";
import { sha256 } from "@/lib/approvals/sql/sha256";
import { db } from "@/lib/db/client";
import { createRegisteredModel } from "@/lib/models/commands/registered-models";
import { createModelVersion } from "@/lib/models/commands/versions";
import { makeActor, makeWorkspace, type TestWorkspace } from "./database";
import { hashCheaply } from "./password";

export const PASSWORD = "a password of the tests";
const passwordHash = hashCheaply(PASSWORD);

/** A member who can sign, by password. */
export async function makeSigner(
  workspace: TestWorkspace,
  role: Role = "approver",
): Promise<Actor> {
  const actor = await makeActor({ workspace, role });
  await db().user.update({ where: { id: actor.userId }, data: { passwordHash } });
  return actor;
}

/** A workspace with a model of two versions, registered by a contributor, and people who may approve. */
export async function makeRegistry() {
  const workspace = await makeWorkspace();
  const owner = await makeActor({ workspace, role: "contributor" });
  const [ada, ben, admin] = [
    await makeSigner(workspace),
    await makeSigner(workspace),
    await makeSigner(workspace, "admin"),
  ];
  await createRegisteredModel(owner, { name: "churn", tags: [] });
  for (const source of ["s3://bucket/one", "s3://bucket/two"])
    await createModelVersion(owner, { name: "churn", source, tags: [] });
  return { workspace, owner, ada, ben, admin };
}

export function wanted(more: Partial<OpenRequestInput> = {}): OpenRequestInput {
  return {
    model: "churn",
    version: 1,
    target: { kind: "alias", value: "champion" },
    action: "set",
    archivesExisting: false,
    note: "",
    plan: { description: "", steps: [], abortRule: "" },
    ...more,
  };
}

export async function hashOf(actor: Actor, number: number): Promise<string> {
  const { workspaceId } = actor;
  const row = await db().approvalRequest.findUniqueOrThrow({
    where: { workspaceId_number: { workspaceId, number } },
  });
  return row.evidenceHash;
}

/** Signs what the request is now. */
export async function sign(actor: Actor, number: number, more: Partial<VoteInput> = {}) {
  return vote(actor, {
    number,
    decision: "approve",
    meaning: "approval",
    statement: "",
    evidenceHash: more.evidenceHash ?? (await hashOf(actor, number)),
    signatureKey: randomUUID(),
    password: PASSWORD,
    ...more,
  });
}

export async function aliasOf(actor: Actor, alias = "champion", name = "churn") {
  const row = await db().modelAlias.findFirst({
    where: { alias, model: { name, workspaceId: actor.workspaceId } },
  });
  return row?.version ?? null;
}

/** Puts another document in force, as if two admins had agreed on it. */
export async function enforce(workspace: TestWorkspace, change: Partial<PolicyDocument>) {
  const policy = await db().approvalPolicy.findFirstOrThrow({
    where: { workspaceId: workspace.id, isDefault: true },
    include: { versions: { orderBy: { number: "desc" } } },
  });
  const document = { ...readDocument(policy.versions[0]?.document), ...change };
  const version = await db().approvalPolicyVersion.create({
    data: {
      workspaceId: workspace.id,
      policyId: policy.id,
      number: (policy.versions[0]?.number ?? 0) + 1,
      status: "published",
      document,
      documentHash: sha256(document),
    },
  });
  await db().approvalPolicy.update({ where: { id: policy.id }, data: { inForceId: version.id } });
}

/** Somebody outside who wants to be told of decisions. */
export async function listen({ workspaceId }: Actor): Promise<void> {
  await db().webhook.create({
    data: {
      workspaceId,
      name: "listener",
      url: "https://hooks.example.org/",
      events: [
        "approval_request.approved",
        "approval_request.rejected",
        "approval_request.applied",
      ],
    },
  });
}

/** Gives a model a risk tier, with another admin's consent where it takes two. */
export async function bringToTier(actor: Actor, model: string, riskTier: RiskTier): Promise<void> {
  const { workspaceId, workspaceSlug } = actor;
  const change = await setRiskTier(actor, { model, riskTier, reason: "As the test wants it." });
  if (change.isApplied) return;
  const other = await makeActor({ workspace: { id: workspaceId, slug: workspaceSlug } });
  await confirmRiskTier(other, { changeId: change.changeId });
}
