import "server-only";
import { type Actor, assertCan } from "@/lib/access/actor";
import { recordAudit } from "@/lib/audit/record";
import { sealAudit } from "@/lib/audit/seal";
import { AppError } from "@/lib/core/errors";
import { routes } from "@/lib/core/routes";
import { db, isUniqueViolation, type Tx } from "@/lib/db/client";
import { targetProblem } from "@/lib/events/addresses";
import { announce } from "@/lib/events/announce";
import { notify } from "@/lib/events/notify";
import { allowedTargets } from "@/lib/events/outbound";
import { enqueue } from "@/lib/queue/enqueue";
import { weakenings } from "../rules/policies";
import { publishRefusal } from "../rules/publishing";
import type { DraftPolicyInput } from "../schema/policies";
import { readPeople } from "../sql/people";
import { lockPolicies, readDocument, readPolicies, withDraft } from "../sql/policies";
import { reviewItem } from "../sql/review-items";
import { sha256 } from "../sql/sha256";

interface PolicyRef {
  policyId: string;
}

async function findPolicy(tx: Tx, actor: Actor, policyId: string) {
  const policy = await tx.approvalPolicy.findFirst({
    where: { id: policyId, workspaceId: actor.workspaceId },
    include: { versions: { orderBy: { number: "desc" }, take: 1 } },
  });
  if (policy) return policy;
  throw new AppError("NOT_FOUND", "There is no such policy in this workspace.");
}

/** Members of groups must be people of this workspace. */
async function assertKnownPeople(tx: Tx, actor: Actor, { document }: DraftPolicyInput) {
  const people = new Set((await readPeople(tx, actor.workspaceId)).map(({ userId }) => userId));
  for (const { name, members } of document.groups)
    if (members.some((member) => !people.has(member)))
      throw new AppError(
        "INVALID",
        `The group "${name}" names somebody who is not a member here. Take them out, or invite them first.`,
      );
}

/** Where a gate asks must be an address that may be asked; it is checked again at every connection. */
function assertReachable({ document }: DraftPolicyInput): void {
  for (const gate of document.gates) {
    const problem =
      gate.kind === "webhook" ? targetProblem(gate.config.url, allowedTargets()) : null;
    if (problem) throw new AppError("INVALID", `The gate "${gate.title}": ${problem}`);
  }
}

async function makeDraft(
  tx: Tx,
  actor: Actor,
  policyId: string,
  draft: { kind: "revise" | "retire"; document: unknown; reason: string },
) {
  const replaced = await tx.approvalPolicyVersion.updateManyAndReturn({
    where: { policyId, workspaceId: actor.workspaceId, status: "draft" },
    data: { status: "discarded" },
    select: { number: true },
  });
  const { _max } = await tx.approvalPolicyVersion.aggregate({
    where: { policyId, workspaceId: actor.workspaceId },
    _max: { number: true },
  });
  const document = readDocument(draft.document);
  const version = await tx.approvalPolicyVersion.create({
    data: {
      workspaceId: actor.workspaceId,
      policyId,
      number: (_max.number ?? 0) + 1,
      status: "draft",
      kind: draft.kind,
      document,
      documentHash: sha256(document),
      reason: draft.reason,
      authorId: actor.userId,
      author: actor.email,
    },
  });
  // A policy has one draft: whoever writes the next one throws the one before away, and that is on record.
  return { ...version, discards: replaced.map(({ number }) => number) };
}

async function tellAdmins(tx: Tx, actor: Actor, title: string): Promise<void> {
  const people = await readPeople(tx, actor.workspaceId);
  await notify(tx, {
    workspaceId: actor.workspaceId,
    kind: "policy.changed",
    title,
    href: routes.policies(actor.workspaceSlug),
    userIds: people
      .filter(({ role, userId }) => role === "admin" && userId !== actor.userId)
      .map(({ userId }) => userId),
  });
}

async function policyTransaction<T>(actor: Actor, work: (tx: Tx) => Promise<T>): Promise<T> {
  const result = await db().$transaction(async (tx) => {
    await lockPolicies(tx, actor.workspaceId);
    return work(tx);
  });
  await sealAudit().catch(() => undefined);
  announce(actor.workspaceId, "approvals");
  return result;
}

/** Proposes a new policy, or a new version of one. It is in force once it is published. */
export async function draftPolicy(actor: Actor, input: DraftPolicyInput) {
  assertCan(actor, "policy:write");
  assertReachable(input);
  const { workspaceId } = actor;
  try {
    return await policyTransaction(actor, async (tx) => {
      await assertKnownPeople(tx, actor, input);
      const policy = input.policyId
        ? await findPolicy(tx, actor, input.policyId)
        : await tx.approvalPolicy.create({ data: { workspaceId, name: input.name } });
      const { document, reason } = input;
      const draft = await makeDraft(tx, actor, policy.id, { kind: "revise", document, reason });
      if (policy.name !== input.name)
        await tx.approvalPolicy.update({
          where: { id: policy.id, workspaceId },
          data: { name: input.name },
        });
      await recordAudit(tx, actor, {
        action: "approval-policy.drafted",
        subject: `approval policy ${input.name}`,
        details: {
          number: draft.number,
          reason,
          hash: draft.documentHash,
          discards: draft.discards,
          ...(policy.name === input.name ? {} : { renamedFrom: policy.name }),
        },
      });
      await tellAdmins(tx, actor, `${actor.name} proposes a change of the policy "${input.name}"`);
      return { policyId: policy.id, policyVersionId: draft.id, number: draft.number };
    });
  } catch (error) {
    if (isUniqueViolation(error))
      throw new AppError("ALREADY_EXISTS", `There is a policy "${input.name}" already.`, {
        name: "This name is taken.",
      });
    throw error;
  }
}

