import "server-only";
import { type Actor, assertCan } from "@/lib/access/actor";
import { can } from "@/lib/access/permissions";
import { AppError } from "@/lib/core/errors";
import type { Tx } from "@/lib/db/client";
import { addressed, eligibilityOf, tieOf } from "../rules/eligibility";
import { assertPending } from "../rules/stored";
import type { Severity } from "../schema/requests";
import { loadElection, type RequestRow } from "../sql/elections";
import { lockRequest } from "../sql/requests";
import { approvalTransaction } from "../sql/transaction";
import { notifyOf, tell } from "./tell";

/** Writes on a request. A blocking comment holds the approval up until it is resolved: for those who may sign. */
export async function comment(
  actor: Actor,
  { number, severity, body }: { number: number; severity: Severity; body: string },
) {
  assertCan(actor, "approval:request");
  if (severity === "blocking") assertCan(actor, "approval:vote");
  return approvalTransaction(actor, async (tx) => {
    const { request } = await lockRequest(tx, actor, number);
    const { id } = await tx.approvalComment.create({
      data: {
        workspaceId: actor.workspaceId,
        requestId: request.id,
        userId: actor.userId,
        author: actor.name,
        severity,
        body,
      },
    });
    await tell(tx, actor, request, {
      kind: "commented",
      details: { severity, body: body.slice(0, 500) },
    });
    const { row } = await loadElection(tx, actor.workspaceId, request.id);
    await notifyOf(tx, actor, request, {
      kind: "approval.commented",
      title: `${actor.name} on ${request.modelName} ${request.version}`,
      body,
      userIds: [request.requestedById, ...row.votes.map(({ userId }) => userId)],
    });
    return { number, commentId: String(id) };
  });
}

interface Resolved {
  request: RequestRow;
  comment: { userId: string; severity: string };
}

/** Four eyes: what holds an approval up is let go by whoever wrote it, or by somebody who may sign the request. */
async function assertMayResolve(tx: Tx, actor: Actor, { request, comment }: Resolved) {
  const { userId } = actor;
  if (comment.userId === userId) return;
  if (comment.severity !== "blocking") {
    if (request.requestedById === userId || can(actor.role, "approval:vote")) return;
    throw new AppError(
      "FORBIDDEN",
      "A comment is resolved by whoever wrote it, whoever opened the request, or an approver.",
    );
  }
  const { election } = await loadElection(tx, actor.workspaceId, request.id);
  const person = election.people.find((one) => one.userId === userId);
  const standing = person ? eligibilityOf(person, election.people, election) : null;
  if (standing?.mayVote) return;
  throw new AppError(
    "FORBIDDEN",
    `A blocking comment is resolved by whoever wrote it, or by somebody else who may sign. ${addressed(standing?.reason ?? "is not a member here")}`,
  );
}

/** Settles a comment: whoever wrote it, and for what does not block whoever opened the request too. */
export async function resolveComment(
  actor: Actor,
  { number, commentId }: { number: number; commentId: string },
) {
  assertCan(actor, "approval:request");
  return approvalTransaction(actor, async (tx) => {
    const { request } = await lockRequest(tx, actor, number);
    const found = await tx.approvalComment.findFirst({
      where: { id: BigInt(commentId), requestId: request.id, workspaceId: actor.workspaceId },
    });
    if (!found) throw new AppError("NOT_FOUND", "There is no such comment on this request.");
    await assertMayResolve(tx, actor, { request, comment: found });
    if (found.resolvedAt) return { number };
    await tx.approvalComment.update({
      where: { id: found.id, workspaceId: actor.workspaceId },
      data: { resolvedAt: new Date(), resolvedBy: actor.name },
    });
    await tell(tx, actor, request, { kind: "comment_resolved", details: { comment: commentId } });
    return { number };
  });
}

/** Hands one's own turn on a request to somebody else who is not tied to it; turns are not handed on. */
export async function delegate(
  actor: Actor,
  { number, toUserId, reason }: { number: number; toUserId: string; reason: string },
) {
  assertCan(actor, "approval:vote");
  return approvalTransaction(actor, async (tx) => {
    const { request } = await lockRequest(tx, actor, number);
    assertPending(request);
    const { election } = await loadElection(tx, actor.workspaceId, request.id);
    const { people, ties, turns } = election;
    const from = people.find(({ userId }) => userId === actor.userId);
    const to = people.find(({ userId }) => userId === toUserId);
    const own = from ? eligibilityOf(from, people, election) : null;
    if (!from || !own?.mayVote)
      throw new AppError(
        "FORBIDDEN",
        `You have no turn to hand over. ${addressed(own?.reason ?? "")}`,
      );
    if (!to || to.userId === from.userId || !can(to.role, "approval:vote"))
      throw new AppError("INVALID", "Choose another member whose role is approver or admin.", {
        toUserId: "Choose another member whose role is approver or admin.",
      });
    const tie = tieOf(to, ties);
    if (tie)
      throw new AppError(
        "INVALID",
        `${to.name} ${tie}, and so cannot sign for you. Choose somebody else.`,
      );
    if (turns.some((turn) => turn.toUserId === from.userId))
      throw new AppError(
        "INVALID",
        "Somebody handed their turn to you, and turns are not handed on. Sign, or ask them to hand it to another person.",
      );
    if (turns.some((turn) => turn.fromUserId === to.userId))
      throw new AppError(
        "INVALID",
        `${to.name} has handed over their own turn. Choose somebody else.`,
      );
    await tx.approvalDelegation.create({
      data: {
        workspaceId: actor.workspaceId,
        requestId: request.id,
        fromUserId: from.userId,
        from: from.name,
        toUserId: to.userId,
        to: to.name,
        reason,
      },
    });
    await tell(tx, actor, request, {
      kind: "delegated",
      event: "delegated",
      details: { to: to.email, reason },
    });
    await notifyOf(tx, actor, request, {
      kind: "approval.requested",
      title: `${from.name} asks you to sign for them: ${request.modelName} ${request.version}`,
      body: reason,
      userIds: [to.userId],
    });
    return { number };
  });
}

/** Takes one's turn back. */
export async function revokeDelegation(
  actor: Actor,
  { number, delegationId }: { number: number; delegationId: string },
) {
  assertCan(actor, "approval:vote");
  return approvalTransaction(actor, async (tx) => {
    const { request } = await lockRequest(tx, actor, number);
    assertPending(request);
    const { count } = await tx.approvalDelegation.updateMany({
      where: {
        id: BigInt(delegationId),
        requestId: request.id,
        workspaceId: actor.workspaceId,
        fromUserId: actor.userId,
        revokedAt: null,
      },
      data: { revokedAt: new Date() },
    });
    if (count === 0) throw new AppError("NOT_FOUND", "You have handed over no such turn.");
    await tell(tx, actor, request, { kind: "delegation_revoked" });
    return { number };
  });
}
