import { expect, test } from "vitest";
import { WindowProfiler } from "@/lib/datasets/rules/window-profile";
import type { WatchedColumn } from "@/lib/datasets/schema/window-profiles";
import { seededRandom } from "@/lib/testing/draws";
import { alerts } from "../schema/alerts";
import { type QualityFinding, type QualityInput, qualityInput } from "../schema/quality";
import { checkQuality, learnQuality } from "./quality";
import { qualityFires } from "./quality-alert";

const COLUMNS: readonly WatchedColumn[] = [
  { kind: "number", name: "amount", source: "input", edges: [0, 50, 100] },
  { kind: "category", name: "country", source: "input", categories: ["de", "fr"] },
];

function count(rows: readonly object[]) {
  const profiler = new WindowProfiler(COLUMNS, ["order_id"], undefined, ["order_id", ""]);
  for (const row of rows) profiler.add({ ...row }, undefined);
  return profiler.finish();
}
const row = (amount: unknown, country: unknown = "de") => ({ amount, country });
const many = (length: number, make: (at: number) => object) =>
  Array.from({ length }, (_row, at) => make(at));

const REFERENCE = count(many(200, (at) => row(at % 101, at % 10 === 0 ? null : "de")));
const learn = (input: object = {}, windows: readonly number[] = []) =>
  learnQuality(
    qualityInput.parse(input),
    { columns: COLUMNS, reference: REFERENCE, leftOut: [{ name: "order_id" }] },
    windows,
    { keys: new Map([["order_id", 0]]), rows: 0.1 },
  );
const check = (rows: readonly object[], input: object = {}, isOver = true) =>
  checkQuality(COLUMNS, count(rows), learn(input), isOver).map(({ check: what, column }) => [
    what,
    column,
  ]);

test("limits are learned from the reference with a tolerance, and what somebody says of a column goes before", () => {
  const columns = [{ name: "amount", max: 500, missing: null }];
  expect(learn({ columns, tolerance: 0.01 }).columns).toEqual([
    {
      ...{ name: "amount", missing: null, invalid: 0.01, unseen: null },
      ...{ outside: 0.01, min: 0, max: 500, repeated: null },
    },
    {
      ...{ name: "country", missing: 0.11, invalid: 0.01, unseen: 0.01 },
      ...{ outside: null, min: null, max: null, repeated: null },
    },
    {
      ...{ name: "order_id", missing: null, invalid: null, unseen: null },
      ...{ outside: null, min: null, max: null, repeated: 0.01 },
    },
  ]);
});

test("what is as often missing as in the reference is no fault, what is more often is", () => {
  const missing = (every: number) =>
    many(400, (at) => row(at % 100, at % every === 0 ? null : "de"));
  expect(check(missing(10))).toEqual([]);
  expect(check(missing(4))).toEqual([["missing", "country"]]);
});

test("of stable data, at most one window in a hundred has a fault", () => {
  const random = seededRandom(41);
  const stable = () =>
    many(150, () => row(random() * 100, random() < 0.12 ? null : random() < 0.02 ? "it" : "de"));
  const faulty = Array.from({ length: 1_000 }, () => check(stable())).filter(
    (found) => found.length > 0,
  );
  expect(faulty.length).toBeLessThanOrEqual(10);
});

test("rows are fewer than usual only once a window is over, and more at once", () => {
  const windows = [100, 110, 90, 100, 105, 95];
  expect(
    learn({ rows: "learned" }, windows.slice(1)).rows,
    "too few windows to learn from",
  ).toBeNull();
  const rows = { rows: { min: 80, max: 120 } };
  const whole = (length: number, isOver: boolean) =>
    check(
      many(length, (at) => row(at % 100)),
      rows,
      isOver,
    );
  expect(whole(40, false)).toEqual([]);
  expect(whole(40, true)).toEqual([["few_rows", null]]);
  expect(whole(121, false)).toEqual([["many_rows", null]]);
  const learned = learn({ rows: "learned" }, windows).rows;
  expect(learned?.min).toBeCloseTo(100 - 3 * Math.sqrt(250 / 6), 9);
});

test("numbers outside are told where bins say how many they are, or none are allowed", () => {
  const far = many(100, (at) => row(at < 10 ? 1_000 : 50));
  expect(check(far)).toEqual([["outside", "amount"]]);
  const tight: Partial<QualityInput> = { columns: [{ name: "amount", max: 70 }] };
  expect(
    check(
      many(100, () => row(80)),
      tight,
    ),
    "the bin of 80 reaches from 50 to 100",
  ).toEqual([]);
});

const fault: QualityFinding = { check: "missing", column: "amount", found: 0.3, limit: 0.02 };
const [alert] = alerts.parse([{ kind: "quality", windows: 2 }]);
const fires = (found: readonly QualityFinding[][], newest: number | null = null, now = 0) => {
  if (alert?.kind !== "quality") throw new Error("There is no such alert.");
  const windows = found.map((quality, at) => ({ opensAt: 100 - at, quality }));
  return qualityFires(alert, windows, { minutes: 60, newest }, now);
};

test("an alert fires for as many windows with faults in a row, and for a newest row that is too old", () => {
  expect(fires([[fault]])).toBeNull();
  expect(fires([[fault], []])).toBeNull();
  expect(fires([[fault], [fault]])).toMatchObject({
    opensAt: 100,
    columns: ["amount"],
    summary: expect.stringMatching(/for 2 windows\. amount: 30\.0\s%.*missing, at most 2\.0\s%/),
  });
  const hours = (many: number) => many * 3_600_000;
  expect(fires([[]], 0, hours(1))).toBeNull();
  expect(fires([[]], 0, hours(2))?.summary).toMatch(/120 minutes old; at most 60/);
});

test("what identifies rows is held to repeat as little as in the reference, and rows where somebody wants them to", () => {
  const orders = (again: number) =>
    many(400, (at) => ({ ...row(at % 100), order_id: at < again ? 0 : at }));
  const own = (repeated: number | null) => ({ columns: [{ name: "order_id", repeated }] });
  expect(check(orders(8))).toEqual([]);
  expect(check(orders(40))).toEqual([["repeated", "order_id"]]);
  expect(check(orders(40), own(0.2))).toEqual([]);
  expect(check(orders(2), own(0)), "not one may").toEqual([["repeated", "order_id"]]);
  expect(learn(own(null)).columns.map(({ name }) => name)).toEqual(["amount", "country"]);
  expect(learn({ repeatedRows: "learned" }).repeatedRows).toBeCloseTo(0.12, 9);
  expect(check(orders(0), { repeatedRows: 0.74 })).toEqual([]);
  expect(check(orders(0), { repeatedRows: 0.6 })).toEqual([["repeated_rows", null]]);
});

test("of stable data whose values are too many to be kept, at most one window in a hundred is said to repeat", () => {
  const random = seededRandom(11);
  const stable = () =>
    many(1_500, (at) => ({
      ...row(50),
      order_id: random() < 0.02 ? Math.floor(random() * at) : at,
    }));
  const faulty = Array.from({ length: 300 }, () => check(stable())).filter(
    (found) => found.length > 0,
  );
  expect(faulty.length).toBeLessThanOrEqual(3);
});
