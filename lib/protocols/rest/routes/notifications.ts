import { z } from "zod";
import { choosePreference, markRead } from "@/lib/events/commands/notifications";
import type { NotificationDto, PreferenceDto } from "@/lib/events/dto";
import { listNotifications, listPreferences } from "@/lib/events/queries/notifications";
import { NOTIFICATION_KIND_NAMES } from "@/lib/events/rules/notifications";
import { listNotificationsInput, markReadInput, preferenceInput } from "@/lib/events/schema";
import { pageOf } from "../entities";
import { defineOperation } from "../rest-route";
import { inWorkspacePath } from "./path";

const tag = "Notifications";
const kind = z.enum(NOTIFICATION_KIND_NAMES);

const notificationEntity: z.ZodType<NotificationDto> = z
  .object({
    id: z.string(),
    kind: kind.nullable(),
    title: z.string(),
    body: z.string(),
    href: z.string(),
    createdAt: z.iso.datetime(),
    isRead: z.boolean(),
  })
  .meta({ id: "Notification" });

const preferenceEntity: z.ZodType<PreferenceDto> = z
  .object({ kind, isInApp: z.boolean(), isEmailed: z.boolean() })
  .meta({ id: "NotificationPreference" });

export const notificationOperations = [
  defineOperation({
    id: "listNotifications",
    method: "GET",
    path: "/workspaces/{workspace}/notifications",
    access: "notification:read",
    tag,
    summary: "What the caller was told, newest first",
    params: inWorkspacePath,
    query: listNotificationsInput,
    answer: pageOf(notificationEntity),
    run: listNotifications,
  }),
  defineOperation({
    id: "markNotificationsRead",
    method: "POST",
    path: "/workspaces/{workspace}/notifications/read",
    access: "notification:update",
    tag,
    summary: "Mark the caller's notifications as read: those named, or all",
    params: inWorkspacePath,
    body: markReadInput,
    answer: null,
    run: markRead,
  }),
  defineOperation({
    id: "listNotificationPreferences",
    method: "GET",
    path: "/workspaces/{workspace}/notification-preferences",
    access: "notification:read",
    tag,
    summary: "How the caller is told of each kind of thing",
    params: inWorkspacePath,
    answer: z.object({ items: z.array(preferenceEntity) }),
    run: async (actor) => ({ items: await listPreferences(actor) }),
  }),
  defineOperation({
    id: "chooseNotificationPreference",
    method: "POST",
    path: "/workspaces/{workspace}/notification-preferences",
    access: "notification:update",
    tag,
    summary: "Choose how the caller is told of one kind of thing",
    params: inWorkspacePath,
    body: preferenceInput,
    answer: null,
    run: choosePreference,
  }),
];
