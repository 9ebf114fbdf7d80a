import "server-only";
import type { Actor } from "@/lib/access/actor";
import type { Tx } from "@/lib/db/client";
import { policyInForce } from "../rules/policies";
import { targetOf } from "../rules/stored";
import { RISK_TIERS } from "../schema/policies";
import { type LoadedElection, loadElection, type RequestRow } from "../sql/elections";
import { changesBetween, collectEvidence } from "../sql/evidence";
import { readGates, readPolicies } from "../sql/policies";
import { recordEvent } from "../sql/requests";
import { evaluateGates } from "./evaluate-gates";
import { notifyOf, tell } from "./tell";

type Cause = Pick<Actor, "userId" | "email" | "tokenName"> | null;

/** A request is decided under the policy that is in force; the one it was opened under stays when none is any more. */
async function followPolicy(tx: Tx, request: RequestRow): Promise<RequestRow> {
  const model = await tx.registeredModel.findFirst({
    where: { id: request.modelId, workspaceId: request.workspaceId },
    select: { riskTier: true },
  });
  const tier = RISK_TIERS.find((one) => one === model?.riskTier) ?? "critical";
  const policies = await readPolicies(tx, request.workspaceId);
  const policy = policyInForce(policies, targetOf(request), tier);
  const policyVersionId = policy?.versionId ?? request.policyVersionId;
  if (policyVersionId === request.policyVersionId && tier === request.riskTier) return request;
  return tx.approvalRequest.update({
    where: { id: request.id, workspaceId: request.workspaceId },
    data: { policyVersionId, riskTier: tier },
  });
}

/** Waivers whose time is over count no longer; that they ended is on record once. */
async function endWaivers(tx: Tx, request: RequestRow): Promise<void> {
  const { id: requestId, workspaceId } = request;
  const ended = await tx.gateWaiver.updateManyAndReturn({
    where: { requestId, workspaceId, until: { lte: new Date() }, revokedAt: null, endedAt: null },
    data: { endedAt: new Date() },
  });
  for (const { gateKey, waivedBy, reason } of ended) {
    const details = { key: gateKey, waivedBy, reason };
    await tell(tx, null, request, { kind: "waiver_ended", details });
  }
}

async function fail(tx: Tx, request: RequestRow, failure: string): Promise<void> {
  await tx.approvalRequest.update({
    where: { id: request.id, workspaceId: request.workspaceId },
    data: { status: "failed", failure, decidedAt: new Date() },
  });
  await tell(tx, null, request, { kind: "failed", details: { failure } });
  await notifyOf(tx, null, request, {
    kind: "approval.decided",
    title: `Could not go on: ${request.modelName} ${request.version}`,
    body: failure,
    userIds: [request.requestedById],
  });
}

/**
 * Looks at everything that a signature is about once more. What has changed makes a new bundle: signatures on the one
 * before are kept, but count no longer, and an approval that waits for its time is taken back. The request must be
 * locked and open.
 */
export async function refreshEvidence(
  tx: Tx,
  cause: Cause,
  locked: RequestRow,
  { isForced = false } = {},
): Promise<LoadedElection & { hasChanged: boolean }> {
  const request = await followPolicy(tx, locked);
  await endWaivers(tx, request);
  await evaluateGates(tx, request, await readGates(tx, request), { isForced });
  const loaded = await loadElection(tx, request.workspaceId, request.id);
  const { policyVersion } = loaded.row;
  const evidence = await collectEvidence(tx, request, policyVersion, loaded.gates);
  if (!evidence) {
    await fail(tx, request, "The version was deleted.");
    return { ...(await loadElection(tx, request.workspaceId, request.id)), hasChanged: true };
  }
  if (evidence.hash === request.evidenceHash) return { ...loaded, hasChanged: false };
  const revision = request.revision + 1;
  const last = await tx.approvalEvidence.findUnique({
    where: { requestId_revision: { requestId: request.id, revision: request.revision } },
  });
  const changes = last ? changesBetween(last.bundle, evidence.bundle) : [];
  await tx.approvalEvidence.create({
    data: {
      requestId: request.id,
      workspaceId: request.workspaceId,
      revision,
      changes,
      ...evidence,
    },
  });
  await tx.approvalRequest.update({
    where: { id: request.id, workspaceId: request.workspaceId },
    data: {
      revision,
      evidenceHash: evidence.hash,
      ...(request.status === "approved"
        ? { status: "pending", decidedAt: null, validUntil: null }
        : {}),
    },
  });
  if (last)
    await recordEvent(tx, cause, request, {
      kind: "evidence_changed",
      details: { revision, changes },
    });
  return { ...(await loadElection(tx, request.workspaceId, request.id)), hasChanged: true };
}
