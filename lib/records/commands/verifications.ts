import "server-only";
import { type Actor, assertCan } from "@/lib/access/actor";
import { recordAudit } from "@/lib/audit/record";
import { readHead } from "@/lib/audit/seal";
import { AppError } from "@/lib/core/errors";
import { db, isUniqueViolation } from "@/lib/db/client";
import { pool } from "@/lib/db/pool";
import { announce } from "@/lib/events/announce";
import { enqueue } from "@/lib/queue/enqueue";
import type { StartVerificationInput } from "../schema";

/** Said here, since screens ask for verifications, and what bundles screens cannot take in the job and its thread. */
export const VERIFY_KIND = "audit.verify";

/** Has the whole chain verified in the background; with checkpoints that were kept elsewhere, when some are given. */
export async function startVerification(
  actor: Actor,
  { checkpoints = [] }: StartVerificationInput,
): Promise<{ id: number }> {
  assertCan(actor, "audit:read");
  const { workspaceId, userId } = actor;
  const { seq } = await readHead(pool());
  try {
    const id = await db().$transaction(async (tx) => {
      const row = await tx.auditVerification.create({
        data: { workspaceId, requestedById: userId, checkpoints, total: seq },
      });
      await recordAudit(tx, actor, {
        action: "audit.verification-started",
        subject: "audit trail",
        details: { verification: Number(row.id), checkpoints: checkpoints.length },
      });
      await enqueue(tx, { kind: VERIFY_KIND, payload: { id: Number(row.id), workspaceId } });
      return Number(row.id);
    });
    announce(workspaceId, "audit");
    return { id };
  } catch (error) {
    if (isUniqueViolation(error))
      throw new AppError("CONFLICT", "A verification is under way. Wait until it has ended.");
    throw error;
  }
}
