import "server-only";
import type { Actor } from "@/lib/access/actor";
import { actorLabel } from "@/lib/audit/record";
import { AppError } from "@/lib/core/errors";
import type { JsonObject, Tx } from "@/lib/db/client";
import { lockModel } from "@/lib/models/sql/refs";
import type { RequestRow } from "./elections";

export function requestNotFound(number: number): AppError {
  return new AppError("NOT_FOUND", `There is no approval request ${number} in this workspace.`);
}

type Place = Pick<Actor, "workspaceId">;

/** The model of a request, locked; null when it is gone. */
export async function lockModelOf(tx: Tx, actor: Place, modelId: bigint) {
  const found = await tx.registeredModel.findFirst({
    where: { id: modelId, workspaceId: actor.workspaceId },
    select: { name: true },
  });
  if (!found) return null;
  const model = await lockModel(tx, actor, found.name).catch((error: unknown) => {
    if (error instanceof AppError && error.code === "NOT_FOUND") return null;
    throw error;
  });
  return model?.id === modelId ? model : null;
}

/**
 * A request with its model, both locked for the rest of the transaction, the model first as everywhere: two decisions
 * on one request, or on one model, never overlap.
 */
export async function lockRequest(tx: Tx, actor: Place, number: number) {
  const where = { workspaceId_number: { workspaceId: actor.workspaceId, number } };
  const found = await tx.approvalRequest.findUnique({ where, select: { id: true, modelId: true } });
  if (!found) throw requestNotFound(number);
  const model = await lockModelOf(tx, actor, found.modelId);
  await tx.$queryRaw`SELECT 1 FROM approval_requests WHERE id = ${found.id}::uuid FOR UPDATE`;
  const request = await tx.approvalRequest.findUniqueOrThrow({ where });
  return { request, model };
}

export type LockedModel = Awaited<ReturnType<typeof lockModel>>;

/** The next number of a workspace. Held until the transaction ends, so that none is skipped or given twice. */
export async function nextNumber(tx: Tx, workspaceId: string): Promise<number> {
  await tx.$executeRaw`SELECT pg_advisory_xact_lock(hashtextextended(${`approval-number:${workspaceId}`}, 0))`;
  const { _max } = await tx.approvalRequest.aggregate({
    where: { workspaceId },
    _max: { number: true },
  });
  return (_max.number ?? 0) + 1;
}

/** A line in a request's timeline; without an actor Slipway did it by itself. */
export async function recordEvent(
  tx: Tx,
  actor: Pick<Actor, "userId" | "email" | "tokenName"> | null,
  request: Pick<RequestRow, "id" | "workspaceId">,
  event: { kind: string; details?: JsonObject },
): Promise<void> {
  await tx.approvalEvent.create({
    data: {
      workspaceId: request.workspaceId,
      requestId: request.id,
      userId: actor?.userId ?? null,
      actor: actor ? actorLabel(actor) : "Slipway",
      kind: event.kind,
      details: event.details ?? {},
    },
  });
}
