import { randomUUID } from "node:crypto";
import { beforeAll, expect, test } from "vitest";
import type { Actor } from "@/lib/access/actor";
import { db } from "@/lib/db/client";
import { postLabels } from "@/lib/gateway/commands/labels";
import { flushPredictions } from "@/lib/gateway/jobs/prediction-log";
import { labelsInput } from "@/lib/gateway/schema/predictions";
import { makeRegistry } from "@/lib/testing/approvals";
import { setUpDatabase } from "@/lib/testing/database";
import { logPrediction } from "@/lib/testing/predictions";
import { lookAgain, makePair, observe, roll, serve } from "@/lib/testing/rollouts";
import { listRolloutChecks, readRollout } from "../queries/rollouts";

setUpDatabase();

let owner: Actor;
beforeAll(async () => {
  const registry = await makeRegistry();
  owner = registry.owner;
});

const read = (deployment: string) => readRollout(owner, { deployment, rollout: 1 });

const shadowFirst = {
  kind: "shadow_first",
  share: 10_000,
  shadowSeconds: 0,
  steps: [{ weight: 1_000, bakeSeconds: 3_600 }],
};

const accuracy = { kind: "live_quality", measure: "accuracy" };

/** A rollout whose candidate answers, in its first step; answers the deployment. */
async function begun(name: string, check: object, more: object = {}): Promise<bigint> {
  await makePair(owner, name);
  await roll(owner, name, { checks: [{ role: "guardrail", minSamples: 50, ...check }], ...more });
  for (let look = 0; look < 12; look += 1) {
    const { phase } = await read(name);
    if (phase === "progressing") break;
    if (phase === "initialising") await observe(name, [2]);
    await lookAgain();
  }
  const { id } = await db().deployment.findFirstOrThrow({ where: { name } });
  return id;
}

interface Answered {
  revision: number;
  answers: readonly (number | string | null)[];
  isShadow?: boolean;
}

/** Logs what a revision answers from now on; answers the ids. */
async function answer(
  deployment: { id: bigint; name: string },
  { revision, answers, isShadow = false }: Answered,
): Promise<string[]> {
  const ids = answers.map((one) =>
    logPrediction(owner, deployment.id, { revision, isShadow, id: randomUUID(), outputs: [one] }),
  );
  await flushPredictions();
  await serve(deployment.name, revision, { requests: answers.length, isShadow });
  return ids;
}

const label = (deployment: string, ids: readonly string[], value: number | string) =>
  postLabels(owner, {
    deployment,
    ...labelsInput.parse({ labels: ids.map((predictionId) => ({ predictionId, value })) }),
  });
const times = (n: number, value: number | string) => new Array<number | string>(n).fill(value);

test("a rollout is rolled back when labels show its answers to be wrong more often, and waits for labels until then", async () => {
  const name = "wrong";
  const id = await begun(name, {
    key: "quality",
    metric: { kind: "live_quality", measure: "accuracy" },
    limit: { against: "stable", relative: 0.05 },
  });
  const stable = await answer({ id, name }, { revision: 1, answers: times(200, "stays") });
  const candidate = await answer(
    { id, name },
    { revision: 2, answers: [...times(60, "stays"), ...times(60, "leaves")] },
  );
  for (let look = 0; look < 6; look += 1) await lookAgain();
  expect(await read(name)).toMatchObject({
    ...{ phase: "progressing", step: 0 },
    checks: [{ key: "quality", verdict: "no_data", isEarly: true, samples: 0 }],
  });
  await label(name, [...stable, ...candidate], "stays");
  await lookAgain();
  expect(await read(name)).toMatchObject({
    ...{ phase: "rolling_back", reasonCode: "guardrail_failed", check: "quality" },
    checks: [{ verdict: "fail", observed: 0.5, baseline: 1, samples: 120, baselineSamples: 200 }],
  });
});

test("a rollout is rolled back when a shadow's numbers are spread unlike those of the stable revision", async () => {
  const name = "shifted";
  const id = await begun(
    name,
    {
      key: "answers",
      metric: { kind: "prediction_distribution", measure: "jensen_shannon" },
      limit: { against: "absolute", value: 0.2 },
    },
    { strategy: shadowFirst },
  );
  const spread = (from: number) => Array.from({ length: 200 }, (_answer, n) => from + n / 200);
  await answer({ id, name }, { revision: 1, answers: spread(0) });
  await answer({ id, name }, { revision: 2, answers: spread(0.8), isShadow: true });
  await lookAgain();
  const { phase, check, checks } = await read(name);
  expect({ phase, check }).toEqual({ phase: "rolling_back", check: "answers" });
  expect(checks).toMatchObject([{ verdict: "fail", samples: 200, baselineSamples: 200 }]);
});

