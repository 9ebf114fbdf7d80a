import { beforeAll, describe, expect, test } from "vitest";
import type { Actor } from "@/lib/access/actor";
import { openRequest } from "@/lib/approvals/commands/requests";
import { db } from "@/lib/db/client";
import { createExperiment } from "@/lib/experiments/commands";
import { takeUpSignal } from "@/lib/incidents/jobs/signal";
import { logBatch } from "@/lib/runs/commands/log-batch";
import { createRun } from "@/lib/runs/commands/run-lifecycle";
import { makeRegistry, sign, wanted } from "@/lib/testing/approvals";
import { makeActor, setUpDatabase } from "@/lib/testing/database";
import { deploy, revise, rollBack, split } from "@/lib/testing/deployments";
import type { HomeDto } from "../dto";
import type { HomeSection } from "../schema";
import { getHome } from "./home";

setUpDatabase();

let owner: Actor;
let ada: Actor;
let viewer: Actor;
let experimentId: number;

const read = (actor: Actor, more: HomeSection[] = [], since = 0): Promise<HomeDto> =>
  getHome(actor, { since, more });
const needsOf = async (actor: Actor) =>
  (await read(actor, ["needs"])).needs.items.map((need) =>
    need.kind === "request" ? `${need.kind} ${need.why}` : need.kind,
  );

async function openIncident(name: string): Promise<void> {
  const { workspaceId } = owner;
  const { id } = await db().deployment.findFirstOrThrow({ where: { workspaceId, name } });
  const evidence = { at: 1, monitorId: null, columns: [], trafficVersion: null };
  const said = { kind: "drift", severity: "critical", summary: "It drifts." } as const;
  const signal = { key: `${name} drift`, ...said, evidence };
  await takeUpSignal({ workspaceId, deploymentId: id, signal });
}

async function runOf(actor: Actor, name: string, startTime: number, auc?: number) {
  const run = await createRun(actor, { experimentId, name, userId: "", startTime, tags: [] });
  if (auc !== undefined)
    await logBatch(actor, {
      runUuid: run.uuid,
      metrics: [
        { key: "loss", value: 0.5, timestamp: 1, step: 0 },
        { key: "val_auc", value: auc, timestamp: 1, step: 0 },
      ],
      params: [],
      tags: [],
    });
}

beforeAll(async () => {
  const registry = await makeRegistry();
  ({ owner, ada } = registry);
  viewer = await makeActor({ workspace: registry.workspace, role: "viewer" });
  experimentId = await createExperiment(owner, { name: "training", tags: [] });
  const now = Date.now();
  for (let minutes = 1; minutes <= 6; minutes += 1)
    await runOf(owner, `run ${minutes}`, now - minutes * 60_000, minutes / 10);
  await runOf(ada, "hers", now);
  await runOf(owner, "old", now - 40 * 86_400_000);
  await db().run.updateMany({ where: { name: { not: "run 4" } }, data: { status: 3 } });
  await deploy(owner, "live");
  await revise(owner, "live");
  await split(owner, "live", [[2, 10_000]], 1);
  await rollBack(owner, "live");
  await openIncident("live");
  await openRequest(owner, wanted());
  await openRequest(owner, wanted({ version: 2, target: { kind: "stage", value: "Production" } }));
  await sign(ada, 1, { decision: "reject", statement: "Too early." });
});

