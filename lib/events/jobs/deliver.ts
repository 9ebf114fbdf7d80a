import "server-only";
import { z } from "zod";
import { publicUrl } from "@/lib/core/env";
import { routes } from "@/lib/core/routes";
import { db, type JsonObject, type Row, type Tx } from "@/lib/db/client";
import { enqueue } from "@/lib/queue/enqueue";
import { defineHandler } from "@/lib/queue/handler";
import { announceWithin } from "../announce";
import { eventName } from "../rules/catalog";
import { exampleOpenLineage } from "../rules/open-lineage";
import { PAGER_DUTY_EVENTS, pagerDutyBody } from "../rules/pager-duty";
import { jsonBody, type SentEvent, slackBody } from "../rules/payloads";
import { deliverItem, recordAttempt } from "./record-attempt";
import { sendDelivery } from "./send-delivery";

type Format = Row<"Webhook">["format"];

/** The body that a webhook of this format gets of an event that was made up, or of any event but OpenLineage's. */
export function bodyFor(format: Format, event: SentEvent): string {
  if (format === "openlineage") return exampleOpenLineage(event, publicUrl());
  if (format === "pagerduty") return pagerDutyBody(event);
  return format === "slack"
    ? slackBody(event, publicUrl() + routes.home(event.workspace))
    : jsonBody(event);
}

export const happenedPayload = z.object({
  id: z.uuid(),
  workspaceId: z.uuid(),
  entity: z.string(),
  action: z.string(),
  data: z.record(z.string(), z.unknown()),
  at: z.iso.datetime(),
  webhookIds: z.array(z.uuid()).default([]),
  isForThem: z.boolean().default(false),
});
export type Happened = z.output<typeof happenedPayload>;

/** Active webhooks that asked for an event, and those that are told of it whatever they asked for. */
export async function webhooksFor(
  tx: Tx,
  { workspaceId, webhookIds, isForThem, ...type }: Happened,
) {
  const event = eventName(type);
  const told = { id: { in: webhookIds } };
  const asked = { events: { has: event } };
  const found = await tx.webhook.findMany({
    where: { workspaceId, isActive: true, OR: isForThem ? [told] : [told, asked] },
    select: { id: true, format: true, workspace: { select: { slug: true } } },
  });
  return found.filter(({ format }) => format !== "pagerduty" || PAGER_DUTY_EVENTS.includes(event));
}

/** Queues an event for webhooks. Again is harmless: a webhook gets an event once. */
export async function handOut(
  tx: Tx,
  { id: eventId, workspaceId, ...type }: Happened,
  webhooks: readonly { id: string; body: string }[],
): Promise<void> {
  if (webhooks.length === 0) return;
  const event = eventName(type);
  const rows = await tx.webhookDelivery.createManyAndReturn({
    data: webhooks.map(({ id: webhookId, body }) => ({
      webhookId,
      workspaceId,
      eventId,
      event,
      body,
    })),
    skipDuplicates: true,
    select: { id: true },
  });
  await enqueue(tx, ...rows.map(({ id }) => deliverItem(id, 1)));
  await announceWithin(tx, workspaceId, "webhooks");
}

/** Hands one event to every active webhook that asked for it; what OpenLineage says of it, the lineage knows. */
export const fanOutHandler = defineHandler(
  "event.fan-out",
  happenedPayload,
  { maxAttempts: 10, deadlineMs: 30_000 },
  async (happened) => {
    const { data, at } = happened;
    const event = eventName(happened);
    await db().$transaction(async (tx) => {
      const webhooks = await webhooksFor(tx, happened);
      const plain = webhooks.filter(({ format }) => format !== "openlineage");
      const bodies = plain.map(({ id, format, workspace }) => ({
        id,
        body: bodyFor(format, { event, at, workspace: workspace.slug, data }),
      }));
      await handOut(tx, happened, bodies);
      if (plain.length === webhooks.length) return;
      await enqueue(tx, {
        kind: "lineage.report",
        // It came as JSON.
        payload: happened as JsonObject,
        dedupeKey: `lineage.report:${happened.id}`,
      });
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
