import { describe, expect, it } from "vitest";
import { db } from "@/lib/db/client";
import { createExperiment, deleteExperiment } from "@/lib/experiments/commands";
import { logMetric } from "@/lib/runs/commands/log-batch";
import { createRun } from "@/lib/runs/commands/run-lifecycle";
import { makeActor, setUpDatabase } from "@/lib/testing/database";
import { getLoggedModel } from "../queries/logged-models";
import { searchLoggedModels } from "../queries/search-logged-models";
import type { SearchLoggedModelsInput } from "../schema";
import {
  createLoggedModel,
  deleteLoggedModel,
  deleteLoggedModelTag,
  finalizeLoggedModel,
  logLoggedModelParams,
  setLoggedModelTags,
} from "./logged-models";

setUpDatabase();

const refused = (code: string) => expect.objectContaining({ code });

async function setUp() {
  const actor = await makeActor();
  const experimentId = await createExperiment(actor, { name: "training", tags: [] });
  const run = await createRun(actor, {
    experimentId,
    name: "run",
    userId: "",
    startTime: 0,
    tags: [],
  });
  const create = (name: string, params: { key: string; value: string }[] = []) =>
    createLoggedModel(actor, {
      experimentId,
      name,
      modelType: "tree",
      sourceRunUuid: run.uuid,
      params,
      tags: [],
    });
  const measure = (uuid: string, key: string, value: number, dataset?: string, timestamp = 1) =>
    logMetric(actor, {
      runUuid: run.uuid,
      key,
      value,
      timestamp,
      step: timestamp,
      modelUuid: uuid,
      ...(dataset ? { datasetName: dataset, datasetDigest: `${dataset}-1` } : {}),
    });
  const search = async (input: Partial<SearchLoggedModelsInput>) => {
    const { items } = await searchLoggedModels(actor, {
      experimentIds: [experimentId],
      datasets: [],
      orderBy: [],
      limit: 100,
      ...input,
    });
    return items.map(({ name }) => name);
  };
  return { actor, experimentId, run, create, measure, search };
}

describe("a logged model", () => {
  it("is pending below its experiment until it is finalised", async () => {
    const { actor, experimentId, create } = await setUp();
    const model = await create("forest");
    expect(model.uuid).toMatch(/^m-[0-9a-f]{32}$/);
    expect(model).toMatchObject({
      status: "PENDING",
      artifactUri: `mlflow-artifacts:/${experimentId}/models/${model.uuid}/artifacts`,
    });
    const ready = await finalizeLoggedModel(actor, { uuid: model.uuid, status: "READY" });
    expect(ready.status).toBe("READY");
  });

  it("gets a name when it is given none", async () => {
    const { create } = await setUp();
    expect((await create("")).name).toMatch(/^[a-z]+-[a-z]+-\d+$/);
  });

  it("takes a parameter once, the same value again, and never another", async () => {
    const { actor, create } = await setUp();
    const { uuid } = await create("forest", [{ key: "depth", value: "3" }]);
    const log = (value: string) =>
      logLoggedModelParams(actor, {
        uuid,
        params: [
          { key: "trees", value: "9" },
          { key: "depth", value },
        ],
      });
    await expect(log("4")).rejects.toEqual(refused("INVALID"));
    expect((await getLoggedModel(actor, { uuid })).params).toEqual([{ key: "depth", value: "3" }]);
    await log("3");
    await log("3");
    expect((await getLoggedModel(actor, { uuid })).params).toHaveLength(2);
    await expect(
      create("twice", [
        { key: "a", value: "1" },
        { key: "a", value: "2" },
      ]),
    ).rejects.toEqual(refused("INVALID"));
  });

  it("takes and loses tags", async () => {
    const { actor, create } = await setUp();
    const { uuid } = await create("forest");
    await setLoggedModelTags(actor, { uuid, tags: [{ key: "a", value: "1" }] });
    await setLoggedModelTags(actor, {
      uuid,
      tags: [
        { key: "a", value: "2" },
        { key: "b", value: "3" },
        { key: "a", value: "4" },
      ],
    });
    expect((await getLoggedModel(actor, { uuid })).tags).toEqual([
      { key: "a", value: "4" },
      { key: "b", value: "3" },
    ]);
    await deleteLoggedModelTag(actor, { uuid, key: "a" });
    await expect(deleteLoggedModelTag(actor, { uuid, key: "a" })).rejects.toEqual(
      refused("NOT_FOUND"),
    );
  });

  it("is hidden when deleted, shown when asked for, and deleted again without harm", async () => {
    const { actor, create, search } = await setUp();
    const { uuid } = await create("forest");
    await deleteLoggedModel(actor, uuid);
    await deleteLoggedModel(actor, uuid);
    await expect(getLoggedModel(actor, { uuid })).rejects.toEqual(refused("NOT_FOUND"));
    expect((await getLoggedModel(actor, { uuid, allowsDeleted: true })).isDeleted).toBe(true);
    expect(await search({})).toEqual([]);
    const audited = await db().auditEvent.count({
      where: { workspaceId: actor.workspaceId, action: "logged-model.deleted" },
    });
    expect(audited).toBe(1);
  });

  it("is of its workspace and of an active experiment", async () => {
    const { actor, experimentId, create } = await setUp();
    const { uuid } = await create("forest");
    const stranger = await makeActor();
    await expect(getLoggedModel(stranger, { uuid })).rejects.toEqual(refused("NOT_FOUND"));
    await expect(deleteLoggedModel(stranger, uuid)).rejects.toEqual(refused("NOT_FOUND"));
    await expect(
      createLoggedModel(stranger, {
        experimentId,
        name: "x",
        modelType: "",
        sourceRunUuid: "",
        params: [],
        tags: [],
      }),
    ).rejects.toEqual(refused("NOT_FOUND"));
    await deleteExperiment(actor, experimentId);
    await expect(create("late")).rejects.toEqual(refused("INVALID"));
  });
});

