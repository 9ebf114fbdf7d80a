import "server-only";
import { type Actor, assertCan } from "@/lib/access/actor";
import { AppError } from "@/lib/core/errors";
import type { Tx } from "@/lib/db/client";
import { countingVotes, standingOf } from "../rules/standing";
import { loadElection, type RequestRow } from "../sql/elections";
import { readDocument } from "../sql/policies";
import { type LockedModel, lockRequest } from "../sql/requests";
import { approvalTransaction } from "../sql/transaction";
import { applyPromotion } from "./promote";
import { refreshEvidence } from "./refresh";
import { notifyOf, tell } from "./tell";

/** An approval that was not applied in time ends, and those who asked and signed are told. */
export async function expire(tx: Tx, request: RequestRow): Promise<void> {
  const expired = await tx.approvalRequest.update({
    where: { id: request.id, workspaceId: request.workspaceId },
    data: { status: "expired" },
  });
  await tell(tx, null, expired, { kind: "expired", event: "expired" });
  const { row } = await loadElection(tx, request.workspaceId, request.id);
  await notifyOf(tx, null, expired, {
    kind: "approval.decided",
    title: `Expired: ${row.modelName} ${row.version} was approved, but not applied in time`,
    userIds: [row.requestedById, ...row.votes.map(({ userId }) => userId)],
  });
}

/** It was time, but what was approved is not enough any more: it waits again, and whoever asked is told. */
async function takeBack(tx: Tx, request: RequestRow, missing: readonly string[]): Promise<void> {
  const pending = await tx.approvalRequest.update({
    where: { id: request.id, workspaceId: request.workspaceId },
    data: { status: "pending", decidedAt: null, validUntil: null },
  });
  await tell(tx, null, pending, { kind: "not_promoted", details: { missing } });
  await notifyOf(tx, null, pending, {
    kind: "approval.decided",
    title: `Not applied: ${request.modelName} ${request.version} waits again`,
    body: missing.join(" "),
    userIds: [request.requestedById],
  });
}

interface Locked {
  request: RequestRow;
  model: LockedModel | null;
}

/**
 * Applies what was approved, if it is still what was approved by people who still may; else it waits again, or ends. The
 * request must be locked. Answers whether it was applied.
 */
export async function applyApproved(
  tx: Tx,
  actor: Actor | null,
  { request, model }: Locked,
  { isByHand = false } = {},
): Promise<boolean> {
  const { row, election } = await refreshEvidence(tx, null, request);
  if (row.status !== "approved") return false;
  if (!isByHand && readDocument(row.policyVersion.document).isAppliedByHand) return false;
  const { isMet, missing } = standingOf(election);
  const isValid = row.validUntil !== null && row.validUntil > new Date();
  if (isMet && isValid && model && actor && countingVotes(election).length > 0) {
    await applyPromotion(tx, actor, model, row);
    return true;
  }
  if (isValid) await takeBack(tx, row, missing);
  else await expire(tx, row);
  return false;
}

function assertAppliesNow({ status, scheduledFor }: RequestRow): void {
  if (status === "promoted") throw new AppError("CONFLICT", "This was applied already.");
  if (status !== "approved")
    throw new AppError(
      "CONFLICT",
      status === "pending"
        ? "This is not approved yet. It can be applied once it is."
        : `This request is ${status}: there is nothing to apply.`,
    );
  if (scheduledFor && scheduledFor > new Date())
    throw new AppError(
      "CONFLICT",
      `This was approved for ${scheduledFor.toISOString()}. Apply it then.`,
    );
}

/** Brings about what was approved, where the policy leaves that to a person. */
export async function applyRequest(actor: Actor, { number }: { number: number }) {
  assertCan(actor, "approval:apply");
  const { isApplied } = await approvalTransaction(actor, async (tx) => {
    const locked = await lockRequest(tx, actor, number);
    assertAppliesNow(locked.request);
    return { number, isApplied: await applyApproved(tx, actor, locked, { isByHand: true }) };
  });
  if (!isApplied)
    throw new AppError(
      "CONFLICT",
      "What was approved is not what is there now, so nothing was applied. Look at the request: it says what is missing.",
    );
  return { number };
}
