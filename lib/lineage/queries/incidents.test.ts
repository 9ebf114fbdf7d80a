import { beforeEach, expect, test } from "vitest";
import type { Actor } from "@/lib/access/actor";
import { ROLES } from "@/lib/access/permissions";
import { launchJob } from "@/lib/compute/commands/launch";
import { launchInput } from "@/lib/compute/schema/jobs";
import { settleEnv } from "@/lib/core/env";
import { db } from "@/lib/db/client";
import { planOfOne } from "@/lib/deployments/rules/plans";
import { resolveIncident } from "@/lib/incidents/commands/incidents";
import { lookForIncidents } from "@/lib/incidents/jobs/look";
import { createMonitor } from "@/lib/monitors/commands/create";
import { removeMonitor } from "@/lib/monitors/commands/monitors";
import { createMonitorInput } from "@/lib/monitors/schema/monitors";
import { makeActor, setUpDatabase } from "@/lib/testing/database";
import { textOf } from "@/lib/testing/lineage";
import { logRows, lookNow, referenceRow, uploadReference } from "@/lib/testing/monitors";
import { makeQuietDeployment } from "@/lib/testing/predictions";
import { exportImpactInput, impactInput, lineageInput, neighboursInput } from "../schema";
import { getLineage } from "./graph";
import { exportImpact, listImpact } from "./impact";
import { listNeighbours } from "./neighbours";
import { searchNodes } from "./search";

setUpDatabase();
const HOUR = 3_600_000;

let actor: Actor;
let monitor: number;
let reference: string;
let deployment: string;
/** A deployment that drifted and was rolled back, both in one incident. */
beforeEach(async () => {
  actor = await makeActor({ role: "contributor" });
  const { workspaceId } = actor;
  const deploymentId = await makeQuietDeployment(actor, "churn", {
    sent: ["id", "amount", "country"],
  });
  deployment = `deployment:${deploymentId}`;
  const given = { window: "hour", reference: await uploadReference(actor), share: 0.3 };
  const columns = [{ name: "prediction", isWatched: false }];
  const made = { deployment: "churn", columns, ...given };
  monitor = (await createMonitor(actor, createMonitorInput.parse(made))).id;
  const { id } = await db().datasetVersion.findFirstOrThrow({ where: { workspaceId } });
  reference = `dataset-version:${id}`;
  const rows = Array.from({ length: 150 }, (_row, at) => ({ ...referenceRow(at), country: "it" }));
  await logRows(actor, deploymentId, rows, { at: (Math.floor(Date.now() / HOUR) - 1) * HOUR });
  await lookNow();
  const why = { origin: "rollback", reason: "It drifted.", actorId: null };
  const plan = { ...planOfOne(1, "churn") };
  const version = 1 + (await db().trafficPlan.count({ where: { deploymentId } }));
  await db().trafficPlan.create({ data: { workspaceId, deploymentId, version, plan, ...why } });
  await lookForIncidents();
});

async function edgesOf(node: string, depth = 1): Promise<string[]> {
  const { edges } = await getLineage(actor, lineageInput.parse({ node, depth }));
  const kind = (id: string) => id.split(":")[0];
  return edges.map(({ source, role, target }) => `${kind(source)} ${role} ${kind(target)}`).sort();
}

test("a deployment and its reference lead to the monitor, and that and the rollback to the incident", async () => {
  expect(await edgesOf(`monitor:${monitor}`)).toEqual([
    "dataset-version reference monitor",
    "deployment watched monitor",
    "monitor opened incident",
  ]);
  expect(await edgesOf("incident:1")).toEqual([
    "monitor opened incident",
    "rollback opened incident",
  ]);
  expect(await edgesOf(deployment, 2)).toEqual(
    expect.arrayContaining(["deployment watched monitor", "monitor opened incident"]),
  );
  expect(await edgesOf(reference, 2)).toEqual(
    expect.arrayContaining(["dataset-version reference monitor", "monitor opened incident"]),
  );
});

