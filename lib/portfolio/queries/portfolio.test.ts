import { beforeAll, describe, expect, test } from "vitest";
import type { Actor } from "@/lib/access/actor";
import { db } from "@/lib/db/client";
import { pool } from "@/lib/db/pool";
import { stopDeployment } from "@/lib/deployments/commands/lifecycle";
import { LATENCY_PLACES, latencyPlace } from "@/lib/deployments/rules/latency";
import { addWindows } from "@/lib/gateway/sql/windows";
import { takeUpSignal } from "@/lib/incidents/jobs/signal";
import { makeRegistry } from "@/lib/testing/approvals";
import { makeActor, setUpDatabase } from "@/lib/testing/database";
import { deploy, revise, split } from "@/lib/testing/deployments";
import type { PortfolioDto } from "../dto/portfolio";
import { portfolioInput } from "../schema";
import { exportPortfolio, getPortfolio } from "./portfolio";

setUpDatabase();

const DAY_MS = 86_400_000;
const IN_PRODUCTION = ["alpha", "beta", "gamma", "delta", "epsilon"];

let owner: Actor;
let portfolio: PortfolioDto;
const read = (more: object = {}, actor = owner) => getPortfolio(actor, portfolioInput.parse(more));
const namesOf = async (more: object) =>
  (await read(more)).items.map(({ deployment }) => deployment);

async function idOf(name: string): Promise<bigint> {
  const { workspaceId } = owner;
  return (await db().deployment.findFirstOrThrow({ where: { workspaceId, name } })).id;
}

/** As whoever serves them found revisions just now. */
async function observe(name: string, status: string, revision = 1): Promise<void> {
  await pool().query(
    `UPDATE revision_states SET status = $1, observed_at = now() WHERE revision_id =
       (SELECT id FROM deployment_revisions WHERE deployment_id = $2 AND number = $3)`,
    [status, String(await idOf(name)), revision],
  );
}

async function open(name: string, severity: "warning" | "critical"): Promise<void> {
  const deploymentId = await idOf(name);
  const evidence = { at: 1, monitorId: null, columns: [], trafficVersion: null };
  await takeUpSignal({
    workspaceId: owner.workspaceId,
    deploymentId,
    signal: { key: `${name} drift`, kind: "drift", severity, summary: "It drifts.", evidence },
  });
}

async function ask(name: string, daysAgo: number, requests: number, errors: number, ms = 20) {
  const latency = new Array<number>(LATENCY_PLACES).fill(0);
  latency[latencyPlace(ms)] = requests;
  await addWindows([
    {
      workspaceId: owner.workspaceId,
      deploymentId: await idOf(name),
      ...{ revision: 1, isShadow: false, bucket: Date.now() - daysAgo * DAY_MS },
      ...{ requests, errors, rejected: 0, compared: 0, differed: 0, latency },
    },
  ]);
}

async function approve(name: string, validUntil: Date) {
  const { workspaceId, userId } = owner;
  const revision = await db().deploymentRevision.findFirstOrThrow({
    where: { workspaceId, deployment: { name } },
  });
  const { modelId } = await db().modelVersion.findFirstOrThrow({
    where: { id: revision.modelVersionId ?? 0n },
  });
  const policyVersion = await db().approvalPolicyVersion.findFirstOrThrow({
    where: { workspaceId },
  });
  const request = await db().approvalRequest.create({
    data: {
      ...{ workspaceId, number: 77, modelId, modelName: "churn", version: 1 },
      versionId: revision.modelVersionId ?? 0n,
      ...{ targetKind: "environment", targetValue: "Production", riskTier: "medium" },
      policyVersionId: policyVersion.id,
      ...{ status: "promoted", openedVia: "screen", requestedById: userId, requestedBy: "Ada" },
      ...{ promotedAt: new Date(1_000), decidedAt: new Date(900), reapprovalDueAt: validUntil },
    },
  });
  await db().approvalVote.create({
    data: {
      ...{ workspaceId, requestId: request.id, revision: 0, evidenceHash: "x", userId },
      ...{ email: owner.email, name: "Ada", role: "approver", decision: "approve" },
      ...{ meaning: "approval", statement: "yes", method: "password", signatureKey: "k" },
    },
  });
}

