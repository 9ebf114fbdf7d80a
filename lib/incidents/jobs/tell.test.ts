import { afterEach, beforeEach, expect, test } from "vitest";
import type { Actor } from "@/lib/access/actor";
import { settleEnv } from "@/lib/core/env";
import { db } from "@/lib/db/client";
import { pool } from "@/lib/db/pool";
import { createWebhook } from "@/lib/events/commands/webhooks";
import { deliverHandler, fanOutHandler } from "@/lib/events/jobs/deliver";
import { publishEvent } from "@/lib/events/publish";
import { getDelivery, listDeliveries } from "@/lib/events/queries/webhooks";
import { createWebhookInput } from "@/lib/events/schema";
import type { Severity } from "@/lib/monitors/schema/alerts";
import { auditTrail } from "@/lib/testing/audit";
import { makeActor, setUpDatabase } from "@/lib/testing/database";
import { makeQuietDeployment } from "@/lib/testing/predictions";
import { setUpReceiver } from "@/lib/testing/receiver";
import { acknowledgeIncident, resolveIncident } from "../commands/incidents";
import { deleteMaintenance, planMaintenance, reviseMaintenance } from "../commands/maintenance";
import { addRoute, deleteRoute, moveRoute, reviseRoute } from "../commands/routes";
import { testRoute } from "../commands/test-route";
import { listIncidentEvents } from "../queries/incidents";
import { listMaintenance } from "../queries/maintenance";
import { listRoutes } from "../queries/routes";
import { maintenanceInput } from "../schema/maintenance";
import { alertRouteInput } from "../schema/routes";
import { followUp } from "./follow-up";
import { endSignal, takeUpSignal } from "./signal";

setUpDatabase();
const receiver = setUpReceiver();
const HOUR = 3_600_000;
const KEY = "R0UTINGKEYOFTHEINTEGRATION000000";

let admin: Actor;
let maker: Actor;
let night: Actor;
let deploymentId: bigint;
const memberOf = (
  { workspaceId: id, workspaceSlug: slug }: Actor,
  role: "contributor" | "viewer",
) => makeActor({ role, workspace: { id, slug } });
beforeEach(async () => {
  settleEnv({ OUTBOUND_ALLOWED_HOSTS: ["127.0.0.1"] });
  admin = await makeActor({ role: "admin" });
  maker = await memberOf(admin, "contributor");
  night = await memberOf(admin, "viewer");
  deploymentId = await makeQuietDeployment(maker, "churn", { sent: ["amount"] });
});
afterEach(async () => {
  await db().queueItem.deleteMany();
});

let at = 0;
async function signal(severity: Severity = "warning", key = "drift"): Promise<void> {
  at += 1;
  await takeUpSignal({
    ...{ workspaceId: admin.workspaceId, deploymentId },
    signal: {
      ...{ key, kind: "drift", severity, summary: "amount has drifted." },
      evidence: { at, monitorId: null, columns: ["amount"], trafficVersion: null },
    },
  });
}

const toldTo = async ({ userId }: Actor) =>
  (await db().notification.findMany({ where: { userId }, orderBy: { id: "asc" } })).map(
    ({ title }) => title,
  );
const courseOf = async (incident = 1) =>
  (await listIncidentEvents(admin, { incident, limit: 50 })).items
    .map(({ kind }) => kind)
    .reverse();
const route = (given: object) => addRoute(admin, alertRouteInput.parse(given));
const OPENED = "Incident 1: Drift of churn: amount";

async function makeHook(name: string, format: "json" | "pagerduty" = "json") {
  const events = ["incident.reopened"];
  const given = { name, format, events, secret: KEY, url: `${receiver.url}/${name}` };
  return (await createWebhook(admin, createWebhookInput.parse(given))).id;
}

/** Hands out what was published, and delivers it. */
async function deliver(): Promise<string[]> {
  const before = receiver.received.length;
  const attempt = { number: 1, isLast: false, signal: new AbortController().signal };
  for (const handler of [fanOutHandler, deliverHandler]) {
    const items = await db().queueItem.findMany({
      where: { kind: handler.kind },
      orderBy: { id: "asc" },
    });
    for (const { id, payload } of items) {
      await handler.run(payload, attempt);
      await db().queueItem.delete({ where: { id } });
    }
  }
  return receiver.received.slice(before).map(({ path, body }) => {
    const { action, event_action } = JSON.parse(body);
    return `${path} ${action ?? event_action}`;
  });
}

async function waitedLong(): Promise<void> {
  await pool().query("UPDATE incidents SET escalates_at = escalates_at - interval '1 day'");
}

