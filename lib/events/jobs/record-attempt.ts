import "server-only";
import { routes } from "@/lib/core/routes";
import { db, type Tx } from "@/lib/db/client";
import { enqueue } from "@/lib/queue/enqueue";
import { announceWithin } from "../announce";
import { notify } from "../notify";
import { isDelivered, nextWait } from "../rules/delivery";
import type { SentAttempt } from "./send-delivery";

export const deliverItem = (deliveryId: string, attempt: number, dueAt = new Date()) => ({
  kind: "webhook.deliver",
  payload: { deliveryId, attempt },
  dedupeKey: `webhook.deliver:${deliveryId}:${attempt}`,
  dueAt,
});

interface Attempted {
  id: string;
  webhookId: string;
  workspaceId: string;
  isTest: boolean;
}

/** Tells whoever made the webhook when it begins to fail, and forgets that once it takes deliveries again. */
async function noteHealth(tx: Tx, delivery: Attempted, isFine: boolean): Promise<void> {
  const { webhookId: id, workspaceId } = delivery;
  const { count } = await tx.webhook.updateMany({
    where: { id, workspaceId, failingSince: isFine ? { not: null } : null },
    data: { failingSince: isFine ? null : new Date() },
  });
  if (isFine || count === 0) return;
  const webhook = await tx.webhook.findFirst({
    where: { id, workspaceId },
    include: { workspace: { select: { slug: true } } },
  });
  if (!webhook?.createdById) return;
  await notify(tx, {
    workspaceId,
    userIds: [webhook.createdById],
    kind: "webhook.failing",
    title: `Webhook ${webhook.name} does not take deliveries`,
    body: "A delivery was given up after its last try. Its history says what the receiver answered.",
    href: routes.webhook(webhook.workspace.slug, webhook.id),
  });
}

/** Keeps what came of an attempt and, when it is to be tried again, queues that in the same transaction. */
export async function recordAttempt(
  delivery: Attempted,
  number: number,
  sent: SentAttempt,
): Promise<void> {
  const { durationMs, requestHeaders, status, responseHeaders, responseExcerpt, error } = sent;
  const isFine = isDelivered(sent);
  const wait = isFine || delivery.isTest ? null : nextWait(number, sent);
  const dueAt = wait === null ? null : new Date(Date.now() + wait);
  await db().$transaction(async (tx) => {
    const { count } = await tx.webhookDelivery.updateMany({
      where: { id: delivery.id, workspaceId: delivery.workspaceId, attemptCount: number - 1 },
      data: {
        attemptCount: number,
        state: isFine ? "delivered" : dueAt ? "pending" : "failed",
        nextAttemptAt: dueAt,
        finishedAt: dueAt ? null : new Date(),
      },
    });
    // Deleted meanwhile, or another replica was as slow and has written it.
    if (count === 0) return;
    await tx.webhookAttempt.create({
      data: {
        deliveryId: delivery.id,
        number,
        durationMs,
        requestHeaders,
        status,
        responseHeaders,
        responseExcerpt,
        error,
      },
    });
    if (dueAt) await enqueue(tx, deliverItem(delivery.id, number + 1, dueAt));
    else if (!delivery.isTest) await noteHealth(tx, delivery, isFine);
    await announceWithin(tx, delivery.workspaceId, "webhooks");
  });
}
