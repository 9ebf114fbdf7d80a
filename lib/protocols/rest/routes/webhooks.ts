import { z } from "zod";
import { pageInput } from "@/lib/core/page";
import { redeliver, testWebhook } from "@/lib/events/commands/deliveries";
import { createWebhook, deleteWebhook, reviseWebhook } from "@/lib/events/commands/webhooks";
import type { DeliveryDetailDto, DeliveryDto, WebhookDto } from "@/lib/events/dto";
import {
  getDelivery,
  getWebhook,
  listDeliveries,
  listWebhooks,
} from "@/lib/events/queries/webhooks";
import {
  createWebhookInput,
  deliveryInput,
  reviseWebhookInput,
  testWebhookInput,
  WEBHOOK_FORMATS,
  webhookInput,
} from "@/lib/events/schema";
import { pageOf } from "../entities";
import { defineOperation } from "../rest-route";
import { inWorkspacePath } from "./path";

const tag = "Webhooks";
const path = "/workspaces/{workspace}/webhooks";
const one = inWorkspacePath.extend(webhookInput.shape);
const oneDelivery = inWorkspacePath.extend(deliveryInput.shape);
const time = z.iso.datetime();

const webhookEntity: z.ZodType<WebhookDto> = z
  .object({
    id: z.string(),
    name: z.string(),
    description: z.string(),
    url: z.string(),
    format: z.enum(WEBHOOK_FORMATS),
    events: z.array(z.string()),
    hasSecret: z.boolean().meta({ description: "The secret itself is never answered." }),
    isActive: z.boolean(),
    failingSince: time.nullable(),
    createdAt: time,
    updatedAt: time,
  })
  .meta({ id: "Webhook" });

const deliveryFields = z.object({
  id: z.string(),
  event: z.string(),
  state: z.enum(["pending", "delivered", "failed"]),
  isTest: z.boolean(),
  isRedelivery: z.boolean(),
  createdAt: time,
  finishedAt: time.nullable(),
  nextAttemptAt: time.nullable(),
  attemptCount: z.int(),
  status: z.int().nullable(),
  error: z.string().nullable(),
});
const deliveryEntity: z.ZodType<DeliveryDto> = deliveryFields.meta({ id: "Delivery" });
const headers = z.record(z.string(), z.string());
const deliveryDetailEntity: z.ZodType<DeliveryDetailDto> = deliveryFields
  .extend({
    body: z.string(),
    attempts: z.array(
      z.object({
        number: z.int(),
        at: time,
        durationMs: z.int(),
        requestHeaders: headers,
        status: z.int().nullable(),
        responseHeaders: headers,
        responseExcerpt: z.string(),
        error: z.string().nullable(),
      }),
    ),
  })
  .meta({ id: "DeliveryDetail" });

const managing = [
  defineOperation({
    id: "listWebhooks",
    method: "GET",
    path,
    access: "webhook:read",
    tag,
    summary: "Webhooks of the workspace, newest first",
    params: inWorkspacePath,
    query: pageInput,
    answer: pageOf(webhookEntity),
    run: listWebhooks,
  }),
  defineOperation({
    id: "createWebhook",
    method: "POST",
    path,
    access: "webhook:manage",
    tag,
    summary: "Tell another system of events",
    params: inWorkspacePath,
    body: createWebhookInput,
    answer: webhookEntity,
    status: 201,
    run: createWebhook,
  }),
  defineOperation({
    id: "getWebhook",
    method: "GET",
    path: `${path}/{webhookId}`,
    access: "webhook:read",
    tag,
    summary: "One webhook",
    params: one,
    answer: webhookEntity,
    run: getWebhook,
  }),
  defineOperation({
    id: "reviseWebhook",
    method: "PATCH",
    path: `${path}/{webhookId}`,
    access: "webhook:manage",
    tag,
    summary: "Change, pause or resume a webhook; an empty secret ends signing",
    params: one,
    body: reviseWebhookInput.omit({ webhookId: true }),
    answer: webhookEntity,
    run: reviseWebhook,
  }),
  defineOperation({
    id: "deleteWebhook",
    method: "DELETE",
    path: `${path}/{webhookId}`,
    access: "webhook:manage",
    tag,
    summary: "Delete a webhook with its history",
    params: one,
    answer: null,
    run: deleteWebhook,
  }),
];

export const webhookOperations = [
  ...managing,
  defineOperation({
    id: "testWebhook",
    method: "POST",
    path: `${path}/{webhookId}/test`,
    access: "webhook:manage",
    tag,
    summary: "Send a made-up event at once and answer what came of it",
    params: one,
    body: testWebhookInput.omit({ webhookId: true }),
    answer: deliveryDetailEntity,
    run: testWebhook,
  }),
  defineOperation({
    id: "listDeliveries",
    method: "GET",
    path: `${path}/{webhookId}/deliveries`,
    access: "webhook:read",
    tag,
    summary: "What was sent to a webhook, newest first",
    params: one,
    query: pageInput,
    answer: pageOf(deliveryEntity),
    run: listDeliveries,
  }),
  defineOperation({
    id: "getDelivery",
    method: "GET",
    path: `${path}/{webhookId}/deliveries/{deliveryId}`,
    access: "webhook:read",
    tag,
    summary: "One delivery with every request and answer",
    params: oneDelivery,
    answer: deliveryDetailEntity,
    run: getDelivery,
  }),
  defineOperation({
    id: "redeliver",
    method: "POST",
    path: `${path}/{webhookId}/deliveries/{deliveryId}/redeliver`,
    access: "webhook:manage",
    tag,
    summary: "Send a finished delivery again, as a new one",
    params: oneDelivery,
    answer: deliveryDetailEntity,
    status: 201,
    run: redeliver,
  }),
];
