import { beforeAll, expect, test } from "vitest";
import { db } from "@/lib/db/client";
import { makeRegistry } from "@/lib/testing/approvals";
import { setUpDatabase } from "@/lib/testing/database";
import { split } from "@/lib/testing/deployments";
import { makeToken, setUpProgramDoor } from "@/lib/testing/program-door";
import { lookAgain, makePair, observe, rolloutWish } from "@/lib/testing/rollouts";

setUpDatabase();
const door = setUpProgramDoor({ servesModels: false });

let token: string;
let path: string;
beforeAll(async () => {
  const { owner } = await makeRegistry();
  token = await makeToken(owner);
  path = `/api/slipway/v1/workspaces/${owner.workspaceSlug}/deployments`;
  await makePair(owner, "churn");
  await makePair(owner, "tested");
  await split(
    owner,
    "tested",
    [
      [1, 5_000],
      [2, 5_000],
    ],
    1,
  );
});

const call = (method: string, place: string, body?: unknown) =>
  door.call(method, path + place, body === undefined ? { token } : { token, body });

test("a rollout is started, followed, let on and aborted", async () => {
  const { candidate, plan } = rolloutWish("churn");
  expect(await call("POST", "/churn/rollouts", { candidate, plan })).toMatchObject({
    status: 201,
    body: { number: 1, phase: "pending", stable: 1, steps: [{ weight: 1_000 }, { weight: 5_000 }] },
  });
  await lookAgain();
  await observe("churn", [2]);
  await lookAgain();
  expect(await call("GET", "/churn/rollouts/1")).toMatchObject({
    body: { phase: "progressing", weight: 1_000 },
  });
  expect(await call("POST", "/churn/rollouts/1/pause", {})).toMatchObject({
    status: 200,
    body: { phase: "paused" },
  });
  expect(await call("POST", "/churn/rollouts/1/resume", {})).toMatchObject({
    body: { phase: "progressing" },
  });
  expect(await call("POST", "/churn/rollouts/1/promote", { isFull: true })).toMatchObject({
    status: 200,
  });
  await lookAgain();
  expect(await call("GET", "/churn/rollouts/1")).toMatchObject({
    body: { phase: "promoting", weight: 10_000 },
  });
  const checks = await call("GET", "/churn/rollouts/1/checks?limit=1");
  expect(checks).toMatchObject({ body: { items: [{ key: "errors", verdict: "no_data" }] } });
  expect(await call("POST", "/churn/rollouts/1/abort", { reason: "enough" })).toMatchObject({
    body: { phase: "aborted", weight: 0, reason: "enough" },
  });
  expect(await call("GET", "/churn/rollouts")).toMatchObject({ body: { items: [{ number: 1 }] } });
});

test("a plan without a guardrail, an unknown rollout and a rollout that is over are refused", async () => {
  const { candidate, plan } = rolloutWish("churn");
  const unguarded = { ...plan, checks: plan.checks.map((check) => ({ ...check, role: "signal" })) };
  const refused = await call("POST", "/churn/rollouts", { candidate, plan: unguarded });
  expect(refused).toMatchObject({ status: 400 });
  expect(JSON.stringify(refused.body)).toContain("at least one guardrail");
  expect(await call("GET", "/churn/rollouts/9")).toMatchObject({ status: 404 });
  expect(await call("GET", "/none/rollouts")).toMatchObject({ status: 404 });
  expect(await call("POST", "/churn/rollouts/1/pause", {})).toMatchObject({ status: 409 });
});

test("an A/B test compares posted outcomes, and its decision is done", async () => {
  const question = { metric: "bought", kind: "proportion", difference: "absolute" };
  const limits = { error_rate: { relative: 0.5 } };
  const asked = { name: "Does it sell?", control: 1, treatment: 2, question, limits };
  expect(await call("POST", "/tested/ab-tests", asked)).toMatchObject({
    status: 201,
    body: {
      number: 1,
      weights: [5_000, 5_000],
      limits: { error_rate: { relative: 0.5, absolute: 0.001 } },
      result: { recommendation: "keep_running" },
    },
  });
  const item = (revision: number, n: number, sum: number) => ({
    revision,
    n,
    sum,
    sumSquares: sum,
  });
  // One look alone would call this split broken.
  const outcomes = { metric: "bought", items: [item(1, 4_800, 480), item(2, 5_200, 728)] };
  expect(await call("POST", "/tested/outcomes", outcomes)).toMatchObject({ body: { added: 2 } });
  expect(await call("GET", "/tested/ab-tests/1")).toMatchObject({
    body: {
      treatment: { mean: 0.14 },
      result: {
        recommendation: "ship",
        sequential: { estimate: expect.closeTo(0.04) },
        sampleRatio: { flagged: false },
      },
    },
  });
  const decided = { decision: "shipped", reason: "It sells." };
  expect(await call("POST", "/tested/ab-tests/1/decide", decided)).toMatchObject({
    body: { decision: "shipped" },
  });
  expect(await call("POST", "/tested/ab-tests/1/decide", decided)).toMatchObject({ status: 409 });
  expect(await call("GET", "/tested")).toMatchObject({
    body: { plan: { weights: [{ revision: 2, weight: 10_000 }] } },
  });
  expect(await call("GET", "/tested/ab-tests")).toMatchObject({ body: { items: [{ number: 1 }] } });
  expect(await db().auditEvent.count({ where: { action: "ab-test.decided" } })).toBe(1);
});

test("outcomes of a revision that is not there are refused", async () => {
  const items = [{ revision: 7, n: 1, sum: 1, sumSquares: 1 }];
  expect(await call("POST", "/tested/outcomes", { metric: "bought", items })).toMatchObject({
    status: 400,
  });
});