describe("what needs somebody", () => {
  test("is a vote for whoever decides, and nothing of it for whoever asked", async () => {
    expect(await needsOf(ada)).toEqual(["vote"]);
    expect(await needsOf(owner)).toEqual(["incident", "request refused"]);
    expect(await needsOf(viewer)).toEqual([]);
  });

  test("is an incident of theirs once it is somebody's, and nobody else's", async () => {
    await db().incident.updateMany({ data: { ownerId: viewer.userId } });
    try {
      expect(await needsOf(owner)).toEqual(["request refused"]);
      const { needs } = await read(viewer);
      expect(needs.items).toMatchObject([{ kind: "incident", isMine: true, severity: "critical" }]);
    } finally {
      await db().incident.updateMany({ data: { ownerId: null } });
    }
  });

  test("is a request whose changes are asked for, and one that is soon due", async () => {
    const pending = { workspaceId: owner.workspaceId, number: 2 };
    await db().approvalRequest.updateMany({ where: pending, data: { dueAt: new Date() } });
    expect(await needsOf(owner)).toContain("request due");
    await sign(ada, 2, { decision: "request_changes", statement: "Say more." });
    expect(await needsOf(owner)).toContain("request changes");
  });
});

describe("what changed", () => {
  test("is told by kind, with several changes of one thing in a line", async () => {
    const { changes } = await read(viewer);
    expect(changes.map(({ kind, total }) => [kind, total])).toEqual([
      ["deployment", 1],
      ["rollback", 1],
      ["version", 1],
      ["approval", 1],
      ["incident", 1],
    ]);
    const [deployment, rollback, version, approval] = changes.map(({ items }) => items[0]);
    expect(deployment).toMatchObject({ subject: "live", count: 2, isNew: true });
    expect(rollback).toMatchObject({ subject: "live", count: 1, detail: "it is bad" });
    expect(version).toMatchObject({ subject: "churn", number: 2, count: 2 });
    expect(approval).toMatchObject({ number: 1, status: "rejected" });
  });

  test("is nothing since a moment ago, and nothing of another workspace", async () => {
    expect((await read(viewer, [], Date.now() + 1_000)).changes).toEqual([]);
    expect((await read(await makeActor())).changes).toEqual([]);
  });
});

describe("work", () => {
  test("lists my runs of a month, what runs first, each with one metric", async () => {
    const { runs } = await read(owner);
    expect(runs.total).toBe(6);
    expect(runs.items.map(({ name }) => name)).toEqual([
      ...["run 4", "run 1", "run 2", "run 3", "run 5"],
    ]);
    expect(runs.items[1]).toMatchObject({
      status: "FINISHED",
      experiment: "training",
      metric: { key: "val_auc", value: 0.1 },
    });
    expect((await read(owner, ["runs"])).runs.items).toHaveLength(6);
  });

  test("tells an approver what became of their decisions", async () => {
    const { decisions } = await read(ada);
    expect(decisions.items.find(({ number }) => number === 1)).toMatchObject({
      ...{ model: "churn", version: 1, target: "@champion" },
      ...{ decision: "reject", status: "rejected" },
    });
    expect((await read(owner)).decisions.total).toBe(0);
  });

  test("tells an owner of models that are in production, and how many are not", async () => {
    expect((await read(owner)).models).toMatchObject({ total: 0, elsewhere: 1 });
    const { workspaceId } = owner;
    const { id } = await db().deploymentEnvironment.findFirstOrThrow({
      where: { workspaceId, name: "production" },
    });
    await db().deployment.updateMany({ where: { workspaceId }, data: { environmentId: id } });
    expect((await read(owner)).models).toMatchObject({
      ...{ total: 1, elsewhere: 0, items: [{ deployment: "live", model: "churn" }] },
    });
    expect((await read(viewer)).portfolio).toMatchObject({ deployments: 1 });
  });
});

test("a token is told of what it may read alone", async () => {
  const { workspaceId: id, workspaceSlug: slug } = owner;
  const workspace = { id, slug };
  const token = await makeActor({ workspace, role: "approver", scopes: ["workspace:read"] });
  const home = await read(token);
  expect(home).toMatchObject({ sections: ["needs", "changes"], changes: [], portfolio: null });
  expect(home.needs.total + home.runs.total + home.decisions.total).toBe(0);
  const blind = await makeActor({ workspace, scopes: ["serving:read"] });
  await expect(read(blind)).rejects.toMatchObject({ code: "FORBIDDEN" });
});
