import { createHmac } from "node:crypto";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { settleEnv } from "@/lib/core/env";
import { db } from "@/lib/db/client";
import { QueueConsumer } from "@/lib/queue/consumer";
import { auditTrail } from "@/lib/testing/audit";
import { makeActor, makeActors, setUpDatabase } from "@/lib/testing/database";
import { setUpReceiver } from "@/lib/testing/receiver";
import { redeliver, testWebhook } from "./commands/deliveries";
import { createWebhook, deleteWebhook, reviseWebhook } from "./commands/webhooks";
import { deliverHandler, fanOutHandler } from "./jobs/deliver";
import { forgetDeliveries } from "./jobs/retention";
import { publishEvent } from "./publish";
import { getDelivery, getWebhook, listDeliveries, listWebhooks } from "./queries/webhooks";
import { createWebhookInput } from "./schema";

setUpDatabase();
const receiver = setUpReceiver();
const refused = (code: string) => expect.objectContaining({ code });
const SECRET = "a secret between the two of us";

let consumer: QueueConsumer;
beforeEach(() => {
  settleEnv({ OUTBOUND_ALLOWED_HOSTS: ["127.0.0.1"] });
  consumer = new QueueConsumer([fanOutHandler, deliverHandler]);
  consumer.start();
});
afterEach(async () => {
  await consumer.stop();
  await db().webhook.deleteMany();
  await db().queueItem.deleteMany();
});

const input = (more: Record<string, unknown> = {}) =>
  createWebhookInput.parse({
    name: "ci",
    url: receiver.url,
    events: ["model_version.created", "run.finished"],
    secret: SECRET,
    ...more,
  });

const publish = (workspaceId: string, entity = "model_version", action = "created") =>
  db().$transaction((tx) =>
    publishEvent(tx, { workspaceId, entity, action, data: { name: "churn", version: "1" } }),
  );

const deliveries = async (actor: Awaited<ReturnType<typeof makeActor>>, webhookId: string) =>
  (await listDeliveries(actor, { webhookId, limit: 50 })).items;

