import { expect, test } from "vitest";
import { alerts } from "../schema/alerts";
import type { ColumnFinding, WindowVerdict } from "../schema/monitors";
import { type AlertWindow, fires } from "./alerts";

const HOUR = 3_600_000;
const finding = (name: string, verdict: ColumnFinding["verdict"], score: number | null = 0) => ({
  ...{ name, verdict, score, source: "input", kind: "number", method: "psi" },
  ...{ threshold: 0.1, chance: 0.01, rows: 100, values: 100, nulls: 0, absent: 0 },
  ...{ mistyped: 0, nans: 0, infinities: 0, unseen: 0, mean: 1 },
  ...{ judgedBy: "score", pValue: null, bound: null },
});
const window = (
  hour: number,
  verdict: WindowVerdict,
  findings: ReturnType<typeof finding>[] = [],
) =>
  ({
    ...{ opensAt: hour * HOUR, closesAt: (hour + 1) * HOUR, verdict },
    ...{ share: verdict === "drifted" ? 0.75 : 0, findings },
  }) as AlertWindow;

const DRIFTED = [
  finding("amount", "drifted", 0.2),
  finding("country", "missing", null),
  finding("age", "stable", 0.05),
  finding("score", "drifted", 0.9),
  finding("plan", "mistyped", null),
];
const [drift, twice, age, amount, silence] = alerts.parse([
  { kind: "drift" },
  { kind: "column", column: "x", windows: 2 },
  { kind: "column", column: "age" },
  { kind: "column", column: "amount", windows: 2 },
  { kind: "silence", windows: 3 },
]);
const of = (alert: typeof drift, windows: readonly AlertWindow[], now = 0) => {
  if (!alert) throw new Error("There is no such alert.");
  return fires(alert, windows, now);
};

test("a drift names the columns that went farthest, in one sentence", () => {
  expect(of(drift, [window(5, "drifted", DRIFTED), window(4, "stable")])).toEqual({
    summary:
      "75 % of the columns drifted: country is missing, plan is of another type, score has drifted, and 1 more.",
    opensAt: 5 * HOUR,
    columns: ["country", "plan", "score", "amount"],
  });
  expect(of(drift, [window(5, "stable"), window(4, "drifted", DRIFTED)])).toBeNull();
  expect(of(drift, [])).toBeNull();
});

test("windows with too few rows are looked past, and as many as wanted must say the same", () => {
  const bad = [finding("amount", "drifted", 0.2)];
  const good = [finding("amount", "stable")];
  const few = window(6, "too_few", [finding("amount", "too_few", null)]);
  expect(of(amount, [few, window(5, "stable", bad), window(4, "stable", bad)])).toMatchObject({
    summary: "amount has drifted for 2 windows.",
    columns: ["amount"],
  });
  expect(of(amount, [few, window(5, "stable", bad), window(4, "stable", good)])).toBeNull();
  expect(of(amount, [window(5, "stable", bad)]), "there are not so many yet").toBeNull();
  expect(of(age, [window(5, "stable", DRIFTED)])).toBeNull();
  expect(of(twice, [window(5, "stable", bad), window(4, "stable", bad)])).toBeNull();
});

test("silence is told after whole windows in which nothing came, and never of what never spoke", () => {
  const last = [window(5, "stable")];
  expect(of(silence, last, 9 * HOUR - 1)).toBeNull();
  expect(of(silence, last, 9 * HOUR)).toMatchObject({
    summary: "Nothing came for 3 whole windows, since 1970-01-01 06:00 UTC.",
  });
  expect(of(silence, [], 9 * HOUR)).toBeNull();
});

test("silence is told by the newest row where minutes are given, whatever windows are of", () => {
  const [quiet] = alerts.parse([{ kind: "silence", minutes: 30 }]);
  if (!quiet) throw new Error("There is no such alert.");
  const last = [{ ...window(5, "stable"), closesAt: 5 * HOUR + 1 }];
  const at = (minutes: number, newest: number | null = 8 * HOUR) =>
    fires(quiet, last, 8 * HOUR + minutes * 60_000, [], { minutes: null, newest });
  expect(at(29)).toBeNull();
  expect(at(30)).toEqual({
    summary: "Nothing came for 30 minutes, since 1970-01-01 08:00 UTC.",
    ...{ opensAt: 5 * HOUR, columns: [] },
  });
  expect(at(99, null), "what never spoke").toBeNull();
  expect(fires(quiet, [], 99 * HOUR, [], { minutes: null, newest: 0 })).toBeNull();
});

test("an alert is given once", () => {
  const twiceGiven = [{ kind: "drift" }, { kind: "drift", windows: 2 }];
  expect(alerts.safeParse(twiceGiven).success).toBe(false);
  const columns = [
    { kind: "column", column: "a" },
    { kind: "column", column: "b" },
  ];
  expect(alerts.safeParse(columns).success).toBe(true);
});
