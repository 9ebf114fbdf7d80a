import type { Row } from "@/lib/db/client";
import { isNotificationKind, type NotificationKind } from "./rules/notifications";

export interface WebhookDto {
  id: string;
  name: string;
  description: string;
  url: string;
  format: Row<"Webhook">["format"];
  events: string[];
  hasSecret: boolean;
  isActive: boolean;
  failingSince: string | null;
  createdAt: string;
  updatedAt: string;
}

export function toWebhookDto(row: Row<"Webhook">): WebhookDto {
  return {
    id: row.id,
    name: row.name,
    description: row.description,
    url: row.url,
    format: row.format,
    events: row.events,
    hasSecret: row.sealedSecret !== null,
    isActive: row.isActive,
    failingSince: row.failingSince?.toISOString() ?? null,
    createdAt: row.createdAt.toISOString(),
    updatedAt: row.updatedAt.toISOString(),
  };
}

export interface AttemptDto {
  number: number;
  at: string;
  durationMs: number;
  requestHeaders: Record<string, string>;
  status: number | null;
  responseHeaders: Record<string, string>;
  responseExcerpt: string;
  error: string | null;
}

export interface DeliveryDto {
  id: string;
  event: string;
  state: Row<"WebhookDelivery">["state"];
  isTest: boolean;
  isRedelivery: boolean;
  createdAt: string;
  finishedAt: string | null;
  nextAttemptAt: string | null;
  attemptCount: number;
  /** Of the last attempt. */
  status: number | null;
  error: string | null;
}

export interface DeliveryDetailDto extends DeliveryDto {
  body: string;
  attempts: AttemptDto[];
}

const headersOf = (value: unknown): Record<string, string> =>
  typeof value === "object" && value !== null
    ? Object.fromEntries(Object.entries(value).map(([key, text]) => [key, String(text)]))
    : {};

function toAttemptDto(row: Row<"WebhookAttempt">): AttemptDto {
  return {
    number: row.number,
    at: row.at.toISOString(),
    durationMs: row.durationMs,
    requestHeaders: headersOf(row.requestHeaders),
    status: row.status,
    responseHeaders: headersOf(row.responseHeaders),
    responseExcerpt: row.responseExcerpt,
    error: row.error,
  };
}

type DeliveryRow = Omit<Row<"WebhookDelivery">, "body"> & { attempts: Row<"WebhookAttempt">[] };

/** `attempts` begins with the last one. */
export function toDeliveryDto(row: DeliveryRow): DeliveryDto {
  const [last] = row.attempts;
  return {
    id: row.id,
    event: row.event,
    state: row.state,
    isTest: row.isTest,
    isRedelivery: row.redeliveryOfId !== null,
    createdAt: row.createdAt.toISOString(),
    finishedAt: row.finishedAt?.toISOString() ?? null,
    nextAttemptAt: row.nextAttemptAt?.toISOString() ?? null,
    attemptCount: row.attemptCount,
    status: last?.status ?? null,
    error: last?.error ?? null,
  };
}

export function toDeliveryDetailDto(row: DeliveryRow & { body: string }): DeliveryDetailDto {
  return { ...toDeliveryDto(row), body: row.body, attempts: row.attempts.map(toAttemptDto) };
}

export interface NotificationDto {
  id: string;
  kind: NotificationKind | null;
  title: string;
  body: string;
  href: string;
  createdAt: string;
  isRead: boolean;
}

export function toNotificationDto(row: Row<"Notification">): NotificationDto {
  return {
    id: row.id,
    kind: isNotificationKind(row.kind) ? row.kind : null,
    title: row.title,
    body: row.body,
    href: row.href,
    createdAt: row.createdAt.toISOString(),
    isRead: row.readAt !== null,
  };
}

export interface UnreadDto {
  unread: number;
  newest: NotificationDto[];
}

export interface PreferenceDto {
  kind: NotificationKind;
  isInApp: boolean;
  isEmailed: boolean;
}
