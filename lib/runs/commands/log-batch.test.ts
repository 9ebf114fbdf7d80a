import { beforeAll, beforeEach, describe, expect, it } from "vitest";
import type { Actor } from "@/lib/access/actor";
import { pool } from "@/lib/db/pool";
import { defaultExperimentId } from "@/lib/experiments/sql";
import { makeActor, setUpDatabase } from "@/lib/testing/database";
import { getRun } from "../queries/get-run";
import type { LogBatchInput } from "../schema";
import { logBatch, logMetric, logParam, setRunTag } from "./log-batch";
import { createRun, deleteRuns, deleteRunTag, restoreRuns, updateRun } from "./run-lifecycle";

setUpDatabase();

const NOTHING = { metrics: [], params: [], tags: [] };
const metric = { key: "loss", value: 1, timestamp: 1, step: 0 };
let actor: Actor;
let runUuid: string;

const batch = (parts: Partial<LogBatchInput>) => logBatch(actor, { runUuid, ...NOTHING, ...parts });

async function newRun(): Promise<string> {
  const experimentId = await defaultExperimentId(actor.workspaceId);
  const run = await createRun(actor, {
    experimentId,
    name: "subject",
    userId: "",
    startTime: 1,
    tags: [],
  });
  return run.uuid;
}

beforeAll(async () => {
  actor = await makeActor({ role: "contributor" });
});

beforeEach(async () => {
  runUuid = await newRun();
});

async function columnsOf(name: string): Promise<number> {
  const { rowCount } = await pool().query(
    `SELECT 1 FROM experiment_columns c JOIN attribute_keys k ON k.id = c.key_id
     WHERE k.workspace_id = $1 AND k.name = $2`,
    [actor.workspaceId, name],
  );
  return rowCount ?? 0;
}

describe("a batch", () => {
  it("writes metrics, parameters and tags together", async () => {
    await batch({
      metrics: [metric, { ...metric, key: "f1", value: Number.NaN }],
      params: [{ key: "lr", value: "0.1" }],
      tags: [{ key: "team", value: "red" }],
    });
    expect(await getRun(actor, runUuid)).toMatchObject({
      metrics: [
        { key: "f1", value: Number.NaN },
        { key: "loss", value: 1 },
      ],
      params: [{ key: "lr", value: "0.1" }],
      tags: [
        { key: "mlflow.runName", value: "subject" },
        { key: "team", value: "red" },
      ],
    });
  });

  it("that changes a parameter writes nothing at all", async () => {
    await batch({ params: [{ key: "lr", value: "0.1" }] });
    const before = await getRun(actor, runUuid);
    await expect(
      batch({
        metrics: [metric],
        params: [
          { key: "a-param-of-nobody", value: "x" },
          { key: "lr", value: "0.2" },
        ],
        tags: [{ key: "mlflow.runName", value: "renamed" }],
      }),
    ).rejects.toThrow(/Changing param values is not allowed.*'lr'.*'0\.1'.*'0\.2'/);
    expect(await getRun(actor, runUuid)).toEqual(before);
    expect(await columnsOf("a-param-of-nobody")).toBe(0);
  });

  it("accepts a parameter that was logged with the same value, cut or not", async () => {
    const long = "v".repeat(7000);
    await batch({ params: [{ key: "long", value: long }] });
    await batch({ params: [{ key: "long", value: `${long} and another end` }] });
    expect((await getRun(actor, runUuid)).params).toEqual([
      { key: "long", value: "v".repeat(6000) },
    ]);
  });

  it("refuses a parameter given twice, even with equal values", async () => {
    const twice = { key: "lr", value: "0.1" };
    await expect(batch({ params: [twice, twice] })).rejects.toThrow("Duplicate parameter keys");
  });

  it("names the metric that is wrong by its place, and writes none", async () => {
    await expect(batch({ metrics: [metric, { ...metric, timestamp: -1 }] })).rejects.toThrow(
      "metrics[1].timestamp",
    );
    expect((await getRun(actor, runUuid)).metrics).toEqual([]);
  });

  it("may have the same parameter from many writers at once, and one value of several", async () => {
    const same = Array.from({ length: 8 }, () => batch({ params: [{ key: "same", value: "1" }] }));
    await Promise.all(same);
    const rivals = await Promise.allSettled(
      Array.from({ length: 8 }, (_, index) =>
        batch({ params: [{ key: "rival", value: String(index) }] }),
      ),
    );
    expect(rivals.filter(({ status }) => status === "fulfilled")).toHaveLength(1);
    expect((await getRun(actor, runUuid)).params).toHaveLength(2);
  });

  it("never deadlocks with others, renames and deleted tags on the same run", async () => {
    const keys = Array.from({ length: 20 }, (_, index) => `k${index}`);
    const write = async (writer: number) => {
      for (let round = 0; round < 10; round += 1) {
        const own = writer % 2 === 0 ? keys : [...keys].reverse();
        await batch({
          metrics: own.map((key) => ({ key, value: writer, timestamp: round, step: round })),
          params: own.map((key) => ({ key, value: "x" })),
          tags: [
            ...own.map((key) => ({ key, value: `${writer}` })),
            { key: "mlflow.runName", value: `name ${writer}` },
            { key: "mlflow.parentRunId", value: "a".repeat(32) },
          ],
        });
        await updateRun(actor, { runUuid, name: `other ${writer}`, status: 1 });
        await deleteRunTag(actor, { runUuid, key: "mlflow.parentRunId" }).catch(() => undefined);
      }
    };
    await Promise.all(Array.from({ length: 16 }, (_, writer) => write(writer)));
    const run = await getRun(actor, runUuid);
    expect(run.tags.find(({ key }) => key === "mlflow.runName")?.value).toBe(run.name);
    const { rows } = await pool().query<{ points: number }>(
      "SELECT sum(points)::int8 AS points FROM metric_series WHERE run_id = (SELECT id FROM runs WHERE uuid = $1)",
      [runUuid],
    );
    expect(rows[0]?.points).toBe(16 * 10 * 20);
  });
});

