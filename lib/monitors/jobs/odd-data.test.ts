import { beforeAll, expect, test } from "vitest";
import type { Actor } from "@/lib/access/actor";
import { makeActor, setUpDatabase } from "@/lib/testing/database";
import { logRows, lookNow, referenceRow, uploadReference } from "@/lib/testing/monitors";
import { makeQuietDeployment } from "@/lib/testing/predictions";
import { createMonitor } from "../commands/create";
import type { WindowDto } from "../dto/monitors";
import { listWindows } from "../queries/monitors";
import { createMonitorInput } from "../schema/monitors";

setUpDatabase();

const HOUR = 3_600_000;
const ROWS = 200;

interface Case {
  row: (at: number) => object;
  amount: object;
  country?: object;
  /** What is wrong with the data, whether or not it drifted. */
  quality: readonly (readonly [check: string, column: string, found: number])[];
  extra?: object;
}

/** Three of ten rows. */
const some = (at: number): boolean => at % 10 < 3;
const instead = (amount: unknown) => (at: number) =>
  some(at) ? { ...referenceRow(at), amount } : referenceRow(at);

const CASES: Readonly<Record<string, Case>> = {
  "rows like the reference": { row: referenceRow, amount: { verdict: "stable" }, quality: [] },
  "null in some rows": {
    row: instead(null),
    amount: { verdict: "drifted", nulls: 60, values: 140 },
    quality: [["missing", "amount", 0.3]],
  },
  "null in all rows": {
    row: (at) => ({ ...referenceRow(at), amount: null }),
    amount: { verdict: "no_values", nulls: 200, score: null },
    quality: [["missing", "amount", 1]],
  },
  // The log is JSON, which has neither: both are null there.
  "NaN in some rows": {
    row: instead(Number.NaN),
    amount: { verdict: "drifted", nulls: 60, values: 140 },
    quality: [["missing", "amount", 0.3]],
  },
  "infinities in some rows": {
    row: (at) => instead(at % 2 === 0 ? Number.POSITIVE_INFINITY : Number.NEGATIVE_INFINITY)(at),
    amount: { verdict: "drifted", nulls: 60, values: 140 },
    quality: [["missing", "amount", 0.3]],
  },
  "a category that the reference lacks": {
    row: (at) => (some(at) ? { ...referenceRow(at), country: "it" } : referenceRow(at)),
    amount: { verdict: "stable" },
    country: { verdict: "drifted", unseen: 60 },
    quality: [["unseen", "country", 0.3]],
  },
  "numbers outside of the reference's range": {
    row: instead(5_000),
    amount: { verdict: "drifted", unseen: 60 },
    quality: [["outside", "amount", 0.3]],
  },
  "one and the same value": {
    row: (at) => ({ ...referenceRow(at), amount: 50 }),
    amount: { verdict: "drifted", mean: 50, unseen: 0 },
    quality: [],
  },
  "another type": {
    row: (at) => ({ ...referenceRow(at), amount: String(at % 100) }),
    amount: { verdict: "mistyped", mistyped: 200, score: null },
    quality: [["invalid", "amount", 1]],
  },
  "a column that is missing": {
    row: (at) => ({ country: referenceRow(at).country }),
    amount: { verdict: "missing", absent: 200, score: null },
    quality: [["missing", "amount", 1]],
  },
  "a column that nobody expects": {
    row: (at) => ({ ...referenceRow(at), colour: "red" }),
    amount: { verdict: "stable" },
    quality: [],
    extra: { colour: 200 },
  },
};

const names = Object.keys(CASES);
const first = Math.floor(Date.now() / HOUR) * HOUR - (names.length + 1) * HOUR;
const hourOf = (name: string) => first + names.indexOf(name) * HOUR;

let actor: Actor;
let windows: WindowDto[];

beforeAll(async () => {
  actor = await makeActor({ role: "contributor" });
  const sent = ["id", "amount", "country"];
  const deploymentId = await makeQuietDeployment(actor, "churn", { sent });
  const reference = await uploadReference(actor);
  const columns = [{ name: "prediction", isWatched: false }];
  const input = { deployment: "churn", window: "hour", reference, columns };
  const { id } = await createMonitor(actor, createMonitorInput.parse(input));
  for (const [name, { row }] of Object.entries(CASES)) {
    const rows = Array.from({ length: ROWS }, (_row, at) => row(at));
    await logRows(actor, deploymentId, rows, { at: hourOf(name) });
  }
  await lookNow();
  windows = (await listWindows(actor, { monitor: id, limit: 100 })).items;
}, 60_000);

test.each(names)(
  "%s: counted and told as what it is, from what was sent to what was found",
  (name) => {
    const wanted = CASES[name];
    const window = windows.find(({ opensAt }) => opensAt === hourOf(name));
    const of = (column: string) => window?.findings.find((one) => one.name === column);
    expect(window).toMatchObject({ rows: ROWS, extra: wanted?.extra ?? {} });
    expect(of("amount")).toMatchObject(wanted?.amount ?? {});
    expect(of("country")).toMatchObject(wanted?.country ?? { verdict: "stable" });
    const told = window?.quality.map(({ check, column, found }) => [check, column, found]);
    expect(told).toEqual(wanted?.quality);
  },
);

test("a window in which nothing came is none, and no column of it counts as zeros", () => {
  expect(windows).toHaveLength(names.length);
  expect(windows.some(({ opensAt }) => opensAt === first + names.length * HOUR)).toBe(false);
});
