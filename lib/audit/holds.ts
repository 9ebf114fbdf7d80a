import "server-only";
import { AppError } from "@/lib/core/errors";
import type { Tx } from "@/lib/db/client";

interface Held {
  workspaceId: string;
  /** Absent for the workspace as a whole. */
  modelId?: bigint;
}

/** Throws CONFLICT while a legal hold covers what would be deleted: a model, or anything of a workspace. */
export async function assertNotHeld(tx: Tx, { workspaceId, modelId }: Held): Promise<void> {
  const hold = await tx.legalHold.findFirst({
    where: {
      workspaceId,
      releasedAt: null,
      ...(modelId === undefined ? {} : { OR: [{ modelId: null }, { modelId }] }),
    },
    orderBy: { placedAt: "asc" },
  });
  if (!hold) return;
  const what = hold.modelName === null ? "Everything in this workspace" : `"${hold.modelName}"`;
  throw new AppError(
    "CONFLICT",
    `${what} is under a legal hold since ${hold.placedAt.toISOString().slice(0, 10)} ("${hold.reason}"). An admin can release it under Settings, Retention.`,
  );
}
