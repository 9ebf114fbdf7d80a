import fc from "fast-check";
import { expect, test } from "vitest";
import { type WatchedColumn, type WindowProfile, windowProfile } from "../schema/window-profiles";
import { binOf, emptyProfile, mergeProfiles, WindowProfiler } from "./window-profile";

const COLUMNS: readonly WatchedColumn[] = [
  { kind: "number", name: "amount", source: "input", edges: [0, 10, 20] },
  { kind: "category", name: "country", source: "input", categories: ["de", "fr"] },
  { kind: "number", name: "prediction", source: "answer", edges: [0, 0.5, 1] },
];

type Row = Readonly<Record<string, unknown>>;

function profileOf(rows: readonly Row[], answer: unknown = 0.3): WindowProfile {
  const profiler = new WindowProfiler(COLUMNS, ["id"]);
  for (const row of rows) profiler.add(row, answer);
  return profiler.finish();
}

test("each value falls between its edges, the last of which holds its upper end", () => {
  const edges = [0, 10, 20];
  expect([-0.1, 0, 9.99, 10, 20, 20.1].map((value) => binOf(edges, value))).toEqual([
    0, 1, 1, 2, 2, 3,
  ]);
  expect(
    [4.9, 5, 5.1].map((value) => binOf([5, 5], value)),
    "a constant",
  ).toEqual([0, 1, 2]);
});

test("what is no number of the column's is counted as what it is, never as a zero", () => {
  const values = [5, null, Number.NaN, Infinity, -Infinity, "5", true, [1], 7n];
  const { rows, columns } = profileOf([...values.map((amount) => ({ amount })), {}]);
  expect(rows).toBe(10);
  expect(columns[0]).toMatchObject({
    n: 2,
    nulls: 1,
    nans: 1,
    infinities: 2,
    mistyped: 3,
    absent: 1,
    bins: [0, 2, 0, 0],
    mean: 6,
    min: 5,
    max: 7,
  });
});

test("categories that the reference lacks share a bin and are named, and so are columns nobody expects", () => {
  const long = "x".repeat(1_000_000);
  const countries = ["de", "fr", "fr", "es", "", long, 7, "__proto__", {}];
  const found = profileOf(
    countries.map((country) => ({ id: 1, amount: 1, country, constructor: 2 })),
  );
  expect(found.columns[1]).toMatchObject({ n: 8, mistyped: 1, bins: [1, 2, 5] });
  const named = Object.entries(
    found.columns[1]?.kind === "category" ? found.columns[1].others : {},
  );
  expect(named.map(([name]) => name.length)).toEqual([1, 2, 0, 201, 9]);
  expect(found.extra, "columns left out on purpose are not among them").toEqual({ constructor: 9 });
  expect(
    profileOf([{}]).columns[1],
    "no property of every object's is taken for a column",
  ).toMatchObject({
    absent: 1,
  });
});

test("memory is bounded by the columns, whatever comes", () => {
  const rows = Array.from({ length: 5_000 }, (_row, at) => ({ country: `c${at}`, [`x${at}`]: 1 }));
  const { columns, extra } = profileOf(rows);
  expect(columns[1]).toMatchObject({ n: 5_000, bins: [0, 0, 5_000] });
  expect(columns[1]?.kind === "category" && Object.keys(columns[1].others)).toHaveLength(50);
  expect(Object.keys(extra)).toHaveLength(50);
});

const aRow = fc.record(
  {
    amount: fc.oneof(fc.double({ min: -50, max: 50 }), fc.constantFrom(null, Number.NaN, "7")),
    country: fc.constantFrom("de", "fr", "es", "it", null),
  },
  { requiredKeys: [] },
);

/** Counts exactly, moments as far as floating point goes. */
function expectSame(one: WindowProfile, other: WindowProfile): void {
  const plain = (profile: WindowProfile) => ({
    ...profile,
    columns: profile.columns.map((counts) => ({ ...counts, mean: 0, m2: 0 })),
  });
  expect(plain(one)).toEqual(plain(other));
  for (const [at, counts] of one.columns.entries()) {
    const same = other.columns[at];
    if (counts.kind !== "number" || same?.kind !== "number") continue;
    expect(counts.mean ?? 0).toBeCloseTo(same.mean ?? 0, 9);
    expect(counts.m2 ?? 0).toBeCloseTo(same.m2 ?? 0, 6);
  }
}

test("profiles add up: in any order and grouping, and to what all rows at once give", () => {
  const rows = fc.array(aRow, { maxLength: 30 });
  fc.assert(
    fc.property(rows, rows, rows, (one, two, three) => {
      const [a, b, c] = [one, two, three].map((part) => profileOf(part));
      if (!a || !b || !c) throw new Error("There are three.");
      expectSame(mergeProfiles(a, b), mergeProfiles(b, a));
      expectSame(mergeProfiles(mergeProfiles(a, b), c), mergeProfiles(a, mergeProfiles(b, c)));
      expectSame(mergeProfiles(mergeProfiles(a, b), c), profileOf([...one, ...two, ...three]));
      expectSame(mergeProfiles(a, emptyProfile(COLUMNS)), a);
    }),
  );
});

test("profiles of other columns are not put together", () => {
  expect(() => mergeProfiles(emptyProfile(COLUMNS), emptyProfile(COLUMNS.slice(1)))).toThrow(
    /different columns/,
  );
});

test("repeated values of asked columns and repeated rows are counted, over all parts of a window", () => {
  const part = (rows: readonly Row[]) => {
    const profiler = new WindowProfiler(COLUMNS, ["id"], "***", ["id", ""]);
    for (const row of rows) profiler.add(row, 0.3);
    return profiler.finish();
  };
  const one = part([
    { id: 1, amount: 1, country: "de" },
    { id: 2, country: "de", amount: 1 },
    { id: null, amount: 2 },
    { id: "***", amount: "***" },
  ]);
  const other = part([{ id: "1", amount: 1, country: "de" }, { amount: 3 }]);
  const { repeats } = mergeProfiles(one, other);
  const totals = Object.entries(repeats ?? {}).map(([name, { n, counts }]) => [
    name,
    n,
    counts.toSorted(),
  ]);
  expect(totals).toEqual([
    ["id", 3, [1, 2]],
    ["", 5, [1, 1, 3]],
  ]);
});

test("a profile that was stored before repeated values were counted is read, and adds up with others", () => {
  const { repeats, ...stored } = profileOf([{ amount: 1 }]);
  expect(repeats).toBeUndefined();
  const old = windowProfile.parse(JSON.parse(JSON.stringify(stored)));
  const profiler = new WindowProfiler(COLUMNS, ["id"], undefined, ["id"]);
  profiler.add({ id: 7 }, 0.3);
  const now = profiler.finish();
  expect(mergeProfiles(old, now).repeats).toEqual(now.repeats);
  expect(mergeProfiles(now, old)).toMatchObject({ rows: 2, repeats: { id: { n: 1 } } });
});
