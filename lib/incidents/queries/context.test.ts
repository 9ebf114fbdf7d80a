import { beforeEach, expect, test } from "vitest";
import type { Actor } from "@/lib/access/actor";
import { db } from "@/lib/db/client";
import { pool } from "@/lib/db/pool";
import { planOfOne } from "@/lib/deployments/rules/plans";
import { createMonitor } from "@/lib/monitors/commands/create";
import { createMonitorInput } from "@/lib/monitors/schema/monitors";
import { makeActor, setUpDatabase } from "@/lib/testing/database";
import { logRows, lookNow, referenceRow, uploadReference } from "@/lib/testing/monitors";
import { makeQuietDeployment } from "@/lib/testing/predictions";
import { resolveIncident } from "../commands/incidents";
import { lookForIncidents } from "../jobs/look";
import { listCauses } from "./causes";
import { listChanges } from "./changes";

setUpDatabase();
const HOUR = 3_600_000;
const hourAgo = (hours: number) => (Math.floor(Date.now() / HOUR) - hours) * HOUR;

let actor: Actor;
let deploymentId: bigint;
let monitor: number;
beforeEach(async () => {
  actor = await makeActor({ role: "contributor" });
  const sent = ["id", "amount", "country"];
  deploymentId = await makeQuietDeployment(actor, "churn", { sent });
  const reference = await uploadReference(actor);
  const columns = [
    { name: "prediction", isWatched: false },
    { name: "amount", importance: 0.5 },
  ];
  const input = { deployment: "churn", window: "hour", reference, share: 0.3, columns };
  monitor = (await createMonitor(actor, createMonitorInput.parse(input))).id;
});

async function come(at: number, country = "it"): Promise<void> {
  const rows = Array.from({ length: 150 }, (_row, index) => ({ ...referenceRow(index), country }));
  await logRows(actor, deploymentId, rows, { at });
  await lookNow();
  await lookForIncidents();
}

async function change(version: number, at: number, reason: string): Promise<void> {
  const { workspaceId } = actor;
  const plan = { ...planOfOne(1, "churn") };
  const why = { origin: "person", reason, actorId: actor.userId, createdAt: new Date(at) };
  await db().trafficPlan.create({ data: { workspaceId, deploymentId, version, plan, ...why } });
}

test("what changed from two days before an incident to its end is told beside what fired, each with its page", async () => {
  await change(2, Date.now() - 24 * HOUR, "A day before");
  await change(3, Date.now() - 60 * HOUR, "Long before");
  await come(hourAgo(1));
  await resolveIncident(actor, { incident: 1, note: "A new market." });
  await change(4, Date.now() + HOUR, "After its end");
  const { items, isCutOff } = await listChanges(actor, { incident: 1 });
  const told = items.map(({ kind, title, detail, page }) => ({ kind, title, detail, page }));
  const slug = `/${actor.workspaceSlug}`;
  expect(told).toContainEqual({
    ...{ kind: "traffic", title: "Traffic changed: plan 2", detail: "A day before" },
    page: `${slug}/deployments/churn?tab=history`,
  });
  expect(told.filter(({ kind }) => kind === "traffic").map(({ title }) => title)).not.toContain(
    "Traffic changed: plan 3",
  );
  expect(JSON.stringify(told)).not.toContain("After its end");
  expect(told[0]).toMatchObject({ kind: "signal", page: `${slug}/monitors/${monitor}` });
  expect(told).toContainEqual(
    expect.objectContaining({ kind: "dataset", title: "customers version 1" }),
  );
  expect(isCutOff).toBe(false);
  const at = items.map((item) => item.at);
  expect(at, "the newest first").toEqual(at.toSorted((one, other) => other - one));
});

