import { beforeEach, expect, test } from "vitest";
import type { Actor } from "@/lib/access/actor";
import { db } from "@/lib/db/client";
import { pool } from "@/lib/db/pool";
import { planOfOne } from "@/lib/deployments/rules/plans";
import { createWebhook } from "@/lib/events/commands/webhooks";
import { createWebhookInput } from "@/lib/events/schema";
import { createMonitor } from "@/lib/monitors/commands/create";
import { reviseMonitor } from "@/lib/monitors/commands/monitors";
import { createMonitorInput } from "@/lib/monitors/schema/monitors";
import { makeActor, setUpDatabase } from "@/lib/testing/database";
import { logRows, lookNow, referenceRow, uploadReference } from "@/lib/testing/monitors";
import { makeQuietDeployment } from "@/lib/testing/predictions";
import {
  acknowledgeIncident,
  assignIncident,
  commentOnIncident,
  reopenIncident,
  resolveIncident,
} from "../commands/incidents";
import {
  findUnresolvedIncident,
  getIncident,
  listIncidentEvents,
  listIncidents,
} from "../queries/incidents";
import { lookForIncidents } from "./look";

setUpDatabase();

const HOUR = 3_600_000;
const memberOf = ({ workspaceId, workspaceSlug }: Actor, role: "viewer" | "approver" | "admin") =>
  makeActor({ role, workspace: { id: workspaceId, slug: workspaceSlug } });
const hourAgo = (hours: number) => (Math.floor(Date.now() / HOUR) - hours) * HOUR;

let actor: Actor;
let deploymentId: bigint;
let monitor: number;
beforeEach(async () => {
  actor = await makeActor({ role: "contributor" });
  const sent = ["id", "amount", "country"];
  deploymentId = await makeQuietDeployment(actor, "churn", { sent });
  const reference = await uploadReference(actor);
  const columns = [{ name: "prediction", isWatched: false }];
  const input = { deployment: "churn", window: "hour", reference, share: 0.3, columns };
  monitor = (await createMonitor(actor, createMonitorInput.parse(input))).id;
});

const good = (at: number) => referenceRow(at);
const bad = (at: number) => ({ ...referenceRow(at), country: "it" });

/** Rows of an hour come, and the worker looks at them. */
async function come(row: (at: number) => object, at: number, many = 150): Promise<void> {
  const rows = Array.from({ length: many }, (_row, index) => row(index));
  await logRows(actor, deploymentId, rows, { at });
  await lookNow();
  await lookForIncidents();
  await lookForIncidents();
}

const listed = async (show: "unresolved" | "all" = "unresolved") =>
  (await listIncidents(actor, { show, limit: 50 })).items;
const courseOf = async (incident: number) =>
  (await listIncidentEvents(actor, { incident, limit: 50 })).items
    .map(({ kind }) => kind)
    .reverse();

async function rollBack(actorId: string | null): Promise<void> {
  const { workspaceId } = actor;
  const version = 1 + (await db().trafficPlan.count({ where: { deploymentId } }));
  const plan = { ...planOfOne(1, "churn") };
  const why = { origin: "rollback", reason: "The error rate is 12 %.", actorId };
  await db().trafficPlan.create({ data: { workspaceId, deploymentId, version, plan, ...why } });
  await lookForIncidents();
}

test("a drift opens an incident that names the column, once, and tells whoever made monitor and deployment", async () => {
  await come(good, hourAgo(3));
  expect(await listed()).toEqual([]);
  await come(bad, hourAgo(2));
  const [incident, ...more] = await listed();
  expect(more).toEqual([]);
  expect(incident).toMatchObject({
    ...{ number: 1, title: "Drift of churn: country", deployment: "churn" },
    ...{ severity: "warning", status: "open", owner: null, isFiring: true },
  });
  expect(await getIncident(actor, { incident: 1 })).toMatchObject({
    signals: [
      { kind: "drift", evidence: { monitorId: monitor, at: hourAgo(2), trafficVersion: null } },
    ],
  });
  expect(await courseOf(1)).toEqual(["opened"]);
  const told = await db().notification.findMany({ where: { userId: actor.userId } });
  expect(told).toMatchObject([
    {
      kind: "incident.opened",
      title: expect.stringContaining("churn"),
      href: `/${actor.workspaceSlug}/incidents/1`,
    },
  ]);
});

