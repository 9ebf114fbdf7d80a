import { beforeEach, expect, test } from "vitest";
import type { Actor } from "@/lib/access/actor";
import { pool } from "@/lib/db/pool";
import { postOutcomes } from "@/lib/deployments/commands/outcomes";
import { postLabels } from "@/lib/gateway/commands/labels";
import { flushPredictions } from "@/lib/gateway/jobs/prediction-log";
import { labelsInput } from "@/lib/gateway/schema/predictions";
import { makeActor, setUpDatabase } from "@/lib/testing/database";
import {
  lookAtPerformanceNow,
  lookNow,
  referenceRow,
  uploadReference,
} from "@/lib/testing/monitors";
import { logPrediction, makeQuietDeployment } from "@/lib/testing/predictions";
import { createMonitor } from "../commands/create";
import { definePerformanceOf, endPerformance } from "../commands/performance";
import {
  findPerformance,
  getPerformance,
  getPerformanceWindow,
  listPerformance,
} from "../queries/performance";
import { createMonitorInput } from "../schema/monitors";
import { definePerformanceInput } from "../schema/performance";

setUpDatabase();

const HOUR = 3_600_000;
const hourAgo = (hours: number) => (Math.floor(Date.now() / HOUR) - hours) * HOUR;

let actor: Actor;
let deploymentId: bigint;
let monitor: number;
beforeEach(async () => {
  actor = await makeActor({ role: "contributor" });
  deploymentId = await makeQuietDeployment(actor, "churn", { sent: ["id", "amount", "country"] });
  const reference = await uploadReference(actor);
  const input = { deployment: "churn", window: "hour", reference, minRows: 20 };
  monitor = (await createMonitor(actor, createMonitorInput.parse(input))).id;
});

const define = (more: object) =>
  definePerformanceOf(actor, {
    monitor,
    ...definePerformanceInput.parse({ minRows: 20, slices: ["country"], ...more }),
  });

/** 60 predictions of an hour; the chance is 0.9 or 0.3, and so often is it true unless `isWrong`. */
async function predict(at: number): Promise<{ id: string; truth: number }[]> {
  const sent = Array.from({ length: 60 }, (_row, row) => {
    const isLikely = row % 2 === 0;
    const chance = isLikely ? 0.9 : 0.3;
    const id = logPrediction(actor, deploymentId, {
      at: at + row * 1_000,
      inputs: [referenceRow(row)],
      outputs: [{ label: Number(isLikely), probabilities: [1 - chance, chance] }],
    });
    return { id, truth: Number(Math.floor(row / 2) % 10 < chance * 10) };
  });
  await flushPredictions();
  return sent;
}

const label = (sent: readonly { id: string; truth: number }[], turn = (truth: number) => truth) =>
  postLabels(actor, {
    deployment: "churn",
    ...labelsInput.parse({
      labels: sent.map(({ id, truth }) => ({ predictionId: id, value: turn(truth) })),
    }),
  });

async function look() {
  await lookNow();
  await lookAtPerformanceNow();
  return (await listPerformance(actor, { monitor, limit: 50 })).items;
}

test("a monitor judges performance by itself where the reference has a target", async () => {
  const { definition, baseline, version } = await getPerformance(actor, { monitor });
  expect(definition).toMatchObject({
    ...{ task: "binary", classes: ["0", "1"], target: "left", metric: "accuracy" },
    limit: { kind: "learned" },
  });
  expect([baseline, version]).toEqual([null, 1]);
});

