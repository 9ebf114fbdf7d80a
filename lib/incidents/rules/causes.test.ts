import fc from "fast-check";
import { expect, test } from "vitest";
import { type ColumnFinding, columnFindings } from "@/lib/monitors/schema/monitors";
import { type CauseWindow, correlationOf, rankCauses } from "./causes";

const HOUR = 3_600_000;
type Given = Partial<Pick<ColumnFinding, "verdict" | "score" | "source">>;

function findingsOf(columns: Readonly<Record<string, Given>>): ColumnFinding[] {
  return columnFindings.parse(
    Object.entries(columns).map(([name, given]) => ({
      ...{ name, source: "input", kind: "number", verdict: "stable", method: "jensen_shannon" },
      ...{ threshold: 0.1, score: 0, chance: 0.01, rows: 100, values: 100, nulls: 0, absent: 0 },
      ...{ mistyped: 0, nans: 0, infinities: 0, unseen: 0, mean: 1, ...given },
    })),
  );
}
const windowsOf = (
  columns: Readonly<Record<string, readonly number[]>>,
  performance: readonly (number | null)[],
): CauseWindow[] =>
  performance.map((value, at) => ({
    opensAt: at * HOUR,
    performance: value,
    findings: findingsOf(
      Object.fromEntries(
        Object.entries(columns).map(([name, scores]) => {
          const score = scores[at] ?? 0;
          return [name, { score, verdict: score >= 0.1 ? "drifted" : "stable" }];
        }),
      ),
    ),
  }));
const asked = { since: 3 * HOUR, usual: 0.9, importance: new Map<string, number>() };

test("a correlation is Pearson's, to the value that is known of Anscombe's first quartet", () => {
  const xs = [10, 8, 13, 9, 11, 14, 6, 4, 12, 7, 5];
  const ys = [8.04, 6.95, 7.58, 8.81, 8.33, 9.96, 7.24, 4.26, 10.84, 4.82, 5.68];
  const pairs = xs.map((x, at) => [x, ys[at] ?? 0] as const);
  expect(correlationOf(pairs)).toBeCloseTo(0.81642051634484, 12);
  expect(correlationOf(pairs.slice(0, 3)), "too few").toBeNull();
  expect(correlationOf(pairs.map(([x]) => [x, 1] as const)), "nothing changes").toBeNull();
});

test("the column whose drift goes with the loss of performance is first, however far another one drifted", () => {
  const columns = {
    guilty: [0.01, 0.02, 0.01, 0.15, 0.2, 0.3],
    loud: [0.9, 0.8, 0.9, 0.85, 0.9, 0.8],
    quiet: [0.01, 0.01, 0.01, 0.01, 0.01, 0.01],
  };
  const windows = windowsOf(columns, [0.9, 0.89, 0.9, 0.8, 0.75, 0.65]);
  const { basis, causes } = rankCauses({ ...asked, windows });
  expect(basis).toBe("performance");
  expect(causes.map(({ column }) => column)).toEqual(["guilty", "loud", "quiet"]);
  expect(causes[0]).toMatchObject({ windows: 6, score: 0.3, since: 3 * HOUR, verdict: "drifted" });
  expect(causes[0]?.correlation).toBeGreaterThan(0.98);
  expect(causes[0]?.excess).toBeCloseTo(3);
  expect(causes[2]).toMatchObject({ correlation: null, since: null });
});

test("a gain counts as a change as a loss does, and without what is usual the windows before tell it", () => {
  const columns = { guilty: [0, 0, 0, 0.2, 0.3, 0.4], other: [0.4, 0.3, 0.2, 0, 0.1, 0] };
  const windows = windowsOf(columns, [0.5, 0.5, 0.5, 0.7, 0.3, 0.9]);
  const { basis, causes } = rankCauses({ ...asked, usual: null, windows });
  expect([basis, causes[0]?.column]).toEqual(["performance", "guilty"]);
});

test("without performance the farthest by its importance is first, then the one that drifted first, and what is missing before all", () => {
  const columns = {
    late: [0, 0, 0, 0, 0.2, 0.2],
    early: [0, 0, 0, 0.2, 0.2, 0.2],
    far: [0, 0, 0, 0.3, 0.3, 0.3],
    dear: [0, 0, 0, 0.15, 0.15, 0.15],
  };
  const windows = windowsOf(columns, Array(6).fill(null));
  const gone = findingsOf({ gone: { verdict: "missing", score: null } });
  const all = windows.map((one) => ({ ...one, findings: [...one.findings, ...gone] }));
  const importance = new Map([["dear", 5]]);
  const { basis, causes } = rankCauses({ ...asked, importance, windows: all });
  expect(basis).toBe("drift");
  expect(causes.map(({ column }) => column)).toEqual(["gone", "dear", "far", "early", "late"]);
});

test("answers are no cause, and no windows have none", () => {
  const answer = findingsOf({ prediction: { source: "answer", score: 0.9, verdict: "drifted" } });
  const windows = [{ opensAt: 0, performance: null, findings: answer }];
  expect(rankCauses({ ...asked, windows }).causes).toEqual([]);
  expect(rankCauses({ ...asked, windows: [] })).toEqual({ basis: "drift", causes: [] });
});

test("whatever the scores, correlations stay within bounds and every column is ranked once, in falling order", () => {
  const score = fc.double({ min: 0, max: 1, noNaN: true });
  const window = fc.record({ a: score, b: score, c: score, performance: fc.option(score) });
  fc.assert(
    fc.property(fc.array(window, { maxLength: 15 }), (given) => {
      const series = (name: "a" | "b" | "c") => given.map((one) => one[name]);
      const windows = windowsOf(
        { a: series("a"), b: series("b"), c: series("c") },
        given.map(({ performance }) => performance),
      );
      const { causes } = rankCauses({ ...asked, windows });
      expect(causes.map(({ column }) => column).sort()).toEqual(
        given.length > 0 ? ["a", "b", "c"] : [],
      );
      const told = causes.flatMap(({ correlation }) => correlation ?? []);
      expect(told).toEqual(told.toSorted((one, other) => other - one));
      for (const correlation of told) expect(Math.abs(correlation)).toBeLessThanOrEqual(1);
    }),
  );
});