test("versions, approvals and jobs of its models belong to it, and those of other models do not", async () => {
  const { workspaceId, userId } = actor;
  const makeVersion = async (name: string) => {
    const now = BigInt(Date.now() - HOUR);
    const times = { creationTime: now, lastUpdateTime: now };
    const { id: modelId } = await db().registeredModel.create({
      data: { workspaceId, name, ...times },
    });
    const source = { source: "models:/m", storageLocation: "nowhere" };
    const { id } = await db().modelVersion.create({
      data: { workspaceId, modelId, version: 1, ...source, ...times },
    });
    return { id, modelId };
  };
  const mine = await makeVersion("churner");
  await makeVersion("other");
  const named = { modelVersionId: mine.id, modelName: "churner", modelVersion: 1 };
  const served = { backend: "external", settings: {}, note: "Anew" };
  await db().deploymentRevision.create({
    data: { workspaceId, deploymentId, number: 9, ...named, ...served, createdById: userId },
  });
  await come(hourAgo(1));
  const { items } = await listChanges(actor, { incident: 1 });
  expect(items.filter(({ kind }) => kind === "version")).toMatchObject([
    { title: "churner v1 registered", page: `/${actor.workspaceSlug}/models/churner/1` },
  ]);
  expect(items).toContainEqual(
    expect.objectContaining({ title: "Revision 9: churner v1", detail: "Anew" }),
  );
  const token = { ...actor, scopes: new Set(["monitoring:read" as const]) };
  const kinds = (await listChanges(token, { incident: 1 })).items.map(({ kind }) => kind);
  expect(new Set(kinds), "who may read no deployments is told of none").toEqual(
    new Set(["signal"]),
  );
  const stranger = await makeActor();
  await expect(listChanges(stranger, { incident: 1 })).rejects.toMatchObject({ code: "NOT_FOUND" });
});

/** Says of windows how right the answers were in them. */
async function measured(values: ReadonlyMap<number, number>): Promise<void> {
  const definition = {
    ...{ task: "binary", classes: ["0", "1"], target: "left", slices: [], answered: null },
    ...{ metric: "accuracy", goal: null, limit: { kind: "learned" }, delayHours: 0 },
    ...{ enoughShare: 0.5, minRows: 10, cutoff: 0.5 },
  };
  await pool().query(
    `INSERT INTO performance_versions (monitor_id, number, workspace_id, definition, problem, created_by_id) VALUES ($1, 1, $2, $3, '', $4)
     ON CONFLICT (monitor_id, number) DO UPDATE SET definition = EXCLUDED.definition`,
    [monitor, actor.workspaceId, JSON.stringify(definition), actor.userId],
  );
  for (const [opensAt, value] of values)
    await pool().query(
      `INSERT INTO performance_windows (monitor_id, opens_at, workspace_id, closes_at, version, rows, labelled, verdict, measures, estimates)
       VALUES ($1, $2, $3, $4, 1, 150, 150, 'met', $5, '{}')`,
      [
        ...[monitor, new Date(opensAt), actor.workspaceId, new Date(opensAt + HOUR)],
        JSON.stringify({ accuracy: { value, lower: null, upper: null } }),
      ],
    );
}

test("causes are ranked by drift and importance while performance is not known, and by how drift goes with it once it is", async () => {
  for (const hours of [6, 5, 4]) await come(hourAgo(hours), "de");
  for (const hours of [3, 2]) await come(hourAgo(hours));
  const before = await listCauses(actor, { incident: 1 });
  expect(before).toMatchObject({
    ...{ basis: "drift", monitor: { id: monitor }, metric: null },
    causes: [
      { column: "country", verdict: "drifted" },
      { column: "amount", importance: 0.5 },
    ],
  });
  await measured(
    new Map([6, 5, 4, 3, 2].map((hours) => [hourAgo(hours), hours > 3 ? 0.9 : 0.6] as const)),
  );
  const after = await listCauses(actor, { incident: 1 });
  expect(after).toMatchObject({ basis: "performance", metric: "accuracy", isEstimated: false });
  expect(after.causes.map(({ column }) => column).sort()).toEqual(["amount", "country"]);
  const stranger = await makeActor();
  await expect(listCauses(stranger, { incident: 1 })).rejects.toMatchObject({ code: "NOT_FOUND" });
});