test("a rollout whose answers are alike goes on", async () => {
  const name = "alike";
  const id = await begun(name, {
    key: "answers",
    metric: { kind: "prediction_distribution", measure: "psi" },
    limit: { against: "absolute", value: 0.2 },
  });
  const answers = [...times(80, "stays"), ...times(40, "leaves")];
  await answer({ id, name }, { revision: 1, answers });
  await answer({ id, name }, { revision: 2, answers });
  await lookAgain();
  expect(await read(name)).toMatchObject({ phase: "progressing", step: 1 });
});

test("a log that cannot be read is no reason not to judge by errors", async () => {
  const name = "unreadable";
  const errors = { key: "errors", role: "guardrail", metric: { kind: "error_rate" } };
  const quality = { ...errors, key: "quality", metric: accuracy, limit: { against: "stable" } };
  const limit = { against: "absolute", value: 0.02 };
  const id = await begun(name, {}, { checks: [{ ...errors, limit }, quality] });
  await answer({ id, name }, { revision: 2, answers: times(200, "stays") });
  await db().$executeRaw`UPDATE predictions SET answers = '7' WHERE deployment_id = ${id}`;
  await serve(name, 2, { requests: 500, errors: 200 });
  await lookAgain();
  expect(await read(name)).toMatchObject({
    ...{ phase: "rolling_back", reasonCode: "guardrail_failed", check: "errors" },
    checks: expect.arrayContaining([
      expect.objectContaining({ key: "quality", verdict: "no_data", samples: 0 }),
    ]),
  });
});

test("answers that are masked say nothing, and answers that are none are unlike those of before", async () => {
  const check = {
    key: "answers",
    metric: { kind: "prediction_distribution", measure: "psi" },
    limit: { against: "absolute", value: 0.2 },
  };
  const masked = { id: await begun("masked", check), name: "masked" };
  await answer(masked, { revision: 1, answers: times(120, "[masked]") });
  await answer(masked, { revision: 2, answers: times(120, "[masked]") });
  await lookAgain();
  expect(await read("masked")).toMatchObject({
    ...{ phase: "progressing", step: 0 },
    checks: [{ verdict: "no_data", isEarly: true, samples: 0, baselineSamples: 0 }],
  });
  const empty = { id: await begun("empty", check), name: "empty" };
  await answer(empty, { revision: 1, answers: times(120, "stays") });
  await answer(empty, { revision: 2, answers: new Array<null>(120).fill(null) });
  await lookAgain();
  expect(await read("empty")).toMatchObject({ phase: "rolling_back", check: "answers" });
});

test("errors too small or too great for their fourth power are summed up all the same", async () => {
  const name = "extreme";
  const id = await begun(name, {
    ...{ key: "quality", minSamples: 2 },
    metric: { kind: "live_quality", measure: "root_mean_squared_error" },
    limit: { against: "absolute", value: 1 },
  });
  const small = await answer({ id, name }, { revision: 2, answers: times(100, 1e-200) });
  await label(name, small, 0);
  const look = async () => {
    await lookAgain();
    const { items } = await listRolloutChecks(owner, { deployment: name, rollout: 1, limit: 1 });
    return items[0];
  };
  expect(await look()).toMatchObject({ verdict: "pass", observed: 0, samples: 100 });
  const great = await answer({ id, name }, { revision: 2, answers: times(100, 1.5e308) });
  await label(name, great, -1.5e308);
  expect(await look()).toMatchObject({ samples: 100, observed: expect.any(Number) });
});

test.each([
  ["is switched off", { isEnabled: false, sampleRate: 1 }],
  ["keeps none", { isEnabled: true, sampleRate: 0 }],
])("no rollout starts on a log that %s", async (fault, kept) => {
  const name = `unlogged-${fault.replaceAll(" ", "-")}`;
  await makePair(owner, name);
  const { id, workspaceId } = await db().deployment.findFirstOrThrow({ where: { name } });
  await db().predictionLogSettings.create({
    data: {
      ...{ deploymentId: id, workspaceId, ...kept, maskedColumns: [] },
      ...{ maxBytes: 16_384, maxRows: 100, retentionDays: 30 },
    },
  });
  const check = {
    ...{ key: "quality", role: "guardrail", limit: { against: "stable" } },
    metric: accuracy,
  };
  await expect(roll(owner, name, { checks: [check] })).rejects.toThrow(
    `reads the log of predictions, which ${fault}`,
  );
});