describe("a tag", () => {
  it("that is the name renames the run, and an empty one does not", async () => {
    await setRunTag(actor, { runUuid, key: "mlflow.runName", value: "second" });
    await setRunTag(actor, { runUuid, key: "mlflow.runName", value: "" });
    expect(await getRun(actor, runUuid)).toMatchObject({
      name: "second",
      tags: [{ key: "mlflow.runName", value: "second" }],
    });
  });

  it("that is the parent makes the run a child, unless it cannot name a run", async () => {
    const parentOf = async () => {
      const { rows } = await pool().query<{ parent_uuid: string | null }>(
        "SELECT parent_uuid FROM runs WHERE uuid = $1",
        [runUuid],
      );
      return rows[0]?.parent_uuid;
    };
    await setRunTag(actor, { runUuid, key: "mlflow.parentRunId", value: "b".repeat(32) });
    expect(await parentOf()).toBe("b".repeat(32));
    await setRunTag(actor, { runUuid, key: "mlflow.parentRunId", value: "x".repeat(8000) });
    expect(await parentOf()).toBeNull();
  });
});

describe("a deleted run", () => {
  it("refuses every write and keeps what it had, until it is restored", async () => {
    await batch({ metrics: [metric], tags: [{ key: "team", value: "red" }] });
    await deleteRuns(actor, [runUuid]);
    const before = await getRun(actor, runUuid);
    const writes = [
      () => logMetric(actor, { runUuid, ...metric, key: "a-metric-of-the-deleted" }),
      () => logParam(actor, { runUuid, key: "p", value: "1" }),
      () => setRunTag(actor, { runUuid, key: "team", value: "blue" }),
      () => deleteRunTag(actor, { runUuid, key: "team" }),
      () => updateRun(actor, { runUuid, status: 3 }),
      () => batch({}),
      () => batch({ metrics: [{ ...metric, step: 1 }], params: [{ key: "p", value: "1" }] }),
    ];
    for (const write of writes)
      await expect(write()).rejects.toThrow("must be in the 'active' state");
    expect(await getRun(actor, runUuid)).toEqual(before);
    expect(await columnsOf("a-metric-of-the-deleted")).toBe(0);
    await restoreRuns(actor, [runUuid]);
    await logMetric(actor, { runUuid, ...metric, step: 1 });
    expect((await getRun(actor, runUuid)).metrics).toMatchObject([{ step: 1 }]);
  });
});

describe("a run of another workspace", () => {
  it("is not found, whoever asks", async () => {
    const stranger = await makeActor({ role: "admin" });
    for (const write of [
      () => logMetric(stranger, { runUuid, ...metric }),
      () => setRunTag(stranger, { runUuid, key: "a", value: "b" }),
      () => deleteRuns(stranger, [runUuid]),
      () => getRun(stranger, runUuid),
    ])
      await expect(write()).rejects.toMatchObject({ code: "NOT_FOUND" });
  });

  it("is not written by somebody who may only look", async () => {
    const viewer = await makeActor({ role: "viewer" });
    await expect(logMetric(viewer, { runUuid, ...metric })).rejects.toMatchObject({
      code: "FORBIDDEN",
    });
  });
});
