import { randomUUID } from "node:crypto";
import { beforeAll, expect, test } from "vitest";
import type { Actor } from "@/lib/access/actor";
import { db } from "@/lib/db/client";
import { pool } from "@/lib/db/pool";
import { makeRegistry } from "@/lib/testing/approvals";
import { setUpDatabase } from "@/lib/testing/database";
import { countMinute, makePair, roll } from "@/lib/testing/rollouts";
import { listAbTests, listOutcomeMetrics, readAbTest } from "../queries/ab-tests";
import { LATENCY_PLACES, latencyPlace } from "../rules/latency";
import { planOfOne } from "../rules/plans";
import { decideAbTestInput, listAbTestsInput, startAbTestInput } from "../schema/ab-tests";
import { readArmTraffic, readStretches } from "../sql/ab-tests";
import { decideAbTest, startAbTest } from "./ab-tests";

setUpDatabase();

let owner: Actor;
beforeAll(async () => {
  const registry = await makeRegistry();
  owner = registry.owner;
});

const HOUR = 3_600_000;
const start = (deployment: string, more: object = {}) =>
  startAbTest(
    owner,
    startAbTestInput.parse({
      ...{ deployment, name: "Does it sell?", control: 1, treatment: 2 },
      question: { metric: "bought", difference: "absolute" },
      split: { treatmentShare: 5_000, trafficVersion: 1 },
      ...more,
    }),
  );
const read = (deployment: string) => readAbTest(owner, { deployment, test: 1 });

/** A test as if it had begun ten hours ago, with the plan that it put in force. */
async function begunBefore(deployment: string, more: object = {}): Promise<bigint> {
  await makePair(owner, deployment);
  await start(deployment, more);
  const { id } = await db().deployment.findFirstOrThrow({ where: { name: deployment } });
  const before = new Date(Date.now() - 10 * HOUR);
  await db().abTest.updateMany({ where: { deploymentId: id }, data: { startedAt: before } });
  await shiftPlans(id, 10);
  return id;
}

/** Plans are kept as they were made: only a test may move one, to tell of a time that it did not wait for. */
async function shiftPlans(deploymentId: bigint, hours: number): Promise<void> {
  const client = await pool().connect();
  try {
    await client.query("BEGIN");
    await client.query("SET LOCAL session_replication_role = replica");
    await client.query(
      "UPDATE traffic_plans SET created_at = created_at - $2 * interval '1 hour' WHERE deployment_id = $1",
      [String(deploymentId), hours],
    );
    await client.query("COMMIT");
  } finally {
    client.release();
  }
}

interface Counted {
  revision: number;
  n: number;
  sum: number;
  hoursAgo: number;
}

const count = (deploymentId: bigint, ...counted: Counted[]) =>
  db().deploymentOutcome.createMany({
    data: counted.map(({ hoursAgo, ...one }) => ({
      ...one,
      ...{
        workspaceId: owner.workspaceId,
        deploymentId,
        metric: "bought",
        postedById: owner.userId,
      },
      sumSquares: one.sum,
      at: new Date(Date.now() - hoursAgo * HOUR),
    })),
  });

/** A treatment that is better by its metric. */
const countBetter = (deploymentId: bigint) =>
  count(
    deploymentId,
    { revision: 1, n: 5_000, sum: 500, hoursAgo: 1 },
    { revision: 2, n: 5_000, sum: 900, hoursAgo: 1 },
  );

test("a test that is started with a split puts it in force, and is about nothing that was not seen", async () => {
  await makePair(owner, "split");
  await expect(
    start("split", { split: { treatmentShare: 2_000, trafficVersion: 7 } }),
  ).rejects.toThrow("plan 1 is in force, not 7");
  const split = { treatmentShare: 2_000, trafficVersion: 1, stickyHeader: "x-customer" };
  expect(await start("split", { split })).toMatchObject({ number: 1, weights: [8_000, 2_000] });
  const plan = await db().trafficPlan.findFirstOrThrow({
    where: { deployment: { name: "split" }, version: 2 },
  });
  expect(plan).toMatchObject({
    reason: "A/B test “Does it sell?”: revision 1 against revision 2.",
    plan: { stickyHeader: "x-customer" },
  });
  expect(await db().abTest.count({ where: { deployment: { name: "split" } } })).toBe(1);
});

