import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { FACET_LIMITS, keptOf, mergeTold } from "./merge-told";
import { graphOf, type ToldNode } from "./told";

const told = (more: Partial<ToldNode>): ToldNode => ({
  kind: "external-run",
  namespace: "airflow",
  name: "daily.train",
  version: "",
  runId: "01890000-0000-7000-8000-000000000000",
  state: "",
  at: 1,
  facets: {},
  ...more,
});
const merged = (nodes: readonly ToldNode[]) =>
  nodes.map(keptOf).reduce((one, other) => mergeTold("external-run", one, other));

describe("what is kept of a node", () => {
  it("is the same in whichever order events come, and however often each does", () => {
    const facet = fc.option(fc.record({ value: fc.integer({ min: 0, max: 3 }) }));
    const event = fc.record({
      at: fc.integer({ min: 1, max: 4 }),
      name: fc.constantFrom("a", "b"),
      state: fc.constantFrom("", "RUNNING", "COMPLETE", "FAIL", "ABORT"),
      facets: fc.dictionary(fc.constantFrom("schema", "own_one", "own_two"), facet, {
        noNullPrototype: true,
      }),
    });
    fc.assert(
      fc.property(
        fc.array(event, { minLength: 1, maxLength: 6 }).chain((events) =>
          fc.tuple(
            fc.constant(events),
            fc.shuffledSubarray([...events, ...events], {
              minLength: events.length * 2,
              maxLength: events.length * 2,
            }),
          ),
        ),
        ([events, again]) => {
          expect(merged(again.map(told))).toEqual(merged(events.map(told)));
        },
      ),
    );
  });

  it("is that a run has ended, also when its start comes afterwards or with a later time", () => {
    expect(merged([told({ state: "FAIL", at: 5 }), told({ state: "RUNNING", at: 9 })]).state).toBe(
      "FAIL",
    );
    expect(merged([told({ state: "FAIL", at: 5 }), told({ state: "COMPLETE", at: 6 })]).state).toBe(
      "COMPLETE",
    );
    expect(merged([told({ state: "RUNNING", at: 5 }), told({ at: 6 })])).toMatchObject({
      state: "RUNNING",
      firstAt: 5,
      lastAt: 6,
    });
  });

  it("is the whole of the newest facet of a name, and none once that is deleted", () => {
    const older = told({ at: 1, facets: { schema: { fields: [1], note: "x" }, own: { a: 1 } } });
    const newer = told({ at: 2, facets: { schema: { fields: [2] }, own: null } });
    for (const order of [
      [older, newer],
      [newer, older],
    ])
      expect(merged(order).facets).toEqual({
        schema: { at: 2, value: { fields: [2] } },
        own: { at: 2, value: null },
      });
  });

  it("has bounds: of a large facet only its size, and so many facets, those that are used before others", () => {
    const large = { plan: "x".repeat(FACET_LIMITS.size) };
    const { facets } = merged([told({ facets: { spark_plan: large } })]);
    expect(facets.spark_plan).toMatchObject({ value: null, size: FACET_LIMITS.size + 11 });
    const many = Array.from({ length: 200 }, (_, n) => [`a_${n}`, { n }] as const);
    const kept = merged([
      told({ facets: Object.fromEntries([...many, ["schema", { fields: [] }]]) }),
    ]);
    expect(Object.keys(kept.facets)).toHaveLength(FACET_LIMITS.count);
    expect(kept.facets.schema).toBeDefined();
  });
});

describe("what an event tells", () => {
  const named = (name: string, facets = {}) => ({ namespace: "s3://bucket", name, facets });
  const nothing = {
    type: null,
    run: null,
    job: null,
    dataset: null,
    inputs: [],
    outputs: [],
    at: 1,
  };
  const shown = (event: Parameters<typeof graphOf>[0]) => {
    const { nodes, edges } = graphOf(event);
    const label = (key: string) => {
      const node = nodes.get(key);
      return node ? `${node.kind.slice(9)} ${node.name}${node.version && `@${node.version}`}` : key;
    };
    return edges.map(({ source, role, target }) => `${label(source)} ${role} ${label(target)}`);
  };
  const run = { id: "01890000-0000-7000-8000-000000000000", facets: {} };
  const job = { namespace: "airflow", name: "daily.train", facets: {} };

  it("of a run is what it read and wrote, its job, and who started it", () => {
    const parent = {
      run: { runId: "01890000-0000-7000-8000-00000000000A" },
      job: { namespace: "airflow", name: "daily" },
    };
    expect(
      shown({
        ...nothing,
        type: "COMPLETE",
        run: { ...run, facets: { parent } },
        job,
        inputs: [named("in", { version: { datasetVersion: "7" } })],
        outputs: [named("out")],
      }),
    ).toEqual([
      "job daily.train ran run daily.train",
      "job daily ran run daily",
      "run daily started run daily.train",
      "dataset in@7 version dataset in",
      "dataset in@7 read run daily.train",
      "run daily.train wrote dataset out",
    ]);
  });

  it("of a job is what it is declared to read and write; of a dataset, itself", () => {
    expect(shown({ ...nothing, job, inputs: [named("in")], outputs: [named("out")] })).toEqual([
      "dataset in declared job daily.train",
      "job daily.train declared dataset out",
    ]);
    expect([...graphOf({ ...nothing, dataset: named("d") }).nodes.values()]).toMatchObject([
      { kind: "external-dataset", name: "d", version: "" },
    ]);
  });

  it("is no edge from anything to itself, and nothing of a parent that cannot be read", () => {
    const itself = { run: { runId: run.id }, job: { namespace: "airflow", name: "daily" } };
    for (const parent of [itself, { run: { runId: "no uuid" } }, { run: 3 }, {}])
      expect(shown({ ...nothing, run: { ...run, facets: { parent } }, job })).toEqual([
        "job daily.train ran run daily.train",
      ]);
  });
});