describe("searching logged models", () => {
  it("filters by attribute, param, tag and metric", async () => {
    const { actor, create, measure, search } = await setUp();
    const small = await create("small", [{ key: "depth", value: "3" }]);
    const large = await create("large", [{ key: "depth", value: "9" }]);
    await measure(small.uuid, "auc", 0.7);
    await measure(large.uuid, "auc", 0.9);
    await setLoggedModelTags(actor, { uuid: large.uuid, tags: [{ key: "team", value: "red" }] });
    expect(await search({ filter: "name = 'small'" })).toEqual(["small"]);
    expect(await search({ filter: "metrics.auc > 0.8" })).toEqual(["large"]);
    expect(await search({ filter: "params.depth = '3' OR tags.team = 'red'" })).toHaveLength(2);
    expect(await search({ filter: "status = 'READY'" })).toEqual([]);
    await finalizeLoggedModel(actor, { uuid: large.uuid, status: "READY" });
    expect(await search({ filter: "status = 'READY'" })).toEqual(["large"]);
    expect(await search({ filter: "model_id IN ('m-none')" })).toEqual([]);
  });

  it("narrows metric conditions to datasets, and without any keeps models measured on them", async () => {
    const { create, measure, search } = await setUp();
    const a = await create("a");
    const b = await create("b");
    await create("c");
    await measure(a.uuid, "auc", 0.9, "train");
    await measure(a.uuid, "auc", 0.5, "test", 2);
    await measure(b.uuid, "auc", 0.8, "test");
    const filter = "metrics.auc > 0.7";
    expect(await search({ filter, orderBy: [{ field: "name", ascending: true }] })).toEqual([
      "a",
      "b",
    ]);
    expect(await search({ filter, datasets: [{ name: "test" }] })).toEqual(["b"]);
    expect(await search({ filter, datasets: [{ name: "test", digest: "other" }] })).toEqual([]);
    expect(await search({ datasets: [{ name: "train", digest: "train-1" }] })).toEqual(["a"]);
    await expect(search({ datasets: [{ name: "" }] })).rejects.toEqual(refused("INVALID"));
  });

  it("orders by the newest value of a metric on a dataset, missing ones last", async () => {
    const { create, measure, search } = await setUp();
    const [a, b, c] = [await create("a"), await create("b"), await create("c")];
    await create("none");
    await measure(a.uuid, "auc", 0.9, "test");
    await measure(a.uuid, "auc", 0.1, "test", 2);
    await measure(b.uuid, "auc", 0.5, "test");
    await measure(b.uuid, "auc", 0.01, "train", 9);
    await measure(c.uuid, "auc", Number.NaN, "test");
    const by = (ascending: boolean) =>
      search({ orderBy: [{ field: "metrics.auc", ascending, datasetName: "test" }] });
    expect(await by(true)).toEqual(["a", "b", "c", "none"]);
    expect(await by(false)).toEqual(["b", "a", "c", "none"]);
  });

  it("goes on only with the request that a token was made for", async () => {
    const { actor, experimentId, create } = await setUp();
    for (const name of ["a", "b", "c"]) await create(name);
    const ask = (more: Partial<SearchLoggedModelsInput>) =>
      searchLoggedModels(actor, {
        experimentIds: [experimentId],
        datasets: [],
        orderBy: [{ field: "name", ascending: true }],
        limit: 2,
        ...more,
      });
    const first = await ask({});
    const pageToken = first.nextPageToken;
    expect(first.items.map(({ name }) => name)).toEqual(["a", "b"]);
    const second = await ask({ pageToken });
    expect(second.items.map(({ name }) => name)).toEqual(["c"]);
    expect(second.nextPageToken).toBeUndefined();
    for (const other of [
      { experimentIds: [experimentId, 1] },
      { filter: "name = 'c'" },
      { orderBy: [] },
      { datasets: [{ name: "x" }] },
    ])
      await expect(ask({ pageToken, ...other })).rejects.toEqual(refused("INVALID"));
  });

  it("refuses an order it cannot make", async () => {
    const { search } = await setUp();
    for (const field of ["params.depth", "owner", "tags.x"])
      await expect(search({ orderBy: [{ field, ascending: true }] })).rejects.toEqual(
        refused("INVALID"),
      );
  });
});
