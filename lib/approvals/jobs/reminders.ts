import "server-only";
import type { Tx } from "@/lib/db/client";
import { notifyOf, tell } from "../commands/tell";
import { eligibilityOf } from "../rules/eligibility";
import { targetOf } from "../rules/stored";
import { shortTarget } from "../rules/targets";
import { type LoadedElection, loadElection, type RequestRow } from "../sql/elections";
import { isStillThere } from "../sql/places";
import { lockRequest } from "../sql/requests";
import { approvalTransaction } from "../sql/transaction";

function mayVote({ election }: LoadedElection): string[] {
  return election.people
    .filter((person) => eligibilityOf(person, election.people, election).mayVote)
    .map(({ userId }) => userId);
}

/** Whoever answers for the model and its version: their owners, as far as they are here. */
async function ownersOf(
  tx: Tx,
  { modelId, versionId, workspaceId }: RequestRow,
): Promise<string[]> {
  const [model, version] = await Promise.all([
    tx.registeredModel.findFirst({ where: { id: modelId, workspaceId }, select: { owner: true } }),
    tx.modelVersion.findFirst({ where: { id: versionId, workspaceId }, select: { owner: true } }),
  ]);
  const emails = [model?.owner ?? "", version?.owner ?? ""].filter((email) => email !== "");
  const users = await tx.user.findMany({
    where: { email: { in: emails, mode: "insensitive" } },
    select: { id: true },
  });
  return users.map(({ id }) => id);
}

/** Says once that nobody has decided in time, to whoever is waited for and to whoever asked. */
export async function remindOfRequest(workspaceId: string, number: number, now: Date) {
  await approvalTransaction({ workspaceId }, async (tx) => {
    const { request } = await lockRequest(tx, { workspaceId }, number);
    const isDue = request.dueAt !== null && request.dueAt <= now && request.remindedAt === null;
    if (request.status !== "pending" || !isDue) return { number };
    const reminded = await tx.approvalRequest.update({
      where: { id: request.id, workspaceId },
      data: { remindedAt: now },
    });
    await tell(tx, null, reminded, { kind: "overdue", event: "overdue" });
    const loaded = await loadElection(tx, workspaceId, request.id);
    await notifyOf(tx, null, reminded, {
      kind: "approval.overdue",
      title: `Overdue: ${request.modelName} ${request.version} for ${shortTarget(targetOf(request))}`,
      body: "Nobody has decided in time.",
      userIds: [...mayVote(loaded), request.requestedById],
    });
    return { number };
  });
}

/** Says once that the follow-up of an emergency is overdue. */
export async function remindOfFollowUp(workspaceId: string, number: number, now: Date) {
  await approvalTransaction({ workspaceId }, async (tx) => {
    const { request } = await lockRequest(tx, { workspaceId }, number);
    const { count } = await tx.approvalFollowUp.updateMany({
      where: {
        requestId: request.id,
        workspaceId,
        closedAt: null,
        remindedAt: null,
        dueAt: { lte: now },
      },
      data: { remindedAt: now },
    });
    if (count === 0) return { number };
    await tell(tx, null, request, { kind: "follow_up_overdue", event: "overdue" });
    const { election } = await loadElection(tx, workspaceId, request.id);
    await notifyOf(tx, null, request, {
      kind: "approval.overdue",
      title: `Overdue follow-up: ${request.modelName} ${request.version} went past the approvals`,
      body: request.emergencyReason ?? "",
      userIds: election.people
        .filter(({ role }) => role === "approver" || role === "admin")
        .map(({ userId }) => userId),
    });
    return { number };
  });
}

/**
 * Marks an approval that nobody has looked at again in time. The version stays where it is, because taking it away
 * would be a change that nobody approved either; everybody who answers for it is told.
 */
export async function lapseApproval(workspaceId: string, number: number, now: Date) {
  await approvalTransaction({ workspaceId }, async (tx) => {
    const { request } = await lockRequest(tx, { workspaceId }, number);
    const { reapprovalDueAt, lapsedAt, status } = request;
    const isDue = reapprovalDueAt !== null && reapprovalDueAt <= now && lapsedAt === null;
    if (status !== "promoted" || !isDue) return { number };
    if (!(await isStillThere(tx, request))) {
      await tx.approvalRequest.update({
        where: { id: request.id, workspaceId },
        data: { reapprovalDueAt: null, renewFrom: null },
      });
      return { number };
    }
    const lapsed = await tx.approvalRequest.update({
      where: { id: request.id, workspaceId },
      data: { lapsedAt: now },
    });
    await tell(tx, null, lapsed, { kind: "lapsed", event: "lapsed" });
    const loaded = await loadElection(tx, workspaceId, request.id);
    await notifyOf(tx, null, lapsed, {
      kind: "approval.lapsed",
      title: `Approval lapsed: ${request.modelName} ${request.version} at ${shortTarget(targetOf(request))}`,
      body: "It serves on, but nobody has looked at it again in time.",
      userIds: [request.requestedById, ...(await ownersOf(tx, request)), ...mayVote(loaded)],
    });
    return { number };
  });
}
