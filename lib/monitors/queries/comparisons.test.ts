import { beforeEach, expect, test } from "vitest";
import type { Actor } from "@/lib/access/actor";
import { makeActor, setUpDatabase } from "@/lib/testing/database";
import { logRows, lookNow, referenceRow, uploadReference } from "@/lib/testing/monitors";
import { makeQuietDeployment } from "@/lib/testing/predictions";
import { createMonitor } from "../commands/create";
import { nameOfWindow } from "../rules/window-names";
import { compareSidesInput, exportComparisonInput } from "../schema/comparisons";
import { createMonitorInput } from "../schema/monitors";
import { exportComparison } from "./comparison-files";
import { compareSides } from "./comparisons";
import { readDistribution } from "./monitors";

setUpDatabase();

const HOUR = 3_600_000;
const DAY = 24 * HOUR;
/** Noon of yesterday: hours before and after it are of the same day. */
const NOON = Math.floor(Date.now() / DAY) * DAY - DAY / 2;
const hour = (offset: number) => nameOfWindow("hour", NOON + offset * HOUR);

let actor: Actor;
let deploymentId: bigint;
let monitor: number;
beforeEach(async () => {
  actor = await makeActor({ role: "contributor" });
  deploymentId = await makeQuietDeployment(actor, "churn", { sent: ["id", "amount", "country"] });
  const reference = await uploadReference(actor);
  const made = await createMonitor(
    actor,
    createMonitorInput.parse({
      ...{ deployment: "churn", window: "hour", reference },
      columns: [{ name: "prediction", isWatched: false }],
    }),
  );
  monitor = made.id;
});

const many = (count: number, row: (at: number) => object = referenceRow) =>
  Array.from({ length: count }, (_row, at) => row(at));
const shifted = (at: number) => ({ ...referenceRow(at), amount: 80 + (at % 40) });

async function logHours(hours: Readonly<Record<number, readonly object[]>>): Promise<void> {
  for (const [offset, rows] of Object.entries(hours))
    await logRows(actor, deploymentId, rows, { at: NOON + Number(offset) * HOUR });
  await lookNow();
}

const compare = (more: object = {}) =>
  compareSides(actor, compareSidesInput.parse({ monitor, ...more }));

test("any two windows are compared in the frozen bins, and the reference with the newest one unless others are named", async () => {
  await logHours({ 0: many(150), 1: many(150, shifted), 2: many(150, shifted) });
  const usual = await compare();
  expect(usual).toMatchObject({
    ...{ before: { name: "reference", rows: 600 }, after: { name: hour(2), rows: 150 } },
    ...{ verdict: "drifted", tally: { drifted: 1, judged: 2, worst: "amount" } },
    column: {
      finding: { name: "amount", verdict: "drifted", rows: 150 },
      course: { isOff: true, since: NOON + HOUR, windows: 2, wasOtherwise: true },
    },
  });
  const known = await readDistribution(actor, {
    ...{ monitor, opensAt: NOON + 2 * HOUR, column: "amount" },
  });
  expect(usual.column?.distribution.bins, "the same as the monitor's own").toEqual(known.bins);
  const apart = await compare({ before: hour(0), after: hour(1) });
  expect(apart.column).toMatchObject({
    finding: { name: "amount", verdict: "drifted" },
    before: { rows: 150, mean: expect.closeTo((4_950 + 1_225) / 150), least: 0, greatest: 99 },
    after: { rows: 150, least: 80, greatest: 119, unseen: 70 },
  });
  const alike = await compare({ before: hour(1), after: hour(2), column: "country" });
  expect(alike).toMatchObject({ verdict: "stable", column: { finding: { score: 0 } } });
});

test("the hours of a day add up to it, and a day and an hour can be compared", async () => {
  await logHours({ 0: many(150), 1: many(120, shifted) });
  const day = nameOfWindow("day", NOON - DAY / 2);
  const both = await compare({ before: day, after: hour(1), column: "amount" });
  const apart = await compare({ before: hour(0), after: hour(1), column: "amount" });
  expect(both.before.rows).toBe(270);
  const bins = apart.column?.distribution.bins.map(({ reference, current }) => reference + current);
  expect(both.column?.distribution.bins.map(({ reference }) => reference)).toEqual(bins);
  expect(both.choices).toEqual(expect.arrayContaining([day, hour(0), hour(1)]));
});

test("too few rows on either side say nothing, and nothing that came cannot be compared", async () => {
  await expect(compare()).rejects.toMatchObject({ code: "NOT_FOUND" });
  await logHours({ 0: many(50), 1: many(150, shifted) });
  expect(await compare({ before: hour(0), after: hour(1) })).toMatchObject({
    ...{ verdict: "too_few", column: { finding: { verdict: "too_few", score: null } } },
  });
  expect(await compare({ before: hour(9), after: hour(1) })).toMatchObject({
    ...{ before: { rows: 0 }, verdict: "too_few" },
  });
  const stranger = await makeActor({ role: "contributor" });
  await expect(compareSides(stranger, compareSidesInput.parse({ monitor }))).rejects.toMatchObject({
    code: "NOT_FOUND",
  });
});

async function exported(format: "csv" | "html"): Promise<string> {
  const input = exportComparisonInput.parse({ monitor, before: hour(0), after: hour(1), format });
  const { chunks } = await exportComparison(actor, input);
  let text = "";
  for await (const chunk of chunks) text += chunk;
  return text;
}

test("a comparison is taken away as CSV with every column and as a page that fetches nothing", async () => {
  const rows = many(150, (at) => ({ ...shifted(at), country: "<b>&" }));
  await logHours({ 0: many(150), 1: rows });
  const [head = "", first = "", second = "", end] = (await exported("csv")).split("\r\n");
  expect(end).toBe("");
  const { findings } = await compare({ before: hour(0), after: hour(1) });
  for (const [at, line] of [first, second].entries()) {
    const cells = new Map(line.split(",").map((cell, place) => [head.split(",")[place], cell]));
    expect(cells.get("column")).toBe(findings[at]?.name);
    expect(Number(cells.get("score"))).toBe(findings[at]?.score);
    expect([cells.get("before"), cells.get("after")]).toEqual([hour(0), hour(1)]);
  }
  const page = await exported("html");
  expect(page.match(/<svg /g), "a histogram, its sums, and bars of categories").toHaveLength(3);
  expect(page).not.toContain("<b>");
  expect(page).not.toMatch(/(?:src|href)=/);
});