describe("a webhook", () => {
  it("gets the events it asked for, once each, signed as MLflow signs", async () => {
    const actor = await makeActor();
    const { id } = await createWebhook(actor, input());
    await publish(actor.workspaceId);
    await publish(actor.workspaceId, "model_version", "deleted");
    await publish((await makeActor()).workspaceId);
    await vi.waitFor(
      async () =>
        expect(await deliveries(actor, id)).toMatchObject([{ state: "delivered", status: 200 }]),
      { timeout: 60_000 },
    );
    expect(receiver.received).toHaveLength(1);
    const [request] = receiver.received;
    const { headers = {}, body = "" }: { headers?: Record<string, unknown>; body?: string } = {
      ...request,
    };
    expect(JSON.parse(body)).toMatchObject({
      entity: "model_version",
      action: "created",
      workspace: actor.workspaceSlug,
      data: { name: "churn", version: "1" },
    });
    const signed = `${headers["x-mlflow-delivery-id"]}.${headers["x-mlflow-timestamp"]}.${body}`;
    expect(headers["x-mlflow-signature"]).toBe(
      `v1,${createHmac("sha256", SECRET).update(signed).digest("base64")}`,
    );
  });

  it("is told nothing of what was rolled back", async () => {
    const actor = await makeActor();
    await createWebhook(actor, input());
    const rolledBack = db().$transaction(async (tx) => {
      await publishEvent(tx, {
        workspaceId: actor.workspaceId,
        entity: "run",
        action: "finished",
        data: {},
      });
      throw new Error("no");
    });
    await expect(rolledBack).rejects.toThrow("no");
    expect(await db().queueItem.count()).toBe(0);
  });

  it("gets one delivery of an event that is handed out twice", async () => {
    const actor = await makeActor();
    const { id } = await createWebhook(actor, input());
    const event = {
      id: "0199aaaa-0000-7000-8000-000000000001",
      workspaceId: actor.workspaceId,
      entity: "run",
      action: "finished",
      data: {},
      at: new Date().toISOString(),
    };
    const attempt = { number: 1, isLast: false, signal: new AbortController().signal };
    await fanOutHandler.run(event, attempt);
    await fanOutHandler.run(event, attempt);
    expect(await db().webhookDelivery.count({ where: { webhookId: id } })).toBe(1);
  });

  it("is tried again after a failure that may pass, with every try in its history", async () => {
    const actor = await makeActor();
    const { id } = await createWebhook(actor, input());
    receiver.answer = () => ({ status: receiver.received.length === 1 ? 503 : 204 });
    await publish(actor.workspaceId);
    await vi.waitFor(
      async () =>
        expect(await deliveries(actor, id)).toMatchObject([
          { state: "delivered", attemptCount: 2 },
        ]),
      { timeout: 60_000 },
    );
    const [delivery] = await deliveries(actor, id);
    const detail = await getDelivery(actor, { webhookId: id, deliveryId: delivery?.id ?? "" });
    expect(detail.attempts.map(({ number, status }) => [number, status])).toEqual([
      [2, 204],
      [1, 503],
    ]);
    const ids = receiver.received.map(({ headers }) => headers["x-mlflow-delivery-id"]);
    expect(new Set(ids)).toEqual(new Set([delivery?.id]));
  });

  it("is given up where the receiver says no; its maker is told once; a redelivery clears that", async () => {
    const actor = await makeActor();
    const { id } = await createWebhook(actor, input());
    receiver.answer = () => ({ status: 410, body: "gone\0 for good" });
    await publish(actor.workspaceId);
    await publish(actor.workspaceId);
    await vi.waitFor(
      async () =>
        expect(await deliveries(actor, id)).toMatchObject([
          { state: "failed", status: 410 },
          { state: "failed", status: 410 },
        ]),
      { timeout: 60_000 },
    );
    expect((await getWebhook(actor, { webhookId: id })).failingSince).not.toBeNull();
    expect(await db().notification.count({ where: { userId: actor.userId } })).toBe(1);
    receiver.answer = () => ({ status: 200 });
    const [failed] = await deliveries(actor, id);
    const again = await redeliver(actor, { webhookId: id, deliveryId: failed?.id ?? "" });
    expect(again).toMatchObject({ isRedelivery: true, state: "pending" });
    await vi.waitFor(
      async () => expect((await deliveries(actor, id))[0]).toMatchObject({ state: "delivered" }),
      { timeout: 60_000 },
    );
    expect((await getWebhook(actor, { webhookId: id })).failingSince).toBeNull();
  });

  it("is sent nothing while it is paused, and its test works all the same", async () => {
    const actor = await makeActor();
    const { id } = await createWebhook(actor, input());
    await reviseWebhook(actor, { webhookId: id, isActive: false });
    await publish(actor.workspaceId);
    expect(await db().queueItem.count()).toBe(0);
    const tried = await testWebhook(actor, { webhookId: id });
    expect(tried).toMatchObject({ state: "delivered", isTest: true, status: 200, attemptCount: 1 });
    expect(tried.attempts[0]?.responseExcerpt).toBe("thanks");
    await expect(redeliver(actor, { webhookId: id, deliveryId: tried.id })).rejects.toEqual(
      refused("CONFLICT"),
    );
  });

  it("speaks Slack's format", async () => {
    const actor = await makeActor();
    const { id } = await createWebhook(actor, input({ format: "slack", secret: undefined }));
    await testWebhook(actor, { webhookId: id, event: "model_version.stage_changed" });
    expect(JSON.parse(receiver.received[0]?.body ?? "")).toMatchObject({
      text: "Test, nothing happened. Model version stage changed: example_model version 1",
    });
    expect(receiver.received[0]?.headers).not.toHaveProperty("x-mlflow-signature");
  });
});

