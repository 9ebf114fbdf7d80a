import { beforeEach, expect, test } from "vitest";
import type { Actor } from "@/lib/access/actor";
import { db } from "@/lib/db/client";
import { makeActor, setUpDatabase } from "@/lib/testing/database";
import {
  logRows,
  lookNow,
  recountNow,
  referenceRow,
  uploadReference,
} from "@/lib/testing/monitors";
import { makeQuietDeployment } from "@/lib/testing/predictions";
import { listDefinitions, readDefinitionEditor } from "../queries/definitions";
import { previewDefinition } from "../queries/draft-definition";
import { listWindows, readDistribution } from "../queries/monitors";
import { draftDefinitionInput, redefineMonitorInput } from "../schema/definitions";
import { createMonitorInput } from "../schema/monitors";
import { createMonitor } from "./create";
import { redefineMonitor } from "./redefine";

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
const redefine = (monitor: number, version: number, settings: object) =>
  redefineMonitor(actor, {
    monitor,
    ...redefineMonitorInput.parse({ version, window: "hour", ...settings }),
  });
const preview = (monitor: number, settings: object) =>
  previewDefinition(actor, {
    monitor,
    ...draftDefinitionInput.parse({ window: "hour", ...settings }),
  });
const windowsOf = async (monitor: number) =>
  (await listWindows(actor, { monitor, limit: 50 })).items;
const many = (count: number, row: (at: number) => object = referenceRow) =>
  Array.from({ length: count }, (_row, at) => row(at));

/** Hours with 200 rows each, the first of which was `hours` hours ago; amounts are a third higher in the newest. */
async function logHours(hours: number) {
  for (let ago = hours; ago >= 0; ago -= 1)
    await logRows(
      actor,
      deploymentId,
      many(200, (at) => ({
        ...referenceRow(at),
        amount: ago === 0 ? 30 + (at % 70) : at % 100,
      })),
      { at: thisHour() - ago * HOUR },
    );
}

test("another definition judges the newest windows again, its bins stay, and both say what they judged", async () => {
  const { id } = await watch();
  await logHours(2);
  await lookNow();
  const settings = { share: 0.3, columns: [{ name: "amount", threshold: 5, method: "psi" }] };
  const tried = await preview(id, settings);
  expect(tried.changes).toEqual([
    {
      of: "the monitor",
      what: "drifted from",
      before: expect.stringMatching(/^50/),
      after: expect.stringMatching(/^30/),
    },
    {
      of: "amount",
      what: "method",
      before: "Jensen–Shannon distance",
      after: "Population stability index",
    },
    {
      of: "amount",
      what: "threshold",
      before: expect.stringContaining("0.1"),
      after: expect.stringContaining("5"),
    },
  ]);
  const [newest] = await windowsOf(id);
  expect(newest?.findings[0]).toMatchObject({ name: "amount", verdict: "drifted" });
  expect(tried.windows[0]).toMatchObject({
    ...{ opensAt: thisHour(), rows: 200, before: { verdict: newest?.verdict } },
    drifted: ["prediction"],
  });
  expect(tried.uncounted).toEqual([]);
  expect((await windowsOf(id))[0], "nothing is kept of a preview").toMatchObject({ version: 1 });

  expect(await redefine(id, 1, settings)).toMatchObject({ version: 2, definition: { share: 0.3 } });
  await expect(redefine(id, 1, { share: 0.9 })).rejects.toMatchObject({ code: "CONFLICT" });
  await lookNow();
  const again = await windowsOf(id);
  expect(again.map(({ version }) => version)).toEqual([2, 2, 2]);
  expect(again[0]?.findings[0]).toMatchObject({ method: "psi", verdict: "stable" });
  expect(await db().profilePlan.count(), "the same counts").toBe(1);
  const { items } = await listDefinitions(actor, { monitor: id, limit: 10 });
  expect(items).toMatchObject([
    { version: 2, changes: tried.changes },
    { version: 1, changes: [] },
  ]);
  const audit = await db().auditEvent.findMany({ where: { subject: `monitor ${id}` } });
  expect(audit.map(({ action }) => action)).toContain("monitor.redefined");
});

test("judged from now on only, older windows keep what was found, also when rows come late to them", async () => {
  const { id } = await watch();
  await logHours(2);
  await lookNow();
  await redefine(id, 1, { judgesAgain: false, columns: [{ name: "amount", threshold: 0.9 }] });
  await logRows(actor, deploymentId, many(50), { at: thisHour() - 2 * HOUR + 1 });
  await lookNow();
  const windows = await windowsOf(id);
  expect(windows.map(({ version, rows }) => [version, rows])).toEqual([
    [2, 200],
    [1, 200],
    [1, 250],
  ]);
});