test("without a route whoever made the deployment is told; with one, those whom it names", async () => {
  await signal();
  expect(await toldTo(maker)).toEqual([OPENED]);
  await route({ name: "Night", match: { severities: ["critical"] }, userIds: [night.userId] });
  await signal("critical");
  expect(await toldTo(night), "it is worse than before").toEqual([OPENED]);
  expect(await toldTo(maker)).toEqual([OPENED]);
});

test("routes match what the incident is of: its deployment, environment, model and who made it", async () => {
  const { environment } = await db().deployment.findUniqueOrThrow({
    where: { id: deploymentId, workspaceId: admin.workspaceId },
    include: { environment: true, revisions: true },
  });
  const match = {
    ...{ kinds: ["drift"], deployments: ["churn"], environments: [environment.name] },
    ...{ models: ["churn"], ownerIds: [maker.userId] },
  };
  await route({ name: "Other", match: { ...match, models: ["fraud"] }, userIds: [admin.userId] });
  await route({ name: "Night", match, userIds: [night.userId] });
  await signal();
  expect([await toldTo(admin), await toldTo(night), await toldTo(maker)]).toEqual([
    [],
    [OPENED],
    [],
  ]);
});

test("webhooks of a route are told of what they never asked for, and how it goes on, in PagerDuty's form with a key that nobody sees", async () => {
  const [plain, pager] = [await makeHook("plain"), await makeHook("pager", "pagerduty")];
  await makeHook("other");
  await route({ name: "Night", webhookIds: [plain, pager] });
  await signal();
  expect((await deliver()).sort()).toEqual(["/pager trigger", "/plain opened"]);
  await acknowledgeIncident(maker, { incident: 1, note: "" });
  await resolveIncident(maker, { incident: 1, note: "A new market." });
  expect((await deliver()).sort()).toEqual([
    ...["/pager acknowledge", "/pager resolve", "/plain acknowledged", "/plain resolved"],
  ]);
  const done = { workspaceId: admin.workspaceId, entity: "incident", data: {} };
  await db().$transaction((tx) =>
    publishEvent(tx, { ...done, action: "acted", webhookIds: [plain, pager] }),
  );
  expect(await deliver(), "it would be triggered again").toEqual(["/plain acted"]);
  const sent = receiver.received.filter(({ path }) => path === "/pager");
  for (const { body, headers } of sent) {
    expect(JSON.parse(body)).toMatchObject({ routing_key: KEY, dedup_key: expect.any(String) });
    expect(headers["x-mlflow-signature"], "the key is no signature").toBeUndefined();
  }
  expect(new Set(sent.map(({ body }) => JSON.parse(body).dedup_key)).size).toBe(1);
  const { items } = await listDeliveries(admin, { webhookId: pager, limit: 10 });
  for (const { id: deliveryId } of items) {
    const kept = await getDelivery(admin, { webhookId: pager, deliveryId });
    expect(JSON.stringify(kept)).not.toContain(KEY);
  }
});

test("what nobody takes up goes to the next route that fits, once, and what somebody takes up does not", async () => {
  const pager = await makeHook("pager", "pagerduty");
  await route({ name: "Day", userIds: [maker.userId], escalateMinutes: 15 });
  await route({ name: "Info", match: { severities: ["info"] }, userIds: [admin.userId] });
  await route({ name: "Night", userIds: [night.userId], webhookIds: [pager] });
  await signal();
  expect(await followUp()).toBe(0);
  await waitedLong();
  expect(await followUp()).toBe(1);
  await waitedLong();
  expect(await followUp()).toBe(0);
  expect(await toldTo(night)).toEqual(["Nobody has taken up incident 1: Drift of churn: amount"]);
  expect([await toldTo(maker), await toldTo(admin)]).toEqual([[OPENED], []]);
  expect(await deliver()).toEqual(["/pager trigger"]);
  expect(await courseOf()).toEqual(["opened", "escalated"]);
  await resolveIncident(maker, { incident: 1, note: "Mended." });
  await signal("warning", "another");
  await acknowledgeIncident(maker, { incident: 2, note: "" });
  await waitedLong();
  expect(await followUp()).toBe(0);
});

const plan = (more: object = {}) =>
  planMaintenance(
    admin,
    maintenanceInput.parse({
      ...{ name: "Move", startsAt: Date.now() - HOUR, endsAt: Date.now() + HOUR, ...more },
    }),
  );