test("labels tell of their own window alone, however late they come, and as much as all at once", async () => {
  await define({ limit: { kind: "constant", value: 0.7 } });
  const [older, newer] = [await predict(hourAgo(30)), await predict(hourAgo(29))];
  expect(await look()).toMatchObject([
    { opensAt: hourAgo(29), rows: 60, labelled: 0, verdict: "unlabelled" },
    { opensAt: hourAgo(30), rows: 60, labelled: 0, verdict: "unlabelled" },
  ]);
  await label(newer.slice(0, 30));
  await look();
  await label(newer.slice(30));
  const [second, first] = await look();
  expect(first).toMatchObject({ verdict: "unlabelled", labelled: 0, reevaluatedAt: null });
  // By hand: of 30 likely ones 27 are true, of 30 others 9.
  expect(second).toMatchObject({
    ...{ labelled: 60, verdict: "met", limit: 0.7 },
    measures: {
      accuracy: { value: 48 / 60 },
      precision: { value: 0.9 },
      recall: { value: 27 / 36 },
      brier: { value: expect.closeTo((27 * 0.01 + 3 * 0.81 + 9 * 0.49 + 21 * 0.09) / 60, 12) },
    },
    target: { name: "left", verdict: "stable", rows: 60 },
  });
  expect(second?.reevaluatedAt).not.toBeNull();
  await label(older, (truth) => 1 - truth);
  const [same, late] = await look();
  expect(same).toEqual(second);
  expect(late).toMatchObject({ verdict: "missed", measures: { accuracy: { value: 12 / 60 } } });
  await pool().query("DELETE FROM performance_hours WHERE monitor_id = $1", [monitor]);
  const again = await look();
  expect(again.map(({ measures }) => measures)).toEqual([same?.measures, late?.measures]);
});

test("a window has its confusion, its calibration, and groups of rows, the worst first", async () => {
  await define({});
  await label(await predict(hourAgo(30)));
  await look();
  const opensAt = hourAgo(30);
  const found = await getPerformanceWindow(actor, { monitor, opensAt });
  expect(found.confusion).toEqual([
    [21, 3],
    [9, 27],
  ]);
  expect(found.reliability?.bins).toMatchObject([
    { from: 0.3, rows: 30, score: expect.closeTo(0.3, 12), share: 0.3 },
    { from: 0.9, rows: 30, score: expect.closeTo(0.9, 12), share: 0.9 },
  ]);
  expect(found.slices?.metric).toBe("accuracy");
  const groups = found.slices?.groups ?? [];
  expect(groups.map(({ group, rows }) => [group, rows]).toSorted()).toEqual([
    ["de", 20],
    ["es", 20],
    ["fr", 20],
  ]);
  const values = groups.map(({ measure }) => measure?.value ?? 0);
  expect(values).toEqual(values.toSorted((one, other) => one - other));
});

test("what is usual is learned from the first labelled windows, and tells what to expect of those without labels", async () => {
  await define({ minRows: 20 });
  for (const hours of [40, 39, 38, 37]) await label(await predict(hourAgo(hours)));
  await predict(hourAgo(3));
  await look();
  const { baseline, isEstimated } = await getPerformance(actor, { monitor });
  expect(baseline).toMatchObject({
    from: { kind: "windows", opensAt: hourAgo(40), closesAt: hourAgo(36) },
    ...{ rows: 240, values: { accuracy: 0.8, precision: 0.9 } },
  });
  expect(isEstimated).toBe(true);
  const [waiting, labelled] = await look();
  expect(waiting).toMatchObject({
    ...{ verdict: "waiting", labelled: 0, measures: {} },
    estimates: { accuracy: { value: expect.closeTo(0.8, 12) } },
  });
  expect(labelled).toMatchObject({
    verdict: "met",
    estimates: { precision: { value: expect.closeTo(0.9, 12) } },
  });
});

test("labels by business key are found too, and a window that a worker left half done is done by the next one", async () => {
  await define({});
  for (let row = 0; row < 20; row += 1)
    logPrediction(actor, deploymentId, {
      ...{ at: hourAgo(30) + row, key: `order ${row}` },
      inputs: [referenceRow(row)],
    });
  await flushPredictions();
  expect(await look()).toMatchObject([{ rows: 20, labelled: 0 }]);
  const labels = Array.from({ length: 20 }, (_row, row) => ({ key: `order ${row}`, value: 1 }));
  await postLabels(actor, { deployment: "churn", ...labelsInput.parse({ labels }) });
  await pool().query("UPDATE performance_hours SET is_stale = true WHERE monitor_id = $1", [
    monitor,
  ]);
  expect(await look()).toMatchObject([{ rows: 20, labelled: 20, verdict: "measured" }]);
});

