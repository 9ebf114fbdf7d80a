import "server-only";
import { type Actor, assertCan } from "@/lib/access/actor";
import { lockOutDeletions } from "@/lib/audit/holds";
import { recordAudit } from "@/lib/audit/record";
import { AppError } from "@/lib/core/errors";
import { db } from "@/lib/db/client";
import type { LegalHoldDto } from "../dto";
import { toHoldDto } from "../queries/retention";
import type { HoldInput, ReleaseInput } from "../schema";

/** Keeps a model, or everything in the workspace, as it is: nothing of it is erased or deleted until it is released. */
export async function placeHold(
  actor: Actor,
  { model: name, reason }: HoldInput,
): Promise<LegalHoldDto> {
  assertCan(actor, "hold:place");
  const { workspaceId } = actor;
  return db().$transaction(async (tx) => {
    await lockOutDeletions(tx, workspaceId);
    const model =
      name === undefined
        ? null
        : await tx.registeredModel.findUnique({
            where: { workspaceId_name: { workspaceId, name } },
          });
    if (name !== undefined && !model)
      throw new AppError("NOT_FOUND", `There is no model "${name}".`, {
        model: "There is no model of this name.",
      });
    const row = await tx.legalHold.create({
      data: {
        workspaceId,
        modelId: model?.id ?? null,
        modelName: model?.name ?? null,
        reason,
        placedById: actor.userId,
        placedBy: actor.name || actor.email,
      },
    });
    await recordAudit(tx, actor, {
      action: "legal-hold.placed",
      subject: `legal hold ${row.id}`,
      label: model ? `legal hold on ${model.name}` : "legal hold on everything",
      after: { model: model?.name ?? "everything", reason },
    });
    return toHoldDto(row);
  });
}

/** Ends a hold. What was due to be erased meanwhile is erased in the following hours. */
export async function releaseHold(
  actor: Actor,
  { holdId, reason }: ReleaseInput,
): Promise<LegalHoldDto> {
  assertCan(actor, "hold:release");
  return db().$transaction(async (tx) => {
    await tx.$queryRaw`SELECT 1 FROM legal_holds WHERE id = ${holdId}::uuid FOR UPDATE`;
    const before = await tx.legalHold.findFirst({
      where: { id: holdId, workspaceId: actor.workspaceId },
    });
    if (!before) throw new AppError("NOT_FOUND", "There is no such hold.");
    if (before.releasedAt) throw new AppError("CONFLICT", "This hold has been released already.");
    const row = await tx.legalHold.update({
      where: { id: holdId, workspaceId: actor.workspaceId },
      data: {
        releasedAt: new Date(),
        releasedById: actor.userId,
        releasedBy: actor.name || actor.email,
        releaseReason: reason,
      },
    });
    await recordAudit(tx, actor, {
      action: "legal-hold.released",
      subject: `legal hold ${holdId}`,
      label: row.modelName ? `legal hold on ${row.modelName}` : "legal hold on everything",
      before: { model: row.modelName ?? "everything", reason: row.reason },
      after: { released: reason },
    });
    return toHoldDto(row);
  });
}
