import { beforeAll, describe, expect, it } from "vitest";
import type { Actor } from "@/lib/access/actor";
import { createExperiment } from "@/lib/experiments/commands";
import { makeActor, setUpDatabase } from "@/lib/testing/database";
import { logBatch } from "../commands/log-batch";
import { createRun, deleteRuns } from "../commands/run-lifecycle";
import { MAX_COMPARED_RUNS } from "../rules";
import { getComparison } from "./compare-runs";
import { listMetricSummaries } from "./metric-summaries";
import { getRelatives } from "./run-sets";

setUpDatabase();

let actor: Actor;
let stranger: Actor;
let experimentId: number;

async function logRun(name: string, parent?: string): Promise<string> {
  const { uuid } = await createRun(actor, {
    experimentId,
    name,
    userId: "ada",
    startTime: Date.now(),
    tags: parent === undefined ? [] : [{ key: "mlflow.parentRunId", value: parent }],
  });
  return uuid;
}

beforeAll(async () => {
  actor = await makeActor();
  stranger = await makeActor();
  experimentId = Number(await createExperiment(actor, { name: "family", tags: [] }));
});

describe("the relatives of a run", () => {
  it("are the run it belongs to and those that belong to it, deleted ones left out", async () => {
    const parent = await logRun("parent");
    const [first, second, gone] = [
      await logRun("first", parent),
      await logRun("second", parent),
      await logRun("gone", parent),
    ];
    await deleteRuns(actor, [gone]);
    const { children } = await getRelatives(actor, parent);
    expect(children.map(({ uuid }) => uuid).sort()).toEqual([first, second].sort());
    expect((await getRelatives(actor, first)).parent?.name).toBe("parent");
    expect((await getRelatives(actor, parent)).parent).toBeNull();
  });

  it("of another workspace are none", async () => {
    const parent = await logRun("parent");
    await logRun("child", parent);
    expect((await getRelatives(stranger, parent)).children).toEqual([]);
  });
});

describe("a comparison", () => {
  it("holds the runs in the order asked for, without those of other workspaces", async () => {
    const [a, b] = [await logRun("a"), await logRun("b")];
    const { runs } = await getComparison(actor, [b, "0".repeat(32), a, b]);
    expect(runs.map(({ name }) => name)).toEqual(["b", "a"]);
    expect((await getComparison(stranger, [a, b])).runs).toEqual([]);
  });

  it("has every value beside those of the other runs, and a hole where a run has none", async () => {
    const [a, b] = [await logRun("a"), await logRun("b")];
    const log = (runUuid: string, values: number[], params: Record<string, string>) =>
      logBatch(actor, {
        runUuid,
        metrics: values.map((value, step) => ({ key: "loss", value, step, timestamp: step })),
        params: Object.entries(params).map(([key, value]) => ({ key, value })),
        tags: [{ key: "team", value: "growth" }],
      });
    await log(a, [3, 1, 2], { lr: "0.1" });
    await log(b, [Number.NaN], { depth: "4" });
    const { metrics, params, tags } = await getComparison(actor, [a, b]);
    expect(metrics).toEqual([
      { key: "loss", last: [2, Number.NaN], min: [1, Number.NaN], max: [3, Number.NaN] },
    ]);
    expect(params).toEqual([
      { key: "depth", values: [null, "4"] },
      { key: "lr", values: ["0.1", null] },
    ]);
    expect(tags).toContainEqual({ key: "team", values: ["growth", "growth"] });
  });

  it("is bounded", async () => {
    const uuids = Array.from({ length: MAX_COMPARED_RUNS + 1 }, (_, index) => String(index));
    await expect(getComparison(actor, uuids)).rejects.toThrow("At most 50 runs");
  });
});

describe("the summary of metrics", () => {
  it("tells last, least and greatest value and where they were", async () => {
    const runUuid = await logRun("measured");
    const values = [3, 1, Number.NaN, 2];
    await logBatch(actor, {
      runUuid,
      metrics: values.map((value, step) => ({ key: "loss", value, step, timestamp: step })),
      params: [],
      tags: [],
    });
    expect(await listMetricSummaries(actor, runUuid)).toEqual([
      { key: "loss", points: 4, last: 2, lastStep: 3, min: 1, minStep: 1, max: 3, maxStep: 0 },
    ]);
  });

  it("of another workspace's run is refused", async () => {
    const runUuid = await logRun("mine");
    await expect(listMetricSummaries(stranger, runUuid)).rejects.toThrow("not found");
  });
});
