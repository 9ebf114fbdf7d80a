import "server-only";
import { type Actor, assertCan } from "@/lib/access/actor";
import { AppError } from "@/lib/core/errors";
import type { Tx } from "@/lib/db/client";
import { checkAssignableAlias, checkModelName } from "@/lib/models/rules/names";
import { stageOf } from "@/lib/models/rules/versions";
import { assertStagesAreFree } from "@/lib/models/sql/protection";
import { lockVersion } from "@/lib/models/sql/refs";
import { eligibilityOf } from "../rules/eligibility";
import { type PublishedPolicy, policyInForce } from "../rules/policies";
import { revisionOf } from "../rules/revisions";
import { assertOpen, targetOf } from "../rules/stored";
import { describeTarget, shortTarget } from "../rules/targets";
import { RISK_TIERS, type Target } from "../schema/policies";
import type { OpenedVia, OpenRequestInput, ReviseRequestInput } from "../schema/requests";
import {
  assertSameDeployment,
  findNamedDeployment,
  type NamedDeployment,
} from "../sql/deployments";
import type { LoadedElection } from "../sql/elections";
import { occupantOf } from "../sql/evidence";
import { findRenewable, findStanding, isAt } from "../sql/places";
import { lockPolicies, readPolicies } from "../sql/policies";
import { lockRequest, nextNumber } from "../sql/requests";
import { approvalTransaction } from "../sql/transaction";
import { refreshEvidence } from "./refresh";
import { notifyOf, tell } from "./tell";

const DAY_MS = 86_400_000;

/** A target as the registry writes it; throws INVALID for one that it would refuse. */
function settleTarget({ kind, value }: Target): Target {
  if (kind === "alias") checkAssignableAlias(value);
  return { kind, value: kind === "stage" ? stageOf(value) : value };
}

async function findPolicy(
  tx: Tx,
  actor: Actor,
  target: Target,
  tier: string,
): Promise<PublishedPolicy> {
  const riskTier = RISK_TIERS.find((one) => one === tier) ?? "critical";
  const policies = await readPolicies(tx, actor.workspaceId);
  const policy = policyInForce(policies, target, riskTier);
  if (policy) return policy;
  throw new AppError(
    "INVALID",
    `The ${describeTarget(target)} is not protected: change it without an approval.`,
  );
}

function askedFor({
  modelName,
  version,
  action,
  renewsNumber,
  ...row
}: LoadedElection["row"]): string {
  const where = shortTarget(targetOf(row));
  if (renewsNumber !== null) return `${modelName} ${version} at ${where} wants another look`;
  return `${modelName} ${version} wants to ${action === "clear" ? "leave" : "go to"} ${where}`;
}

/** Tells everybody whose signature is waited for. */
export async function invite(
  tx: Tx,
  actor: Actor | null,
  { row, election }: LoadedElection,
): Promise<void> {
  const awaited = election.people.filter(
    (person) => eligibilityOf(person, election.people, election).mayVote,
  );
  await notifyOf(tx, actor, row, {
    kind: "approval.requested",
    title: askedFor(row),
    body: row.note,
    userIds: awaited.map(({ userId }) => userId),
  });
}

/** Throws INVALID for a moment that has passed: nothing can be decided or applied then any more. */
function assertAhead(moments: {
  dueAt?: Date | undefined;
  scheduledFor?: Date | null | undefined;
}) {
  for (const [field, moment] of Object.entries(moments))
    if (moment && moment.getTime() < Date.now()) {
      const message = "This moment has passed. Choose one ahead.";
      throw new AppError("INVALID", message, { [field]: message });
    }
}

/** A request of the same asker by the same key, or an open one for the same change. */
async function findSame(
  tx: Tx,
  actor: Actor,
  input: OpenRequestInput,
  place: { versionId: bigint; target: Target },
) {
  const { workspaceId } = actor;
  if (input.idempotencyKey) {
    const { idempotencyKey } = input;
    const known = await tx.approvalRequest.findFirst({
      where: { workspaceId, requestedById: actor.userId, idempotencyKey },
    });
    if (known) return known;
  }
  return tx.approvalRequest.findFirst({
    where: {
      workspaceId,
      versionId: place.versionId,
      action: input.action,
      targetKind: place.target.kind,
      targetValue: { equals: place.target.value, mode: "insensitive" },
      archivesExisting: input.archivesExisting,
      status: { in: ["pending", "approved"] },
    },
    orderBy: { number: "desc" },
  });
}

/** What an alias is called where it stands already, so that `Champion` and `champion` are not two. */
function spelled(target: Target, aliases: readonly { alias: string }[]): Target {
  if (target.kind !== "alias") return target;
  const known = aliases.find(({ alias }) => alias.toLowerCase() === target.value.toLowerCase());
  return known ? { ...target, value: known.alias } : target;
}

type LockedVersion = Awaited<ReturnType<typeof lockVersion>>;

/**
 * The request whose approval is renewed by asking for a place that the version has already; null for a change. Throws
 * CONFLICT when there is nothing to ask for.
 */
async function findRenewed(
  tx: Tx,
  wish: LockedVersion & {
    occupant: number | null;
    target: Target;
    action: "set" | "clear";
    deployment: NamedDeployment | null;
  },
) {
  const { model, version, occupant, target, action, deployment } = wish;
  const { kind: targetKind, value: targetValue } = target;
  const { workspaceId, id: modelId } = model;
  const place = { workspaceId, modelId, versionId: version.id, targetKind, targetValue };
  const isThere = await isAt(tx, place, { ...version, occupant });
  if (isThere !== (action === "set")) return null;
  // What is there was agreed on for another deployment, or for all: this one is asked for anew.
  if (isThere && target.kind === "environment") {
    const standing = await findStanding(tx, place);
    if (standing && standing.deploymentId !== (deployment?.id ?? null)) return null;
  }
  const renewed = isThere ? await findRenewable(tx, place) : null;
  if (renewed) return renewed;
  throw new AppError(
    "CONFLICT",
    `Version ${version.version} of model "${model.name}" ${isThere ? "is" : "is not"} at the ${describeTarget(target)} already.`,
  );
}

