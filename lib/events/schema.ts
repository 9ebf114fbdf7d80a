import { z } from "zod";
import { pageInput } from "@/lib/core/page";
import { storableText } from "@/lib/core/text";
import { isEventName } from "./rules/catalog";
import { NOTIFICATION_KIND_NAMES } from "./rules/notifications";

export const WEBHOOK_FORMATS = ["json", "slack", "openlineage", "pagerduty"] as const;

const name = storableText
  .trim()
  .regex(
    /^[a-z0-9](?:[a-z0-9._-]{0,61}[a-z0-9])?$/i,
    "Start and end with a letter or digit; letters, digits, dots, underscores and hyphens, at most 63.",
  );
const events = z
  .array(z.string().refine(isEventName, "This event does not exist."))
  .min(1, "Choose at least one event.")
  .max(100);

/** Long enough that nobody guesses it; clients of MLflow may send shorter ones. */
const secret = storableText.min(1).max(500);

export const createWebhookInput = z.object({
  name,
  url: storableText.trim().min(1, "Say where to send.").max(2_000),
  description: storableText.trim().max(1_000).default(""),
  format: z.enum(WEBHOOK_FORMATS).default("json"),
  events,
  /** Deliveries are signed with it; it is OpenLineage's token and PagerDuty's routing key. Absent for none. */
  secret: secret.optional(),
  isActive: z.boolean().default(true),
});
export type CreateWebhookInput = z.output<typeof createWebhookInput>;

export const webhookInput = z.object({ webhookId: z.uuid() });
export type WebhookInput = z.output<typeof webhookInput>;

/** What is absent stays as it is; an empty secret ends signing. */
export const reviseWebhookInput = webhookInput.extend({
  name: name.optional(),
  url: storableText.trim().min(1).max(2_000).optional(),
  description: storableText.trim().max(1_000).optional(),
  format: z.enum(WEBHOOK_FORMATS).optional(),
  events: events.optional(),
  secret: secret.or(z.literal("")).optional(),
  isActive: z.boolean().optional(),
});
export type ReviseWebhookInput = z.output<typeof reviseWebhookInput>;

export const testWebhookInput = webhookInput.extend({
  event: z.string().refine(isEventName, "This event does not exist.").optional(),
});
export type TestWebhookInput = z.output<typeof testWebhookInput>;

export const deliveryInput = webhookInput.extend({ deliveryId: z.uuid() });
export type DeliveryInput = z.output<typeof deliveryInput>;

export const listDeliveriesInput = webhookInput.extend(pageInput.shape);
export type ListDeliveriesInput = z.output<typeof listDeliveriesInput>;

export const listNotificationsInput = pageInput.extend({
  show: z.enum(["all", "unread"]).default("all"),
});
export type ListNotificationsInput = z.output<typeof listNotificationsInput>;

/** Which to mark as read; absent for all. */
export const markReadInput = z.object({ notificationIds: z.array(z.uuid()).max(200).optional() });
export type MarkReadInput = z.output<typeof markReadInput>;

export const preferenceInput = z.object({
  kind: z.enum(NOTIFICATION_KIND_NAMES),
  isInApp: z.boolean(),
  isEmailed: z.boolean(),
});
export type PreferenceInput = z.output<typeof preferenceInput>;
