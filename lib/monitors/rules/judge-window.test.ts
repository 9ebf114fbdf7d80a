import { expect, test } from "vitest";
import { WindowProfiler } from "@/lib/datasets/rules/window-profile";
import type { WatchedColumn, WindowProfile } from "@/lib/datasets/schema/window-profiles";
import { seededRandom } from "@/lib/testing/draws";
import type { Limit, MonitorMethod } from "../schema/methods";
import type { MonitorDefinition } from "../schema/monitors";
import { NO_QUALITY } from "../schema/quality";
import { judgeWindow } from "./judge-window";
import { learnLimit } from "./learn-limit";

const DISTANCES = [
  ...(["jensen_shannon", "jensen_shannon_2", "jensen_shannon_divergence", "psi"] as const),
  ...(["hellinger", "kl", "l_infinity", "total_variation"] as const),
];
type Column = MonitorDefinition["columns"][number];

const WINDOWS = 1_000;
const edges = Array.from({ length: 21 }, (_edge, at) => at / 20);
const COLUMNS: readonly WatchedColumn[] = [
  { kind: "number", name: "amount", source: "input", edges },
  { kind: "category", name: "country", source: "input", categories: ["de", "fr", "es"] },
];

const constant: Limit = { kind: "constant" };
const definitionOf = (method: MonitorMethod, more: Partial<MonitorDefinition> = {}) => ({
  ...{ window: "hour" as const, share: 0.5, minRows: 50, leftOut: [], target: null },
  ...{ smallWindows: "wait" as const, quality: NO_QUALITY, importanceSource: null },
  columns: COLUMNS.map(({ name }) => ({
    ...{ name, method, threshold: 0.02, limit: constant, bins: "equal_width" as const },
    importance: 1,
  })),
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

interface Stream {
  reference: WindowProfile;
  windows: WindowProfile[];
}
const streams = new Map<string, Stream>();

/** A reference and 1,000 windows like it, or shifted by as much; drawn once for all methods. */
function streamOf({ seed, size, rows, shift = 0 }: StreamOptions): Stream {
  const key = [seed, size, rows, shift].join();
  const known = streams.get(key);
  if (known) return known;
  const random = seededRandom(seed);
  const reference = draw(random, size);
  const windows = Array.from({ length: WINDOWS }, () => draw(random, rows, shift));
  const made = { reference, windows };
  streams.set(key, made);
  return made;
}

interface StreamOptions {
  seed: number;
  /** Of the reference. */
  size: number;
  rows: number;
  shift?: number;
}

/** Windows in which a column drifted. */
function countAlarms(definition: MonitorDefinition, options: StreamOptions): number {
  const { reference, windows } = streamOf(options);
  return windows.filter((current) =>
    judgeWindow(COLUMNS, definition, { reference, current }).findings.some(
      ({ verdict }) => verdict === "drifted",
    ),
  ).length;
}

/** Windows of 1,000 in which a column drifted. */
function alarms(
  method: MonitorMethod,
  { rows, shift = 0, columns }: { rows: number; shift?: number; columns?: Partial<Column> },
) {
  const definition = definitionOf(method);
  if (columns) definition.columns = definition.columns.map((one) => ({ ...one, ...columns }));
  return countAlarms(definition, { seed: 11, size: 2_000, rows, shift });
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

const ALARMS: readonly [MonitorMethod, number][] = [
  ...DISTANCES.map((method) => [method, 60] as [MonitorMethod, number]),
  ...DISTANCES.map((method) => [method, 500] as [MonitorMethod, number]),
];

test.each(ALARMS)(
  "by %s, windows of %d rows raise no more false alarms than one in 20 when that is wished",
  (method, rows) => {
    const columns = { threshold: 0, limit: { kind: "false_alarms", windows: 20 } as const };
    // The declared 50, and three standard deviations of as many draws.
    expect(alarms(method, { rows, columns })).toBeLessThanOrEqual(50 + 21);
  },
);

/** Each column by the one that is for its kind. */
function alarmsByKind(
  [number, category]: readonly [MonitorMethod, MonitorMethod],
  { limit, threshold, shift = 0 }: { limit: Limit; threshold: number; shift?: number },
) {
  const definition = definitionOf("psi");
  definition.columns = definition.columns.map((column, at) => ({
    ...{ ...column, limit, threshold, method: at === 0 ? number : category },
  }));
  return countAlarms(definition, { seed: 17, size: 4_000, rows: 200, shift });
}

const TESTS: readonly (readonly [MonitorMethod, MonitorMethod])[] = [
  ["ks", "chi2"],
  ["t_test", "chi2_goodness"],
  ["z_test", "g_test"],
  ["z_test", "z_test"],
];

test.each(TESTS)(
  "by the p-values of %s and %s, windows raise no more false alarms than the rate, all columns together",
  (...methods) => {
    const limit = { kind: "p_value" } as const;
    expect(alarmsByKind(methods, { limit, threshold: 0.05 })).toBeLessThanOrEqual(50 + 21);
    expect(alarmsByKind(methods, { limit, threshold: 0.05, shift: 0.2 })).toBeGreaterThan(990);
    const alarm = { kind: "false_alarms", windows: 50 } as const;
    expect(alarmsByKind(methods, { limit: alarm, threshold: 0 })).toBeLessThanOrEqual(20 + 14);
  },
);

test.each(["ks", "wasserstein", "wasserstein_sigma"] as const)(
  "by the distance %s, windows raise no more false alarms than wished, and a shift is found",
  (method) => {
    const limit = { kind: "false_alarms", windows: 50 } as const;
    const wish = { limit, threshold: 0 };
    expect(alarmsByKind([method, "psi"], wish)).toBeLessThanOrEqual(20 + 14);
    expect(alarmsByKind([method, "psi"], { ...wish, shift: 0.2 })).toBeGreaterThan(990);
  },
);

test.each(["wasserstein_sigma", "ks", "psi", "hellinger"] as const)(
  "a threshold of %s learned from ten chunks of what is usual is passed by at most two of 100 stable windows",
  (method) => {
    const random = seededRandom(23);
    const [reference, [amount]] = [draw(random, 4_000), COLUMNS];
    const usual = Array.from({ length: 10 }, () => draw(random, 400).columns[0]);
    const before = reference.columns[0];
    if (!amount || !before) throw new Error("There is no column.");
    const known = { column: amount, reference: before, method };
    const learned = learnLimit(
      known,
      usual.flatMap((one) => one ?? []),
      { from: "reference", size: 400, windows: [] },
    );
    if (!learned) throw new Error("Nothing was learned.");
    const columns = definitionOf(method).columns.slice(0, 1);
    const definition = definitionOf(method, {
      columns: columns.map((column) => ({ ...column, ...learned })),
    });
    const judge = (shift: number) => {
      const current = draw(random, 400, shift);
      return judgeWindow([amount], definition, {
        reference: { ...reference, columns: [before] },
        current: { ...current, columns: current.columns.slice(0, 1) },
      });
    };
    const alarmed = Array.from({ length: WINDOWS }, () => judge(0)).filter(
      ({ verdict }) => verdict === "drifted",
    );
    expect(alarmed.length).toBeLessThanOrEqual(20);
    expect(judge(0.2).verdict).toBe("drifted");
    expect(learned.limit).toMatchObject({ count: 10, from: "reference" });
  },
);

test("of many columns judged by p-values one small p-value alone is not enough, several are", () => {
  const random = seededRandom(29);
  const columns: WatchedColumn[] = Array.from({ length: 20 }, (_column, at) => ({
    ...{ kind: "number", name: `c${at}`, source: "input", edges },
  }));
  const definition: MonitorDefinition = {
    ...definitionOf("t_test"),
    columns: columns.map(({ name }) => ({
      ...{ name, method: "t_test", threshold: 0.05, importance: 1, bins: "equal_width" },
      limit: { kind: "p_value" },
    })),
  };
  const rows = (count: number, shifted: number) => {
    const profiler = new WindowProfiler(columns, []);
    for (let row = 0; row < count; row += 1)
      profiler.add(
        Object.fromEntries(
          columns.map(({ name }, at) => [name, random() * (at < shifted ? 0.5 : 1)]),
        ),
        undefined,
      );
    return profiler.finish();
  };
  const reference = rows(1_000, 0);
  let alarmed = 0;
  for (let window = 0; window < 300; window += 1) {
    const { findings } = judgeWindow(columns, definition, { reference, current: rows(60, 0) });
    if (findings.some(({ verdict }) => verdict === "drifted")) alarmed += 1;
  }
  expect(alarmed, "of 300 windows, 15 and three standard deviations").toBeLessThanOrEqual(27);
  const { findings } = judgeWindow(columns, definition, { reference, current: rows(60, 10) });
  const drifted = findings.filter(({ verdict }) => verdict === "drifted");
  expect(drifted.map(({ name }) => name)).toEqual(columns.slice(0, 10).map(({ name }) => name));
  expect(drifted[0]).toMatchObject({ judgedBy: "p_value", threshold: (0.05 * 10) / 20 });
});

test("windows with few rows are judged by the robust difference when that is wished, and find what is far off", () => {
  const random = seededRandom(31);
  const reference = draw(random, 2_000);
  const definition = definitionOf("psi", { smallWindows: "robust" });
  const judge = (shift: number, rows: number) =>
    judgeWindow(COLUMNS, definition, { reference, current: draw(random, rows, shift) });
  const stable = Array.from({ length: WINDOWS }, () => judge(0, 12));
  expect(stable.filter(({ verdict }) => verdict === "drifted").length).toBeLessThanOrEqual(3);
  const { findings } = judge(0.9, 12);
  expect(findings[0]).toMatchObject({ method: "l_infinity_robust", verdict: "drifted" });
  expect(judge(0, 0).verdict).toBe("too_few");
});