export async function openInTransaction(
  tx: Tx,
  actor: Actor,
  input: OpenRequestInput,
  via: OpenedVia,
  { isEmergency = false } = {},
) {
  const ref = { name: input.model, version: String(input.version) };
  const locked = await lockVersion(tx, actor, ref);
  const { model, version } = locked;
  const target = spelled(settleTarget(input.target), model.aliases);
  const deployment = await findNamedDeployment(tx, actor.workspaceId, input, target);
  const same = isEmergency
    ? null
    : await findSame(tx, actor, input, { versionId: version.id, target });
  if (same) {
    if (deployment) assertSameDeployment(same, deployment);
    return { isNew: false, request: same, model };
  }
  await lockPolicies(tx, actor.workspaceId);
  const policy = await findPolicy(tx, actor, target, model.riskTier);
  const place = { modelId: model.id, targetKind: target.kind, targetValue: target.value };
  const occupant = await occupantOf(tx, { ...place, workspaceId: actor.workspaceId });
  const { action } = input;
  const renewed = await findRenewed(tx, { ...locked, occupant, target, action, deployment });
  if (target.kind === "stage" && version.stage !== target.value)
    await assertStagesAreFree(tx, model, [version.stage]);
  const now = Date.now();
  const request = await tx.approvalRequest.create({
    data: {
      ...place,
      workspaceId: actor.workspaceId,
      number: await nextNumber(tx, actor.workspaceId),
      versionId: version.id,
      modelName: model.name,
      version: version.version,
      action,
      archivesExisting: input.archivesExisting,
      replacesVersion: occupant,
      deploymentId: deployment?.id ?? null,
      deploymentName: deployment?.name ?? null,
      riskTier: model.riskTier,
      policyVersionId: policy.versionId,
      note: input.note,
      ticketUrl: input.ticketUrl ?? null,
      plan: input.plan,
      openedVia: via,
      requestedById: actor.userId,
      requestedBy: actor.email,
      idempotencyKey: input.idempotencyKey ?? null,
      renewsNumber: renewed?.number ?? null,
      dueAt: input.dueAt ?? new Date(now + policy.document.dueDays * DAY_MS),
      scheduledFor: input.scheduledFor ?? null,
    },
  });
  await tell(tx, actor, request, { kind: "requested", event: "created", details: { via } });
  return { isNew: true, request, model };
}

/** Asks for a version to be brought to a protected target. Asking again for the same finds the request that waits. */
export async function openRequest(
  actor: Actor,
  input: OpenRequestInput,
  via: OpenedVia = "screen",
): Promise<{ number: number; isNew: boolean }> {
  assertCan(actor, "approval:request");
  checkModelName(input.model);
  const { dueAt, scheduledFor } = input;
  return approvalTransaction(actor, async (tx) => {
    const { isNew, request } = await openInTransaction(tx, actor, input, via);
    if (isNew) {
      assertAhead({ dueAt, scheduledFor });
      const loaded = await refreshEvidence(tx, actor, request);
      await invite(tx, actor, loaded);
    }
    return { number: request.number, isNew };
  });
}

/** Changes what was asked for while nobody has decided. Everybody is asked again when the plan is another one. */
export async function reviseRequest(actor: Actor, input: ReviseRequestInput) {
  assertCan(actor, "approval:request");
  const { number, note, ticketUrl, plan, scheduledFor } = input;
  assertAhead({ scheduledFor });
  return approvalTransaction(actor, async (tx) => {
    const { request } = await lockRequest(tx, actor, number);
    assertOpen(request);
    if (request.requestedById !== actor.userId)
      throw new AppError("FORBIDDEN", "Only whoever opened this request changes it.");
    const revised = await tx.approvalRequest.update({
      where: { id: request.id, workspaceId: actor.workspaceId },
      data: {
        ...(note === undefined ? {} : { note }),
        ...(ticketUrl === undefined ? {} : { ticketUrl }),
        ...(plan === undefined ? {} : { plan }),
        ...(scheduledFor === undefined ? {} : { scheduledFor }),
      },
    });
    await tell(tx, actor, revised, { kind: "revised", ...revisionOf(request, revised) });
    const loaded = await refreshEvidence(tx, actor, revised);
    if (loaded.hasChanged) await invite(tx, actor, loaded);
    return { number };
  });
}

/** Takes a request back: whoever opened it, or an admin. */
export async function withdrawRequest(
  actor: Actor,
  { number, reason }: { number: number; reason: string },
) {
  assertCan(actor, "approval:request");
  return approvalTransaction(actor, async (tx) => {
    const { request } = await lockRequest(tx, actor, number);
    assertOpen(request);
    if (request.requestedById !== actor.userId && actor.role !== "admin")
      throw new AppError(
        "FORBIDDEN",
        "Only whoever opened this request, or an admin, withdraws it.",
      );
    const withdrawn = await tx.approvalRequest.update({
      where: { id: request.id, workspaceId: actor.workspaceId },
      data: { status: "withdrawn", decidedAt: new Date() },
    });
    await tell(tx, actor, withdrawn, {
      kind: "withdrawn",
      event: "withdrawn",
      details: { reason },
    });
    return { number };
  });
}