test("other bins, other columns and another type are counted from the log anew", async () => {
  const { id } = await watch();
  await logHours(1);
  await lookNow();
  const settings = {
    columns: [
      { name: "amount", bins: "deciles", method: "psi" },
      { name: "prediction", isWatched: false },
      { name: "id", isWatched: true, kind: "category" },
    ],
  };
  const { uncounted } = await preview(id, settings);
  expect(uncounted).toEqual(["id", "amount"]);
  await redefine(id, 1, settings);
  await recountNow();
  await lookNow();
  const [newest, older] = await windowsOf(id);
  expect(newest).toMatchObject({ version: 2, rows: 200 });
  expect(newest?.findings.map(({ name, kind }) => [name, kind])).toEqual([
    ["id", "category"],
    ["amount", "number"],
    ["country", "category"],
  ]);
  expect(older).toMatchObject({ version: 2, rows: 200 });
  const cell = { monitor: id, opensAt: thisHour(), column: "amount" };
  const { bins } = await readDistribution(actor, cell);
  expect(bins).toHaveLength(11);
  expect(
    bins.slice(0, 10).every(({ reference }) => reference === 60),
    "deciles of 600 rows",
  ).toBe(true);
  const editor = await readDefinitionEditor(actor, { monitor: id });
  expect(editor.columns.map(({ name, kind, type }) => [name, kind, type])).toEqual([
    ["id", "category", "number"],
    ["amount", "number", "number"],
    ["country", "category", "text"],
    ["prediction", null, "number"],
  ]);
});

test("another length of windows replaces those that begin from then on", async () => {
  const { id } = await watch();
  await logHours(1);
  await lookNow();
  await redefine(id, 1, { window: "day" });
  await lookNow();
  const windows = await windowsOf(id);
  expect(windows.every(({ opensAt, closesAt }) => closesAt - opensAt === 24 * HOUR)).toBe(true);
  expect(windows.reduce((sum, { rows }) => sum + rows, 0)).toBe(400);
});

test("thresholds are learned from the reference's chunks and from windows that are known to be good", async () => {
  const { id, definition } = await watch({ preset: "nannyml", bins: "doane" });
  expect(definition.columns[0]).toMatchObject({
    ...{ name: "amount", method: "jensen_shannon_2", bins: "doane" },
    limit: { kind: "learned", from: "reference", count: 10, size: 60 },
  });
  const columns = [{ name: "amount", limit: { kind: "learned", from: "windows" } }];
  await expect(redefine(id, 1, { columns, preset: "nannyml", bins: "doane" })).rejects.toThrow(
    /too little to learn/,
  );
  await logHours(4);
  await lookNow();
  const good = [1, 2, 3, 4].map((ago) => thisHour() - ago * HOUR);
  const limit = { kind: "learned", from: "windows", windows: good };
  await redefine(id, 1, { columns: [{ name: "amount", limit }], bins: "doane" });
  await lookNow();
  const [newest, older] = await windowsOf(id);
  expect(newest?.findings[0]).toMatchObject({ verdict: "drifted" });
  expect(older?.findings[0]).toMatchObject({ verdict: "stable" });
});

test.each([
  [{ columns: [{ name: "country", method: "ks" }] }, /numbers only/],
  [
    { columns: [{ name: "amount", method: "psi", limit: { kind: "p_value", rate: 0.05 } }] },
    /no p-value/,
  ],
  [
    { columns: [{ name: "country", method: "chi2", limit: { kind: "constant", value: 1 } }] },
    /judged by its p-value/,
  ],
  [{ columns: [{ name: "country", kind: "number" }] }, /values that are no numbers/],
  [{ columns: [{ name: "nobody", importance: 2 }] }, /no column “nobody”/],
])("a definition that does not fit is refused in words: %o", async (settings, message) => {
  const { id } = await watch();
  await expect(redefine(id, 1, settings)).rejects.toMatchObject({
    code: "INVALID",
    message: expect.stringMatching(message),
  });
  expect((await listDefinitions(actor, { monitor: id, limit: 10 })).items).toHaveLength(1);
});

test("as Evidently, small references are compared by tests", async () => {
  const { definition } = await watch({ preset: "evidently" });
  expect(definition.columns).toMatchObject([
    { name: "amount", method: "ks", limit: { kind: "p_value" }, threshold: 0.05 },
    { name: "country", method: "chi2_goodness", limit: { kind: "p_value" } },
    { name: "prediction", method: "z_test", limit: { kind: "p_value" } },
  ]);
});
