import { beforeAll, describe, expect, it } from "vitest";
import type { Actor } from "@/lib/access/actor";
import { logInputs } from "@/lib/datasets/commands/log-inputs";
import { db } from "@/lib/db/client";
import { createExperiment } from "@/lib/experiments/commands";
import { logBatch, logMetric } from "@/lib/runs/commands/log-batch";
import { createRun } from "@/lib/runs/commands/run-lifecycle";
import { makeActor, setUpDatabase } from "@/lib/testing/database";
import { setAlias } from "../commands/aliases";
import { createLoggedModel, deleteLoggedModel } from "../commands/logged-models";
import { createRegisteredModel } from "../commands/registered-models";
import { createModelVersion, deleteModelVersion } from "../commands/versions";
import { listModelsInput, listVersionsInput } from "../schema";
import { listModels } from "./list-models";
import { listVersionMetricKeys, listVersions } from "./list-versions";
import { findVersionLocation, getVersionLocation } from "./version-files";
import { getVersionPage } from "./version-page";
import { getVersionStandards } from "./version-standards";

setUpDatabase();

let actor: Actor;
let stranger: Actor;
let runUuid: string;
let loggedUuid: string;
let loggedUri: string;
let runUri: string;

beforeAll(async () => {
  actor = await makeActor();
  stranger = await makeActor();
  const experimentId = await createExperiment(actor, { name: "training", tags: [] });
  const run = await createRun(actor, {
    experimentId,
    name: "bright-heron-1",
    userId: "",
    startTime: 0,
    tags: [],
  });
  [runUuid, runUri] = [run.uuid, run.artifactUri];
  await logBatch(actor, {
    runUuid,
    metrics: [
      { key: "auc", value: 0.7, timestamp: 1, step: 0 },
      { key: "loss", value: 0.3, timestamp: 1, step: 0 },
      { key: "system/cpu", value: 99, timestamp: 1, step: 0 },
    ],
    params: [{ key: "depth", value: "3" }],
    tags: [],
  });
  const tags = [{ key: "mlflow.data.context", value: "training" }];
  await logInputs(actor, {
    runUuid,
    datasets: [{ name: "diamonds", digest: "abc", sourceType: "", source: "", tags }],
    modelUuids: [],
  });
  const logged = await createLoggedModel(actor, {
    experimentId,
    name: "tree",
    modelType: "",
    sourceRunUuid: runUuid,
    params: [{ key: "criterion", value: "gini" }],
    tags: [],
  });
  [loggedUuid, loggedUri] = [logged.uuid, logged.artifactUri];
  for (const [timestamp, value] of [
    [1, 0.8],
    [2, 0.9],
  ] as const)
    await logMetric(actor, {
      runUuid,
      key: "auc",
      value,
      timestamp,
      step: timestamp,
      modelUuid: logged.uuid,
    });
  await createRegisteredModel(actor, {
    name: "Churn forest",
    description: "Who leaves.",
    tags: [
      { key: "team", value: "growth" },
      { key: "mlflow.internal", value: "x" },
    ],
  });
  const source = `models:/${logged.uuid}`;
  await createModelVersion(actor, {
    name: "Churn forest",
    source,
    loggedModelUuid: logged.uuid,
    tags: [],
  });
  await createModelVersion(actor, {
    name: "Churn forest",
    source: `runs:/${runUuid}/tree`,
    runUuid,
    tags: [],
  });
  await createModelVersion(actor, { name: "Churn forest", source: "s3://bucket/x", tags: [] });
  await createModelVersion(actor, {
    name: "Churn forest",
    source: `runs:/${runUuid}/old/model`,
    runUuid,
    tags: [],
  });
  await deleteModelVersion(actor, { name: "Churn forest", version: "3" });
  await createModelVersion(actor, { name: "Churn forest", source: "s3://bucket/y", tags: [] });
  await setAlias(actor, { name: "Churn forest", version: "2", alias: "candidate" });
  await createRegisteredModel(actor, { name: "prices", tags: [{ key: "team", value: "risk" }] });
  await createRegisteredModel(actor, {
    name: "greeting",
    tags: [{ key: "mlflow.prompt.is_prompt", value: "true" }],
  });
});

const list = (more: Record<string, unknown> = {}) =>
  listModels(actor, listModelsInput.parse({ sort: "name", isAscending: true, ...more }));

const namesOf = async (more: Record<string, unknown>) =>
  (await list(more)).items.map(({ name }) => name);

describe("the models list", () => {
  it("says of each model what a person looks for, and holds no prompts", async () => {
    const { items, total } = await list();
    expect(total).toBe(2);
    expect(items[0]).toMatchObject({
      name: "Churn forest",
      description: "Who leaves.",
      owner: actor.email,
      versionCount: 4,
      latestVersion: 5,
      riskTier: "medium",
      places: [{ kind: "alias", value: "candidate", version: 2 }],
      attention: { waiting: 0, overdue: 0, failing: 0, renewals: 0, followUps: 0 },
      tags: [{ key: "team", value: "growth" }],
    });
    expect(items[1]).toMatchObject({ name: "prices", versionCount: 0, latestVersion: null });
  });

  it("is searched by words, tag and owner", async () => {
    expect(await namesOf({ search: "FOREST churn" })).toEqual(["Churn forest"]);
    expect(await namesOf({ search: "%" })).toEqual([]);
    expect(await namesOf({ tag: "team" })).toEqual(["Churn forest", "prices"]);
    expect(await namesOf({ tag: "team=risk" })).toEqual(["prices"]);
    expect(await namesOf({ owner: "nobody@example.org" })).toEqual([]);
  });

  it("comes in pages, in either direction", async () => {
    const first = await list({ limit: 1, isAscending: false });
    expect(first.items.map(({ name }) => name)).toEqual(["prices"]);
    const second = await list({ limit: 1, isAscending: false, pageToken: first.nextPageToken });
    expect(second.items.map(({ name }) => name)).toEqual(["Churn forest"]);
    expect(second.nextPageToken).toBeUndefined();
  });

  it("counts all that match on every page, searched or not", async () => {
    for (const [search, count] of [
      ["", 2],
      ["r", 2],
      ["churn", 1],
      ["nothing", 0],
    ] as const) {
      const first = await list({ search, limit: 1 });
      expect(first.total).toBe(count);
      const pageToken = first.nextPageToken;
      expect(pageToken !== undefined).toBe(count > 1);
      if (pageToken) expect((await list({ search, limit: 1, pageToken })).total).toBe(count);
    }
  });

  it("shows nothing of another workspace", async () => {
    expect(await listModels(stranger, listModelsInput.parse({}))).toEqual({ items: [], total: 0 });
  });
});

