import "server-only";
import { type Actor, assertCan } from "@/lib/access/actor";
import { recordAudit } from "@/lib/audit/record";
import { AppError } from "@/lib/core/errors";
import { db } from "@/lib/db/client";
import { enqueue } from "@/lib/queue/enqueue";
import { announce } from "../announce";
import { type DeliveryDetailDto, toDeliveryDetailDto } from "../dto";
import { bodyFor } from "../jobs/deliver";
import { deliverItem, recordAttempt } from "../jobs/record-attempt";
import { sendDelivery } from "../jobs/send-delivery";
import { getDelivery } from "../queries/webhooks";
import { exampleData } from "../rules/payloads";
import type { DeliveryInput, TestWebhookInput } from "../schema";
import { lockWebhook } from "./webhooks";

/** Sends a made-up event at once, once, and answers what came of it; a paused webhook can be tried too. */
export async function testWebhook(
  actor: Actor,
  { webhookId, event: asked }: TestWebhookInput,
): Promise<DeliveryDetailDto> {
  assertCan(actor, "webhook:manage");
  const { webhook, delivery } = await db().$transaction(async (tx) => {
    const found = await lockWebhook(tx, actor, webhookId);
    const event = asked ?? found.events[0];
    if (!event) throw new AppError("INVALID", "Choose an event to try.");
    await recordAudit(tx, actor, {
      action: "webhook.tested",
      subject: `webhook ${found.name}`,
      details: { event },
    });
    const made = await tx.webhookDelivery.create({
      data: {
        webhookId,
        workspaceId: actor.workspaceId,
        event,
        isTest: true,
        body: bodyFor(found.format, {
          event,
          at: new Date().toISOString(),
          workspace: actor.workspaceSlug,
          data: exampleData(event),
          isTest: true,
        }),
      },
    });
    return { webhook: found, delivery: made };
  });
  await recordAttempt(delivery, 1, await sendDelivery(webhook, delivery));
  return getDelivery(actor, { webhookId, deliveryId: delivery.id });
}

/** Sends what a delivery held again, as a new delivery to where the webhook points now. */
export async function redeliver(
  actor: Actor,
  { webhookId, deliveryId }: DeliveryInput,
): Promise<DeliveryDetailDto> {
  assertCan(actor, "webhook:manage");
  const row = await db().$transaction(async (tx) => {
    const webhook = await lockWebhook(tx, actor, webhookId);
    const before = await tx.webhookDelivery.findFirst({
      where: { id: deliveryId, webhookId, workspaceId: actor.workspaceId },
    });
    if (!before) throw new AppError("NOT_FOUND", "This delivery is too old to be kept.");
    if (before.state === "pending")
      throw new AppError("CONFLICT", "This delivery is still on its way. Wait for its last try.");
    if (!webhook.isActive)
      throw new AppError("CONFLICT", "This webhook is paused. Resume it before sending again.");
    const { event, body } = before;
    const made = await tx.webhookDelivery.create({
      data: { webhookId, workspaceId: actor.workspaceId, event, body, redeliveryOfId: deliveryId },
      include: { attempts: true },
    });
    await enqueue(tx, deliverItem(made.id, 1));
    await recordAudit(tx, actor, {
      action: "webhook.redelivered",
      subject: `webhook ${webhook.name}`,
      details: { event, delivery: deliveryId },
    });
    return made;
  });
  announce(actor.workspaceId, "webhooks");
  return toDeliveryDetailDto(row);
}
