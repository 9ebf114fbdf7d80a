import fc from "fast-check";
import { beforeAll, describe, expect, it } from "vitest";
import type { Actor } from "@/lib/access/actor";
import { createExperiment } from "@/lib/experiments/commands";
import { makeActor, setUpDatabase } from "@/lib/testing/database";
import { logSampleRun, type SampleRun } from "@/lib/testing/sample-runs";
import type { RunOrder } from "../schema";
import { listRunRows } from "./run-rows";
import { searchRuns } from "./search-runs";

setUpDatabase();

const RUNS = 70;
/** Few values, so that there are many equals; every third run lacks one or the other. */
const VALUES = [1, 2, 2, 3, Number.NaN, -1, 2];
const TEXTS = ["10", "9", "9", "auto", "x".repeat(250), "é", ""];

function sampleOf(index: number): SampleRun {
  const value = VALUES[index % VALUES.length] ?? 0;
  const text = TEXTS[(index * 3) % TEXTS.length] ?? "";
  return {
    name: `n${index % 5}`,
    // Programs that name no start time leave it at 0.
    startTime: index % 4 ? 1_000 + (index % 3) : 0,
    metrics: index % 3 ? { loss: [0, value], acc: index } : { acc: index },
    params: index % 5 ? { lr: text } : {},
    tags: { half: index % 2 ? "odd" : "even" },
    ...(index % 6 ? {} : { status: 3, endTime: 5_000 + (index % 2) }),
  };
}

let actor: Actor;
let experimentIds: number[];
const samples = new Map<string, SampleRun>();

beforeAll(async () => {
  actor = await makeActor();
  const first = Number(await createExperiment(actor, { name: "first", tags: [] }));
  const second = Number(await createExperiment(actor, { name: "second", tags: [] }));
  experimentIds = [first, second];
  for (let index = 0; index < RUNS; index += 1) {
    const sample = sampleOf(index);
    samples.set(await logSampleRun(actor, first, sample), sample);
  }
  await logSampleRun(actor, second, sampleOf(1));
});

interface Listed {
  uuids: string[];
  pages: number;
}

async function walk(
  read: (pageToken?: string) => Promise<{ items: { uuid: string }[]; nextPageToken?: string }>,
  limit: number,
): Promise<Listed> {
  const uuids: string[] = [];
  let pages = 0;
  let token: string | undefined;
  do {
    const { items, nextPageToken } = await read(token);
    if (nextPageToken !== undefined) expect(items).toHaveLength(limit);
    uuids.push(...items.map(({ uuid }) => uuid));
    token = nextPageToken;
    pages += 1;
    expect(pages).toBeLessThanOrEqual(RUNS / limit + 2);
  } while (token !== undefined);
  return { uuids, pages };
}

const CLAUSES = [
  "metrics.loss",
  "metrics.acc",
  "params.lr",
  "tags.half",
  "start_time",
  "end_time",
  "run_name",
  "status",
  "metrics.nobody",
] as const;

const FILTERS = [
  undefined,
  "metrics.acc >= 0",
  "metrics.acc > 66",
  "tags.half = 'odd'",
  "metrics.loss = 2",
  "metrics.loss != 2 OR params.lr = '9'",
  "metrics.acc > 1000",
] as const;

const order = fc
  .uniqueArray(fc.constantFrom(...CLAUSES), { maxLength: 3 })
  .chain((fields) =>
    fc.tuple(...fields.map((field) => fc.boolean().map((ascending) => ({ field, ascending })))),
  );

type Clause = { field: (typeof CLAUSES)[number]; ascending: boolean };

/** What a run has under a field: a rank that puts NaN and missing last in both directions, and the value. */
function placeOf(sample: SampleRun, { field }: Clause): [number, number | string] {
  const { metrics = {}, params = {}, tags = {} } = sample;
  const [kind = "", key = ""] = field.split(".");
  if (kind === "metrics") {
    const last = [metrics[key] ?? []].flat().at(-1);
    if (last === undefined) return [2, 0];
    return Number.isNaN(last) ? [1, 0] : [0, last];
  }
  const value = {
    params: params[key],
    tags: tags[key],
    start_time: sample.startTime,
    end_time: sample.endTime,
    run_name: sample.name,
    status: sample.status === 3 ? "FINISHED" : "RUNNING",
  }[kind];
  return value === undefined ? [2, 0] : [0, value];
}

const bytes = (text: string) => Buffer.from(text).toString("hex");
function compareValues(a: number | string, b: number | string): number {
  const [x, y] = [a, b].map((value) => (typeof value === "string" ? bytes(value) : value));
  if (x === undefined || y === undefined || x === y) return 0;
  return x < y ? -1 : 1;
}

