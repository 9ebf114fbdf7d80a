import { beforeAll, expect, test, vi } from "vitest";
import type { Actor } from "@/lib/access/actor";
import { db } from "@/lib/db/client";
import { gateway } from "@/lib/gateway/jobs/gateway";
import { flushPredictions } from "@/lib/gateway/jobs/prediction-log";
import { makeActor, setUpDatabase } from "@/lib/testing/database";
import { linearModel } from "@/lib/testing/onnx-model";
import { makeToken, setUpProgramDoor } from "@/lib/testing/program-door";
import { awaitReady, columnSignature, deploy } from "@/lib/testing/serving";

setUpDatabase();
const door = setUpProgramDoor();

let actor: Actor;
let token: string;
let deploymentId: bigint;
const revision = (weight: number) => ({
  files: { "model.onnx": linearModel([weight], 0) },
  signature: columnSignature({ a: "double" }),
  backend: { kind: "onnx" },
});

beforeAll(async () => {
  actor = await makeActor();
  token = await makeToken(actor);
  deploymentId = await deploy(actor, "split", [revision(1), revision(2), revision(3)], {
    weights: [
      { revision: 1, weight: 5_000 },
      { revision: 2, weight: 5_000 },
    ],
    shadows: [{ revision: 3, share: 10_000 }],
    stickyHeader: "x-customer",
    overrides: [{ header: "x-canary", value: "yes", revision: 2 }],
  });
  await awaitReady(actor, 3);
}, 60_000);

const ask = (headers: Record<string, string> = {}, path = "/serve/split/invocations") =>
  door.call("POST", path, {
    token,
    headers,
    body: path.endsWith("infer")
      ? { inputs: [{ name: "a", datatype: "FP64", shape: [1], data: [10] }] }
      : { dataframe_records: [{ a: 10 }] },
  });
const revisionOf = (answer: { headers: Headers }) =>
  Number(answer.headers.get("x-slipway-revision"));

test("each customer gets one revision, and customers are divided between them", async () => {
  const found = new Map<string, number>();
  for (let turn = 0; turn < 2; turn += 1)
    for (let customer = 0; customer < 40; customer += 1) {
      const answer = await ask({ "X-Customer": `c${customer}` });
      expect(answer).toMatchObject({
        status: 200,
        body: { predictions: [10 * revisionOf(answer)] },
      });
      const before = found.get(`c${customer}`);
      if (before !== undefined) expect(revisionOf(answer)).toBe(before);
      found.set(`c${customer}`, revisionOf(answer));
    }
  expect(new Set(found.values())).toEqual(new Set([1, 2]));
});

test("a header forces a revision, a version in the path asks for one that gets traffic", async () => {
  expect(revisionOf(await ask({ "X-Canary": "yes", "X-Customer": "c0" }))).toBe(2);
  const path = (version: number) => `/v2/models/split/versions/${version}/infer`;
  expect(revisionOf(await ask({}, path(2)))).toBe(2);
  expect((await ask({}, path(3))).status).toBe(404);
  expect((await ask({}, path(9))).status).toBe(404);
});

test("a shadow's answers are compared and logged, and never returned", async () => {
  const answers = await Promise.all(Array.from({ length: 10 }, () => ask({ "X-Canary": "yes" })));
  expect(new Set(answers.map(revisionOf))).toEqual(new Set([2]));
  await vi.waitFor(
    async () => {
      await gateway().windows.flush();
      const windows = await db().servingWindow.findMany({ where: { deploymentId, revision: 3 } });
      const sum = (key: "requests" | "compared" | "differed") =>
        windows.reduce((total, window) => total + window[key], 0n);
      expect(sum("compared")).toBeGreaterThanOrEqual(10n);
      expect(sum("differed")).toBe(sum("compared"));
      expect(windows.every(({ isShadow }) => isShadow)).toBe(true);
    },
    { timeout: 20_000 },
  );
});

test("every answer can be found by its id, with what was asked and what was answered", async () => {
  const answer = await ask({ "X-Customer": "c7" });
  const id = answer.headers.get("x-prediction-id") ?? "";
  expect(id).toBe(answer.headers.get("x-request-id"));
  await flushPredictions();
  const rows = await db()
    .$queryRaw`SELECT revision, is_shadow AS "isShadow", key, status, inputs, outputs, protocol
    FROM predictions WHERE id = ${id}::uuid AND NOT is_shadow`;
  expect(rows).toEqual([
    {
      revision: revisionOf(answer),
      isShadow: false,
      key: "c7",
      status: 200,
      inputs: [{ a: 10 }],
      outputs: [10 * revisionOf(answer)],
      protocol: "mlflow",
    },
  ]);
});

test("a new plan is followed as soon as it is announced", async () => {
  const plan = {
    weights: [{ revision: 3, weight: 10_000 }],
    slots: [{ revision: 3, from: 0, to: 10_000 }],
    shadows: [],
    seed: "s",
    stickyHeader: null,
    overrides: [],
  };
  await db().$transaction(async (tx) => {
    await tx.trafficPlan.create({
      data: { workspaceId: actor.workspaceId, deploymentId, version: 2, plan, origin: "person" },
    });
    await tx.deployment.update({ where: { id: deploymentId }, data: { trafficVersion: 2 } });
    const message = JSON.stringify({ workspaceId: actor.workspaceId, topics: ["deployments"] });
    await tx.$executeRaw`SELECT pg_notify('slipway_events', ${message})`;
  });
  await vi.waitFor(async () => expect(revisionOf(await ask())).toBe(3), {
    timeout: 2_000,
    interval: 20,
  });
});

test("a deployment that is stopped answers 503, and is told when to come again", async () => {
  await db().deployment.update({ where: { id: deploymentId }, data: { status: "stopped" } });
  await vi.waitFor(
    async () => {
      const answer = await ask();
      expect([answer.status, answer.headers.get("retry-after")]).toEqual([503, "1"]);
    },
    { timeout: 15_000 },
  );
  await vi.waitFor(
    async () =>
      expect(
        await db().revisionState.count({
          where: { workspaceId: actor.workspaceId, status: "stopped" },
        }),
      ).toBe(3),
    { timeout: 15_000 },
  );
});
