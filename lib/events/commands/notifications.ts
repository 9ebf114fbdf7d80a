import "server-only";
import { type Actor, assertCan } from "@/lib/access/actor";
import { recordAudit } from "@/lib/audit/record";
import { db } from "@/lib/db/client";
import { announceWithin } from "../announce";
import type { MarkReadInput, PreferenceInput } from "../schema";

/** Marks the caller's own notifications as read; again is fine. */
export async function markRead(actor: Actor, { notificationIds }: MarkReadInput): Promise<void> {
  assertCan(actor, "notification:update");
  await db().$transaction(async (tx) => {
    const { count } = await tx.notification.updateMany({
      where: {
        workspaceId: actor.workspaceId,
        userId: actor.userId,
        readAt: null,
        ...(notificationIds ? { id: { in: notificationIds } } : {}),
      },
      data: { readAt: new Date() },
    });
    if (count > 0) await announceWithin(tx, actor.workspaceId, `notifications:${actor.userId}`);
  });
}

/** Chooses how the caller is told of one kind of thing. */
export async function choosePreference(actor: Actor, input: PreferenceInput): Promise<void> {
  assertCan(actor, "notification:update");
  const { kind, isInApp, isEmailed } = input;
  const key = { workspaceId: actor.workspaceId, userId: actor.userId, kind };
  await db().$transaction(async (tx) => {
    await tx.notificationPreference.upsert({
      where: { workspaceId_userId_kind: key },
      create: { ...key, isInApp, isEmailed },
      update: { isInApp, isEmailed },
    });
    await recordAudit(tx, actor, {
      action: "notification-preference.chosen",
      subject: `notifications of ${kind}`,
      details: { isInApp, isEmailed },
    });
  });
}