test("what comes meanwhile joins the incident of the deployment, the worst of it is the incident's, and what is over is said", async () => {
  await come(bad, hourAgo(3));
  await rollBack(null);
  const [incident, ...more] = await listed();
  expect(more).toEqual([]);
  expect(incident).toMatchObject({ number: 1, severity: "critical" });
  await come(good, hourAgo(2));
  expect(await courseOf(1)).toEqual(["opened", "signalled", "recovered"]);
  await pool().query(
    "UPDATE incident_signals SET last_at = now() + interval '1 minute' WHERE workspace_id = $1 AND kind = 'drift'",
    [actor.workspaceId],
  );
  const { signals } = await getIncident(actor, { incident: 1 });
  expect(signals.map(({ kind, isFiring }) => [kind, isFiring])).toEqual([
    ["rollback", true],
    ["drift", false],
  ]);
  await come(bad, hourAgo(1));
  expect(await courseOf(1)).toEqual(["opened", "signalled", "recovered", "signalled"]);
});

test("a resolved incident stays resolved for the window it was about, and the next one opens another", async () => {
  await come(bad, hourAgo(3));
  await resolveIncident(actor, { incident: 1, note: "A new market; the model knows it." });
  await lookNow();
  await lookForIncidents();
  expect(await listed()).toEqual([]);
  await come(bad, hourAgo(2));
  expect(await listed()).toMatchObject([{ number: 2, status: "open" }]);
  await expect(
    reopenIncident(actor, { incident: 1, note: "It was not that." }),
    "its deployment has another one",
  ).rejects.toMatchObject({ code: "CONFLICT" });
});

test("a rollback by somebody is a warning, one by itself is critical, each is taken up once", async () => {
  await rollBack(actor.userId);
  expect(await listed()).toMatchObject([{ title: "Rollback of churn", severity: "warning" }]);
  await rollBack(null);
  await lookForIncidents();
  expect(await courseOf(1)).toEqual(["opened", "signalled"]);
  expect((await listed())[0]).toMatchObject({ severity: "critical" });
});

test("other systems are told with the address of the incident's page, by Slipway and by whoever acts", async () => {
  const events = ["incident.opened", "incident.acknowledged"];
  const webhook = { name: "pager", url: "https://pager.example/", events };
  await createWebhook(await memberOf(actor, "admin"), createWebhookInput.parse(webhook));
  await rollBack(null);
  await acknowledgeIncident(actor, { incident: 1, note: "" });
  const told = await db().queueItem.findMany({
    where: { kind: "event.fan-out", payload: { path: ["workspaceId"], equals: actor.workspaceId } },
    select: { payload: true },
  });
  const url = expect.stringMatching(new RegExp(`^http.*/${actor.workspaceSlug}/incidents/1$`));
  expect(told).toMatchObject(Array(2).fill({ payload: { data: { number: 1, url } } }));
});

test("a rollback is so until its incident is resolved, and again once that is reopened", async () => {
  await rollBack(null);
  const isSo = async () => {
    const { isFiring, signals } = await getIncident(actor, { incident: 1 });
    return [isFiring, ...signals.map((signal) => signal.isFiring)];
  };
  expect(await isSo()).toEqual([true, true]);
  await resolveIncident(actor, { incident: 1, note: "A bad version; the one before is back." });
  expect(await isSo()).toEqual([false, false]);
  await reopenIncident(actor, { incident: 1, note: "It was not the version." });
  expect(await isSo()).toEqual([true, true]);
});

test("a deployment has the incident that is not resolved, and none of one that had its name before", async () => {
  await rollBack(null);
  const ofChurn = () => findUnresolvedIncident(actor, { deployment: "churn" });
  expect(await ofChurn()).toMatchObject({ number: 1, isDeploymentDeleted: false });
  await db().deployment.updateMany({
    where: { workspaceId: actor.workspaceId, id: deploymentId },
    data: { status: "deleted", deletedAt: new Date() },
  });
  expect(await ofChurn()).toBeNull();
  expect(await listed()).toMatchObject([{ number: 1, isDeploymentDeleted: true }]);
  await makeQuietDeployment(actor, "churn", { sent: ["amount"] });
  expect(await ofChurn(), "the new one of that name").toBeNull();
});

