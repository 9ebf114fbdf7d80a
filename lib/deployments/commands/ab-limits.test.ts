import { beforeAll, expect, test } from "vitest";
import type { Actor } from "@/lib/access/actor";
import { db } from "@/lib/db/client";
import { makeRegistry } from "@/lib/testing/approvals";
import { setUpDatabase } from "@/lib/testing/database";
import { countMinute, makePair } from "@/lib/testing/rollouts";
import { readAbTest } from "../queries/ab-tests";
import { LATENCY_PLACES, latencyPlace } from "../rules/latency";
import { startAbTestInput } from "../schema/ab-tests";
import { startAbTest } from "./ab-tests";

setUpDatabase();

let owner: Actor;
beforeAll(async () => {
  ({ owner } = await makeRegistry());
});

const wish = (deployment: string, more: object = {}) => ({
  ...{ deployment, name: "Does it sell?", control: 1, treatment: 2 },
  question: { metric: "bought" },
  ...more,
});

const USUAL = {
  error_rate: { relative: 0.1, absolute: 0.001 },
  p99_latency: { relative: 0.2, absolute: 1 },
};

/** A test that began hours ago, in whose time 1 % and 2 % of the requests failed, after 10 and 40 ms. */
async function judged(deployment: string, more: object = {}) {
  await makePair(owner, deployment);
  await startAbTest(owner, startAbTestInput.parse(wish(deployment, more)));
  const { id } = await db().deployment.findFirstOrThrow({ where: { name: deployment } });
  const startedAt = new Date(Date.now() - 10 * 3_600_000);
  await db().abTest.updateMany({ where: { deploymentId: id }, data: { startedAt } });
  for (const [revision, errors, ms] of [
    [1, 20n, 10],
    [2, 80n, 40],
  ] as const) {
    const latency = new Array<bigint>(LATENCY_PLACES).fill(0n);
    latency[latencyPlace(ms)] = 2_000n;
    await countMinute(owner, id, { revision, errors, latency });
  }
  const { limits, guardrails } = await readAbTest(owner, { deployment, test: 1 });
  return { limits, verdicts: guardrails.map(({ verdict }) => verdict), guardrails };
}

test("a test is judged by the limits that it was started with, and by the usual ones for what it left out", async () => {
  expect(await judged("usual")).toMatchObject({ limits: USUAL, verdicts: ["fail", "fail"] });
  const limits = { error_rate: { relative: 4 }, p99_latency: { relative: 0, absolute: 100 } };
  const found = await judged("lenient", { limits });
  expect(found).toMatchObject({
    limits: { error_rate: { relative: 4, absolute: 0.001 }, p99_latency: limits.p99_latency },
    verdicts: ["pass", "pass"],
    guardrails: [{ limit: expect.closeTo(0.051) }, {}],
  });
  const audited = await db().auditEvent.findFirstOrThrow({
    where: { workspaceId: owner.workspaceId, action: "ab-test.started" },
    orderBy: { id: "desc" },
    select: { payload: { select: { content: true } } },
  });
  expect(JSON.stringify(audited)).toContain("p99_latency");
  const { p99_latency } = USUAL;
  const strict = { error_rate: { relative: 0, absolute: 0 }, p99_latency };
  expect(await judged("strict", { limits: strict })).toMatchObject({
    guardrails: [{ verdict: "fail", limit: expect.closeTo(0.01) }, {}],
  });
});

test("a test of a time when nobody set limits has those of that time", async () => {
  await makePair(owner, "old");
  const { id } = await db().deployment.findFirstOrThrow({ where: { name: "old" } });
  await db().abTest.create({
    data: {
      ...{ workspaceId: owner.workspaceId, deploymentId: id, number: 1, name: "Before" },
      ...{ control: 1, treatment: 2, question: { metric: "bought" }, createdById: owner.userId },
    },
  });
  const { limits } = await readAbTest(owner, { deployment: "old", test: 1 });
  expect(limits).toEqual(USUAL);
});

test("limits that nothing could keep or break are refused", () => {
  const said = (limits: object) =>
    startAbTestInput
      .safeParse(wish("any", { limits }))
      .error?.issues.map(({ path, message }) => [path.join("."), message]);
  const isBelow = "A limit is never below the control.";
  expect(said({ error_rate: { relative: -0.1 }, p99_latency: { absolute: -1 } })).toEqual([
    ["limits.error_rate.relative", isBelow],
    ["limits.p99_latency.absolute", isBelow],
  ]);
  expect(said({ error_rate: { absolute: 1 } })).toEqual([
    ["limits.error_rate.absolute", "Give less than 100 points: that guardrail could never fail."],
  ]);
  expect(said({ p99_latency: { absolute: 60_001 } })).toHaveLength(1);
  expect(said({ p99_latency: { relative: Number.NaN } })).toEqual([
    ["limits.p99_latency.relative", "Give a number of percent."],
  ]);
});
