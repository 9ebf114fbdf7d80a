import "server-only";
import type { Actor } from "@/lib/access/actor";
import { AppError } from "@/lib/core/errors";
import type { Tx } from "@/lib/db/client";
import { placeAlias, placeStage, removeAlias } from "@/lib/models/commands/placements";
import { stageOf } from "@/lib/models/rules/versions";
import { assertStagesAreFree } from "@/lib/models/sql/protection";
import { enqueue } from "@/lib/queue/enqueue";
import { holdsUntil } from "../rules/signing";
import { targetOf } from "../rules/stored";
import { shortTarget } from "../rules/targets";
import type { ElectionRow } from "../sql/elections";
import { occupantOf } from "../sql/evidence";
import { readDocument } from "../sql/policies";
import type { LockedModel } from "../sql/requests";
import { notifyOf, tell } from "./tell";

const DAY_MS = 86_400_000;
export const PROMOTE_KIND = "approvals.promote";

/** Approvals of the evidence as it is now that still hold. Of two by one person the later one says until when. */
function presentApprovals({ votes, revision }: ElectionRow) {
  const now = new Date();
  const present = votes.filter((vote) => vote.revision === revision);
  return present.filter(
    ({ id, userId, decision, validUntil }) =>
      decision === "approve" &&
      (validUntil === null || validUntil > now) &&
      !present.some((other) => other.userId === userId && other.id > id),
  );
}

async function changeAlias(tx: Tx, actor: Actor, model: LockedModel, row: ElectionRow) {
  const before = await occupantOf(tx, row);
  const alias = row.targetValue;
  if (row.action === "set") {
    if (before !== row.version)
      await placeAlias(tx, actor, model, { alias, version: row.version, before });
  } else if (before === row.version)
    await removeAlias(tx, actor, model, { alias, version: row.version });
}

async function changeStage(tx: Tx, actor: Actor, model: LockedModel, row: ElectionRow) {
  const version = await tx.modelVersion.findFirstOrThrow({
    where: { id: row.versionId, workspaceId: row.workspaceId },
    select: { stage: true },
  });
  const to = row.action === "set" ? stageOf(row.targetValue) : "Archived";
  if (row.action === "clear" && version.stage !== stageOf(row.targetValue)) return;
  // A request decides about its own target only: what else is protected needs one of its own.
  if (version.stage !== row.targetValue) await assertStagesAreFree(tx, model, [version.stage]);
  if (row.action === "clear") await assertStagesAreFree(tx, model, [to]);
  // A renewal moves nothing.
  else if (version.stage === row.targetValue && !row.archivesExisting) return;
  await placeStage(tx, actor, model, {
    version: row.version,
    from: version.stage,
    to,
    archivesExisting: row.action === "set" && row.archivesExisting,
  });
}

/** When it wants to be looked at again, and from when on somebody is asked to, in time to decide. */
function anotherLook(row: ElectionRow, now: Date) {
  const { reapprovalDays, dueDays } = readDocument(row.policyVersion.document);
  const byPolicy =
    reapprovalDays === null ? null : new Date(now.getTime() + reapprovalDays * DAY_MS);
  const reapprovalDueAt =
    row.action === "clear"
      ? null
      : holdsUntil([{ validUntil: byPolicy }, ...presentApprovals(row)]);
  if (!reapprovalDueAt) return {};
  // Never as early as half of the time that the approval is good for.
  const ahead = Math.min(dueDays * DAY_MS, (reapprovalDueAt.getTime() - now.getTime()) / 2);
  return { reapprovalDueAt, renewFrom: new Date(reapprovalDueAt.getTime() - ahead) };
}

/** What was decided about the place before is not to be looked at again: this decides now. */
async function supersede(tx: Tx, row: ElectionRow): Promise<void> {
  const { id, workspaceId, modelId, targetKind, targetValue, version } = row;
  // A stage or an environment holds several versions; the others keep their own date unless they go.
  const holdsSeveral =
    targetKind === "environment" || (targetKind === "stage" && !row.archivesExisting);
  const staysWith = holdsSeveral ? { version } : {};
  await tx.approvalRequest.updateMany({
    where: {
      workspaceId,
      modelId,
      targetKind,
      targetValue,
      status: "promoted",
      id: { not: id },
      ...staysWith,
    },
    data: { reapprovalDueAt: null, renewFrom: null },
  });
}

/**
 * Does what was approved, in the transaction of the decision. The database lets it happen only because this
 * transaction names a request that is approved for exactly this.
 */
export async function applyPromotion(
  tx: Tx,
  actor: Actor,
  model: LockedModel,
  row: ElectionRow,
): Promise<void> {
  await tx.$executeRaw`SELECT set_config('slipway.promotion', ${row.id}, true)`;
  if (row.targetKind === "alias") await changeAlias(tx, actor, model, row);
  if (row.targetKind === "stage") await changeStage(tx, actor, model, row);
  await tx.$executeRaw`SELECT set_config('slipway.promotion', '', true)`;
  const now = new Date();
  await supersede(tx, row);
  const promoted = await tx.approvalRequest.update({
    where: { id: row.id, workspaceId: row.workspaceId },
    data: { status: "promoted", promotedAt: now, ...anotherLook(row, now) },
  });
  await tell(tx, actor, promoted, { kind: "promoted", event: "applied" });
  // What is applied with the last signature was told of with it.
  if (row.status === "approved")
    await notifyOf(tx, actor, promoted, {
      kind: "approval.decided",
      title: `Applied: ${row.modelName} ${row.version}, ${shortTarget(targetOf(row))}`,
      userIds: [row.requestedById],
    });
}

/** Notes that a request is approved, and promotes at once or at the time chosen, unless the policy leaves that to a person. */
export async function approve(
  tx: Tx,
  actor: Actor,
  model: LockedModel | null,
  row: ElectionRow,
): Promise<void> {
  if (!model) throw new AppError("CONFLICT", "The model was deleted. Withdraw this request.");
  const { validityDays, isAppliedByHand } = readDocument(row.policyVersion.document);
  const now = new Date();
  const from = Math.max(now.getTime(), row.scheduledFor?.getTime() ?? 0);
  const byPolicy = new Date(from + validityDays * DAY_MS);
  const approved = await tx.approvalRequest.update({
    where: { id: row.id, workspaceId: row.workspaceId },
    data: {
      status: "approved",
      decidedAt: now,
      validUntil: holdsUntil([{ validUntil: byPolicy }, ...presentApprovals(row)]),
    },
  });
  await tell(tx, actor, approved, { kind: "approved", event: "approved" });
  await notifyOf(tx, actor, approved, {
    kind: "approval.decided",
    title: `Approved: ${row.modelName} ${row.version} for ${shortTarget(targetOf(row))}`,
    userIds: [row.requestedById],
  });
  if (isAppliedByHand) return;
  if (row.scheduledFor && row.scheduledFor > now)
    await enqueue(tx, {
      kind: PROMOTE_KIND,
      payload: { workspaceId: row.workspaceId, number: row.number, revision: row.revision },
      dueAt: row.scheduledFor,
    });
  else await applyPromotion(tx, actor, model, row);
}