/** Proposes that a policy ends. Two people must want it. */
export async function draftRetirement(
  actor: Actor,
  { policyId, reason }: PolicyRef & { reason: string },
) {
  assertCan(actor, "policy:write");
  return policyTransaction(actor, async (tx) => {
    const policy = await findPolicy(tx, actor, policyId);
    const inForce = await tx.approvalPolicyVersion.findFirst({
      where: { id: policy.inForceId ?? policyId, workspaceId: actor.workspaceId },
    });
    if (!inForce)
      throw new AppError(
        "CONFLICT",
        "This policy is not in force, so there is nothing to end. Discard its draft instead.",
      );
    const { document } = inForce;
    const draft = await makeDraft(tx, actor, policyId, { kind: "retire", document, reason });
    await recordAudit(tx, actor, {
      action: "approval-policy.retirement-drafted",
      subject: `approval policy ${policy.name}`,
      details: { number: draft.number, reason, discards: draft.discards },
    });
    await tellAdmins(tx, actor, `${actor.name} proposes to end the policy "${policy.name}"`);
    return { policyId, policyVersionId: draft.id, number: draft.number };
  });
}

async function findDraft(tx: Tx, actor: Actor, policyVersionId: string) {
  const draft = await tx.approvalPolicyVersion.findFirst({
    where: { id: policyVersionId, workspaceId: actor.workspaceId },
    include: { policy: true },
  });
  if (!draft) throw new AppError("NOT_FOUND", "There is no such policy version in this workspace.");
  if (draft.status !== "draft")
    throw new AppError(
      "CONFLICT",
      `Version ${draft.number} has been ${draft.status} already. Draft a new one if it is still wanted.`,
    );
  return draft;
}

export async function discardPolicyDraft(
  actor: Actor,
  { policyVersionId }: { policyVersionId: string },
) {
  assertCan(actor, "policy:write");
  return policyTransaction(actor, async (tx) => {
    const draft = await findDraft(tx, actor, policyVersionId);
    await tx.approvalPolicyVersion.update({
      where: { id: draft.id, workspaceId: actor.workspaceId },
      data: { status: "discarded" },
    });
    await recordAudit(tx, actor, {
      action: "approval-policy.draft-discarded",
      subject: `approval policy ${draft.policy.name}`,
      details: { number: draft.number },
    });
    return { policyId: draft.policyId };
  });
}

/** Open requests are looked at under what is in force now; signatures under what was before count no longer. */
async function reviewOpenRequests(tx: Tx, workspaceId: string): Promise<void> {
  const open = await tx.approvalRequest.findMany({
    where: { workspaceId, status: { in: ["pending", "approved"] } },
    select: { id: true, number: true },
  });
  if (open.length === 0) return;
  await enqueue(tx, ...open.map(({ id, number }) => reviewItem({ id, workspaceId, number })));
}

/** Puts a draft in force. What asks for less than before in any respect is published by another admin than its author. */
export async function publishPolicy(
  actor: Actor,
  { policyVersionId }: { policyVersionId: string },
) {
  assertCan(actor, "policy:write");
  return policyTransaction(actor, async (tx) => {
    const draft = await findDraft(tx, actor, policyVersionId);
    const before = await readPolicies(tx, actor.workspaceId);
    const less = weakenings(before, withDraft(before, draft));
    const refusal = publishRefusal({ authorId: draft.authorId, userId: actor.userId, less });
    if (refusal) throw new AppError("FORBIDDEN", refusal);
    await tx.approvalPolicyVersion.update({
      where: { id: draft.id, workspaceId: actor.workspaceId },
      data: {
        status: "published",
        isWeaker: less.length > 0,
        publishedById: actor.userId,
        publishedBy: actor.email,
        publishedAt: new Date(),
      },
    });
    await tx.approvalPolicy.update({
      where: { id: draft.policyId, workspaceId: actor.workspaceId },
      data: { inForceId: draft.kind === "retire" ? null : draft.id },
    });
    await recordAudit(tx, actor, {
      action: draft.kind === "retire" ? "approval-policy.retired" : "approval-policy.published",
      subject: `approval policy ${draft.policy.name}`,
      details: {
        number: draft.number,
        author: draft.author,
        hash: draft.documentHash,
        weakens: less,
      },
    });
    await reviewOpenRequests(tx, actor.workspaceId);
    await tellAdmins(
      tx,
      actor,
      `The policy "${draft.policy.name}" was ${draft.kind === "retire" ? "ended" : "published"}`,
    );
    return { policyId: draft.policyId, number: draft.number, weakens: less };
  });
}
