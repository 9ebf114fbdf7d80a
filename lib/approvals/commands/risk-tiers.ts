import "server-only";
import { type Actor, assertCan } from "@/lib/access/actor";
import { recordAudit } from "@/lib/audit/record";
import { AppError } from "@/lib/core/errors";
import { routes } from "@/lib/core/routes";
import { db, type Row, type Tx } from "@/lib/db/client";
import { notify } from "@/lib/events/notify";
import { checkModelName } from "@/lib/models/rules/names";
import { lockModel } from "@/lib/models/sql/refs";
import { modelTransaction } from "@/lib/models/sql/transaction";
import { enqueue } from "@/lib/queue/enqueue";
import { tierOf, tierWeakenings } from "../rules/risk-tiers";
import type { SetRiskTierInput } from "../schema/risk-tiers";
import { readPeople } from "../sql/people";
import { lockPolicies, readPolicies } from "../sql/policies";
import { type LockedModel, lockModelOf } from "../sql/requests";
import { reviewItem } from "../sql/review-items";
import { whyNotConfirm } from "../sql/tier-changes";

type Change = Row<"RiskTierChange">;

interface TierOutcome {
  changeId: string;
  riskTier: string;
  isApplied: boolean;
  /** In which respects less would be asked for; what has any is confirmed by somebody else. */
  weakens: string[];
}

const outcomeOf = ({ id, toTier, status, weakens }: Change): TierOutcome => ({
  changeId: id,
  riskTier: toTier,
  isApplied: status === "applied",
  weakens,
});

/** Sets the tier of a locked model as a change on record says; open requests are decided under it from now on. */
async function apply(tx: Tx, actor: Actor, model: LockedModel, change: Change): Promise<void> {
  const { id, workspaceId, fromTier, toTier, reason, proposedBy, weakens } = change;
  await tx.$executeRaw`SELECT set_config('slipway.tier_change', ${id}, true)`;
  await tx.registeredModel.update({
    where: { id: model.id, workspaceId },
    data: { riskTier: toTier, riskReason: reason },
  });
  await tx.$executeRaw`SELECT set_config('slipway.tier_change', '', true)`;
  await recordAudit(tx, actor, {
    action: "model.risk-tier-set",
    subject: `model ${model.name}`,
    before: { riskTier: fromTier },
    after: { riskTier: toTier },
    details: { reason, proposedBy, weakens },
  });
  const open = await tx.approvalRequest.findMany({
    where: { workspaceId, modelId: model.id, status: { in: ["pending", "approved"] } },
    select: { id: true, workspaceId: true, number: true },
  });
  if (open.length > 0) await enqueue(tx, ...open.map(reviewItem));
}

async function tellSigners(tx: Tx, actor: Actor, change: Change): Promise<void> {
  const people = await readPeople(tx, actor.workspaceId);
  await notify(tx, {
    workspaceId: actor.workspaceId,
    kind: "policy.changed",
    title: `${actor.name} proposes ${change.toTier} risk for ${change.modelName} instead of ${change.fromTier}`,
    body: change.reason,
    href: routes.model(actor.workspaceSlug, change.modelName),
    userIds: people
      .filter(({ role, userId }) => /^(approver|admin)$/.test(role) && userId !== actor.userId)
      .map(({ userId }) => userId),
  });
}

async function auditDiscarded(tx: Tx, actor: Actor, change: Change): Promise<void> {
  await recordAudit(tx, actor, {
    action: "model.risk-tier-discarded",
    subject: `model ${change.modelName}`,
    details: { from: change.fromTier, to: change.toTier, proposedBy: change.proposedBy },
  });
}

/** What was proposed before and nobody has confirmed gives way to what is proposed now. */
async function discardProposed(tx: Tx, actor: Actor, { id }: LockedModel): Promise<void> {
  const discarded = await tx.riskTierChange.updateManyAndReturn({
    where: { workspaceId: actor.workspaceId, modelId: id, status: "proposed" },
    data: { status: "discarded" },
  });
  for (const change of discarded) await auditDiscarded(tx, actor, change);
}