describe("the versions of a model", () => {
  it("are listed newest first, without deleted ones, each with its run and its metrics", async () => {
    const { items, total } = await listVersions(
      actor,
      listVersionsInput.parse({ name: "Churn forest", metrics: ["auc", "loss", "none"] }),
    );
    expect(total).toBe(4);
    expect(items.map(({ version }) => version)).toEqual([5, 4, 2, 1]);
    expect(items[0]).toMatchObject({ run: null, metrics: {} });
    expect(items[2]).toMatchObject({
      aliases: ["candidate"],
      run: { uuid: runUuid, name: "bright-heron-1" },
      metrics: { auc: 0.9, loss: 0.3 },
    });
    expect(items[3]?.metrics).toEqual({ auc: 0.9, loss: 0.3 });
  });

  it("offer the metrics they have, but not those of the machine they were trained on", async () => {
    expect(await listVersionMetricKeys(actor, "Churn forest")).toEqual(["auc", "loss"]);
    expect(await listVersionMetricKeys(actor, "prices")).toEqual([]);
  });

  it("are hidden from another workspace", async () => {
    const input = listVersionsInput.parse({ name: "Churn forest" });
    await expect(listVersions(stranger, input)).rejects.toMatchObject({ code: "NOT_FOUND" });
  });
});

describe("the page of a version", () => {
  it("shows its run, what it read, and the parameters and metrics of run and logged model", async () => {
    const page = await getVersionPage(actor, { name: "Churn forest", version: "1" });
    expect(page).toMatchObject({
      run: { uuid: runUuid, experimentName: "training" },
      loggedModel: { uuid: loggedUuid, isDeleted: false },
      params: [
        { key: "criterion", value: "gini" },
        { key: "depth", value: "3" },
      ],
      metrics: [
        { key: "auc", value: 0.9 },
        { key: "loss", value: 0.3 },
      ],
      datasets: [
        {
          name: "diamonds",
          digest: "abc",
          context: "training",
          version: expect.objectContaining({ number: 1 }),
        },
      ],
    });
  });

  it("leads to the versions before and after it, past deleted ones", async () => {
    const at = (version: string) => getVersionPage(actor, { name: "Churn forest", version });
    expect(await at("2")).toMatchObject({ previous: 1, next: 4, newest: 5 });
    expect(await at("5")).toMatchObject({ previous: 4, next: null, newest: 5, run: null });
    await expect(at("3")).rejects.toMatchObject({ code: "NOT_FOUND" });
  });
});

describe("what a version is measured against", () => {
  const standards = (version: number) =>
    getVersionStandards(actor, { name: "Churn forest", version });

  it("is the version before it, and whichever serves", async () => {
    expect(await standards(4)).toEqual({
      previous: {
        version: 2,
        places: [],
        metrics: [
          { key: "auc", value: 0.9 },
          { key: "loss", value: 0.3 },
        ],
      },
      production: null,
    });
    // Without a policy in force, nothing is protected.
    const { workspaceId } = actor;
    await db().approvalPolicy.updateMany({ where: { workspaceId }, data: { inForceId: null } });
    await setAlias(actor, { name: "Churn forest", version: "1", alias: "production" });
    expect(await standards(1)).toMatchObject({
      previous: null,
      production: { version: 1, places: ["@production"] },
    });
  });

  it("is nothing of another workspace", async () => {
    await expect(
      getVersionStandards(stranger, { name: "Churn forest", version: 1 }),
    ).rejects.toMatchObject({ code: "NOT_FOUND" });
  });
});

describe("a version's files", () => {
  const location = (version: string) =>
    getVersionLocation(actor, { name: "Churn forest", version });

  it("are found where clients find them", async () => {
    expect(await location("1")).toBe(loggedUri);
    expect(await location("2")).toBe(loggedUri);
    expect(await location("4")).toBe(`${runUri}/old/model`);
    expect(await location("5")).toBe("s3://bucket/y");
  });

  it("are only shown from our own store", async () => {
    const { version } = await getVersionPage(actor, { name: "Churn forest", version: "5" });
    expect(await findVersionLocation(actor, version)).toBeNull();
  });

  it("stay where they are when the logged model is deleted", async () => {
    await deleteLoggedModel(actor, loggedUuid);
    expect(await location("1")).toBe(loggedUri);
    const page = await getVersionPage(actor, { name: "Churn forest", version: "1" });
    expect(page.loggedModel).toMatchObject({ isDeleted: true });
  });
});