test("another definition reads the log anew, an ended one judges nothing, and who may only read changes nothing", async () => {
  await label(await predict(hourAgo(30)));
  await look();
  await define({ positive: "0", metric: "recall" });
  const [window] = await look();
  expect(window).toMatchObject({ version: 2, measures: { recall: { value: 21 / 24 } } });
  await endPerformance(actor, { monitor });
  expect(await findPerformance(actor, { monitor })).toBeNull();
  await expect(getPerformance(actor, { monitor })).rejects.toMatchObject({ code: "NOT_FOUND" });
  const { workspaceId: id, workspaceSlug: slug } = actor;
  const viewer = await makeActor({ role: "viewer", workspace: { id, slug } });
  await expect(endPerformance(viewer, { monitor })).rejects.toMatchObject({ code: "FORBIDDEN" });
  await expect(define({ metric: "mae" })).rejects.toMatchObject({ code: "INVALID" });
  await expect(define({ slices: ["age"] })).rejects.toMatchObject({ code: "INVALID" });
  await expect(define({ target: "age" })).rejects.toMatchObject({ code: "INVALID" });
});

test("what is posted of the business is added up in its window, of the metric that is looked at now", async () => {
  const business = { metric: "revenue", better: "higher", limit: 3 };
  await define({ business });
  await predict(hourAgo(1));
  await predict(hourAgo(0));
  const post = (metric: string, sum: number) =>
    postOutcomes(actor, {
      ...{ deployment: "churn", metric },
      items: [{ revision: 1, n: 40, sum, sumSquares: sum ** 2 / 40 }],
    });
  await post("revenue", 60);
  await post("revenue", 100);
  await post("clicks", 7_000);
  const [now, before] = await look();
  expect(now?.business).toMatchObject({ n: 80, sum: 160, mean: 2, value: 2, verdict: "missed" });
  expect(before?.business).toBeNull();
  await define({ business: { metric: "clicks", of: "sum" } });
  const [next] = await look();
  expect(next?.business).toMatchObject({ n: 40, value: 7_000, verdict: "waiting" });
  const opensAt = next?.opensAt ?? 0;
  expect((await getPerformanceWindow(actor, { monitor, opensAt })).business?.sum).toBe(7_000);
  await define({});
  expect((await look())[0]?.business).toBeNull();
});

test("errors of numbers are estimated before labels come, by what was sent, apart from what labels say then", async () => {
  await define({ task: "regression", target: "amount" });
  /** In Germany the answer is 10 too high, elsewhere 1. */
  const sell = async (at: number, country: string | null) => {
    const sent = Array.from({ length: 60 }, (_row, row) => {
      const input = { ...referenceRow(row), ...(country && { country }) };
      const answer = input.amount + (input.country === "de" ? 10 : 1);
      const output = { inputs: [input], outputs: [{ prediction: answer }] };
      const id = logPrediction(actor, deploymentId, { at: at + row * 1_000, ...output });
      return { id, truth: input.amount };
    });
    await flushPredictions();
    return sent;
  };
  for (const hours of [6, 5, 4, 3, 2]) await label(await sell(hourAgo(hours), null));
  const mixed = await look();
  expect(mixed[0]?.measures.mae?.value).toBeCloseTo(4, 9);
  const german = await sell(hourAgo(1), "de");
  await look();
  const [newest, before] = await look();
  expect(newest).toMatchObject({ labelled: 0, measures: {} });
  expect(newest?.estimates.mae?.value).toBeCloseTo(10, 0);
  expect(newest?.estimates.rmse?.value).toBeCloseTo(10, 0);
  expect(newest?.estimates.mae?.samplingError).toBeCloseTo(Math.sqrt(18 / 60), 1);
  expect(before?.estimates.mae?.value).toBeCloseTo(4, 0);
  expect((await getPerformance(actor, { monitor })).isEstimated).toBe(true);
  await label(german, (truth) => truth - 5);
  const [told] = await look();
  expect(told?.measures.mae?.value).toBeCloseTo(15, 9);
  expect(told?.estimates.mae?.value, "it is not what labels say").toBeCloseTo(10, 0);
});