/** A monitor that drifted two days ago and was stable since, and whose newest labels are still to come. */
async function watch(name: string) {
  const { workspaceId, userId: createdById } = owner;
  const { id: monitorId } = await db().monitor.create({
    data: { workspaceId, name, deploymentId: await idOf(name), createdById },
  });
  const definition = { metric: "roc_auc" };
  await db().performanceVersion.create({
    data: { monitorId, workspaceId, number: 1, definition, createdById },
  });
  for (const daysAgo of [3, 2, 1]) {
    const opensAt = new Date(Date.now() - daysAgo * DAY_MS);
    const closesAt = new Date(opensAt.getTime() + DAY_MS / 2);
    const of = { monitorId, workspaceId, opensAt, closesAt, version: 1, rows: 500 };
    const verdict = daysAgo === 1 ? "stable" : "drifted";
    await db().monitorWindow.create({
      data: { ...of, verdict, share: 0.5, findings: [], extra: [] },
    });
    const isOver = daysAgo > 1;
    await db().performanceWindow.create({
      data: {
        ...of,
        ...{ labelled: isOver ? 400 : 0, verdict: isOver ? "missed" : "waiting", limit: 0.7 },
        ...{ measures: isOver ? { roc_auc: { value: 0.6 } } : {}, estimates: {} },
      },
    });
  }
}

beforeAll(async () => {
  ({ owner } = await makeRegistry());
  for (const name of [...IN_PRODUCTION, "trial"]) await deploy(owner, name);
  for (const name of ["alpha", "gamma", "delta", "epsilon", "trial"]) await observe(name, "ready");
  await revise(owner, "alpha");
  await split(
    owner,
    "alpha",
    [
      [1, 4_000],
      [2, 6_000],
    ],
    1,
  );
  await observe("alpha", "ready", 2);
  await observe("beta", "failed");
  await open("gamma", "warning");
  await open("trial", "critical");
  await stopDeployment(owner, { deployment: "delta", reason: "over" });
  await ask("alpha", 0, 60, 6);
  await ask("alpha", 2, 10, 0);
  await ask("alpha", 9, 1_000, 0);
  // Production is protected: where they are is not what is tested here.
  await pool().query(
    `UPDATE deployments SET created_at = now() - interval '40 days', environment_id = CASE WHEN name = ANY ($2) THEN
       (SELECT id FROM deployment_environments WHERE workspace_id = $1 AND name = 'production') ELSE environment_id END`,
    [owner.workspaceId, IN_PRODUCTION],
  );
  await approve("epsilon", new Date(Date.now() + DAY_MS));
  portfolio = await read();
});

