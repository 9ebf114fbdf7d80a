import type { FastifyInstance } from "fastify";
import { z } from "zod";
import { AppError } from "@/lib/core/errors";
import { testWebhook } from "@/lib/events/commands/deliveries";
import { createWebhook, deleteWebhook, reviseWebhook } from "@/lib/events/commands/webhooks";
import type { WebhookDto } from "@/lib/events/dto";
import { getWebhook, listMlflowWebhooks, webhookNotFound } from "@/lib/events/queries/webhooks";
import { eventName, eventOf, isMlflowEvent, mlflowActions } from "@/lib/events/rules/catalog";
import { createWebhookInput } from "@/lib/events/schema";
import { serve } from "../rpc";
import { enumOf, int64, some, text } from "../wire";

const STATUS = { ACTIVE: 1, DISABLED: 2 } as const;
const ENTITIES = {
  REGISTERED_MODEL: 1,
  MODEL_VERSION: 2,
  MODEL_VERSION_TAG: 3,
  MODEL_VERSION_ALIAS: 4,
  PROMPT: 5,
  PROMPT_VERSION: 6,
  PROMPT_TAG: 7,
  PROMPT_VERSION_TAG: 8,
  PROMPT_ALIAS: 9,
  BUDGET_POLICY: 10,
} as const;
const ACTIONS = { CREATED: 1, UPDATED: 2, DELETED: 3, SET: 4, EXCEEDED: 5 } as const;

/** Names are as good in lower case, as MLflow's own entities write them. */
const named = (values: Readonly<Record<string, number>>) =>
  enumOf({
    ...values,
    ...Object.fromEntries(Object.entries(values).map(([name, n]) => [name.toLowerCase(), n])),
  }).transform((value) =>
    Object.entries(values)
      .find(([, n]) => n === value)?.[0]
      ?.toLowerCase(),
  );

const event = z.object({ entity: named(ENTITIES), action: named(ACTIONS) });
type WireEvent = z.output<typeof event>;

/** Throws INVALID, naming what may happen to the entity. */
function nameOf({ entity = "", action = "" }: WireEvent): string {
  const name = eventName({ entity, action });
  if (!isMlflowEvent(name))
    throw new AppError(
      "INVALID",
      `Invalid action '${action}' for entity '${entity}'. Valid actions are: [${mlflowActions(
        entity,
      )
        .map((valid) => `'${valid}'`)
        .join(", ")}]`,
    );
  return name;
}

function checkName(name: string): void {
  if (!createWebhookInput.shape.name.safeParse(name).success)
    throw new AppError(
      "INVALID",
      `Webhook name '${name}' is invalid. It must start and end with a letter or digit, be less than 63 characters long, and contain only letters, digits, dots (.), underscores (_), and hyphens (-).`,
    );
}

/** An id that is none of ours is not found, like any other unknown one. */
function idOf(webhookId: string): string {
  if (!z.uuid().safeParse(webhookId).success) throw webhookNotFound(webhookId);
  return webhookId;
}

/** A webhook without what only Slipway tells of: MLflow's clients fail on events that they do not know. */
function toWire(webhook: WebhookDto) {
  return {
    webhook_id: webhook.id,
    name: webhook.name,
    url: webhook.url,
    events: webhook.events.filter(isMlflowEvent).map((name) => {
      const { entity, action } = eventOf(name);
      return { entity: entity.toUpperCase(), action: action.toUpperCase() };
    }),
    ...(webhook.description === "" ? {} : { description: webhook.description }),
    status: webhook.isActive ? "ACTIVE" : "DISABLED",
    creation_timestamp: Date.parse(webhook.createdAt),
    last_updated_timestamp: Date.parse(webhook.updatedAt),
  };
}

const description = z.string().max(1_000).optional();
const secret = z.string().max(500).optional();
const status = enumOf(STATUS).optional();
const one = z.object({ webhook_id: text });

function writeRoutes(app: FastifyInstance): void {
  serve(app, {
    method: "POST",
    path: "/webhooks",
    access: "webhook:manage",
    input: z.object({
      name: text,
      url: text.max(2_000),
      events: z.array(event).min(1),
      description,
      secret,
      status,
    }),
    run: async (actor, input) => {
      checkName(input.name);
      const events = input.events.map(nameOf);
      const made = await createWebhook(actor, {
        name: input.name,
        url: input.url,
        events,
        description: input.description ?? "",
        format: "json",
        isActive: (input.status ?? STATUS.ACTIVE) === STATUS.ACTIVE,
        ...(input.secret ? { secret: input.secret } : {}),
      });
      return { webhook: toWire(made) };
    },
  });
  serve(app, {
    method: "PATCH",
    path: "/webhooks/:webhook_id",
    access: "webhook:manage",
    input: one.extend({
      name: z.string().optional(),
      url: z.string().max(2_000).optional(),
      events: z.array(event).default([]),
      description,
      secret,
      status,
    }),
    run: async (actor, input) => {
      const webhookId = idOf(input.webhook_id);
      if (input.name) checkName(input.name);
      const asked = input.events.map(nameOf);
      const before = await getWebhook(actor, { webhookId });
      const ours = before.events.filter((name) => !isMlflowEvent(name));
      const revised = await reviseWebhook(actor, {
        webhookId,
        description: input.description,
        secret: input.secret,
        ...(input.name ? { name: input.name } : {}),
        ...(input.url ? { url: input.url } : {}),
        ...(asked.length > 0 ? { events: [...asked, ...ours] } : {}),
        ...(input.status ? { isActive: input.status === STATUS.ACTIVE } : {}),
      });
      return { webhook: toWire(revised) };
    },
  });
  serve(app, {
    method: "DELETE",
    path: "/webhooks/:webhook_id",
    access: "webhook:manage",
    input: one,
    run: async (actor, input) => {
      await deleteWebhook(actor, { webhookId: idOf(input.webhook_id) });
      return {};
    },
  });
  serve(app, {
    method: "POST",
    path: "/webhooks/:webhook_id/test",
    access: "webhook:manage",
    input: one.extend({ event: event.optional() }),
    run: async (actor, input) => {
      const webhookId = idOf(input.webhook_id);
      const {
        status: answered,
        error,
        attempts,
      } = await testWebhook(actor, {
        webhookId,
        ...(input.event ? { event: nameOf(input.event) } : {}),
      });
      if (answered === null)
        return { result: { success: false, error_message: `Failed to test webhook: ${error}` } };
      const response_body = attempts[0]?.responseExcerpt ?? "";
      return {
        result: { success: answered < 400, response_status: answered, response_body },
      };
    },
  });
}

/** Webhooks as MLflow's clients manage them. A secret is taken and never answered. */
export function webhookRoutes(app: FastifyInstance): void {
  writeRoutes(app);
  serve(app, {
    method: "GET",
    path: "/webhooks",
    access: "webhook:read",
    input: z.object({ max_results: int64.optional(), page_token: z.string().optional() }),
    run: async (actor, { max_results, page_token }) => {
      const limit = max_results || 100;
      if (limit < 1 || limit > 1_000)
        throw new AppError("INVALID", "max_results must be between 1 and 1000.");
      const page = await listMlflowWebhooks(actor, { limit, pageToken: page_token });
      return { webhooks: some(page.items.map(toWire)), next_page_token: page.nextPageToken };
    },
  });
  serve(app, {
    method: "GET",
    path: "/webhooks/:webhook_id",
    access: "webhook:read",
    input: one,
    run: async (actor, input) => ({
      webhook: toWire(await getWebhook(actor, { webhookId: idOf(input.webhook_id) })),
    }),
  });
}
