import { beforeEach, expect, test } from "vitest";
import type { Actor } from "@/lib/access/actor";
import { pool } from "@/lib/db/pool";
import { makeActor, setUpDatabase } from "@/lib/testing/database";
import {
  logRows,
  lookAtPerformanceNow,
  lookNow,
  recountNow,
  referenceRow,
  uploadReference,
} from "@/lib/testing/monitors";
import { makeQuietDeployment } from "@/lib/testing/predictions";
import { createMonitor } from "../commands/create";
import { reviseMonitor } from "../commands/monitors";
import { redefineMonitor } from "../commands/redefine";
import { previewDefinition } from "../queries/draft-definition";
import { listWindows } from "../queries/monitors";
import { listPerformance } from "../queries/performance";
import { draftDefinitionInput, redefineMonitorInput } from "../schema/definitions";
import { createMonitorInput, reviseMonitorInput } from "../schema/monitors";

setUpDatabase();

let actor: Actor;
let deploymentId: bigint;
beforeEach(async () => {
  actor = await makeActor({ role: "contributor" });
  deploymentId = await makeQuietDeployment(actor, "churn", { sent: ["id", "amount", "country"] });
});

async function watch(rows: number) {
  const reference = await uploadReference(actor);
  const input = { deployment: "churn", window: { rows }, reference };
  return createMonitor(actor, createMonitorInput.parse(input));
}

const rowsOf = async (monitor: number) =>
  (await listWindows(actor, { monitor, limit: 50 })).items.map(({ rows }) => rows).toReversed();
const many = (count: number) => Array.from({ length: count }, (_row, at) => referenceRow(at));

test("windows of rows follow the order in which rows come, whatever time they are of", async () => {
  const { id, definition } = await watch(400);
  expect(definition).toMatchObject({ window: "rows", rows: 400 });
  const hours = [0, 30, 2, 700, 5, 1];
  for (const ago of hours)
    await logRows(actor, deploymentId, many(150), { at: Date.now() - ago * 3_600_000 });
  await lookNow();
  const rows = await rowsOf(id);
  expect(rows.reduce((sum, count) => sum + count, 0)).toBe(900);
  expect(rows).toHaveLength(3);
  for (const count of rows.slice(0, 2)) {
    expect(count).toBeGreaterThanOrEqual(400);
    expect(count, "at most a twentieth and one request longer").toBeLessThanOrEqual(421);
  }
});

test("a window goes on where it was left, one by one and by whoever adds up next", async () => {
  const { id } = await watch(200);
  for (let round = 0; round < 5; round += 1) {
    await logRows(actor, deploymentId, many(90));
    await Promise.all([lookNow(), lookNow()]);
  }
  const rows = await rowsOf(id);
  expect(rows.reduce((sum, count) => sum + count, 0)).toBe(450);
  expect(rows).toHaveLength(3);
  const { rows: left } = await pool().query(
    "SELECT 1 FROM profile_deltas WHERE workspace_id = $1",
    [actor.workspaceId],
  );
  expect(left).toEqual([]);
});

const windowsOf = async (monitor: number) =>
  (await listWindows(actor, { monitor, limit: 50 })).items.toReversed();
const redefine = (monitor: number, version: number, settings: object) =>
  redefineMonitor(actor, {
    monitor,
    ...redefineMonitorInput.parse({ version, window: { rows: 100 }, ...settings }),
  });
const preview = (monitor: number, settings: object) =>
  previewDefinition(actor, {
    monitor,
    ...draftDefinitionInput.parse({ window: { rows: 100 }, ...settings }),
  });

test("what the log held before is cut into windows by its time, and what comes goes on where it ends", async () => {
  const at = (ago: number) => Date.now() - ago * 60_000;
  await logRows(actor, deploymentId, many(130), { at: at(50) });
  await logRows(actor, deploymentId, many(120), { at: at(90) });
  const { id } = await watch(100);
  await logRows(actor, deploymentId, many(30));
  await lookNow();
  expect(await rowsOf(id), "until it is counted").toEqual([30]);
  await recountNow();
  await logRows(actor, deploymentId, many(40));
  await lookNow();
  const windows = await windowsOf(id);
  expect(windows.map(({ rows }) => rows)).toEqual([100, 100, 100, 20]);
  expect(windows[0]?.opensAt).toBeLessThan(at(89));
  await recountNow();
  await lookNow();
  expect(await rowsOf(id), "counted once, however often it is asked for").toEqual([
    100, 100, 100, 20,
  ]);
});

