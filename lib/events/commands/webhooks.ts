import "server-only";
import { type Actor, assertCan } from "@/lib/access/actor";
import { sealSecret } from "@/lib/access/sealed-secrets";
import { recordAudit } from "@/lib/audit/record";
import { AppError } from "@/lib/core/errors";
import { db, type Tx } from "@/lib/db/client";
import { targetProblem } from "../addresses";
import { announce } from "../announce";
import { toWebhookDto, type WebhookDto } from "../dto";
import { SECRET_PURPOSE } from "../jobs/send-delivery";
import { allowedTargets, RefusedTarget, resolveTarget } from "../outbound";
import { webhookNotFound } from "../queries/webhooks";
import { OPEN_LINEAGE_EVENTS } from "../rules/open-lineage";
import { PAGER_DUTY_EVENTS } from "../rules/pager-duty";
import type { CreateWebhookInput, ReviseWebhookInput, WebhookInput } from "../schema";

const MAX_WEBHOOKS = 200;

/** PagerDuty takes nothing without the key of its integration, which no signature stands in for. */
function checkKey(format: string, hasSecret: boolean): void {
  if (format !== "pagerduty" || hasSecret) return;
  const problem = "Enter the routing key of PagerDuty's integration.";
  throw new AppError("INVALID", problem, { secret: problem });
}

/** Addresses of receivers often are secrets themselves: the audit keeps where, not the whole. */
const originOf = (url: string): string => new URL(url).origin;

const subjectOf = (name: string) => `webhook ${name}`;

/** Refuses what deliveries would refuse. A name that cannot be looked up now is saved: deliveries look again. */
async function checkTarget(url: string): Promise<void> {
  const problem = targetProblem(url, allowedTargets());
  if (problem) throw new AppError("INVALID", problem, { url: problem });
  try {
    await resolveTarget(new URL(url).hostname);
  } catch (error) {
    if (error instanceof RefusedTarget)
      throw new AppError("INVALID", error.message, { url: error.message });
  }
}

/** Receivers that take some events only. */
const TAKEN: Readonly<Record<string, { name: string; events: readonly string[] }>> = {
  openlineage: { name: "OpenLineage", events: OPEN_LINEAGE_EVENTS },
  pagerduty: { name: "PagerDuty", events: PAGER_DUTY_EVENTS },
};

/** Refuses events of which OpenLineage or PagerDuty has nothing to say. */
function checkEvents(format: string, events: readonly string[]): void {
  const taken = TAKEN[format];
  const odd = events.find((event) => taken && !taken.events.includes(event));
  if (!taken || odd === undefined) return;
  const problem = `${taken.name} is not told of ${odd}. Choose among ${taken.events.join(", ")}.`;
  throw new AppError("INVALID", problem, { events: problem });
}

export async function lockWebhook(tx: Tx, actor: Actor, id: string) {
  await tx.$queryRaw`SELECT 1 FROM webhooks WHERE id = ${id}::uuid FOR UPDATE`;
  const row = await tx.webhook.findFirst({ where: { id, workspaceId: actor.workspaceId } });
  if (!row) throw webhookNotFound(id);
  return row;
}

const sealed = (id: string, secret: string) =>
  secret === "" ? null : sealSecret(SECRET_PURPOSE, id, secret);

/** Without the fields that are absent, as exact optional properties want it. */
function defined<T extends object>(fields: T): { [Key in keyof T]?: Exclude<T[Key], undefined> } {
  const present = Object.entries(fields).filter(([, value]) => value !== undefined);
  // The absent ones are gone, and no other was changed.
  return Object.fromEntries(present) as { [Key in keyof T]?: Exclude<T[Key], undefined> };
}

const unique = (events: readonly string[]): string[] => [...new Set(events)];

export async function createWebhook(actor: Actor, input: CreateWebhookInput): Promise<WebhookDto> {
  assertCan(actor, "webhook:manage");
  checkEvents(input.format, input.events);
  checkKey(input.format, input.secret !== undefined);
  await checkTarget(input.url);
  const { secret, events, name, url, description, format, isActive } = input;
  const row = await db().$transaction(async (tx) => {
    const held = await tx.webhook.count({ where: { workspaceId: actor.workspaceId } });
    if (held >= MAX_WEBHOOKS)
      throw new AppError("CONFLICT", `This workspace has ${held} webhooks. Delete some before.`);
    await recordAudit(tx, actor, {
      action: "webhook.created",
      subject: subjectOf(name),
      details: { target: originOf(url), events, isSigned: secret !== undefined },
    });
    const made = await tx.webhook.create({
      data: {
        name,
        url,
        description,
        format,
        isActive,
        workspaceId: actor.workspaceId,
        events: unique(events),
        createdById: actor.userId,
      },
    });
    if (secret === undefined) return made;
    return tx.webhook.update({
      where: { id: made.id, workspaceId: actor.workspaceId },
      data: { sealedSecret: sealed(made.id, secret) },
    });
  });
  announce(actor.workspaceId, "webhooks");
  return toWebhookDto(row);
}

/** Changes what is given; a new secret replaces the old one, an empty one ends signing. */
export async function reviseWebhook(actor: Actor, input: ReviseWebhookInput): Promise<WebhookDto> {
  assertCan(actor, "webhook:manage");
  if (input.url !== undefined) await checkTarget(input.url);
  const { webhookId, secret, events, name, url, description, format, isActive } = input;
  const changes = defined({ name, url, description, format, isActive });
  const row = await db().$transaction(async (tx) => {
    const before = await lockWebhook(tx, actor, webhookId);
    checkEvents(format ?? before.format, events ?? before.events);
    checkKey(
      format ?? before.format,
      secret === undefined ? before.sealedSecret !== null : secret !== "",
    );
    await recordAudit(tx, actor, {
      action: "webhook.revised",
      subject: subjectOf(before.name),
      details: {
        changed: Object.keys(defined({ ...changes, secret, events })),
        target: originOf(changes.url ?? before.url),
        events: events ?? before.events,
        isActive: changes.isActive ?? before.isActive,
      },
    });
    return tx.webhook.update({
      where: { id: webhookId, workspaceId: actor.workspaceId },
      data: {
        ...changes,
        ...(events === undefined ? {} : { events: unique(events) }),
        ...(secret === undefined ? {} : { sealedSecret: sealed(webhookId, secret) }),
        // Somebody has looked after it: the next failure is news again.
        failingSince: null,
      },
    });
  });
  announce(actor.workspaceId, "webhooks");
  return toWebhookDto(row);
}

/** Deletes a webhook with its history; what was on its way is not sent any more. */
export async function deleteWebhook(actor: Actor, { webhookId }: WebhookInput): Promise<void> {
  assertCan(actor, "webhook:manage");
  await db().$transaction(async (tx) => {
    const row = await lockWebhook(tx, actor, webhookId);
    await tx.webhook.delete({ where: { id: webhookId, workspaceId: actor.workspaceId } });
    await recordAudit(tx, actor, {
      action: "webhook.deleted",
      subject: subjectOf(row.name),
      details: { target: originOf(row.url), events: row.events },
    });
  });
  announce(actor.workspaceId, "webhooks");
}
