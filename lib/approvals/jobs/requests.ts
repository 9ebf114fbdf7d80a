import "server-only";
import { z } from "zod";
import type { Actor } from "@/lib/access/actor";
import { resolveActor } from "@/lib/access/memberships";
import { AppError } from "@/lib/core/errors";
import { db } from "@/lib/db/client";
import { defineHandler } from "@/lib/queue/handler";
import { applyPromotion, PROMOTE_KIND } from "../commands/promote";
import { refreshEvidence } from "../commands/refresh";
import { countingVotes, standingOf } from "../rules/standing";
import { lockRequest, recordEvent } from "../sql/requests";
import { REVIEW_KIND } from "../sql/review-items";
import { approvalTransaction } from "../sql/transaction";

const options = { maxAttempts: 10, deadlineMs: 60_000 };
const aRequest = z.object({ workspaceId: z.uuid(), number: z.number().int() });

/** The person whose signature decided: what is done at its time is done in their name. Null when they are gone. */
async function decider(workspaceId: string, number: number): Promise<Actor | null> {
  const request = await db().approvalRequest.findUnique({
    where: { workspaceId_number: { workspaceId, number } },
    include: { votes: { where: { decision: "approve" }, orderBy: { id: "desc" } } },
  });
  const workspace = await db().workspace.findUnique({ where: { id: workspaceId } });
  const vote = request?.votes.find(({ revision }) => revision === request.revision);
  if (!vote || !workspace) return null;
  try {
    return await resolveActor({
      userId: vote.userId,
      slug: workspace.slug,
      boundTo: null,
      tokenName: null,
      scopes: null,
      expiresAt: null,
    });
  } catch (error) {
    if (error instanceof AppError) return null;
    throw error;
  }
}

/** Somebody must lock and read in the workspace although no signer is left; they decide nothing. */
async function nobody(workspaceId: string): Promise<Actor | null> {
  const workspace = await db().workspace.findUnique({ where: { id: workspaceId } });
  return workspace
    ? {
        userId: workspaceId,
        email: "Slipway",
        name: "Slipway",
        tokenName: null,
        scopes: new Set(),
        isOperator: false,
        isBound: true,
        expiresAt: null,
        signedInAt: null,
        workspaceId,
        workspaceSlug: workspace.slug,
        role: "viewer",
      }
    : null;
}

/** Looks at an open request once more, and expires an approval that was not applied in time. */
export async function reviewRequest(workspaceId: string, number: number): Promise<void> {
  const actor = await nobody(workspaceId);
  if (!actor) return;
  await approvalTransaction(actor, async (tx) => {
    const { request } = await lockRequest(tx, actor, number);
    if (request.status === "approved" && request.validUntil && request.validUntil <= new Date()) {
      await tx.approvalRequest.update({
        where: { id: request.id, workspaceId },
        data: { status: "expired" },
      });
      await recordEvent(tx, null, request, { kind: "expired" });
    } else if (request.status === "pending" || request.status === "approved")
      await refreshEvidence(tx, null, request);
    return { number };
  });
}

/** Applies what was approved for this time, if it is still what was approved by people who still may. */
async function promoteNow(actor: Actor, number: number): Promise<void> {
  await approvalTransaction(actor, async (tx) => {
    const { request, model } = await lockRequest(tx, actor, number);
    const isDue = request.scheduledFor === null || request.scheduledFor <= new Date();
    if (request.status !== "approved" || !isDue) return { number };
    const { row, election } = await refreshEvidence(tx, null, request);
    if (row.status !== "approved") return { number };
    const { isMet, missing } = standingOf(election);
    const isValid = row.validUntil !== null && row.validUntil > new Date();
    if (isMet && isValid && model && countingVotes(election).length > 0) {
      await applyPromotion(tx, actor, model, row);
      return { number };
    }
    const status = isValid ? "pending" : "expired";
    await tx.approvalRequest.update({
      where: { id: row.id, workspaceId: actor.workspaceId },
      data: { status },
    });
    await recordEvent(tx, null, row, { kind: "not_promoted", details: { missing } });
    return { number };
  });
}

const promote = defineHandler(PROMOTE_KIND, aRequest, options, async ({ workspaceId, number }) => {
  const actor = await decider(workspaceId, number);
  if (actor) await promoteNow(actor, number);
  else await reviewRequest(workspaceId, number);
});

const review = defineHandler(REVIEW_KIND, aRequest, options, ({ workspaceId, number }) =>
  reviewRequest(workspaceId, number),
);

export const approvalHandlers = [promote, review];

/** Approvals whose time has passed without a promotion. Answers how many there were. */
export async function expireApprovals(): Promise<number> {
  const late = await db().approvalRequest.findMany({
    where: { status: "approved", validUntil: { lte: new Date() } },
    select: { workspaceId: true, number: true },
    take: 100,
  });
  for (const { workspaceId, number } of late) await reviewRequest(workspaceId, number);
  return late.length;
}
