import { beforeEach, expect, test } from "vitest";
import type { Actor } from "@/lib/access/actor";
import { pool } from "@/lib/db/pool";
import { flushPredictions } from "@/lib/gateway/jobs/prediction-log";
import { makeActor, setUpDatabase } from "@/lib/testing/database";
import {
  logRows,
  lookNow,
  recountNow,
  referenceRow,
  uploadReference,
} from "@/lib/testing/monitors";
import { logPrediction, makeQuietDeployment } from "@/lib/testing/predictions";
import { createMonitor } from "../commands/create";
import { reviseMonitor } from "../commands/monitors";
import { listWindows, readDistribution } from "../queries/monitors";
import { createMonitorInput } from "../schema/monitors";

setUpDatabase();

const HOUR = 3_600_000;
const thisHour = () => Math.floor(Date.now() / HOUR) * HOUR;

let actor: Actor;
let deploymentId: bigint;
beforeEach(async () => {
  actor = await makeActor({ role: "contributor" });
  const sent = ["id", "amount", "country"];
  deploymentId = await makeQuietDeployment(actor, "churn", { sent });
});

async function watch(more: object = {}) {
  const reference = await uploadReference(actor);
  const input = { deployment: "churn", window: "hour", reference, ...more };
  return createMonitor(actor, createMonitorInput.parse(input));
}

const windowsOf = async (monitor: number) =>
  (await listWindows(actor, { monitor, limit: 50 })).items;
const verdicts = (findings: readonly { name: string; verdict: string }[]) =>
  Object.fromEntries(findings.map(({ name, verdict }) => [name, verdict]));
const many = (count: number, row: (at: number) => object = referenceRow) =>
  Array.from({ length: count }, (_row, at) => row(at));

test("a window like the reference is stable, one that is not has drifted, and says in which columns", async () => {
  const { id, definition } = await watch();
  expect(definition).toMatchObject({
    target: "left",
    leftOut: [{ name: "id", reason: "It looks like an identifier." }],
  });
  const [before, now] = [thisHour() - HOUR, thisHour()];
  await logRows(actor, deploymentId, many(200), { at: before, answer: 1 });
  await logRows(actor, deploymentId, many(200), { at: before, answer: 0 });
  const shifted = (at: number) => ({ ...referenceRow(at), amount: 80 + (at % 40) });
  await logRows(actor, deploymentId, many(300, shifted), { at: now });
  await lookNow();
  const [later, earlier] = await windowsOf(id);
  expect(earlier).toMatchObject({ opensAt: before, rows: 400, verdict: "stable", share: 0 });
  expect(later).toMatchObject({ opensAt: now, rows: 300, verdict: "drifted", share: 2 / 3 });
  expect(verdicts(later?.findings ?? [])).toEqual({
    amount: "drifted",
    country: "stable",
    prediction: "drifted",
  });
  const column = { monitor: id, opensAt: now, column: "amount" };
  const { bins } = await readDistribution(actor, column);
  expect(bins.at(-2)).toEqual({ label: "above 99", reference: 0, current: 140 });
  expect(bins.reduce((sum, { current }) => sum + current, 0)).toBe(300);
});

test("identifiers that repeat are a fault of the data, and rows that do where somebody wants them counted", async () => {
  const { id, definition } = await watch({ quality: { repeatedRows: "learned" } });
  // Amounts and countries of 600 rows go round together every 300.
  expect(definition.quality.repeatedRows).toBeCloseTo(0.52, 9);
  await logRows(actor, deploymentId, many(150), { at: thisHour() - HOUR });
  await logRows(actor, deploymentId, many(150), { at: thisHour() });
  await logRows(actor, deploymentId, many(200), { at: thisHour() });
  await lookNow();
  const [later, earlier] = await windowsOf(id);
  expect(earlier?.quality).toEqual([]);
  expect(later?.quality).toEqual([
    { check: "repeated", column: "id", found: expect.closeTo(3 / 7, 9), limit: 0.02 },
  ]);
  const twice = many(400, (at) => referenceRow(at % 20));
  await logRows(actor, deploymentId, twice, { at: thisHour() });
  await lookNow();
  const [newest] = await windowsOf(id);
  expect(newest?.quality).toMatchObject([
    { check: "repeated_rows", column: null, found: expect.closeTo(11 / 15, 9), limit: 0.52 },
    { check: "repeated", column: "id", found: expect.closeTo(11 / 15, 9) },
  ]);
});