test("a split makes no plan that nobody may ask for", async () => {
  await makePair(owner, "crowded");
  const { id } = await db().deployment.findFirstOrThrow({ where: { name: "crowded" } });
  const others = Array.from({ length: 49 }, (_, index) => index + 3);
  const {
    id: _,
    settings,
    ...second
  } = await db().deploymentRevision.findFirstOrThrow({
    where: { deploymentId: id, number: 2 },
    omit: { signature: true },
  });
  const copies = others.map((number) => ({ ...second, number, settings: Object(settings) }));
  await db().deploymentRevision.createMany({ data: copies });
  const unasked = others.map((revision) => ({ revision, weight: 0 }));
  const weights = [{ revision: 1, weight: 10_000 }, ...unasked];
  const inForce = planOfOne(1, "seed");
  await db().trafficPlan.create({
    data: {
      ...{ workspaceId: owner.workspaceId, deploymentId: id, version: 2, origin: "person" },
      plan: { ...inForce, weights },
    },
  });
  await db().deployment.update({ where: { id }, data: { trafficVersion: 2 } });
  const split = { treatmentShare: 5_000, trafficVersion: 2 };
  await expect(start("crowded", { split })).rejects.toThrow("A plan has at most 50 revisions.");
  expect(await db().abTest.count({ where: { deploymentId: id } })).toBe(0);
});

test("no split takes the traffic from a rollout that decides over it", async () => {
  await makePair(owner, "rolling");
  await roll(owner, "rolling");
  await expect(start("rolling")).rejects.toThrow("Rollout 1 decides over the traffic now");
  expect(await start("rolling", { split: undefined })).toMatchObject({ weights: [10_000, 0] });
});

test("its sequence is told over time and narrows, its names are known to the next test", async () => {
  const id = await begunBefore("narrowing");
  for (const hoursAgo of [9, 6, 3, 1])
    await count(
      id,
      { revision: 1, n: 1_000, sum: 100, hoursAgo },
      { revision: 2, n: 1_000, sum: 140, hoursAgo },
    );
  const { looks, result, control } = await read("narrowing");
  expect(control).toMatchObject({ n: 4_000, mean: 0.1 });
  expect(looks.map(({ units }) => units)).toEqual([2_000, 4_000, 6_000, 8_000]);
  const widths = looks.map(({ lower, upper }) => upper - lower);
  expect(widths).toEqual(widths.toSorted((a, b) => b - a));
  expect(looks.at(-1)).toMatchObject({
    estimate: expect.closeTo(0.04, 12),
    lower: expect.closeTo(result.sequential.lower ?? 0, 12),
  });
  expect(await listOutcomeMetrics(owner, { deployment: "narrowing" })).toEqual(["bought"]);
});

test("weights that were changed midway do not make the split look broken", async () => {
  const id = await begunBefore("changed");
  await count(
    id,
    { revision: 1, n: 1_000, sum: 100, hoursAgo: 9 },
    { revision: 2, n: 1_010, sum: 100, hoursAgo: 9 },
  );
  await db().trafficPlan.create({
    data: {
      ...{ workspaceId: owner.workspaceId, deploymentId: id, version: 3, origin: "person" },
      plan: {
        weights: [
          { revision: 1, weight: 1_000 },
          { revision: 2, weight: 9_000 },
        ],
      },
      createdAt: new Date(Date.now() - 5 * HOUR),
    },
  });
  await count(
    id,
    { revision: 1, n: 1_000, sum: 100, hoursAgo: 2 },
    { revision: 2, n: 9_000, sum: 900, hoursAgo: 2 },
  );
  const { result, weights } = await read("changed");
  expect(weights).toEqual([1_000, 9_000]);
  expect(result.sampleRatio).toMatchObject({
    ...{ flagged: false, pValue: expect.any(Number) },
    reason: expect.stringContaining("weights were changed meanwhile"),
  });
});

