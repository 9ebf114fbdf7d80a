import { beforeAll, describe, expect, it } from "vitest";
import type { Actor } from "@/lib/access/actor";
import { createExperiment } from "@/lib/experiments/commands";
import { makeActor, setUpDatabase } from "@/lib/testing/database";
import { logBatch } from "../commands/log-batch";
import { createRun, deleteRuns } from "../commands/run-lifecycle";
import type { ColumnRef, ListRunRowsInput, RunOrder } from "../schema";
import { listColumns, listDifferingColumns } from "./columns";
import { countRuns, listRunOrder, listRunRows, listRunUuids } from "./run-rows";

setUpDatabase();

interface Sample {
  name: string;
  startTime: number;
  metrics?: Record<string, number[]>;
  params?: Record<string, string>;
  tags?: Record<string, string>;
}

let actor: Actor;
let experimentId: number;
const uuids = new Map<string, string>();

const pairs = (record: Record<string, string> = {}) =>
  Object.entries(record).map(([key, value]) => ({ key, value }));

async function logRun({ name, startTime, metrics = {}, params, tags }: Sample): Promise<string> {
  const run = await createRun(actor, {
    experimentId,
    name,
    userId: "ada",
    startTime,
    tags: pairs(tags),
  });
  await logBatch(actor, {
    runUuid: run.uuid,
    metrics: Object.entries(metrics).flatMap(([key, values]) =>
      values.map((value, step) => ({ key, value, step, timestamp: startTime + step })),
    ),
    params: pairs(params),
    tags: [],
  });
  uuids.set(name, run.uuid);
  return run.uuid;
}

beforeAll(async () => {
  actor = await makeActor();
  experimentId = Number(await createExperiment(actor, { name: "grid", tags: [] }));
  await logRun({
    name: "a",
    startTime: 100,
    metrics: { loss: [3, 1, 2] },
    params: { lr: "0.1", opt: "adam" },
    tags: { "mlflow.source.name": "train.py", "mlflow.source.git.commit": "c0ffee" },
  });
  await logRun({ name: "b", startTime: 200, metrics: { loss: [2] }, params: { lr: "10" } });
  await logRun({ name: "c", startTime: 300, metrics: { loss: [Number.NaN] }, params: { lr: "9" } });
  await logRun({ name: "d", startTime: 400, params: { lr: "auto" } });
  await logRun({ name: "e", startTime: 500, metrics: { loss: [1] } });
});

const input = (more: Partial<ListRunRowsInput> = {}): ListRunRowsInput => ({
  experimentIds: [experimentId],
  view: "active",
  orderBy: [],
  columns: [],
  limit: 100,
  ...more,
});

const loss: ColumnRef = { kind: "metric", key: "loss", aggregate: "last" };
const by = (column: RunOrder["column"], ascending: boolean): RunOrder[] => [{ column, ascending }];

async function names(more: Partial<ListRunRowsInput>): Promise<string> {
  const { items } = await listRunRows(actor, input(more));
  return items.map(({ name }) => name).join("");
}

