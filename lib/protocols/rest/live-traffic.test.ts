import { beforeAll, expect, test } from "vitest";
import type { Actor } from "@/lib/access/actor";
import { db } from "@/lib/db/client";
import { abortRollout, pauseRollout, resumeRollout } from "@/lib/deployments/commands/rollouts";
import { LATENCY_PLACES, latencyPlace } from "@/lib/deployments/rules/latency";
import { addWindows } from "@/lib/gateway/sql/windows";
import { makeRegistry } from "@/lib/testing/approvals";
import { setUpDatabase } from "@/lib/testing/database";
import { deploy, revise, rollBack, split } from "@/lib/testing/deployments";
import { makeToken, setUpProgramDoor } from "@/lib/testing/program-door";
import { makePair, roll } from "@/lib/testing/rollouts";

setUpDatabase();
const door = setUpProgramDoor();

let owner: Actor;
let token: string;

beforeAll(async () => {
  ({ owner } = await makeRegistry());
  token = await makeToken(owner);
  for (const name of ["busy", "calm", "idle"]) await deploy(owner, name);
});

const get = async (place: string, as = token) =>
  door.call("GET", `/api/slipway/v1/workspaces/${owner.workspaceSlug}${place}`, { token: as });

interface Counted {
  revision?: number;
  isShadow?: boolean;
  at?: number;
  requests: number;
  errors?: number;
  ms: number;
}

/** As the gateway would count so many requests of one length in five seconds. */
async function count(name: string, { at = Date.now(), ms, ...counted }: Counted): Promise<void> {
  const { id } = await db().deployment.findFirstOrThrow({ where: { name } });
  const latency = new Array<number>(LATENCY_PLACES).fill(0);
  latency[latencyPlace(ms)] = counted.requests;
  await addWindows([
    {
      workspaceId: owner.workspaceId,
      deploymentId: id,
      revision: 1,
      isShadow: false,
      errors: 0,
      rejected: 0,
      compared: 0,
      differed: 0,
      ...counted,
      bucket: Math.floor(at / 5_000) * 5_000,
      latency,
    },
  ]);
}

const namesBy = async (query: string) => {
  const { body } = await get(`/deployments?${query}`);
  return Object(body).items.map(({ name }: { name: string }) => name);
};

test("the list says what was asked lately, and is sorted and paged by it", async () => {
  await count("busy", { requests: 90, errors: 9, ms: 20 });
  await count("busy", { requests: 10, ms: 400 });
  await count("busy", { requests: 1_000, ms: 900, isShadow: true });
  await count("busy", { requests: 5_000, ms: 900, at: Date.now() - 600_000 });
  await count("calm", { requests: 5, ms: 3 });
  const { body } = await get("/deployments?search=busy");
  const { traffic } = Object(body).items[0];
  expect(traffic).toMatchObject({ requests: 100, errors: 9, rejected: 0, errorRate: 0.09 });
  expect(traffic.requestsPerSecond).toBeGreaterThan(0.3);
  expect(traffic.p50Ms).toBeGreaterThan(15);
  expect(traffic.p50Ms).toBeLessThan(23);
  expect(traffic.p99Ms).toBeGreaterThan(340);
  expect(traffic.p99Ms).toBeLessThan(460);
  expect(await namesBy("search=idle")).toEqual(["idle"]);

  expect(await namesBy("sort=requests")).toEqual(["busy", "calm", "idle"]);
  expect(await namesBy("sort=p99&isAscending=true")).toEqual(["calm", "busy", "idle"]);
  expect(await namesBy("sort=name&isAscending=false")).toEqual(["idle", "calm", "busy"]);
  expect(await namesBy("sort=updated")).toEqual(["idle", "calm", "busy"]);
  const seen: string[] = [];
  for (let next: string | undefined = ""; next !== undefined; ) {
    const page: { items: { name: string }[]; nextPageToken?: string } = Object(
      (await get(`/deployments?sort=requests&limit=1&pageToken=${next}`)).body,
    );
    seen.push(...page.items.map(({ name }) => name));
    next = page.nextPageToken && encodeURIComponent(page.nextPageToken);
  }
  expect(seen).toEqual(["busy", "calm", "idle"]);
  expect((await get("/deployments?pageToken=e30%3D")).status).toBe(400);
});

