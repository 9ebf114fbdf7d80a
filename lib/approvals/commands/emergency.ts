import "server-only";
import { type Actor, assertCan } from "@/lib/access/actor";
import { AppError } from "@/lib/core/errors";
import { lockVersion } from "@/lib/models/sql/refs";
import { emergencyStatement } from "../rules/statements";
import { deploymentOf, targetOf } from "../rules/stored";
import type { EmergencyInput } from "../schema/requests";
import { loadElection } from "../sql/elections";
import { readPeople } from "../sql/people";
import { lockRequest } from "../sql/requests";
import { approvalTransaction } from "../sql/transaction";
import { applyPromotion } from "./promote";
import { proveIdentity } from "./reauthenticate";
import { refreshEvidence } from "./refresh";
import { openInTransaction } from "./requests";
import { notifyOf, tell } from "./tell";

const FOLLOW_UP_MS = 3 * 86_400_000;
const SIGNERS: ReadonlySet<string> = new Set(["approver", "admin"]);

/**
 * Brings a version to a protected target at once, past every approval. It needs a permission of its own and a reason,
 * is told to everybody who may approve, and leaves a follow-up that somebody else must close.
 */
export async function promoteInEmergency(
  actor: Actor,
  input: EmergencyInput,
): Promise<{ number: number }> {
  assertCan(actor, "approval:bypass");
  const method = await proveIdentity(actor, input.password);
  const { reason, signatureKey, password: _, ...wanted } = input;
  return approvalTransaction(actor, async (tx) => {
    // With the model locked, the same one at the same instant is seen here.
    await lockVersion(tx, actor, { name: wanted.model, version: String(wanted.version) });
    const known = await tx.approvalRequest.findFirst({
      where: {
        workspaceId: actor.workspaceId,
        requestedById: actor.userId,
        idempotencyKey: signatureKey,
      },
    });
    if (known) return { number: known.number };
    const opened = await openInTransaction(
      tx,
      actor,
      { ...wanted, idempotencyKey: signatureKey },
      "screen",
      { isEmergency: true },
    );
    const { row } = await refreshEvidence(tx, actor, opened.request);
    const now = new Date();
    const request = await tx.approvalRequest.update({
      where: { id: row.id, workspaceId: actor.workspaceId },
      data: {
        status: "approved",
        isEmergency: true,
        emergencyReason: reason,
        decidedAt: now,
        validUntil: new Date(now.getTime() + 60_000),
        followUp: { create: { dueAt: new Date(now.getTime() + FOLLOW_UP_MS) } },
      },
    });
    const signed = emergencyStatement({
      ...request,
      action: wanted.action,
      target: targetOf(request),
      deployment: deploymentOf(request),
    });
    await tell(tx, actor, request, {
      kind: "emergency",
      event: "emergency",
      details: { reason, signed, method },
    });
    const approved = await loadElection(tx, actor.workspaceId, request.id);
    await applyPromotion(tx, actor, opened.model, approved.row);
    const people = await readPeople(tx, actor.workspaceId);
    await notifyOf(tx, actor, request, {
      kind: "approval.emergency",
      title: `Emergency: ${row.modelName} ${row.version} went to ${row.targetValue} without approval`,
      body: reason,
      userIds: people.filter(({ role }) => SIGNERS.has(role)).map(({ userId }) => userId),
    });
    return { number: request.number };
  });
}

/** Closes what an emergency left open. Whoever went past the approvals cannot. */
export async function closeFollowUp(
  actor: Actor,
  { number, resolution }: { number: number; resolution: string },
) {
  assertCan(actor, "approval:vote");
  return approvalTransaction(actor, async (tx) => {
    const { request } = await lockRequest(tx, actor, number);
    const followUp = await tx.approvalFollowUp.findFirst({
      where: { requestId: request.id, workspaceId: actor.workspaceId },
    });
    if (!followUp) throw new AppError("NOT_FOUND", "This request has no follow-up.");
    if (followUp.closedAt)
      throw new AppError("CONFLICT", "This follow-up has been closed already.");
    if (request.requestedById === actor.userId)
      throw new AppError(
        "FORBIDDEN",
        "You promoted in an emergency. Somebody else who may approve closes the follow-up.",
      );
    await tx.approvalFollowUp.update({
      where: { requestId_workspaceId: { requestId: request.id, workspaceId: actor.workspaceId } },
      data: { closedAt: new Date(), closedById: actor.userId, closedBy: actor.email, resolution },
    });
    await tell(tx, actor, request, { kind: "follow_up_closed", details: { resolution } });
    return { number };
  });
}