describe("the portfolio", () => {
  test("shows what is in production alone, the worst first, and says why", () => {
    expect(portfolio.environments).toEqual(["production"]);
    expect(
      portfolio.items.map(({ deployment, health, reason }) => [deployment, health, reason]),
    ).toEqual([
      ["beta", "down", "Nothing that has traffic answers."],
      ["gamma", "degraded", "An incident is open."],
      ["delta", "stopped", "It was stopped: nobody is answered."],
      ["alpha", "serving", ""],
      ["epsilon", "serving", ""],
    ]);
    expect(portfolio.items[3]).toMatchObject({ model: "churn", version: 2, others: 1 });
  });

  test("sums everything up, whatever the filter", async () => {
    const { summary, items, total } = await read({ health: "down" });
    expect({ total, names: items.map(({ deployment }) => deployment) }).toEqual({
      total: 1,
      names: ["beta"],
    });
    expect(summary).toMatchObject({
      models: 1,
      deployments: 5,
      healthyShare: 0.5,
      incidents: { open: 1, critical: 0, meanAcknowledgeMs: null, meanResolveMs: null },
      approvalsWaiting: 0,
    });
  });

  test("tells traffic of a week by days of two, with errors and latency of the week", () => {
    const alpha = portfolio.items.find(({ deployment }) => deployment === "alpha");
    expect(alpha).toMatchObject({ requestsPerDay: 10, errorRate: 6 / 70 });
    expect(alpha?.days).toHaveLength(14);
    expect([alpha?.days[13], alpha?.days[11], alpha?.days[4]]).toEqual([60, 10, 1_000]);
    expect(alpha?.p99Ms).toBeGreaterThan(15);
    expect(alpha?.p99Ms).toBeLessThan(25);
  });

  test("tells what monitors found last, and what labels said before a window began to wait for them", async () => {
    const found = async () => {
      const [gamma] = (await read({ search: "gamma" })).items;
      return [gamma?.drift?.verdict, gamma?.performance?.state, gamma?.performance?.value];
    };
    expect(await found()).toEqual(["unwatched", "no_target", null]);
    await watch("gamma");
    expect(await found()).toEqual(["stable", "missed", 0.6]);
    const [gamma] = (await read({ search: "gamma" })).items;
    expect(gamma?.drift?.driftedAt).toBeLessThan(gamma?.drift?.at ?? 0);
  });

  test("tells who approved the version for its environment, and until when", () => {
    const epsilon = portfolio.items.find(({ deployment }) => deployment === "epsilon");
    expect(epsilon?.approval).toMatchObject({
      request: 77,
      at: 1_000,
      by: ["Ada"],
      isLapsed: false,
    });
    expect(epsilon?.approval?.validUntil).toBeGreaterThan(Date.now());
  });

  test("is searched, narrowed, sorted and paged", async () => {
    expect(await namesOf({ search: "ALPH" })).toEqual(["alpha"]);
    expect(await namesOf({ search: "churn", sort: "name", isAscending: "false" })).toEqual([
      ...["gamma", "epsilon", "delta", "beta", "alpha"],
    ]);
    expect(await namesOf({ risk: "low" })).toEqual([]);
    expect(await namesOf({ owner: owner.email, sort: "requests", limit: 1 })).toEqual(["alpha"]);
    expect(await namesOf({ environment: "staging" })).toEqual(["trial"]);
    const rising = ["alpha", "beta", "delta", "epsilon", "gamma"];
    expect(await namesOf({ sort: "errors", isAscending: true })).toEqual(rising);
    const first = await read({ sort: "name", limit: 3 });
    const second = await read({ sort: "name", limit: 3, pageToken: first.nextPageToken });
    expect([...first.items, ...second.items].map(({ deployment }) => deployment)).toEqual(rising);
    expect(second.nextPageToken).toBeUndefined();
  });

  test("is sorted by the p99 of the week, those that nobody asked last", async () => {
    await ask("epsilon", 1, 50, 0, 300);
    await ask("gamma", 9, 50, 0, 900);
    const asked = ["epsilon", "alpha"];
    expect(await namesOf({ sort: "p99" })).toEqual([...asked, "beta", "delta", "gamma"]);
    expect(await namesOf({ sort: "p99", isAscending: true })).toEqual([
      ...asked.toReversed(),
      ...["beta", "delta", "gamma"],
    ]);
  });

  test("is a file whose lines follow the filter", async () => {
    const { chunks } = await exportPortfolio(owner, portfolioInput.parse({ sort: "name" }));
    let text = "";
    for await (const chunk of chunks) text += chunk;
    const lines = text.trim().split("\r\n");
    expect(lines[0]).toMatch(/^deployment,environment,model,version,health,/);
    expect(lines.slice(1).map((line) => line.split(",")[0])).toEqual([
      ...["alpha", "beta", "delta", "epsilon", "gamma"],
    ]);
  });

  test("takes from a token what it may not read, and counts none of it", async () => {
    const { workspaceId: id, workspaceSlug: slug } = owner;
    const token = await makeActor({ workspace: { id, slug }, scopes: ["serving:read"] });
    const { items, summary, owners } = await read({ sort: "name" }, token);
    expect(summary).toMatchObject({ incidents: null, approvalsWaiting: null });
    expect(owners).toEqual([]);
    for (const item of items)
      expect(item).toMatchObject({
        owner: null,
        riskTier: null,
        incidents: null,
        drift: null,
        approval: null,
      });
    expect(items.find(({ deployment }) => deployment === "gamma")?.health).toBe("serving");
    const other = await makeActor({ workspace: { id, slug }, scopes: ["monitoring:read"] });
    await expect(read({}, other)).rejects.toMatchObject({ code: "FORBIDDEN" });
  });

  test("shows nothing of another workspace", async () => {
    const { items, summary } = await read({}, await makeActor());
    expect(items).toEqual([]);
    expect(summary).toMatchObject({ deployments: 0, healthyShare: null, incidents: { open: 0 } });
  });
});