/** Says how much depends on a model. What asks for less than before is in force once somebody else has confirmed it. */
export async function setRiskTier(
  actor: Actor,
  { model: name, riskTier, reason }: SetRiskTierInput,
): Promise<TierOutcome> {
  assertCan(actor, "risk:propose");
  checkModelName(name);
  const { workspaceId } = actor;
  return modelTransaction(actor, name, async (tx) => {
    const model = await lockModel(tx, actor, name);
    if (model.riskTier === riskTier)
      throw new AppError("CONFLICT", `Model "${name}" has ${riskTier} risk already.`);
    await lockPolicies(tx, workspaceId);
    const tiers = { from: tierOf(model.riskTier), to: riskTier };
    const weakens = tierWeakenings(await readPolicies(tx, workspaceId), tiers);
    await discardProposed(tx, actor, model);
    const needsTwo = weakens.length > 0;
    const change = await tx.riskTierChange.create({
      data: {
        ...{ workspaceId, modelId: model.id, modelName: name, reason, needsTwo, weakens },
        ...{ fromTier: model.riskTier, toTier: riskTier },
        ...{ proposedById: actor.userId, proposedBy: actor.email },
        ...(needsTwo
          ? { status: "proposed" }
          : {
              status: "applied",
              decidedById: actor.userId,
              decidedBy: actor.email,
              decidedAt: new Date(),
            }),
      },
    });
    if (needsTwo) {
      await recordAudit(tx, actor, {
        action: "model.risk-tier-proposed",
        subject: `model ${name}`,
        details: { from: model.riskTier, to: riskTier, reason, weakens },
      });
      await tellSigners(tx, actor, change);
    } else await apply(tx, actor, model, change);
    return outcomeOf(change);
  });
}

async function lockChange(tx: Tx, actor: Actor, changeId: string) {
  const where = { id: changeId, workspaceId: actor.workspaceId };
  const found = await tx.riskTierChange.findFirst({ where });
  if (!found) throw new AppError("NOT_FOUND", "There is no such change of a risk tier here.");
  const model = await lockModelOf(tx, actor, found.modelId);
  if (!model) throw new AppError("CONFLICT", `Model "${found.modelName}" was deleted.`);
  const change = await tx.riskTierChange.findFirstOrThrow({ where });
  if (change.status !== "proposed")
    throw new AppError("CONFLICT", `This change has been ${change.status} already.`);
  return { change, model };
}

/** A transaction about the model of a change: whoever looks at the model is told. */
async function changeTransaction<T>(
  actor: Actor,
  changeId: string,
  run: (tx: Tx) => Promise<T>,
): Promise<T> {
  const where = { id: changeId, workspaceId: actor.workspaceId };
  const known = await db().riskTierChange.findFirst({ where, select: { modelName: true } });
  return modelTransaction(actor, known?.modelName ?? "", run);
}

/** Puts a proposed tier in force: somebody who may sign, who neither proposed it nor has a part in the model. */
export async function confirmRiskTier(
  actor: Actor,
  { changeId }: { changeId: string },
): Promise<TierOutcome> {
  assertCan(actor, "risk:confirm");
  const { workspaceId } = actor;
  return changeTransaction(actor, changeId, async (tx) => {
    const { change, model } = await lockChange(tx, actor, changeId);
    if (model.riskTier !== change.fromTier)
      throw new AppError("CONFLICT", "The risk tier has changed since. Propose it again.");
    const refusal = await whyNotConfirm(tx, actor, { change, model });
    if (refusal) throw new AppError("FORBIDDEN", refusal);
    const applied = await tx.riskTierChange.update({
      where: { id: changeId, workspaceId },
      data: {
        ...{ status: "applied", decidedById: actor.userId },
        ...{ decidedBy: actor.email, decidedAt: new Date() },
      },
    });
    await apply(tx, actor, model, applied);
    return outcomeOf(applied);
  });
}

/** Throws a proposed tier away. */
export async function discardRiskTier(actor: Actor, { changeId }: { changeId: string }) {
  assertCan(actor, "risk:propose");
  const { workspaceId } = actor;
  return changeTransaction(actor, changeId, async (tx) => {
    const { change } = await lockChange(tx, actor, changeId);
    await tx.riskTierChange.update({
      where: { id: changeId, workspaceId },
      data: {
        ...{ status: "discarded", decidedById: actor.userId },
        ...{ decidedBy: actor.email, decidedAt: new Date() },
      },
    });
    await auditDiscarded(tx, actor, change);
    return { changeId };
  });
}
