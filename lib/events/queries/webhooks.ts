import "server-only";
import { z } from "zod";
import { type Actor, assertCan } from "@/lib/access/actor";
import { AppError } from "@/lib/core/errors";
import { lastKey, type Page, type PageInput, pageInput, toPage } from "@/lib/core/page";
import { encodePageToken, pageOffset } from "@/lib/core/page-token";
import { db } from "@/lib/db/client";
import {
  type DeliveryDetailDto,
  type DeliveryDto,
  toDeliveryDetailDto,
  toDeliveryDto,
  toWebhookDto,
  type WebhookDto,
} from "../dto";
import { EVENT_NAMES, isMlflowEvent } from "../rules/catalog";
import type { DeliveryInput, ListDeliveriesInput, WebhookInput } from "../schema";

export const webhookNotFound = (id: string): AppError =>
  new AppError("NOT_FOUND", `Webhook with ID ${id.slice(0, 100)} not found.`);

const NEWEST = [{ createdAt: "desc" }, { id: "desc" }] as const;

/** Webhooks of the workspace, newest first. */
export async function listWebhooks(
  actor: Actor,
  { limit, pageToken }: PageInput = pageInput.parse({}),
): Promise<Page<WebhookDto>> {
  assertCan(actor, "webhook:read");
  const after = lastKey(pageToken, z.uuid());
  const rows = await db().webhook.findMany({
    where: {
      workspaceId: actor.workspaceId,
      ...(after === undefined ? {} : { id: { lt: after } }),
    },
    orderBy: { id: "desc" },
    take: limit + 1,
  });
  return toPage(rows, limit, ({ id }) => id, toWebhookDto);
}

/** Webhooks that are told of at least one event that MLflow's clients know; those fail on any other. */
export async function listMlflowWebhooks(
  actor: Actor,
  { limit, pageToken }: { limit: number; pageToken?: string | undefined },
): Promise<Page<WebhookDto>> {
  assertCan(actor, "webhook:read");
  const offset = pageOffset(pageToken);
  const rows = await db().webhook.findMany({
    where: {
      workspaceId: actor.workspaceId,
      events: { hasSome: EVENT_NAMES.filter(isMlflowEvent) },
    },
    orderBy: [...NEWEST],
    skip: offset,
    take: limit + 1,
  });
  return {
    items: rows.slice(0, limit).map(toWebhookDto),
    ...(rows.length > limit ? { nextPageToken: encodePageToken({ offset: offset + limit }) } : {}),
  };
}

/** Throws NOT_FOUND. */
export async function getWebhook(actor: Actor, { webhookId }: WebhookInput): Promise<WebhookDto> {
  assertCan(actor, "webhook:read");
  const row = await db().webhook.findFirst({
    where: { id: webhookId, workspaceId: actor.workspaceId },
  });
  if (!row) throw webhookNotFound(webhookId);
  return toWebhookDto(row);
}

/** What was sent to a webhook, newest first. */
export async function listDeliveries(
  actor: Actor,
  { webhookId, limit, pageToken }: ListDeliveriesInput,
): Promise<Page<DeliveryDto>> {
  assertCan(actor, "webhook:read");
  await getWebhook(actor, { webhookId });
  const after = lastKey(pageToken, z.uuid());
  const rows = await db().webhookDelivery.findMany({
    where: {
      webhookId,
      workspaceId: actor.workspaceId,
      ...(after === undefined ? {} : { id: { lt: after } }),
    },
    omit: { body: true },
    include: { attempts: { orderBy: { number: "desc" }, take: 1 } },
    orderBy: { id: "desc" },
    take: limit + 1,
  });
  return toPage(rows, limit, ({ id }) => id, toDeliveryDto);
}

/** One delivery with every request and answer. Throws NOT_FOUND. */
export async function getDelivery(
  actor: Actor,
  { webhookId, deliveryId }: DeliveryInput,
): Promise<DeliveryDetailDto> {
  assertCan(actor, "webhook:read");
  const row = await db().webhookDelivery.findFirst({
    where: { id: deliveryId, webhookId, workspaceId: actor.workspaceId },
    include: { attempts: { orderBy: { number: "desc" } } },
  });
  if (!row)
    throw new AppError("NOT_FOUND", "This delivery does not exist, or is too old to be kept.");
  return toDeliveryDetailDto(row);
}