test("nodes say what they are and how they stand, at each moment, and a removed monitor is gone", async () => {
  const nodeOf = async (node: string, more: object = {}) => {
    const { nodes } = await getLineage(actor, lineageInput.parse({ node, depth: 1, ...more }));
    return nodes.find(({ id }) => id === node);
  };
  const slug = `/${actor.workspaceSlug}`;
  expect(await nodeOf("incident:1")).toMatchObject({
    ...{ title: expect.stringMatching(/^#1 .*churn/), subtitle: "critical", state: "open" },
    page: `${slug}/incidents/1`,
  });
  const before = new Date().toISOString();
  await resolveIncident(actor, { incident: 1, note: "A new market." });
  expect(await nodeOf("incident:1")).toMatchObject({ state: "resolved" });
  expect(await nodeOf("incident:1", { asOf: before })).toMatchObject({ state: "open" });
  expect(await nodeOf(`monitor:${monitor}`)).toMatchObject({
    ...{ subtitle: "churn", page: `${slug}/monitors/${monitor}` },
  });
  await removeMonitor(actor, { monitor });
  expect(await edgesOf(deployment)).not.toContain("deployment watched monitor");
});

test("a retraining leads from the incident to its job, and what led to the incident is not what it was made of", async () => {
  const { workspaceId, userId: actorId } = actor;
  const incident = await db().incident.findFirstOrThrow({ where: { workspaceId } });
  const { id } = await db().experiment.findFirstOrThrow({ where: { workspaceId } });
  settleEnv({ LOCAL_JOBS: 1 });
  const asked = { name: "retrain", command: ["true"], experimentId: Number(id) };
  const { number: job } = await launchJob(actor, launchInput.parse(asked));
  await db().incidentAct.create({
    data: {
      ...{ workspaceId, incidentId: incident.id, key: "one", act: "retrain", status: "training" },
      ...{ actorId, jobNumber: job },
    },
  });
  expect(await edgesOf("incident:1")).toContain("incident started job");
  expect(await edgesOf(`job:${job}`)).toContain("incident started job");
  const impactOf = async (node: string) =>
    (await listImpact(actor, impactInput.parse({ node }))).items.map(({ kind }) => kind);
  expect(await impactOf(reference)).toEqual(["incident", "monitor"]);
});

test("they are found by name and by number, and what a dataset version touches has them, for who may read them", async () => {
  const found = async (text: string) =>
    (await searchNodes(actor, { text, limit: 6 })).map(({ id }) => id);
  expect(await found("of churn")).toEqual(
    expect.arrayContaining([`monitor:${monitor}`, "incident:1"]),
  );
  expect(await found("#1")).toContain("incident:1");
  const impact = (who: Actor, more: object = {}) =>
    listImpact(who, impactInput.parse({ node: reference, ...more }));
  expect(await impact(actor)).toMatchObject({
    ...{ monitors: 1, incidents: 1 },
    items: [
      { kind: "incident", state: "open", page: `/${actor.workspaceSlug}/incidents/1` },
      { kind: "monitor", detail: "churn" },
    ],
  });
  expect((await impact(actor, { inUse: "true" })).items.map(({ kind }) => kind)).toEqual([
    "incident",
  ]);
  const pages = await impact(actor, { limit: 1 });
  const last = await impact(actor, { limit: 1, pageToken: pages.nextPageToken });
  expect([last.items.map(({ kind }) => kind), last.nextPageToken]).toEqual([
    ["monitor"],
    undefined,
  ]);
});

const HIDDEN = ["monitor", "incident"];

test("every role sees them, and a token that may not read monitors and incidents meets them nowhere", async () => {
  const sees = async (who: Actor) => {
    const graph = async (node: string) =>
      getLineage(who, lineageInput.parse({ node, depth: 3, directions: "downstream" }));
    const { nodes, edges, clusters } = await graph(reference);
    const near = await getLineage(who, lineageInput.parse({ node: deployment, depth: 1 }));
    const next = await listNeighbours(
      who,
      neighboursInput.parse({ node: deployment, direction: "downstream", kind: "monitor" }),
    );
    const impact = await listImpact(who, impactInput.parse({ node: reference }));
    const file = await exportImpact(
      who,
      exportImpactInput.parse({ node: reference, format: "json" }),
    );
    const found = await Promise.all(
      ["of churn", "#1", "incident:1", `monitor:${monitor}`].map((text) =>
        searchNodes(who, { text, limit: 6 }),
      ),
    );
    const ids = [
      ...[...nodes, ...near.nodes, ...next.items, ...impact.items, ...found.flat()].map(
        ({ id }) => id,
      ),
      ...[...edges, ...near.edges].flatMap(({ source, target }) => [source, target]),
      ...[...clusters, ...near.clusters].map(({ kind }) => kind),
      ...JSON.parse(await textOf(file.chunks)).items.map(({ id }: { id: string }) => id),
    ];
    const kinds = new Set(ids.map((id) => id.split(":")[0]));
    const told = { monitors: impact.monitors, incidents: impact.incidents, next: next.total };
    return { kinds: HIDDEN.filter((kind) => kinds.has(kind)), ...told };
  };
  const { workspaceId: id, workspaceSlug: slug } = actor;
  for (const role of ROLES) {
    const member = await makeActor({ role, workspace: { id, slug } });
    expect(await sees(member)).toEqual({ kinds: HIDDEN, monitors: 1, incidents: 1, next: 1 });
    const narrow: Actor = { ...member, scopes: new Set(["lineage:read", "serving:read"]) };
    expect(await sees(narrow)).toEqual({ kinds: [], monitors: 0, incidents: 0, next: 0 });
    for (const node of ["incident:1", `monitor:${monitor}`]) {
      const read = getLineage(narrow, lineageInput.parse({ node, depth: 1 }));
      await expect(read).rejects.toMatchObject({ code: "NOT_FOUND" });
      const touched = listImpact(narrow, impactInput.parse({ node }));
      await expect(touched).rejects.toMatchObject({ code: "NOT_FOUND" });
    }
  }
});
