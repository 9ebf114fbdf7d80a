import { afterEach, beforeEach, expect, it, vi } from "vitest";
import { settleEnv } from "@/lib/core/env";
import { db } from "@/lib/db/client";
import { redeliver, testWebhook } from "@/lib/events/commands/deliveries";
import { createWebhook, reviseWebhook } from "@/lib/events/commands/webhooks";
import { deliverHandler, fanOutHandler } from "@/lib/events/jobs/deliver";
import { listDeliveries } from "@/lib/events/queries/webhooks";
import { OPEN_LINEAGE_EVENTS } from "@/lib/events/rules/open-lineage";
import { createWebhookInput } from "@/lib/events/schema";
import { setAlias } from "@/lib/models/commands/aliases";
import { createModelVersion } from "@/lib/models/commands/versions";
import { QueueConsumer } from "@/lib/queue/consumer";
import { updateRun } from "@/lib/runs/commands/run-lifecycle";
import { RUN_STATUS } from "@/lib/runs/rules";
import { makeActor, setUpDatabase } from "@/lib/testing/database";
import { makeLineage } from "@/lib/testing/lineage";
import { setUpReceiver } from "@/lib/testing/receiver";
import { reportHandler } from "./jobs";

setUpDatabase();
const receiver = setUpReceiver();

let consumer: QueueConsumer;
beforeEach(() => {
  settleEnv({ OUTBOUND_ALLOWED_HOSTS: ["127.0.0.1"] });
  consumer = new QueueConsumer([fanOutHandler, reportHandler, deliverHandler]);
  consumer.start();
});
afterEach(async () => {
  await consumer.stop();
  await db().webhook.deleteMany();
  await db().queueItem.deleteMany();
});

const input = (more: Record<string, unknown> = {}) =>
  createWebhookInput.parse({
    name: "catalogue",
    url: `${receiver.url}/api/v1/lineage`,
    format: "openlineage",
    events: OPEN_LINEAGE_EVENTS,
    secret: "the catalogue's own token",
    ...more,
  });

const sent = async (count: number) => {
  await vi.waitFor(() => expect(receiver.received).toHaveLength(count), { timeout: 60_000 });
  return receiver.received.map(({ body }) => JSON.parse(body));
};

it("tells a receiver of a training, a registration and a promotion, with its token", async () => {
  const { actor, uuid, model } = await makeLineage({ datasets: ["sales"], versions: 0 });
  await createWebhook(actor, input());
  await updateRun(actor, { runUuid: uuid, status: RUN_STATUS.FAILED, endTime: 9 });
  const [training] = await sent(1);
  expect(receiver.received[0]).toMatchObject({
    path: "/api/v1/lineage",
    headers: { authorization: "Bearer the catalogue's own token" },
  });
  expect(receiver.received[0]?.headers["x-mlflow-signature"]).toBeUndefined();
  const { workspaceSlug: slug } = actor;
  expect(training).toMatchObject({
    eventType: "FAIL",
    run: { runId: uuid.replace(/^(.{8})(.{4})(.{4})(.{4})/, "$1-$2-$3-$4-") },
    job: { name: `${slug}/training`, facets: { jobType: { jobType: "TRAINING" } } },
    inputs: [{ name: `${slug}/datasets/sales`, facets: { version: { datasetVersion: "v1" } } }],
    outputs: [{ name: `${slug}/logged-models/${model}` }],
  });
  const source = `models:/${model}`;
  const version = { name: "churn", source, runUuid: uuid, loggedModelUuid: model, tags: [] };
  await createModelVersion(actor, version);
  const [, registration] = await sent(2);
  expect(registration).toMatchObject({
    eventType: "COMPLETE",
    run: { facets: { parent: { run: training.run.runId && { runId: training.run.runId } } } },
    inputs: [{ name: training.outputs[0].name, namespace: training.outputs[0].namespace }],
    outputs: [{ name: `${slug}/churn`, facets: { version: { datasetVersion: "1" } } }],
  });
  await setAlias(actor, { name: "churn", alias: "candidate", version: "1" });
  const [, , promotion] = await sent(3);
  expect(promotion).toMatchObject({
    inputs: [{ name: `${slug}/churn`, namespace: registration.outputs[0].namespace }],
    outputs: [{ name: `${slug}/churn@candidate` }],
  });
});

it("tries again what a receiver could not take, and shows what became of it", async () => {
  const { actor, uuid } = await makeLineage();
  receiver.answer = () => ({ status: receiver.received.length > 1 ? 201 : 503 });
  const { id: webhookId } = await createWebhook(actor, input({ events: ["run.finished"] }));
  await updateRun(actor, { runUuid: uuid, status: RUN_STATUS.FINISHED, endTime: 9 });
  const [first, second] = await sent(2);
  expect(second).toEqual(first);
  const deliveries = async () => (await listDeliveries(actor, { webhookId, limit: 10 })).items;
  await vi.waitFor(
    async () => expect(await deliveries()).toMatchObject([{ state: "delivered", attemptCount: 2 }]),
    { timeout: 60_000 },
  );
  const [delivery] = await deliveries();
  await redeliver(actor, { webhookId, deliveryId: delivery?.id ?? "" });
  expect((await sent(3))[2]).toEqual(first);
});

it("can be tried out, refuses what OpenLineage has no words for, and what it may not connect to", async () => {
  const actor = await makeActor();
  const { id: webhookId } = await createWebhook(actor, input());
  const { state, body } = await testWebhook(actor, { webhookId });
  expect(state).toBe("delivered");
  expect(JSON.parse(body)).toMatchObject({ eventType: "COMPLETE", inputs: [] });
  const odd = { events: ["registered_model.created"] };
  await expect(createWebhook(actor, input(odd))).rejects.toMatchObject({ code: "INVALID" });
  await expect(reviseWebhook(actor, { webhookId, ...odd })).rejects.toMatchObject({
    code: "INVALID",
    message: expect.stringContaining("registered_model.created"),
  });
  const near = input({ url: "https://10.1.2.3/api/v1/lineage" });
  await expect(createWebhook(actor, near)).rejects.toMatchObject({ code: "INVALID" });
});
