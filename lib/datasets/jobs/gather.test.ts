import { readFile } from "node:fs/promises";
import { describe, expect, it } from "vitest";
import { compareProfiles, compareSchemas } from "../rules/compare";
import { gather } from "./gather";

const scanOf = (bytes: Uint8Array, more: Partial<Parameters<typeof gather>[0]> = {}) =>
  gather(
    { format: "csv", size: bytes.length, edges: {}, checks: [], createdAt: 0, now: 0, ...more },
    async (start, end) => bytes.subarray(start, end),
  );
const csv = (text: string, more = {}) => scanOf(Buffer.from(text), more);

describe("a table's profile", () => {
  it("says of each column its type, missing values, different values and distribution", async () => {
    const { profile } = await csv(
      "\ufeffn,word,day,yes\n1,a,2026-01-01,true\n2,,2026-01-02,false\n3,a,,true\n4,b,2026-01-04,true\n",
    );
    expect(profile.rows).toBe(4);
    const [n, word, day, yes] = profile.columns;
    expect(n).toMatchObject({
      name: "n",
      type: "number",
      nulls: 0,
      distinct: 4,
      min: 1,
      max: 4,
      mean: 2.5,
    });
    expect(n?.std).toBeCloseTo(1.2909944, 6);
    expect(n?.quantiles.find(({ share }) => share === 0.5)?.value).toBe(2.5);
    expect(n?.histogram?.counts.reduce((sum, count) => sum + count, 0)).toBe(4);
    expect(word).toMatchObject({
      type: "text",
      nulls: 1,
      distinct: 2,
      top: [
        { value: "a", count: 2 },
        { value: "b", count: 1 },
      ],
    });
    expect(day).toMatchObject({
      type: "time",
      nulls: 1,
      min: Date.parse("2026-01-01"),
      max: Date.parse("2026-01-04"),
    });
    expect(yes).toMatchObject({ type: "boolean", distinct: 2 });
  });

  it("reads Parquet in the same way", async () => {
    const bytes = await readFile("lib/storage/preview/fixtures/diamonds.parquet");
    const { profile } = await scanOf(bytes, { format: "parquet" });
    const cut = profile.columns.find(({ name }) => name === "cut");
    expect(cut).toMatchObject({ type: "text", nulls: 0 });
    expect(cut?.top.reduce((sum, { count }) => sum + count, 0)).toBe(profile.rows);
    expect(profile.columns.find(({ name }) => name === "price")?.type).toBe("number");
  });

  it("estimates how many values differ within a few percent, and draws quantiles evenly", async () => {
    const rows = Array.from({ length: 60_000 }, (_, index) => `${index}`);
    const { profile } = await csv(`id\n${rows.join("\n")}\n`);
    const [id] = profile.columns;
    expect(id?.isDistinctExact).toBe(false);
    expect(Math.abs((id?.distinct ?? 0) - 60_000)).toBeLessThan(3_600);
    const median = id?.quantiles.find(({ share }) => share === 0.5)?.value ?? 0;
    expect(Math.abs(median - 30_000)).toBeLessThan(2_000);
  });

  it.each([
    ["a row of another length", "a,b\n1,2\n3\n", /line 3/],
    ["an open quote", 'a,b\n1,"2\n', /quote/],
    ["nothing", "", /empty/],
    ["two columns of one name", "a,a\n1,2\n", /Two columns/],
    ["a NUL byte", "a\n\0\n", /NUL/],
  ])("refuses a file with %s", async (_what, text, message) => {
    await expect(csv(text)).rejects.toThrow(message);
  });

  it("refuses what is no UTF-8 and what is no Parquet", async () => {
    await expect(scanOf(new Uint8Array([97, 10, 0xff, 0xfe, 10]))).rejects.toThrow(/UTF-8/);
    await expect(scanOf(Buffer.from("PAR1 no"), { format: "parquet" })).rejects.toThrow(/Parquet/);
  });
});

describe("checks", () => {
  const table = "id,price,cut,at\n1,5,good,2026-01-01\n2,-1,bad,2026-01-02\n2,,good,2026-01-03\n";
  const now = Date.parse("2026-01-03T12:00:00Z");
  const outcomes = async (...checks: Parameters<typeof gather>[0]["checks"][number][]) =>
    (await csv(table, { checks, now, createdAt: now })).outcomes;

  it("count the rows that break them", async () => {
    const found = await outcomes(
      { kind: "not_null", column: "price" },
      { kind: "unique", column: "id" },
      { kind: "range", column: "price", min: 0 },
      { kind: "allowed_values", column: "cut", values: ["good"] },
      { kind: "range", column: "price", min: -1, max: 5 },
    );
    expect(found.map(({ verdict, failing }) => [verdict, failing])).toEqual([
      ["fail", 1],
      ["fail", 1],
      ["fail", 1],
      ["fail", 1],
      ["pass", 0],
    ]);
  });

  it("judge the table as a whole", async () => {
    const found = await outcomes(
      { kind: "row_count", min: 3 },
      { kind: "row_count", max: 2 },
      { kind: "schema", columns: [{ name: "id", type: "number" }] },
      { kind: "freshness", column: "at", maxAgeHours: 24 },
      { kind: "freshness", column: "at", maxAgeHours: 2 },
      { kind: "not_null", column: "none" },
    );
    expect(found.map(({ verdict }) => verdict)).toEqual([
      "pass",
      "fail",
      "fail",
      "pass",
      "fail",
      "fail",
    ]);
    expect(found[2]?.message).toContain("price is new");
  });
});

describe("two versions", () => {
  it("are compared on the bins of the first, so that a shift shows and a copy does not", async () => {
    const column = (shift: number) =>
      `x,cut\n${Array.from({ length: 1_000 }, (_, index) => `${(index % 100) + shift},${index % 3 ? "a" : "b"}`).join("\n")}\n`;
    const first = (await csv(column(0))).profile;
    const edges = { x: first.columns[0]?.histogram?.edges ?? [] };
    const same = (await csv(column(0), { edges })).profile;
    const moved = (await csv(column(50), { edges })).profile;
    expect(compareProfiles(first, same).map(({ psi }) => psi)).toEqual([0, 0]);
    const [x] = compareProfiles(first, moved);
    const sums = x?.bins?.reduce(
      ([one, other], bin) => [one + bin.reference, other + bin.current] as const,
      [0, 0] as readonly [number, number],
    );
    expect(sums, "every row is in a bin").toEqual([first.rows, moved.rows]);
    expect(x?.meanBefore).toBeCloseTo(49.5, 6);
    expect(x?.meanAfter).toBeCloseTo(99.5, 6);
    expect(x?.psi).toBeGreaterThan(1);
  });

  it("differ in the columns that came, went or changed their type", () => {
    const before = [
      { name: "a", type: "number" },
      { name: "b", type: "text" },
    ];
    const after = [
      { name: "a", type: "text" },
      { name: "c", type: "time" },
    ];
    expect(compareSchemas(before, after).map(({ name, change }) => [name, change])).toEqual([
      ["a", "retyped"],
      ["b", "removed"],
      ["c", "added"],
    ]);
  });
});
