import "server-only";
import type { Tx } from "@/lib/db/client";
import { refreshEvidence } from "../commands/refresh";
import { invite } from "../commands/requests";
import { notifyOf, tell } from "../commands/tell";
import { policyInForce } from "../rules/policies";
import { targetOf } from "../rules/stored";
import { describeTarget } from "../rules/targets";
import { RISK_TIERS } from "../schema/policies";
import type { RequestRow } from "../sql/elections";
import { occupantOf } from "../sql/evidence";
import { isStillThere } from "../sql/places";
import { lockPolicies, readPolicies } from "../sql/policies";
import { type LockedModel, lockRequest, nextNumber } from "../sql/requests";
import { approvalTransaction } from "../sql/transaction";

const DAY_MS = 86_400_000;

/** A request that renews it, or that a person opened for the same and that waits. */
function findRenewal(
  tx: Tx,
  { workspaceId, number, versionId, targetKind, targetValue }: RequestRow,
) {
  return tx.approvalRequest.findFirst({
    where: {
      workspaceId,
      OR: [
        { renewsNumber: number },
        {
          versionId,
          targetKind,
          targetValue,
          action: "set",
          status: { in: ["pending", "approved"] },
        },
      ],
    },
  });
}

async function policyOver(tx: Tx, request: RequestRow, riskTier: string) {
  await lockPolicies(tx, request.workspaceId);
  const tier = RISK_TIERS.find((one) => one === riskTier) ?? "critical";
  return policyInForce(await readPolicies(tx, request.workspaceId), targetOf(request), tier);
}

/** Asks for another look in the name of whoever asked before: they have a part in it and do not decide. */
async function askAgain(tx: Tx, request: RequestRow, model: LockedModel): Promise<void> {
  const policy = await policyOver(tx, request, model.riskTier);
  if (!policy) return;
  const now = Date.now();
  const { workspaceId, modelId, versionId, version, targetKind, targetValue, reapprovalDueAt } =
    request;
  const place = { workspaceId, modelId, versionId, version, targetKind, targetValue };
  const ahead = reapprovalDueAt && reapprovalDueAt.getTime() > now ? reapprovalDueAt : null;
  const renewal = await tx.approvalRequest.create({
    data: {
      ...place,
      number: await nextNumber(tx, workspaceId),
      modelName: model.name,
      replacesVersion: await occupantOf(tx, request),
      deploymentId: request.deploymentId,
      deploymentName: request.deploymentName,
      riskTier: model.riskTier,
      policyVersionId: policy.versionId,
      note: `Version ${version} is at the ${describeTarget(targetOf(request))} by approval request ${request.number}. The policy wants it looked at again.`,
      openedVia: "schedule",
      requestedById: request.requestedById,
      requestedBy: request.requestedBy,
      renewsNumber: request.number,
      dueAt: ahead ?? new Date(now + policy.document.dueDays * DAY_MS),
    },
  });
  await tell(tx, null, renewal, {
    kind: "requested",
    event: "created",
    details: { via: "schedule", renews: request.number },
  });
  await tell(tx, null, request, { kind: "renewal_opened", details: { number: renewal.number } });
  const loaded = await refreshEvidence(tx, null, renewal);
  await invite(tx, null, loaded);
  await notifyOf(tx, null, renewal, {
    kind: "approval.decided",
    title: `${request.modelName} ${version} is to be looked at again`,
    body: renewal.note,
    userIds: [request.requestedById],
  });
}

/** Opens the request that renews an approval, once, unless the place has been decided about anew. */
export async function renewApproval(workspaceId: string, number: number, now: Date): Promise<void> {
  await approvalTransaction({ workspaceId }, async (tx) => {
    const { request, model } = await lockRequest(tx, { workspaceId }, number);
    const isDue = request.renewFrom !== null && request.renewFrom <= now;
    if (request.status !== "promoted" || !isDue) return { number };
    await tx.approvalRequest.update({
      where: { id: request.id, workspaceId },
      data: { renewFrom: null },
    });
    if (!model || !(await isStillThere(tx, request)) || (await findRenewal(tx, request)))
      return { number };
    await askAgain(tx, request, model);
    return { number };
  });
}