test("during maintenance nothing is told, the course says so, and afterwards what is still so is told", async () => {
  const hook = await makeHook("plain");
  await route({ name: "Night", userIds: [night.userId], webhookIds: [hook] });
  const { id: windowId, isActive } = await plan();
  expect(isActive).toBe(true);
  await signal();
  await signal("critical");
  expect(await followUp()).toBe(0);
  expect([await toldTo(night), await deliver()]).toEqual([[], []]);
  expect(await courseOf()).toEqual(["opened", "held_back", "held_back"]);
  const past = { name: "Move", startsAt: 0, endsAt: HOUR };
  await reviseMaintenance(admin, { windowId, ...maintenanceInput.parse(past) });
  expect(await followUp()).toBe(1);
  expect(await followUp()).toBe(0);
  expect([await toldTo(night), await deliver()]).toEqual([[OPENED], ["/plain opened"]]);
});

test("what is over when maintenance ends is not told, and what comes then is", async () => {
  const { id: windowId } = await plan({ deploymentIds: [Number(deploymentId)] });
  await signal();
  await endSignal(admin.workspaceId, "drift");
  await deleteMaintenance(admin, { windowId });
  expect(await followUp()).toBe(0);
  expect(await toldTo(maker)).toEqual([]);
  await signal("warning", "another");
  expect(await toldTo(maker)).toEqual([OPENED]);
});

test("maintenance of something else holds nothing back, is of what is there, and is planned by approvers", async () => {
  const other = await makeQuietDeployment(maker, "fraud", { sent: ["amount"] });
  await plan({ deploymentIds: [Number(other)] });
  await signal();
  expect(await toldTo(maker)).toEqual([OPENED]);
  await expect(plan({ monitorIds: [2_000_000_000] })).rejects.toMatchObject({ code: "INVALID" });
  const stranger = await makeActor({ role: "admin" });
  expect((await listMaintenance(stranger, { limit: 10 })).items).toEqual([]);
  const [window] = (await listMaintenance(night, { limit: 10 })).items;
  expect(window).toMatchObject({ name: "Move", deployments: [{ name: "fraud" }], monitors: [] });
  const windowId = window?.id ?? "";
  await expect(deleteMaintenance(stranger, { windowId })).rejects.toMatchObject({
    code: "NOT_FOUND",
  });
  await expect(deleteMaintenance(maker, { windowId })).rejects.toMatchObject({ code: "FORBIDDEN" });
});

test("routes keep their order, are told apart by name, name members only, and leave a trail", async () => {
  const given = { name: "Day", userIds: [maker.userId] };
  const day = await route(given);
  const late = await route({ name: "Night", userIds: [night.userId] });
  await expect(route(given)).rejects.toMatchObject({ code: "ALREADY_EXISTS" });
  const stranger = await makeActor({ role: "admin" });
  await expect(route({ name: "X", userIds: [stranger.userId] })).rejects.toMatchObject({
    code: "INVALID",
  });
  await moveRoute(admin, { routeId: late.id, position: 1 });
  await reviseRoute(admin, {
    routeId: day.id,
    ...alertRouteInput.parse({ ...given, name: "By day" }),
  });
  expect((await listRoutes(admin)).items.map(({ name, position }) => [name, position])).toEqual([
    ["Night", 1],
    ["By day", 2],
  ]);
  await deleteRoute(admin, { routeId: late.id });
  expect((await listRoutes(admin)).items).toMatchObject([{ name: "By day", position: 1 }]);
  await expect(deleteRoute(stranger, { routeId: day.id })).rejects.toMatchObject({
    code: "NOT_FOUND",
  });
  await expect(listRoutes(maker)).rejects.toMatchObject({ code: "FORBIDDEN" });
  expect((await auditTrail(admin)).map(({ action }) => action)).toEqual(
    expect.arrayContaining(
      ["added", "moved", "revised", "deleted"].map((verb) => `alert-route.${verb}`),
    ),
  );
});

test("a route can be tried: everybody is told that nothing happened, and what webhooks answered is answered", async () => {
  const hook = await makeHook("pager", "pagerduty");
  const { id: routeId } = await route({
    name: "Night",
    userIds: [night.userId],
    webhookIds: [hook],
  });
  receiver.answer = ({ body }) => ({ status: 400, body });
  expect(await testRoute(admin, { routeId })).toEqual({
    people: 1,
    webhooks: [{ name: "pager", status: 400, error: "The receiver answered 400." }],
  });
  expect(await toldTo(night)).toEqual(["Test of the route “Night”"]);
  const { items } = await listDeliveries(admin, { webhookId: hook, limit: 10 });
  const deliveryId = items[0]?.id ?? "";
  const kept = await getDelivery(admin, { webhookId: hook, deliveryId });
  expect(JSON.stringify(kept), "though the receiver repeats it").not.toContain(KEY);
});