describe("the secret of a webhook", () => {
  it("is encrypted where it lies, never answered, replaced, and ended", async () => {
    const actor = await makeActor();
    const made = await createWebhook(actor, input());
    expect(made.hasSecret).toBe(true);
    expect(JSON.stringify(made)).not.toContain(SECRET);
    const row = await db().webhook.findUniqueOrThrow({ where: { id: made.id } });
    expect(Buffer.from(row.sealedSecret ?? []).includes(SECRET)).toBe(false);
    const audited = await auditTrail(actor);
    expect(audited).not.toEqual([]);
    const said = audited.map(({ details, before, after }) => ({ details, before, after }));
    expect(JSON.stringify(said)).not.toContain(SECRET);
    expect((await reviseWebhook(actor, { webhookId: made.id, secret: "" })).hasSecret).toBe(false);
  });

  it("that was sealed for another webhook signs nothing", async () => {
    const actor = await makeActor();
    const [one, other] = [
      await createWebhook(actor, input()),
      await createWebhook(actor, input({ secret: "something else" })),
    ];
    const { sealedSecret } = await db().webhook.findUniqueOrThrow({ where: { id: other.id } });
    await db().webhook.update({ where: { id: one.id }, data: { sealedSecret } });
    const tried = await testWebhook(actor, { webhookId: one.id });
    expect(tried).toMatchObject({ state: "failed", status: null });
    expect(receiver.received).toEqual([]);
  });
});

describe("a target", () => {
  it("is refused when it is saved, and again when it is connected to", async () => {
    const actor = await makeActor();
    const { id } = await createWebhook(actor, input());
    settleEnv({ OUTBOUND_ALLOWED_HOSTS: [] });
    for (const url of [receiver.url, "https://localhost/", "https://169.254.169.254/"]) {
      await expect(createWebhook(actor, input({ url }))).rejects.toEqual(refused("INVALID"));
      await expect(reviseWebhook(actor, { webhookId: id, url })).rejects.toEqual(
        refused("INVALID"),
      );
    }
    expect(await testWebhook(actor, { webhookId: id })).toMatchObject({
      state: "failed",
      error: expect.stringContaining("OUTBOUND_ALLOWED_HOSTS"),
    });
    expect(receiver.received).toEqual([]);
  });
});

describe("webhooks", () => {
  it("are for admins of their workspace only", async () => {
    const { viewer, contributor, approver, admin } = await makeActors();
    const { id } = await createWebhook(admin, input());
    for (const actor of [viewer, contributor, approver]) {
      await expect(createWebhook(actor, input())).rejects.toEqual(refused("FORBIDDEN"));
      await expect(listWebhooks(actor)).rejects.toEqual(refused("FORBIDDEN"));
      await expect(listDeliveries(actor, { webhookId: id, limit: 5 })).rejects.toEqual(
        refused("FORBIDDEN"),
      );
    }
    const stranger = await makeActor();
    await expect(getWebhook(stranger, { webhookId: id })).rejects.toEqual(refused("NOT_FOUND"));
    await expect(testWebhook(stranger, { webhookId: id })).rejects.toEqual(refused("NOT_FOUND"));
    await expect(deleteWebhook(stranger, { webhookId: id })).rejects.toEqual(refused("NOT_FOUND"));
    await expect(reviseWebhook(stranger, { webhookId: id, name: "x" })).rejects.toEqual(
      refused("NOT_FOUND"),
    );
    expect((await listWebhooks(stranger)).items).toEqual([]);
  });

  it("come in pages, newest first, and go with their history", async () => {
    const actor = await makeActor();
    for (const name of ["a", "b", "c"]) await createWebhook(actor, input({ name }));
    const first = await listWebhooks(actor, { limit: 2 });
    expect(first.items.map(({ name }) => name)).toEqual(["c", "b"]);
    const second = await listWebhooks(actor, { limit: 2, pageToken: first.nextPageToken });
    expect(second.items.map(({ name }) => name)).toEqual(["a"]);
    const webhookId = first.items[0]?.id ?? "";
    await testWebhook(actor, { webhookId });
    await deleteWebhook(actor, { webhookId });
    expect(await db().webhookDelivery.count({ where: { webhookId } })).toBe(0);
  });

  it("keep a month of history", async () => {
    const actor = await makeActor();
    const { id } = await createWebhook(actor, input());
    await testWebhook(actor, { webhookId: id });
    const old = await testWebhook(actor, { webhookId: id });
    const createdAt = new Date(Date.now() - 31 * 86_400_000);
    await db().webhookDelivery.update({ where: { id: old.id }, data: { createdAt } });
    expect(await forgetDeliveries()).toBe(1);
    expect(await deliveries(actor, id)).toHaveLength(1);
  });
});