test("an incident is taken up, given to a member, written about, resolved with a note and reopened, all on record", async () => {
  await come(bad, hourAgo(2));
  const one = { incident: 1 };
  await acknowledgeIncident(actor, { ...one, note: "Looking." });
  await acknowledgeIncident(actor, { ...one, note: "" });
  expect((await listed())[0]).toMatchObject({
    status: "acknowledged",
    owner: { id: actor.userId },
  });
  const stranger = await makeActor();
  await expect(assignIncident(actor, { ...one, ownerId: stranger.userId })).rejects.toMatchObject({
    code: "INVALID",
  });
  const member = await memberOf(actor, "approver");
  await assignIncident(actor, { ...one, ownerId: member.userId });
  await commentOnIncident(member, { ...one, note: "The country code changed." });
  await resolveIncident(member, { ...one, note: "The feed was mended." });
  await expect(resolveIncident(member, { ...one, note: "Again." })).rejects.toMatchObject({
    code: "CONFLICT",
  });
  await reopenIncident(member, { ...one, note: "It is back." });
  expect(await courseOf(1)).toEqual([
    "opened",
    "acknowledged",
    "assigned",
    "commented",
    "resolved",
    "reopened",
  ]);
  const audit = await db().auditEvent.findMany({
    where: { workspaceId: actor.workspaceId, subject: "incident 1" },
    orderBy: { id: "asc" },
  });
  expect(audit.map(({ action }) => action)).toEqual(
    (await courseOf(1)).map((kind) => `incident.${kind}`),
  );
  const viewer = await memberOf(actor, "viewer");
  await expect(commentOnIncident(viewer, { ...one, note: "Hm." })).rejects.toMatchObject({
    code: "FORBIDDEN",
  });
  await expect(getIncident(stranger, one)).rejects.toMatchObject({ code: "NOT_FOUND" });
  await expect(pool().query("UPDATE incident_events SET note = 'nothing'")).rejects.toThrow(
    /never changed/,
  );
});

test("a silenced monitor, and one without alerts, tells nothing; an alert of a column nobody watches is refused", async () => {
  const revise = (more: object) => reviseMonitor(actor, { monitor, ...more });
  await revise({ silencedUntil: Date.now() + HOUR });
  await come(bad, hourAgo(3));
  expect(await listed()).toEqual([]);
  await revise({ silencedUntil: null, alerts: [] });
  await lookForIncidents();
  expect(await listed()).toEqual([]);
  const about = (column: string) => [
    {
      kind: "column" as const,
      column,
      severity: "critical" as const,
      windows: 1,
      noData: "keep" as const,
    },
  ];
  await expect(revise({ alerts: about("age") })).rejects.toMatchObject({ code: "INVALID" });
  await revise({ alerts: about("country") });
  await lookForIncidents();
  expect(await listed()).toMatchObject([
    { title: "Drift of churn: country", severity: "critical" },
  ]);
});

test("nothing that comes any more is told when somebody asked for it", async () => {
  const silence = { kind: "silence" as const, severity: "warning" as const, windows: 2 };
  await reviseMonitor(actor, { monitor, alerts: [silence] });
  await come(good, hourAgo(2));
  expect(await listed()).toEqual([]);
  await come(good, hourAgo(1));
  await pool().query(
    "UPDATE monitor_windows SET opens_at = opens_at - interval '3 hours', closes_at = closes_at - interval '3 hours' WHERE monitor_id = $1",
    [monitor],
  );
  await lookForIncidents();
  expect(await listed()).toMatchObject([{ title: "Silence of churn" }]);
});

test("minutes without a row are told where windows follow no clock", async () => {
  const silence = { kind: "silence", severity: "warning", windows: 1, minutes: 150 } as const;
  await reviseMonitor(actor, { monitor, alerts: [silence] });
  await come(good, hourAgo(1));
  await pool().query("UPDATE predictions SET at = at - interval '2 hours'");
  await lookForIncidents();
  expect(await listed()).toMatchObject([{ title: "Silence of churn" }]);
});

test("too few rows are looked past, end what was told, or are told, as the alert says", async () => {
  const few = () => come(good, hourAgo(2), 5);
  const alert = { kind: "drift" as const, severity: "warning" as const, windows: 1 };
  const revise = (noData: "keep" | "ignore" | "alert") =>
    reviseMonitor(actor, { monitor, alerts: [{ ...alert, noData }] });
  await come(bad, hourAgo(3));
  await few();
  expect(await courseOf(1)).toEqual(["opened"]);
  await revise("ignore");
  await lookForIncidents();
  expect(await courseOf(1)).toEqual(["opened", "recovered"]);
  await revise("alert");
  await lookForIncidents();
  await lookForIncidents();
  expect(await courseOf(1)).toEqual(["opened", "recovered", "signalled"]);
  expect((await getIncident(actor, { incident: 1 })).signals).toMatchObject([
    { summary: "Too little came to tell.", evidence: { columns: [] } },
  ]);
});