describe("rows of the runs table", () => {
  it("come newest first, with values for the columns asked for and no others", async () => {
    const columns: ColumnRef[] = [
      { kind: "param", key: "lr" },
      { ...loss, aggregate: "min" },
      { ...loss, aggregate: "max" },
      loss,
      { kind: "tag", key: "nobody has this" },
    ];
    const { items } = await listRunRows(actor, input({ columns }));
    expect(items.map(({ name, values }) => [name, values])).toEqual([
      ["e", [null, 1, 1, 1, null]],
      ["d", ["auto", null, null, null, null]],
      ["c", ["9", "NaN", "NaN", "NaN", null]],
      ["b", ["10", 2, 2, 2, null]],
      ["a", ["0.1", 1, 3, 2, null]],
    ]);
    expect(items.at(-1)).toMatchObject({
      sourceName: "train.py",
      gitCommit: "c0ffee",
      userId: "ada",
      parentUuid: null,
      childCount: 0,
    });
  });

  it("are ordered by last, least or greatest value, NaN after numbers and missing after NaN", async () => {
    expect(await names({ orderBy: by(loss, true) })).toBe("eabcd");
    expect(await names({ orderBy: by(loss, false) })).toBe("baecd");
    expect(await names({ orderBy: by({ ...loss, aggregate: "max" }, false) })).toBe("abecd");
    expect(await names({ orderBy: by({ ...loss, aggregate: "min" }, false) })).toBe("beacd");
  });

  it("order parameters that are numbers by size, before text, and missing ones last", async () => {
    expect(await names({ orderBy: by({ kind: "param", key: "lr" }, true) })).toBe("acbde");
    expect(await names({ orderBy: by({ kind: "param", key: "lr" }, false) })).toBe("bcade");
  });

  it("can be filtered and counted in the grammar of the search", async () => {
    const filter = "metrics.loss <= 2 AND (params.lr = '10' OR NOT params.opt = 'adam')";
    expect(await names({ filter })).toBe("eb");
    expect(await countRuns(actor, input({ filter }))).toEqual({ count: 2, isExact: true });
    const { uuids: all, isTruncated } = await listRunUuids(actor, input({ filter }));
    expect(all).toEqual([uuids.get("e"), uuids.get("b")]);
    expect(isTruncated).toBe(false);
  });
});

describe("nested runs", () => {
  it("hide below their parent, and stand at the top when it is gone", async () => {
    const parent = await logRun({ name: "p", startTime: 600 });
    const tags = { "mlflow.parentRunId": parent };
    await logRun({ name: "x", startTime: 700, tags });
    await logRun({ name: "y", startTime: 800, tags });
    expect(await names({ isTopLevelOnly: true })).toBe("pedcba");
    expect(await names({ parentUuid: parent })).toBe("yx");
    const { items } = await listRunRows(actor, input({ isTopLevelOnly: true, limit: 1 }));
    expect(items[0]?.childCount).toBe(2);
    await deleteRuns(actor, [parent]);
    expect(await names({ isTopLevelOnly: true })).toBe("yxedcba");
    expect(await names({ view: "deleted" })).toBe("p");
  });
});

describe("columns", () => {
  it("of an experiment are those that its runs ever had", async () => {
    const columns = await listColumns(actor, experimentId);
    expect(columns).toContainEqual({ kind: "metric", key: "loss" });
    expect(columns).toContainEqual({ kind: "param", key: "opt" });
    expect(columns).toContainEqual({ kind: "tag", key: "mlflow.source.name" });
  });

  it("differ when a value does, or when only some of the runs have one", async () => {
    const pair = ["b", "e"].map((name) => uuids.get(name) ?? "");
    expect(await listDifferingColumns(actor, pair)).toEqual([
      { kind: "metric", key: "loss" },
      { kind: "param", key: "lr" },
      { kind: "tag", key: "mlflow.runName" },
    ]);
  });
});

describe("reading the order apart from the rows", () => {
  it("goes on where a page of rows ended", async () => {
    const { items, nextPageToken } = await listRunRows(actor, input({ limit: 2 }));
    const order = await listRunOrder(actor, input({ limit: 10, pageToken: nextPageToken }));
    const whole = await listRunRows(actor, input());
    expect([...items.map(({ uuid }) => uuid), ...order.uuids]).toEqual(
      whole.items.map(({ uuid }) => uuid),
    );
    expect(order.nextPageToken).toBeUndefined();
  });

  it("reads the rows that are asked for and no others", async () => {
    const runUuids = [uuids.get("a") ?? "", uuids.get("c") ?? "", "not a run"];
    expect(await names({ runUuids })).toBe("ca");
    expect(await names({ runUuids: [] })).toBe("");
  });

  it("tells whose runs they are", async () => {
    expect(await names({ createdBy: "somebody@else.org" })).toBe("");
    const { items } = await listRunRows(actor, input({ createdBy: actor.email, limit: 1 }));
    expect(items[0]?.createdBy).toBe(actor.email);
  });
});
