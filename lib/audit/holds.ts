import "server-only";
import { AppError } from "@/lib/core/errors";
import type { Tx } from "@/lib/db/client";

interface HoldFacts {
  /** Null for everything in the workspace. */
  modelName: string | null;
  reason: string;
  placedAt: Date;
}

interface Held {
  workspaceId: string;
  /** Absent for the workspace as a whole. */
  modelId?: bigint;
}

/** What to say of something that a hold keeps from being deleted. */
export function heldError({ modelName, reason, placedAt }: HoldFacts): AppError {
  const what = modelName === null ? "Everything in this workspace" : `"${modelName}"`;
  return new AppError(
    "CONFLICT",
    `${what} is under a legal hold since ${placedAt.toISOString().slice(0, 10)} ("${reason}"). An admin can release it under Settings, Retention.`,
  );
}

/** A hold that is placed waits for the deletions that go on, and those that begin then see it. */
export async function lockOutDeletions(tx: Tx, workspaceId: string): Promise<void> {
  await tx.$queryRaw`SELECT 1 FROM workspaces WHERE id = ${workspaceId}::uuid FOR UPDATE`;
}

/** Throws CONFLICT while a legal hold covers what would be deleted: a model, or anything of a workspace. */
export async function assertNotHeld(tx: Tx, { workspaceId, modelId }: Held): Promise<void> {
  await tx.$queryRaw`SELECT 1 FROM workspaces WHERE id = ${workspaceId}::uuid FOR KEY SHARE`;
  const hold = await tx.legalHold.findFirst({
    where: {
      workspaceId,
      releasedAt: null,
      ...(modelId === undefined ? {} : { OR: [{ modelId: null }, { modelId }] }),
    },
    orderBy: { placedAt: "asc" },
  });
  if (hold) throw heldError(hold);
}