test("columns that are missing, of another type, without values or too few are said to be that", async () => {
  const { id } = await watch();
  const [gone, odd, few] = [thisHour() - 3 * HOUR, thisHour() - 2 * HOUR, thisHour() - HOUR];
  await logRows(
    actor,
    deploymentId,
    many(150, (at) => ({ amount: at % 100, extra: 1 })),
    { at: gone },
  );
  await logRows(
    actor,
    deploymentId,
    many(150, () => ({ amount: "12", country: null })),
    { at: odd },
  );
  await logRows(actor, deploymentId, many(20), { at: few });
  await lookNow();
  const [last, second, first] = await windowsOf(id);
  expect(verdicts(first?.findings ?? [])).toMatchObject({ amount: "stable", country: "missing" });
  expect(first?.extra).toEqual({ extra: 150 });
  expect(verdicts(second?.findings ?? [])).toMatchObject({
    amount: "mistyped",
    country: "no_values",
  });
  expect(second?.findings.every(({ score }) => score === null || score > 0)).toBe(true);
  expect(last).toMatchObject({ verdict: "too_few", share: 0 });
});

test("a request is counted once however often it comes; copies, failures and other revisions' shadows are not", async () => {
  const { id } = await watch();
  const at = thisHour();
  const one = { id: "00000000-0000-4000-8000-000000000001", at, inputs: [referenceRow(1)] };
  logPrediction(actor, deploymentId, one);
  logPrediction(actor, deploymentId, one);
  await flushPredictions();
  logPrediction(actor, deploymentId, one);
  logPrediction(actor, deploymentId, { at, isShadow: true });
  logPrediction(actor, deploymentId, { at, status: 503, error: "busy" });
  await flushPredictions();
  await logRows(actor, deploymentId, many(3), { at, revision: 2 });
  await lookNow();
  await lookNow();
  expect(await windowsOf(id)).toMatchObject([{ rows: 4 }]);
});

test("rows that come late land in their own window, which says that it was judged again", async () => {
  const { id } = await watch();
  const at = thisHour() - 5 * HOUR;
  await logRows(actor, deploymentId, many(150), { at });
  await lookNow();
  expect(await windowsOf(id)).toMatchObject([{ opensAt: at, rows: 150, reevaluatedAt: null }]);
  await lookNow();
  expect(await windowsOf(id), "nothing came").toMatchObject([{ reevaluatedAt: null }]);
  await logRows(actor, deploymentId, many(10), { at: at + 60_000 });
  await lookNow();
  expect(await windowsOf(id)).toMatchObject([
    { opensAt: at, rows: 160, reevaluatedAt: expect.any(Number) },
  ]);
});

test("what the log held before, and what came while it was counted, is counted once", async () => {
  const old = thisHour() - 4 * HOUR;
  await logRows(actor, deploymentId, many(120), { at: old });
  const { id } = await watch();
  await logRows(actor, deploymentId, many(130), { at: thisHour() });
  await lookNow();
  expect(await windowsOf(id)).toMatchObject([{ opensAt: thisHour(), rows: 130 }]);
  const [counting] = await Promise.all([
    recountNow(),
    logRows(actor, deploymentId, many(70), { at: thisHour() }),
    logRows(actor, deploymentId, many(5), { at: old }),
  ]);
  expect(counting).toBeUndefined();
  await lookNow();
  const rows = async () => (await windowsOf(id)).map((window) => [window.opensAt, window.rows]);
  const expected = [
    [thisHour(), 200],
    [old, 125],
  ];
  expect(await rows()).toEqual(expected);
  await pool().query("UPDATE profiled_hours SET recounted_at = NULL");
  await recountNow();
  await lookNow();
  expect(await rows(), "counted anew, it is the same").toEqual(expected);
});

test("a paused monitor judges what came meanwhile when it goes on", async () => {
  const { id } = await watch();
  await reviseMonitor(actor, { monitor: id, isPaused: true });
  await logRows(actor, deploymentId, many(150));
  await lookNow();
  expect(await windowsOf(id)).toEqual([]);
  await reviseMonitor(actor, { monitor: id, isPaused: false });
  await lookNow();
  expect(await windowsOf(id)).toMatchObject([{ rows: 150, verdict: "stable" }]);
});
