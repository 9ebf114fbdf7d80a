import "server-only";
import { z } from "zod";
import { publicUrl } from "@/lib/core/env";
import { routes } from "@/lib/core/routes";
import { db } from "@/lib/db/client";
import { enqueue } from "@/lib/queue/enqueue";
import { defineHandler } from "@/lib/queue/handler";
import { announceWithin } from "../announce";
import { eventName } from "../rules/catalog";
import { jsonBody, type SentEvent, slackBody } from "../rules/payloads";
import { deliverItem, recordAttempt } from "./record-attempt";
import { sendDelivery } from "./send-delivery";

/** The body that a webhook of this format gets of an event. */
export function bodyFor(format: "json" | "slack", event: SentEvent): string {
  return format === "slack"
    ? slackBody(event, publicUrl() + routes.home(event.workspace))
    : jsonBody(event);
}

const fanOutPayload = z.object({
  id: z.uuid(),
  workspaceId: z.uuid(),
  entity: z.string(),
  action: z.string(),
  data: z.record(z.string(), z.unknown()),
  at: z.iso.datetime(),
});

/** Hands one event to every active webhook that asked for it. Again is harmless: a webhook gets an event once. */
export const fanOutHandler = defineHandler(
  "event.fan-out",
  fanOutPayload,
  { maxAttempts: 10, deadlineMs: 30_000 },
  async ({ id: eventId, workspaceId, data, at, ...type }) => {
    const event = eventName(type);
    await db().$transaction(async (tx) => {
      const webhooks = await tx.webhook.findMany({
        where: { workspaceId, isActive: true, events: { has: event } },
        select: { id: true, format: true, workspace: { select: { slug: true } } },
      });
      if (webhooks.length === 0) return;
      const rows = await tx.webhookDelivery.createManyAndReturn({
        data: webhooks.map(({ id: webhookId, format, workspace }) => ({
          webhookId,
          workspaceId,
          eventId,
          event,
          body: bodyFor(format, { event, at, workspace: workspace.slug, data }),
        })),
        skipDuplicates: true,
        select: { id: true },
      });
      await enqueue(tx, ...rows.map(({ id }) => deliverItem(id, 1)));
      await announceWithin(tx, workspaceId, "webhooks");
    });
  },
);

/** One attempt of a delivery. The next one is queued with what came of this one, so a crash repeats at most one request. */
export const deliverHandler = defineHandler(
  "webhook.deliver",
  z.object({ deliveryId: z.uuid(), attempt: z.number().int().positive() }),
  { maxAttempts: 10, deadlineMs: 60_000 },
  async ({ deliveryId, attempt }, { signal }) => {
    const delivery = await db().webhookDelivery.findUnique({
      where: { id: deliveryId },
      include: { webhook: true },
    });
    if (!delivery || delivery.attemptCount !== attempt - 1) return;
    if (delivery.webhook.isActive) {
      const sent = await sendDelivery(delivery.webhook, delivery, signal);
      return recordAttempt(delivery, attempt, sent);
    }
    await db().webhookDelivery.updateMany({
      where: { id: deliveryId, workspaceId: delivery.workspaceId },
      data: { state: "failed", finishedAt: new Date(), nextAttemptAt: null },
    });
  },
);