test("a split that is broken under the plan in force is still found", async () => {
  const id = await begunBefore("broken");
  await count(
    id,
    { revision: 1, n: 2_000, sum: 200, hoursAgo: 5 },
    { revision: 2, n: 3_000, sum: 300, hoursAgo: 5 },
  );
  expect((await read("broken")).result.sampleRatio.flagged).toBe(true);
});

test("a treatment that is better and fails more often is not recommended", async () => {
  const id = await begunBefore("failing");
  await countBetter(id);
  expect(await read("failing")).toMatchObject({
    result: { recommendation: "ship" },
    guardrails: [{ verdict: "no_data" }, { verdict: "no_data" }],
  });
  const latency = new Array<bigint>(LATENCY_PLACES).fill(0n);
  latency[latencyPlace(10)] = 2_000n;
  await countMinute(owner, id, { revision: 1, errors: 4n, latency });
  await countMinute(owner, id, { revision: 2, errors: 200n, latency });
  const { result, guardrails } = await read("failing");
  expect(result).toMatchObject({
    recommendation: "keep_running",
    reason: expect.stringContaining("fails more often"),
  });
  expect(guardrails).toMatchObject([
    { key: "error_rate", verdict: "fail", control: 0.002, treatment: 0.1 },
    { key: "p99_latency", verdict: "pass", controlRequests: 2_000, treatmentRequests: 2_000 },
  ]);
});

test("what was counted of a test is read for its own workspace alone", async () => {
  const id = await begunBefore("elsewhere");
  await count(id, { revision: 1, n: 10, sum: 1, hoursAgo: 1 });
  await countMinute(owner, id, { revision: 1 });
  const found = await db().abTest.findFirstOrThrow({ where: { deploymentId: id } });
  const asked = [{ id: Number(found.id), from: null, until: null }];
  const ids = [Number(found.id)];
  expect(await readStretches(owner.workspaceId, asked)).toMatchObject([{ revision: 1, n: 10 }]);
  expect(await readArmTraffic(owner.workspaceId, ids)).toMatchObject([{ requests: 2_000 }]);
  const other = randomUUID();
  expect(await readStretches(other, asked)).toEqual([]);
  expect(await readArmTraffic(other, ids)).toEqual([]);
});

test("what a decision does to the traffic is no part of the test", async () => {
  await begunBefore("decided");
  await decideAbTest(
    owner,
    decideAbTestInput.parse({
      deployment: "decided",
      test: 1,
      decision: "shipped",
      reason: "Yes.",
    }),
  );
  expect(await read("decided")).toMatchObject({ decision: "shipped", weights: [5_000, 5_000] });
});

test("what a test was decided by is told of it ever after, whatever becomes of what it was read from", async () => {
  const id = await begunBefore("kept");
  await countBetter(id);
  await countMinute(owner, id, { revision: 1, errors: 4n });
  await countMinute(owner, id, { revision: 2, errors: 200n });
  const { control, treatment, weights, result, looks, guardrails } = await read("kept");
  const wish = { deployment: "kept", test: 1, decision: "stopped", reason: "It fails." };
  await decideAbTest(owner, decideAbTestInput.parse(wish));
  await db().servingMinute.deleteMany({ where: { deploymentId: id } });
  const known = { control, treatment, weights, result, looks, guardrails };
  expect(guardrails).toMatchObject([{ verdict: "fail" }, {}]);
  expect(await read("kept")).toMatchObject({ decision: "stopped", ...known });
  const listed = await listAbTests(owner, listAbTestsInput.parse({ deployment: "kept" }));
  expect(listed.items).toMatchObject([known]);
});

test("no more than twenty tests are read at once", () => {
  const limitOf = (list: object) => listAbTestsInput.parse({ deployment: "kept", ...list }).limit;
  expect([limitOf({}), limitOf({ limit: 5 }), limitOf({ limit: 200 })]).toEqual([20, 5, 20]);
});
