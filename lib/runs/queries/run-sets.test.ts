import { beforeAll, describe, expect, it } from "vitest";
import type { Actor } from "@/lib/access/actor";
import { createExperiment } from "@/lib/experiments/commands";
import { makeActor, setUpDatabase } from "@/lib/testing/database";
import { logBatch } from "../commands/log-batch";
import { createRun, deleteRuns } from "../commands/run-lifecycle";
import { MAX_COMPARED_RUNS } from "../rules";
import { listMetricSummaries } from "./metric-summaries";
import { getRelatives, listComparedRuns } from "./run-sets";

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

describe("compared runs", () => {
  it("come in the order asked for, without those of other workspaces", async () => {
    const [a, b] = [await logRun("a"), await logRun("b")];
    const runs = await listComparedRuns(actor, [b, "0".repeat(32), a]);
    expect(runs.map(({ name }) => name)).toEqual(["b", "a"]);
    expect(await listComparedRuns(stranger, [a, b])).toEqual([]);
  });

  it("are bounded", async () => {
    const uuids = Array.from({ length: MAX_COMPARED_RUNS + 1 }, (_, index) => String(index));
    await expect(listComparedRuns(actor, uuids)).rejects.toThrow("At most 50 runs");
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
