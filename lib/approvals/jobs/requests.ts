import "server-only";
import { z } from "zod";
import type { Actor } from "@/lib/access/actor";
import { resolveActor } from "@/lib/access/memberships";
import { can } from "@/lib/access/permissions";
import { AppError } from "@/lib/core/errors";
import { db } from "@/lib/db/client";
import { defineHandler } from "@/lib/queue/handler";
import { applyApproved, expire } from "../commands/apply";
import { PROMOTE_KIND } from "../commands/promote";
import { refreshEvidence } from "../commands/refresh";
import { lockRequest } from "../sql/requests";
import { REVIEW_KIND } from "../sql/review-items";
import { approvalTransaction } from "../sql/transaction";
import { lapseApproval, remindOfFollowUp, remindOfRequest } from "./reminders";
import { renewApproval } from "./renewals";

const options = { maxAttempts: 10, deadlineMs: 60_000 };
const aRequest = z.object({ workspaceId: z.uuid(), number: z.number().int() });

/** Somebody of a workspace, as they are there now; null when they have left. */
async function memberOf(slug: string, userId: string): Promise<Actor | null> {
  const credential = { boundTo: null, tokenName: null, scopes: null, expiresAt: null };
  try {
    return await resolveActor({ userId, slug, ...credential });
  } catch (error) {
    if (error instanceof AppError) return null;
    throw error;
  }
}

/** Of those whose signature decided the last who may still sign: what is done at its time is done in their name. */
async function decider(workspaceId: string, number: number): Promise<Actor | null> {
  const request = await db().approvalRequest.findUnique({
    where: { workspaceId_number: { workspaceId, number } },
    include: { votes: { where: { decision: "approve" }, orderBy: { id: "desc" } } },
  });
  const workspace = await db().workspace.findUnique({ where: { id: workspaceId } });
  const votes = request?.votes.filter(({ revision }) => revision === request.revision) ?? [];
  for (const { userId } of workspace ? votes : []) {
    const member = workspace && (await memberOf(workspace.slug, userId));
    if (member && can(member.role, "approval:vote")) return member;
  }
  return null;
}

/** Looks at an open request once more, and expires an approval that was not applied in time. */
export async function reviewRequest(workspaceId: string, number: number, now = new Date()) {
  await approvalTransaction({ workspaceId }, async (tx) => {
    const { request } = await lockRequest(tx, { workspaceId }, number);
    const { status, validUntil } = request;
    if (status === "approved" && validUntil && validUntil <= now) await expire(tx, request);
    else if (status === "pending" || status === "approved")
      await refreshEvidence(tx, null, request);
    return { number };
  });
}

/** Applies what was approved for this time, if it is still what was approved by people who still may. */
async function promoteNow(workspaceId: string, number: number): Promise<void> {
  const actor = await decider(workspaceId, number);
  await approvalTransaction({ workspaceId }, async (tx) => {
    const { request, model } = await lockRequest(tx, { workspaceId }, number);
    const isDue = request.scheduledFor === null || request.scheduledFor <= new Date();
    if (request.status !== "approved" || !isDue) return { number };
    await applyApproved(tx, actor, { request, model });
    return { number };
  });
}

const promote = defineHandler(PROMOTE_KIND, aRequest, options, ({ workspaceId, number }) =>
  promoteNow(workspaceId, number),
);

const review = defineHandler(REVIEW_KIND, aRequest, options, ({ workspaceId, number }) =>
  reviewRequest(workspaceId, number),
);

export const approvalHandlers = [promote, review];

const REF = { workspaceId: true, number: true } as const;
/** So many at a time; what is left is there a minute later. */
const BATCH = 100;

/** Approvals whose time has passed without a promotion. Answers how many there were. */
export async function expireApprovals(now = new Date()): Promise<number> {
  const late = await db().approvalRequest.findMany({
    where: { status: "approved", validUntil: { lte: now } },
    select: REF,
    orderBy: { validUntil: "asc" },
    take: BATCH,
  });
  for (const { workspaceId, number } of late) await reviewRequest(workspaceId, number, now);
  return late.length;
}

/** Opens requests for what is to be looked at again soon, and marks what was not in time. */
export async function renewApprovals(now = new Date()): Promise<number> {
  const soon = await db().approvalRequest.findMany({
    where: { renewFrom: { lte: now } },
    select: REF,
    orderBy: { renewFrom: "asc" },
    take: BATCH,
  });
  for (const { workspaceId, number } of soon) await renewApproval(workspaceId, number, now);
  const late = await db().approvalRequest.findMany({
    where: { reapprovalDueAt: { lte: now }, lapsedAt: null },
    select: REF,
    orderBy: { reapprovalDueAt: "asc" },
    take: BATCH,
  });
  for (const { workspaceId, number } of late) await lapseApproval(workspaceId, number, now);
  return soon.length + late.length;
}

/** Tells people, once each, of requests and follow-ups that nobody has dealt with in time. */
export async function remindOfOverdue(now = new Date()): Promise<number> {
  const requests = await db().approvalRequest.findMany({
    where: { status: "pending", dueAt: { lte: now }, remindedAt: null },
    select: REF,
    orderBy: { dueAt: "asc" },
    take: BATCH,
  });
  for (const { workspaceId, number } of requests) await remindOfRequest(workspaceId, number, now);
  const followUps = await db().approvalFollowUp.findMany({
    where: { closedAt: null, remindedAt: null, dueAt: { lte: now } },
    select: { request: { select: REF } },
    orderBy: { dueAt: "asc" },
    take: BATCH,
  });
  for (const { request } of followUps)
    await remindOfFollowUp(request.workspaceId, request.number, now);
  return requests.length + followUps.length;
}