test("traffic is told by revision and step, as far back as asked", async () => {
  await revise(owner, "calm");
  const now = Date.now();
  await count("calm", { revision: 2, requests: 30, errors: 3, ms: 8, at: now - 5 * 60_000 });
  await count("calm", { revision: 2, requests: 30, ms: 8, at: now - 20 * 60_000 });
  await count("calm", { revision: 2, requests: 60, ms: 8, at: now - 5 * 3_600_000 });
  const asked = async (query: string) => {
    const { body } = await get(`/deployments/calm/traffic-windows?${query}`);
    const { stepSeconds, revisions } = Object(body);
    const [second] = revisions.filter(({ revision }: { revision: number }) => revision === 2);
    return {
      stepSeconds,
      points: second.points.map(({ requests }: { requests: number }) => requests),
      first: second.points[0],
    };
  };
  expect(await asked("range=15m")).toMatchObject({
    stepSeconds: 10,
    points: [30],
    first: { errors: 3, errorRate: 0.1, requestsPerSecond: 3 },
  });
  expect(await asked("range=1h")).toMatchObject({ stepSeconds: 30, points: [30, 30] });
  expect(await asked("range=24h")).toMatchObject({ stepSeconds: 600, points: [60, 30, 30] });
  expect((await asked("range=7d")).points.reduce((a: number, b: number) => a + b)).toBe(120);
  const before = new Date(now - 10 * 60_000).toISOString();
  expect(await asked(`range=15m&to=${before}`)).toMatchObject({ points: [30] });
  expect((await get("/deployments/calm/traffic-windows?range=2y")).status).toBe(400);
  expect((await get("/deployments/none/traffic-windows")).status).toBe(404);
});

test("what was done to a deployment is told with who did it and why, page by page", async () => {
  await revise(owner, "idle", { note: "a fresh one" });
  await split(
    owner,
    "idle",
    [
      [1, 5_000],
      [2, 5_000],
    ],
    1,
  );
  await rollBack(owner, "idle", { reason: "it answers nonsense" });
  const { body } = await get("/deployments/idle/events?limit=2");
  const first = Object(body);
  expect(first.items).toMatchObject([
    {
      kind: "rollback",
      title: "Rolled back: revision 1 100 %",
      reason: "it answers nonsense",
      by: owner.name,
      trafficVersion: 3,
    },
    { kind: "traffic", title: "Traffic changed: revision 1 50 %, revision 2 50 %" },
  ]);
  const token = encodeURIComponent(first.nextPageToken);
  const rest = Object((await get(`/deployments/idle/events?limit=2&pageToken=${token}`)).body);
  expect(rest).toMatchObject({
    items: [
      { kind: "revision", title: "Revision 2 added: churn v2", reason: "a fresh one", revision: 2 },
      { kind: "deployed" },
    ],
  });
  expect(rest.nextPageToken).toBeUndefined();
  const from = new Date(Date.now() + 60_000).toISOString();
  expect((await get(`/deployments/idle/events?from=${from}`)).body).toMatchObject({ items: [] });
});

test("approvals are told to whom approvals are shown", async () => {
  const { modelVersionId } = await db().deploymentRevision.findFirstOrThrow({
    where: { deployment: { name: "busy" }, number: 1 },
  });
  const policyVersion = await db().approvalPolicyVersion.findFirstOrThrow({
    where: { workspaceId: owner.workspaceId },
  });
  await db().approvalRequest.create({
    data: {
      workspaceId: owner.workspaceId,
      number: 77,
      modelId: 1n,
      versionId: modelVersionId ?? 0n,
      modelName: "churn",
      version: 1,
      targetKind: "environment",
      targetValue: "Staging",
      riskTier: "low",
      policyVersionId: policyVersion.id,
      status: "promoted",
      note: "it is good",
      openedVia: "rest",
      requestedById: owner.userId,
      requestedBy: owner.name,
      promotedAt: new Date(),
    },
  });
  expect((await get("/deployments/busy/events?limit=1")).body).toMatchObject({
    items: [{ kind: "approved", title: "churn v1 approved", request: 77, reason: "it is good" }],
  });
  const narrow = await makeToken(owner, { scopes: ["serving:read"] });
  expect((await get("/deployments/busy/events?limit=1", narrow)).body).toMatchObject({
    items: [{ kind: "deployed" }],
  });
});

test("a rollout that is paused, goes on and is stopped by people leaves its marks, and its plans theirs", async () => {
  await makePair(owner, "marked");
  await roll(owner, "marked");
  const change = { deployment: "marked", rollout: 1 };
  await pauseRollout(owner, { ...change, reason: "a look first" });
  await resumeRollout(owner, { ...change, reason: "" });
  await abortRollout(owner, { ...change, reason: "not today" });
  const { body } = await get("/deployments/marked/events?limit=5");
  expect(Object(body).items).toMatchObject([
    { kind: "rollout_stopped", title: "Rollout 1 stopped", reason: "not today", by: owner.name },
    { kind: "rollout_resumed", title: "Rollout 1 goes on" },
    { kind: "rollout_paused", title: "Rollout 1 paused", reason: "a look first" },
    { kind: "revision" },
    { kind: "deployed" },
  ]);
});
