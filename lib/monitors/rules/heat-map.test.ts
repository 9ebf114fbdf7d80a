import { expect, test } from "vitest";
import type { WindowDto } from "../dto/monitors";
import type { ColumnFinding, ColumnVerdict } from "../schema/monitors";
import { heatMapOf, tallyOf, worstColumn } from "./heat-map";

const HOUR = 3_600_000;

const finding = (
  name: string,
  verdict: ColumnVerdict,
  score: number | null = null,
  threshold = 0.1,
): ColumnFinding => ({
  ...{ name, verdict, score, threshold, source: "input", kind: "number" },
  ...{ method: "jensen_shannon", chance: 0.05, rows: 150, values: 150, nulls: 0, absent: 0 },
  ...{ mistyped: 0, nans: 0, infinities: 0, unseen: 0, mean: null },
  ...{ judgedBy: "score", pValue: null, bound: null },
});

const window = (hour: number, findings: ColumnFinding[]): WindowDto => ({
  ...{ opensAt: hour * HOUR, closesAt: (hour + 1) * HOUR, version: 1, rows: 150 },
  datasetVersion: null,
  ...{
    verdict: "stable",
    share: 0,
    findings,
    extra: {},
    quality: [],
    evaluatedAt: 0,
    reevaluatedAt: null,
  },
});

const shown = { columns: 25, column: undefined };

test("what is missing comes before what is far off, which comes before what is near", () => {
  const findings = [
    finding("near", "stable", 0.09),
    finding("far by its own threshold", "drifted", 0.3, 0.02),
    finding("far", "drifted", 0.5),
    finding("gone", "missing"),
    finding("few", "too_few"),
    finding("typed", "mistyped"),
  ];
  const { columns } = heatMapOf([window(1, findings)], shown);
  expect(columns.map(({ name }) => name)).toEqual([
    "gone",
    "typed",
    "far by its own threshold",
    "far",
    "near",
    "few",
  ]);
  expect(worstColumn({ findings })).toBe("gone");
});

test("windows stand by time with the newest last, in the order of what it says, and gaps are told", () => {
  const { windows, columns } = heatMapOf(
    [
      window(5, [finding("a", "stable", 0.01), finding("b", "drifted", 0.4)]),
      window(2, [finding("a", "drifted", 0.4), finding("old", "stable", 0)]),
      window(1, [finding("a", "stable", 0.02)]),
    ],
    shown,
  );
  expect(windows.map(({ opensAt, isAfterGap }) => [opensAt / HOUR, isAfterGap])).toEqual([
    [1, false],
    [2, false],
    [5, true],
  ]);
  expect(columns.map(({ name, cells }) => [name, cells.map((cell) => cell?.score)])).toEqual([
    ["b", [undefined, undefined, 0.4]],
    ["a", [0.02, 0.4, 0.01]],
    ["old", [undefined, 0, undefined]],
  ]);
});

test("so many columns are shown at most, and the chosen one in any case", () => {
  const findings = ["a", "b", "c", "d"].map((name) => finding(name, "stable", 0));
  const names = (column: string | undefined) => {
    const { columns, hidden } = heatMapOf([window(1, findings)], { columns: 2, column });
    return { names: columns.map(({ name }) => name), hidden };
  };
  expect(names(undefined)).toEqual({ names: ["a", "b"], hidden: 2 });
  expect(names("d")).toEqual({ names: ["a", "b", "d"], hidden: 1 });
  expect(names("b")).toEqual({ names: ["a", "b"], hidden: 2 });
  expect(names("nobody's")).toEqual({ names: ["a", "b"], hidden: 2 });
});

test("columns that could not be judged count neither as drifted nor as judged", () => {
  const findings = [
    finding("few", "too_few"),
    finding("a", "stable", 0),
    finding("b", "drifted", 0.2),
    finding("c", "no_values"),
  ];
  expect(tallyOf(findings)).toEqual({ drifted: 2, judged: 3, worst: "c" });
  expect(tallyOf([finding("few", "too_few")])).toEqual({ drifted: 0, judged: 0, worst: null });
});
