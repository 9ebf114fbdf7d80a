/** How searching 100,000 runs compares with searching 1,000, and a deep page with the first one. */
import type { Actor } from "@/lib/access/actor";
import { closeDatabase } from "@/lib/db/client";
import { closePool, pool } from "@/lib/db/pool";
import { countRuns, listRunRows } from "@/lib/runs/queries/run-rows";
import { type SearchRunsInput, searchRuns } from "@/lib/runs/queries/search-runs";
import type { ColumnRef, ListRunRowsInput } from "@/lib/runs/schema";
import { compare, figures, type Measurement, measurement, report } from "./support/report";
import { fillExperiment, makeBenchActor, makeBenchExperiment, settle } from "./support/run-data";

const MANY = 100_000;
const FEW = 1_000;
const MAX_RATIO = 3;
/** A page costs what the first one costs, give or take the noise of the machine. */
const MAX_DEEP = 1.5;
/** Two pages that cost the same differ by what else the machine does, which more rounds leave less to. */
const DEEP_ROUNDS = 60;

const FILTER = "metrics.acc > 0.5 AND params.optimizer = 'adam'";

const COLUMNS: ColumnRef[] = [
  ...["loss", "acc", "val_loss", "val_acc", "lr_now", "grad_norm"].map(
    (key): ColumnRef => ({ kind: "metric", key, aggregate: "last" }),
  ),
  ...["lr", "optimizer", "batch_size", "depth", "dropout", "seed"].map(
    (key): ColumnRef => ({ kind: "param", key }),
  ),
];

const protocolInput = (experimentId: number): SearchRunsInput => ({
  experimentIds: [experimentId],
  filter: FILTER,
  orderBy: ["metrics.val_loss ASC"],
  view: "active",
  limit: 100,
});

const tableInput = (experimentId: number): ListRunRowsInput => ({
  experimentIds: [experimentId],
  view: "active",
  orderBy: [],
  columns: COLUMNS,
  limit: 100,
});

const metric = (aggregate: "last" | "min" | "max"): ListRunRowsInput["orderBy"] => [
  { column: { kind: "metric", key: "val_loss", aggregate }, ascending: true },
];

interface TableCase {
  more: Partial<ListRunRowsInput>;
  /** What either experiment must have, so that like is compared with like; a full page when absent. */
  finds?: "some" | "none";
}

const TABLES: Record<string, TableCase> = {
  "newest first": { more: {} },
  "top level only": { more: { isTopLevelOnly: true } },
  "by a metric": { more: { orderBy: metric("last") } },
  "by a metric, filtered": { more: { orderBy: metric("last"), filter: FILTER } },
  "by the least value of a metric": { more: { orderBy: metric("min") } },
  "by the greatest value of a metric": { more: { orderBy: metric("max") } },
  "by a parameter": {
    more: { orderBy: [{ column: { kind: "param", key: "lr" }, ascending: false }] },
  },
  "by a parameter of few values": {
    more: { orderBy: [{ column: { kind: "param", key: "optimizer" }, ascending: true }] },
  },
  "with a filter that few runs pass": {
    more: { filter: "metrics.acc > 0.999 AND params.depth = '8'" },
    finds: "some",
  },
  "with a filter that no run passes": {
    more: { filter: "metrics.acc > 0.999 AND metrics.loss < 0.0005" },
    finds: "none",
  },
};

/** The token of a page near the end. */
async function deepToken(actor: Actor, input: ListRunRowsInput): Promise<string> {
  let pageToken: string | undefined;
  for (let page = 0; page < 90; page += 1) {
    const answer = await listRunRows(actor, { ...input, columns: [], limit: 1_000, pageToken });
    pageToken = answer.nextPageToken;
  }
  if (!pageToken) throw new Error("The list is shorter than it should be.");
  return pageToken;
}

async function checkFinds(actor: Actor, input: ListRunRowsInput, finds: TableCase["finds"]) {
  const { items } = await listRunRows(actor, input);
  const isFull = items.length === input.limit;
  const isMet = finds === "none" ? items.length === 0 : items.length > 0 && (finds || isFull);
  if (!isMet) throw new Error(`The filter "${input.filter ?? ""}" finds ${items.length} runs.`);
}

async function measure(actor: Actor, many: number, few: number): Promise<Measurement[]> {
  const found: Measurement[] = [];
  const search = await compare(
    () => searchRuns(actor, protocolInput(many)),
    () => searchRuns(actor, protocolInput(few)),
  );
  found.push(
    measurement(
      "runs/search, 100 of 100,000 against 100 of 1,000",
      search.ratio,
      MAX_RATIO,
      figures(search),
    ),
  );
  for (const [name, { more, finds }] of Object.entries(TABLES)) {
    for (const id of [many, few]) await checkFinds(actor, { ...tableInput(id), ...more }, finds);
    const table = await compare(
      () => listRunRows(actor, { ...tableInput(many), ...more }),
      () => listRunRows(actor, { ...tableInput(few), ...more }),
    );
    found.push(
      measurement(
        `runs table, ${name}: 100,000 runs against 1,000`,
        table.ratio,
        MAX_RATIO,
        figures(table),
      ),
    );
  }
  for (const [name, more] of [
    ["newest first", {}],
    ["by a metric", { orderBy: metric("last") }],
    ["by the least value of a metric", { orderBy: metric("min") }],
  ] as const) {
    const input = { ...tableInput(many), ...more };
    const pageToken = await deepToken(actor, input);
    const deep = await compare(
      () => listRunRows(actor, { ...input, pageToken }),
      () => listRunRows(actor, input),
      DEEP_ROUNDS,
    );
    found.push(
      measurement(
        `runs table, ${name}: a page 90,000 runs deep against the first`,
        deep.ratio,
        MAX_DEEP,
        figures(deep),
      ),
    );
  }
  const counting = await compare(
    () => countRuns(actor, { experimentIds: [many], view: "active" }),
    () => listRunRows(actor, tableInput(many)),
  );
  found.push(
    measurement(
      "counting 100,000 runs against reading a page of them",
      counting.ratio,
      10,
      figures(counting),
    ),
  );
  return found;
}

async function main(): Promise<void> {
  const client = await pool().connect();
  const actor = await makeBenchActor(client);
  const many = await makeBenchExperiment(client, actor);
  const few = await makeBenchExperiment(client, actor);
  console.log(`Filling two experiments with ${MANY} and ${FEW} runs …`);
  await fillExperiment(client, actor, many, MANY);
  await fillExperiment(client, actor, few, FEW);
  await settle(client);
  client.release(true);
  await report("runs-search", await measure(actor, many, few));
  await closeDatabase();
  await closePool();
}

main().catch((error: unknown) => {
  console.error(error);
  process.exit(1);
});