/** MLflow's order, spelt out: the clauses, then the newest start, then the id. */
function expectedOrder(uuids: Iterable<string>, clauses: readonly Clause[]): string[] {
  const sampleBy = (uuid: string) => samples.get(uuid) ?? {};
  return [...uuids].sort((a, b) => {
    for (const clause of clauses) {
      const [rankA, valueA] = placeOf(sampleBy(a), clause);
      const [rankB, valueB] = placeOf(sampleBy(b), clause);
      if (rankA !== rankB) return rankA - rankB;
      const difference = compareValues(valueA, valueB);
      if (difference !== 0) return clause.ascending ? difference : -difference;
    }
    const start = (sampleBy(b).startTime ?? 0) - (sampleBy(a).startTime ?? 0);
    return start || compareValues(a, b);
  });
}

describe("pages of a search", () => {
  it("hold every run exactly once and in MLflow's order, whatever is equal, NaN or missing", async () => {
    await fc.assert(
      fc.asyncProperty(
        order,
        fc.constantFrom(...FILTERS),
        fc.integer({ min: 1, max: 40 }),
        async (clauses, filter, limit) => {
          const base = {
            experimentIds: experimentIds.slice(0, 1),
            filter,
            view: "active" as const,
            orderBy: clauses.map(
              ({ field, ascending }) => `${field} ${ascending ? "ASC" : "DESC"}`,
            ),
          };
          const all = await searchRuns(actor, { ...base, limit: 1_000 });
          const whole = all.items.map(({ uuid }) => uuid);
          expect(whole).toEqual(expectedOrder(new Set(whole), clauses));
          if (filter === undefined) expect(whole).toHaveLength(RUNS);
          const { uuids } = await walk(
            (pageToken) => searchRuns(actor, { ...base, limit, pageToken }),
            limit,
          );
          expect(uuids).toEqual(whole);
        },
      ),
      { numRuns: 60 },
    );
  });

  it("find the one run in many that passes, wherever it stands in the order", async () => {
    for (const orderBy of [[], ["metrics.acc"], ["params.lr DESC"]])
      for (let index = 0; index < RUNS; index += 9) {
        const filter = `metrics.acc = ${index} OR metrics.acc = ${index + 0.5}`;
        const base = { experimentIds: experimentIds.slice(0, 1), filter, view: "active" as const };
        const { items, nextPageToken } = await searchRuns(actor, { ...base, orderBy, limit: 1 });
        expect(items.map(({ uuid }) => samples.get(uuid)?.metrics?.acc)).toEqual([index]);
        expect(nextPageToken).toBeUndefined();
      }
  });

  it("cover several experiments as one", async () => {
    for (const orderBy of [[], ["metrics.loss DESC"], ["params.lr"]]) {
      const { uuids } = await walk(
        (pageToken) =>
          searchRuns(actor, { experimentIds, orderBy, view: "active", limit: 9, pageToken }),
        9,
      );
      expect(new Set(uuids).size).toBe(RUNS + 1);
      expect(uuids).toHaveLength(RUNS + 1);
    }
  });
});

const column: fc.Arbitrary<RunOrder["column"]> = fc.oneof(
  fc.record({
    kind: fc.constant("metric" as const),
    key: fc.constantFrom("loss", "acc"),
    aggregate: fc.constantFrom("last" as const, "min" as const, "max" as const),
  }),
  fc.constantFrom(
    { kind: "param", key: "lr" } as const,
    { kind: "tag", key: "half" } as const,
    { kind: "param", key: "nobody" } as const,
    { kind: "attribute", key: "start_time" } as const,
    { kind: "attribute", key: "duration" } as const,
    { kind: "attribute", key: "end_time" } as const,
    { kind: "attribute", key: "run_name" } as const,
  ),
);

describe("pages of the runs table", () => {
  it("hold every run exactly once, and what a filter lets through", async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.record({ column, ascending: fc.boolean() }), { maxLength: 2 }),
        fc.constantFrom(...FILTERS),
        fc.integer({ min: 1, max: 40 }),
        async (orderBy, filter, limit) => {
          const base = {
            experimentIds: experimentIds.slice(0, 1),
            filter,
            view: "active" as const,
          };
          const { uuids } = await walk(
            (pageToken) => listRunRows(actor, { ...base, orderBy, columns: [], limit, pageToken }),
            limit,
          );
          const found = await searchRuns(actor, { ...base, orderBy: [], limit: 1_000 });
          expect([...uuids].sort()).toEqual(found.items.map(({ uuid }) => uuid).sort());
        },
      ),
      { numRuns: 60 },
    );
  });
});
