import { expect, test } from "vitest";
import type { ColumnFinding } from "../schema/monitors";
import {
  alertInWords,
  answersInWords,
  cellInWords,
  countsInWords,
  shareSentence,
  verdictSentence,
  windowInWords,
  windowShort,
} from "./words";

test.each([
  [
    { verdict: "drifted", drifted: 3, judged: 12, worst: "amount" },
    /^Drifted: 3 of 12 columns, most of all amount$/,
  ],
  [
    { verdict: "drifted", drifted: 1, judged: 1, worst: "amount" },
    /^Drifted: 1 of 1 column, most of all amount$/,
  ],
  [
    { verdict: "stable", drifted: 0, judged: 12, worst: null },
    /^Stable: none of 12 columns drifted$/,
  ],
  [
    { verdict: "stable", drifted: 1, judged: 12, worst: "amount" },
    /^Stable: 1 of 12 columns drifted, most of all amount$/,
  ],
  [
    { verdict: "too_few", drifted: 0, judged: 0, worst: null },
    /^Too few rows to tell: 40 came, 100 are needed$/,
  ],
] as const)("a verdict is one sentence: %o", (told, sentence) => {
  const { verdict, ...tally } = told;
  expect(verdictSentence({ verdict, rows: 40, tally }, 100)).toMatch(sentence);
});

test("how much drifted is told beside how much it takes, unless nothing did", () => {
  expect(shareSentence(0.14, 0.5)).toMatch(
    /^14\s% of the columns’ importance drifted; from 50\s% on/,
  );
  expect(shareSentence(0, 0.5)).toBe("");
});

const FINDING: ColumnFinding = {
  ...{ name: "amount", source: "input", kind: "number", verdict: "stable" },
  ...{ method: "jensen_shannon", threshold: 0.1, score: 0.02, chance: 0.05 },
  ...{ rows: 150, values: 150, nulls: 0, absent: 0, mistyped: 0, nans: 0, infinities: 0 },
  ...{ unseen: 0, mean: null, judgedBy: "score", pValue: null, bound: null },
};

test("only what came is counted in words, each for what it is", () => {
  expect(countsInWords(FINDING)).toEqual(["150 rows, 150 with a value"]);
  const odd = { values: 120, absent: 7, nulls: 6, mistyped: 5, nans: 4, infinities: 3, unseen: 2 };
  expect(countsInWords({ ...FINDING, ...odd })).toEqual([
    "150 rows, 120 with a value",
    "7 without the column",
    "6 null",
    "5 with values that are no number",
    "4 NaN",
    "3 infinite",
    "2 outside of the reference’s range",
  ]);
  expect(countsInWords({ ...FINDING, kind: "category", mistyped: 1, unseen: 2 }).slice(1)).toEqual([
    "1 with values that are no text",
    "2 of no value that the reference names",
  ]);
});

test("a cell tells its score beside what it is held against, or why there is none", () => {
  expect(cellInWords(FINDING, 150)).toBe(
    "stable: score 0.02, threshold 0.1, by chance up to 0.05, 150 rows",
  );
  expect(cellInWords({ ...FINDING, verdict: "missing", score: null }, 150)).toBe(
    "missing, 150 rows",
  );
});

test("windows are told in UTC, to the hour or by their days", () => {
  const opensAt = Date.UTC(2026, 10, 30, 23);
  const told = (hours: number, from = opensAt) => {
    const window = { opensAt: from, closesAt: from + hours * 3_600_000 };
    return [windowInWords(window), windowShort(window)];
  };
  expect(told(1)).toEqual(["30 Nov, 23:00 to 00:00 UTC", "23:00"]);
  const midnight = Date.UTC(2026, 10, 30);
  expect(told(24, midnight)).toEqual(["30 Nov (UTC)", "30 Nov"]);
  expect(told(7 * 24, midnight)).toEqual(["30 Nov to 6 Dec (UTC)", "30 Nov"]);
});

test("an alert says what it tells of, and how gravely", () => {
  const common = { severity: "warning", windows: 1, noData: "keep" } as const;
  expect(alertInWords({ kind: "drift", ...common })).toBe("A window that drifted, as a warning");
  expect(alertInWords({ kind: "drift", ...common, severity: "critical", windows: 2 })).toBe(
    "2 windows that drifted in a row, as critical",
  );
  expect(alertInWords({ kind: "column", column: "amount", ...common, windows: 3 })).toBe(
    "amount in 3 windows in a row, as a warning",
  );
  expect(alertInWords({ kind: "drift", ...common, noData: "alert" })).toBe(
    "A window that drifted, as a warning; too few rows count",
  );
  expect(alertInWords({ kind: "silence", severity: "warning", windows: 1 })).toBe(
    "A window in which nothing came, as a warning",
  );
});

test("why answers are not watched is said as it is", () => {
  const told = (definition: object) =>
    answersInWords({ target: null, window: "hour", leftOut: [], ...definition });
  const chosen = [{ name: "prediction", reason: "Somebody left it out." }];
  expect(told({ target: "left" })).toBe("Beside left");
  expect(told({ leftOut: chosen })).toMatch(/somebody left them out/);
  expect(told({ window: "version" })).toMatch(/a dataset has none/);
  expect(told({})).toMatch(/no one column/);
});
