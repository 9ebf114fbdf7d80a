import { beforeEach, expect, test } from "vitest";
import type { Actor } from "@/lib/access/actor";
import { pool } from "@/lib/db/pool";
import { makeActor, setUpDatabase } from "@/lib/testing/database";
import { logRows, lookNow, referenceRow, uploadReference } from "@/lib/testing/monitors";
import { makeQuietDeployment } from "@/lib/testing/predictions";
import { createMonitor } from "../commands/create";
import { createMonitorInput, readMonitorPageInput } from "../schema/monitors";
import { listReferences, proposeMonitor } from "./proposals";
import { listMonitorSummaries, readMonitorPage } from "./screens";

setUpDatabase();

const HOUR = 3_600_000;
/** The same all along, whatever the clock does meanwhile. */
const NOW = Math.floor(Date.now() / HOUR) * HOUR;

let actor: Actor;
let deploymentId: bigint;
let reference: { datasetId: number; version: number };
beforeEach(async () => {
  actor = await makeActor({ role: "contributor" });
  deploymentId = await makeQuietDeployment(actor, "churn", { sent: ["id", "amount", "country"] });
  reference = await uploadReference(actor);
});

const watch = (more: object = {}) =>
  createMonitor(
    actor,
    createMonitorInput.parse({
      ...{ deployment: "churn", window: "hour", reference },
      columns: [{ name: "prediction", isWatched: false }],
      ...more,
    }),
  );

const many = (count: number, row: (at: number) => object = referenceRow) =>
  Array.from({ length: count }, (_row, at) => row(at));
const shifted = (at: number) => ({ ...referenceRow(at), amount: 80 + (at % 40) });
const pageOf = (monitor: number, more: object = {}) =>
  readMonitorPage(actor, readMonitorPageInput.parse({ monitor, ...more }));

/** Hours before this one, and whether each has drifted. */
async function logHours(hours: Readonly<Record<number, boolean>>): Promise<void> {
  for (const [ago, isShifted] of Object.entries(hours))
    await logRows(actor, deploymentId, many(150, isShifted ? shifted : referenceRow), {
      at: NOW - Number(ago) * HOUR,
    });
  await lookNow();
}

test("the page tells since when the newest verdict holds, and chooses the worst column of the newest window", async () => {
  const { id } = await watch();
  await logHours({ 4: true, 3: false, 2: true, 0: true });
  const page = await pageOf(id);
  expect(page.last).toMatchObject({
    ...{ opensAt: NOW, verdict: "drifted", since: NOW - 2 * HOUR },
    tally: { drifted: 1, judged: 2, worst: "amount" },
  });
  expect(page.heat.windows.map(({ verdict }) => verdict)).toEqual([
    "drifted",
    "stable",
    "drifted",
    "drifted",
  ]);
  expect(page.cell).toMatchObject({ opensAt: NOW, finding: { name: "amount" } });
  expect(page.cell?.compared).toMatchObject({
    distribution: { column: "amount" },
    after: { rows: 150, least: 80 },
    course: { isOff: true, since: NOW - 2 * HOUR, wasOtherwise: true },
  });
  const other = await pageOf(id, { window: NOW - 3 * HOUR, column: "country" });
  expect(other.cell).toMatchObject({
    ...{ opensAt: NOW - 3 * HOUR, finding: { name: "country", verdict: "stable" } },
    compared: { distribution: { kind: "category" } },
  });
  const astray = await pageOf(id, { window: 0, column: "nobody's" });
  expect(astray.cell, "an address that names nothing chooses as none does").toMatchObject({
    opensAt: NOW,
    finding: { name: "amount" },
  });
});

test("a monitor to which nothing came has no verdict and no map", async () => {
  const { id } = await watch();
  expect(await pageOf(id)).toMatchObject({
    ...{ last: null, cell: null, heat: { windows: [], columns: [], hidden: 0 } },
  });
});

test("a window that is older than those of the map is found by its address", async () => {
  const { id } = await watch();
  await logHours({ 1: false });
  const old = NOW - 90 * HOUR;
  await pool().query(
    `INSERT INTO monitor_windows (monitor_id, opens_at, workspace_id, closes_at, version, rows, verdict, share, findings, extra)
     SELECT monitor_id, w.at, workspace_id, w.at + interval '1 hour', version, rows, verdict, share, findings, extra
     FROM monitor_windows, generate_series($2::timestamptz, $2::timestamptz + interval '40 hours', '1 hour') AS w (at) WHERE monitor_id = $1`,
    [id, new Date(old)],
  );
  const page = await pageOf(id, { window: old });
  expect(page.cell?.opensAt).toBe(old);
  expect(page.heat.windows).toHaveLength(30);
  const older = await pageOf(id, { after: page.next });
  expect(older.heat.windows).toHaveLength(12);
  expect(older.last, "the verdict stays that of the newest window").toEqual(page.last);
});

test("the list tells the newest windows of each monitor, the oldest of them first, and of no other workspace", async () => {
  await watch({ name: "one" });
  await watch({ name: "two", window: "day" });
  await logHours({ 1: false, 0: true });
  const { items } = await listMonitorSummaries(actor, { limit: 50 });
  const [, one] = items;
  expect(items.map(({ name, window }) => [name, window])).toEqual([
    ["two", "day"],
    ["one", "hour"],
  ]);
  expect(one?.recent.map(({ verdict, rows }) => [verdict, rows])).toEqual([
    ["stable", 150],
    ["drifted", 150],
  ]);
  expect(one?.last).toMatchObject({ verdict: "drifted", tally: { drifted: 1, judged: 2 } });
  const stranger = await makeActor({ role: "contributor" });
  expect((await listMonitorSummaries(stranger, { limit: 50 })).items).toEqual([]);
  await expect(
    readMonitorPage(stranger, readMonitorPageInput.parse({ monitor: one?.id })),
  ).rejects.toMatchObject({ code: "NOT_FOUND" });
});

test("a proposal says what would be watched, or why nothing can be and beside what it could", async () => {
  const nothing = await proposeMonitor(actor, { deployment: "churn" });
  expect(nothing).toMatchObject({ reference: null, columns: [] });
  expect(nothing.problem).toContain("None of the data");
  const [choice, ...others] = await listReferences(actor, { search: "CUSTOM" });
  expect(others).toEqual([]);
  expect(choice).toEqual({ dataset: "customers", ...reference });
  expect(await listReferences(actor, { search: "orders" })).toEqual([]);
  expect(await proposeMonitor(actor, { deployment: "churn", ...reference })).toMatchObject({
    reference: { dataset: "customers", ...reference },
    columns: ["amount", "country", "prediction"],
    leftOut: [{ name: "id" }],
    ...{ target: "left", problem: null },
  });
  await expect(proposeMonitor(actor, { deployment: "nobody" })).rejects.toMatchObject({
    code: "NOT_FOUND",
  });
  const stranger = await makeActor({ role: "contributor" });
  expect(await listReferences(stranger, { search: "" })).toEqual([]);
});
