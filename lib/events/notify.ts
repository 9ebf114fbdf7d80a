import "server-only";
import { env } from "@/lib/core/env";
import type { Tx } from "@/lib/db/client";
import { enqueue } from "@/lib/queue/enqueue";
import { announceWithin } from "./announce";
import { channelsOf, type NotificationKind } from "./rules/notifications";

export interface NewNotification {
  workspaceId: string;
  /** Whom to tell; those who are not members of the workspace any more are left out. */
  userIds: readonly string[];
  kind: NotificationKind;
  title: string;
  /** Path of the screen it is about, made by `routes`. */
  href: string;
  body?: string;
}

/** Tells people, each in the ways they chose, once the caller's transaction has committed. Answers how many are told. */
export async function notify(tx: Tx, news: NewNotification): Promise<number> {
  const { workspaceId, kind, title, href, body = "" } = news;
  const members = await tx.user.findMany({
    where: {
      id: { in: [...new Set(news.userIds)] },
      disabledAt: null,
      OR: [{ isOperator: true }, { memberships: { some: { workspaceId } } }],
    },
    select: {
      id: true,
      notificationPreferences: { where: { workspaceId, kind } },
    },
  });
  const mails = env().SMTP_URL !== undefined;
  const told = members
    .map(({ id: userId, notificationPreferences: [chosen] }) => {
      const { isInApp, isEmailed } = channelsOf(kind, chosen);
      return { userId, isInApp, isEmailed: isEmailed && mails };
    })
    .filter(({ isInApp, isEmailed }) => isInApp || isEmailed);
  if (told.length === 0) return 0;
  const rows = await tx.notification.createManyAndReturn({
    data: told.map(({ userId, isInApp }) => ({
      workspaceId,
      userId,
      kind,
      title: title.slice(0, 300),
      body: body.slice(0, 2_000),
      href,
      isInApp,
    })),
    select: { id: true, userId: true },
  });
  const emailed = new Set(told.filter((one) => one.isEmailed).map(({ userId }) => userId));
  await enqueue(
    tx,
    ...rows
      .filter(({ userId }) => emailed.has(userId))
      .map(({ id }) => ({
        kind: "notification.email",
        payload: { notificationId: id },
        dedupeKey: `notification.email:${id}`,
      })),
  );
  await announceWithin(
    tx,
    workspaceId,
    ...told.map(({ userId }) => `notifications:${userId}` as const),
  );
  return told.length;
}
