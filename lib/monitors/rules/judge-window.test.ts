import { expect, test } from "vitest";
import { WindowProfiler } from "@/lib/datasets/rules/window-profile";
import type { WatchedColumn } from "@/lib/datasets/schema/window-profiles";
import { DISTANCES, type DistanceMeasure } from "@/lib/deployments/schema/rollouts";
import { seededRandom } from "@/lib/testing/draws";
import type { MonitorDefinition } from "../schema/monitors";
import { judgeWindow } from "./judge-window";

const WINDOWS = 1_000;
const edges = Array.from({ length: 21 }, (_edge, at) => at / 20);
const COLUMNS: readonly WatchedColumn[] = [
  { kind: "number", name: "amount", source: "input", edges },
  { kind: "category", name: "country", source: "input", categories: ["de", "fr", "es"] },
];

const definitionOf = (method: DistanceMeasure, more: Partial<MonitorDefinition> = {}) => ({
  ...{ window: "hour" as const, share: 0.5, minRows: 50, leftOut: [], target: null },
  columns: COLUMNS.map(({ name }) => ({ name, method, threshold: 0.02, importance: 1 })),
  ...more,
});

function draw(random: () => number, rows: number, shift = 0) {
  const profiler = new WindowProfiler(COLUMNS, []);
  for (let row = 0; row < rows; row += 1) {
    const country = ["de", "de", "fr", "es"][Math.floor(random() * 4)];
    profiler.add({ amount: Math.sqrt(random()) * (1 - shift), country }, undefined);
  }
  return profiler.finish();
}

/** Windows of 1,000 in which a column drifted. */
function alarms(method: DistanceMeasure, { rows, shift = 0 }: { rows: number; shift?: number }) {
  const random = seededRandom(11);
  const reference = draw(random, 2_000);
  let count = 0;
  for (let window = 0; window < WINDOWS; window += 1) {
    const current = draw(random, rows, shift);
    const { findings } = judgeWindow(COLUMNS, definitionOf(method), { reference, current });
    if (findings.some(({ verdict }) => verdict === "drifted")) count += 1;
  }
  return count;
}

test.each(DISTANCES.flatMap((method) => [60, 500].map((rows) => [method, rows] as const)))(
  "by %s, at most one of 100 windows of %d rows like the reference is taken for drifted, though the threshold is small",
  (method, rows) => {
    expect(alarms(method, { rows })).toBeLessThanOrEqual(10);
  },
);

test.each(DISTANCES)("by %s, a shift of a fifth is found in 500 rows nearly always", (method) => {
  expect(alarms(method, { rows: 500, shift: 0.2 })).toBeGreaterThan(990);
});

test("a window is judged by the importance of what drifted, and says nothing when no column can be judged", () => {
  const random = seededRandom(3);
  const [reference, current] = [draw(random, 2_000), draw(random, 500, 0.4)];
  const judge = (importances: readonly [number, number], share = 0.5) => {
    const [amount, country] = importances;
    const columns = definitionOf("psi").columns.map((column) => ({
      ...column,
      importance: column.name === "amount" ? amount : country,
    }));
    const definition = definitionOf("psi", { columns, share });
    return judgeWindow(COLUMNS, definition, { reference, current });
  };
  expect(judge([1, 1])).toMatchObject({ verdict: "drifted", share: 0.5 });
  expect(judge([1, 3])).toMatchObject({ verdict: "stable", share: 0.25 });
  expect(judge([1, 3], 0.25)).toMatchObject({ verdict: "drifted" });
  expect(judge([0, 1], 0.01), "what does not matter is no drift").toMatchObject({
    verdict: "stable",
    share: 0,
  });
  const empty = draw(random, 0);
  const sides = { reference, current: empty };
  expect(judgeWindow(COLUMNS, definitionOf("psi"), sides)).toMatchObject({
    verdict: "too_few",
    share: 0,
    findings: [{ score: null }, { score: null }],
  });
});

test("more missing values are a drift by themselves", () => {
  const random = seededRandom(5);
  const reference = draw(random, 2_000);
  const profiler = new WindowProfiler(COLUMNS, []);
  for (let row = 0; row < 500; row += 1)
    profiler.add({ amount: random() < 0.3 ? null : Math.sqrt(random()), country: "de" }, undefined);
  const current = profiler.finish();
  const { findings } = judgeWindow(COLUMNS, definitionOf("l_infinity"), { reference, current });
  const [amount] = findings;
  expect(amount?.verdict).toBe("drifted");
  expect(amount?.score).toBeCloseTo((amount?.nulls ?? 0) / 500, 12);
});
