import "server-only";
import { z } from "zod";
import { type Actor, assertCan } from "@/lib/access/actor";
import { lastKey, type Page, toPage } from "@/lib/core/page";
import { db } from "@/lib/db/client";
import {
  type NotificationDto,
  type PreferenceDto,
  toNotificationDto,
  type UnreadDto,
} from "../dto";
import { channelsOf, NOTIFICATION_KIND_NAMES } from "../rules/notifications";
import type { ListNotificationsInput } from "../schema";

const NEWEST = 8;
/** Beyond it a count says no more. */
const MAX_COUNTED = 100;

const mine = (actor: Actor) => ({
  workspaceId: actor.workspaceId,
  userId: actor.userId,
  isInApp: true,
});

/** What the caller was told, newest first. */
export async function listNotifications(
  actor: Actor,
  { limit, pageToken, show }: ListNotificationsInput,
): Promise<Page<NotificationDto>> {
  assertCan(actor, "notification:read");
  const after = lastKey(pageToken, z.uuid());
  const rows = await db().notification.findMany({
    where: {
      ...mine(actor),
      ...(show === "unread" ? { readAt: null } : {}),
      ...(after === undefined ? {} : { id: { lt: after } }),
    },
    orderBy: { id: "desc" },
    take: limit + 1,
  });
  return toPage(rows, limit, ({ id }) => id, toNotificationDto);
}

/** How many the caller has not read (at most 100), and the newest. */
export async function getUnread(actor: Actor): Promise<UnreadDto> {
  assertCan(actor, "notification:read");
  const [unread, rows] = await Promise.all([
    db().notification.findMany({
      where: { ...mine(actor), readAt: null },
      select: { id: true },
      take: MAX_COUNTED,
    }),
    db().notification.findMany({
      where: mine(actor),
      orderBy: { id: "desc" },
      take: NEWEST,
    }),
  ]);
  return { unread: unread.length, newest: rows.map(toNotificationDto) };
}

/** How the caller is told of each kind of thing. */
export async function listPreferences(actor: Actor): Promise<PreferenceDto[]> {
  assertCan(actor, "notification:read");
  const rows = await db().notificationPreference.findMany({
    where: { workspaceId: actor.workspaceId, userId: actor.userId },
  });
  return NOTIFICATION_KIND_NAMES.map((kind) => ({
    kind,
    ...channelsOf(
      kind,
      rows.find((row) => row.kind === kind),
    ),
  }));
}