test("another definition judges the newest windows of rows again, and those say so", async () => {
  const { id } = await watch(100);
  await logRows(actor, deploymentId, many(200));
  await lookNow();
  await logRows(actor, deploymentId, many(50));
  await pool().query("UPDATE monitor_windows SET evaluated_at = now() - interval '1 day'");
  await lookNow();
  const before = await windowsOf(id);
  expect(before.map(({ rows }) => rows)).toEqual([100, 100, 50]);
  expect(
    before.map(({ reevaluatedAt }) => reevaluatedAt),
    "a window that goes on is not judged again",
  ).toEqual([null, null, null]);
  const settings = { columns: [{ name: "amount", threshold: 0.0001, method: "psi" }] };
  const tried = await preview(id, settings);
  expect(tried.windows.map(({ opensAt, rows }) => [opensAt, rows])).toEqual(
    before.map(({ opensAt, rows }) => [opensAt, rows]).toReversed(),
  );
  await redefine(id, 1, settings);
  await lookNow();
  const after = await windowsOf(id);
  expect(after.map(({ version }) => version)).toEqual([2, 2, 2]);
  expect(after.map(({ reevaluatedAt }) => reevaluatedAt !== null)).toEqual([true, true, false]);
  expect(after[0]?.findings[0]).toMatchObject({ name: "amount", method: "psi" });
});

test("judged from now on only, the present window of rows and later ones are", async () => {
  const { id } = await watch(100);
  await logRows(actor, deploymentId, many(150));
  await lookNow();
  await redefine(id, 1, { judgesAgain: false, share: 0.9 });
  await logRows(actor, deploymentId, many(10));
  await lookNow();
  expect((await windowsOf(id)).map(({ version, rows }) => [version, rows])).toEqual([
    [1, 100],
    [2, 60],
  ]);
});

test("windows of another number of rows, and of time, are counted from the log anew", async () => {
  const { id } = await watch(100);
  await logRows(actor, deploymentId, many(250));
  await lookNow();
  const tried = await preview(id, { window: { rows: 200 } });
  expect(tried.windows).toEqual([]);
  expect(tried.uncounted).toContain("amount");
  expect(tried.changes).toMatchObject([
    {
      what: "window",
      before: expect.stringMatching(/^100 rows/),
      after: expect.stringMatching(/^200 rows/),
    },
  ]);
  await redefine(id, 1, { window: { rows: 200 } });
  await recountNow();
  await lookNow();
  expect(await rowsOf(id)).toEqual([200, 50]);
  await redefine(id, 2, { window: "day" });
  await recountNow();
  await lookNow();
  expect(await rowsOf(id)).toEqual([250]);
  await redefine(id, 3, { window: { rows: 100 }, judgesAgain: false });
  await logRows(actor, deploymentId, many(20));
  await lookNow();
  expect(await rowsOf(id), "what was found by then is kept").toEqual([250, 20]);
});

test("how many rows are usual cannot be asked of windows of rows", async () => {
  const { id } = await watch(100);
  await expect(redefine(id, 1, { quality: { rows: "learned" } })).rejects.toThrow(
    /all have as many rows/,
  );
});

test("silence of windows of rows is told by minutes, and what hangs on empty windows is refused", async () => {
  const { id } = await watch(100);
  const tell = (alert: object) =>
    reviseMonitor(actor, { monitor: id, ...reviseMonitorInput.parse({ alerts: [alert] }) });
  await expect(tell({ kind: "silence" })).rejects.toThrow(/after how many minutes/);
  await expect(tell({ kind: "drift", noData: "alert" })).rejects.toThrow(/none of them stays/);
  await tell({ kind: "silence", minutes: 30 });
  await expect(redefine(id, 1, { window: "day" })).resolves.toMatchObject({ version: 2 });
  await tell({ kind: "silence", windows: 2 });
  await expect(redefine(id, 2, {})).rejects.toThrow(/Change what is told of first/);
});

test("what is true is followed day by day where windows are of rows, as soon as rows or labels come", async () => {
  const { id } = await watch(100);
  const [today, yesterday] = [Date.now(), Date.now() - 86_400_000];
  await logRows(actor, deploymentId, many(120), { at: yesterday });
  await logRows(actor, deploymentId, many(30), { at: today });
  const days = async () => {
    await lookNow();
    await lookAtPerformanceNow();
    const { items } = await listPerformance(actor, { monitor: id, limit: 10 });
    return items.map(({ rows }) => rows).toReversed();
  };
  expect(await days()).toEqual([120, 30]);
  await logRows(actor, deploymentId, many(7), { at: yesterday });
  expect(await days(), "late rows too").toEqual([127, 30]);
});
