import { describe, expect, it } from "vitest";
import type { Actor } from "@/lib/access/actor";
import { logInputs } from "@/lib/datasets/commands/log-inputs";
import { db } from "@/lib/db/client";
import { createExperiment } from "@/lib/experiments/commands";
import { setAlias } from "@/lib/models/commands/aliases";
import { createRegisteredModel } from "@/lib/models/commands/registered-models";
import { createModelVersion } from "@/lib/models/commands/versions";
import { createRun } from "@/lib/runs/commands/run-lifecycle";
import { makeActor, setUpDatabase } from "@/lib/testing/database";
import { neighboursInput, searchNodesInput } from "../schema";
import { listNeighbours } from "./neighbours";
import { getVersionNode, searchNodes } from "./search";

setUpDatabase();

const refused = (code: string) => expect.objectContaining({ code });

/** Runs "fold 1" … that all read one data set, a second apart from a minute hence. */
async function setUp(count: number) {
  const actor = await makeActor();
  const experimentId = await createExperiment(actor, { name: "training", tags: [] });
  const runs: string[] = [];
  const start = Date.now() + 60_000;
  const read = (uuid: string) =>
    logInputs(actor, {
      runUuid: uuid,
      modelUuids: [],
      datasets: [
        {
          name: "sales 2024",
          digest: "abc",
          sourceType: "local",
          source: "{}",
          tags: [{ key: "mlflow.data.context", value: "training" }],
        },
      ],
    });
  for (let number = 1; number <= count; number++) {
    const { uuid } = await createRun(actor, {
      experimentId,
      name: `fold ${number}`,
      userId: "",
      startTime: start + number * 1_000,
      tags: [],
    });
    await read(uuid);
    runs.push(uuid);
  }
  const version = await db().datasetVersion.findFirstOrThrow({
    where: { workspaceId: actor.workspaceId },
  });
  return { actor, runs, start, data: `dataset-version:${version.id}` };
}

const neighbours = (actor: Actor, node: string, query: Record<string, unknown> = {}) =>
  listNeighbours(
    actor,
    neighboursInput.parse({ node, direction: "downstream", kind: "run", ...query }),
  );

describe("what a cluster sums up", () => {
  it("is listed page by page, newest first, each with what its edge says", async () => {
    const { actor, data } = await setUp(5);
    const titles: string[] = [];
    let pageToken: string | undefined;
    do {
      const page = await neighbours(actor, data, { limit: 2, pageToken });
      expect([page.total, page.isExact]).toEqual([5, true]);
      titles.push(...page.items.map(({ title }) => title));
      pageToken = page.nextPageToken;
    } while (pageToken !== undefined);
    expect(titles).toEqual(["fold 5", "fold 4", "fold 3", "fold 2", "fold 1"]);
    const [last] = (await neighbours(actor, data)).items;
    expect([last?.role, last?.details]).toEqual(["read", ["training"]]);
  });

  it("is searched by name, and holds at a moment what was there then", async () => {
    const { actor, data, start } = await setUp(4);
    const found = await neighbours(actor, data, { search: "FOLD 3" });
    expect(found.items.map(({ title }) => title)).toEqual(["fold 3"]);
    expect([found.total, found.nextPageToken]).toEqual([1, undefined]);
    expect((await neighbours(actor, data, { kind: "model-version" })).total).toBe(0);
    const asOf = new Date(start + 2_500).toISOString();
    const then = await neighbours(actor, data, { asOf });
    expect(then.items.map(({ title }) => title)).toEqual(["fold 2", "fold 1"]);
  });

  it("is nobody else's", async () => {
    const { data } = await setUp(1);
    await expect(neighbours(await makeActor(), data)).rejects.toEqual(refused("NOT_FOUND"));
  });
});

describe("the search for a node", () => {
  const search = async (actor: Actor, text: string) =>
    (await searchNodes(actor, searchNodesInput.parse({ text }))).map(({ title }) => title);

  async function setUpModels() {
    const { actor, runs } = await setUp(2);
    for (const name of ["churn", "prices"]) {
      await createRegisteredModel(actor, { name, tags: [] });
      for (let version = 1; version <= 3; version++)
        await createModelVersion(actor, { name, source: "s3://bucket/model", tags: [] });
    }
    await setAlias(actor, { name: "churn", alias: "candidate", version: "1" });
    return { actor, runs };
  }

  it("finds a version by name and number, and those that stand somewhere first", async () => {
    const { actor } = await setUpModels();
    expect(await search(actor, "churn 2")).toEqual(["churn v2"]);
    expect(await search(actor, "CHURN")).toEqual(["churn v1", "churn v3", "churn v2"]);
    expect(await search(actor, "@candidate")).toEqual(["churn v1"]);
    expect(await search(actor, "prices @candidate")).toEqual([]);
  });

  it("takes a number in a name for part of the name as well", async () => {
    const { actor, runs } = await setUpModels();
    expect(await search(actor, "fold 2")).toEqual(["fold 2"]);
    expect(await search(actor, "sales 2024")).toEqual(["sales 2024 v1"]);
    expect(await search(actor, (runs[0] ?? "").slice(0, 8))).toEqual(["fold 1"]);
    expect(await search(actor, `run:${runs[1]}`)).toEqual(["fold 2"]);
    expect(await search(actor, "it's 100% nothing")).toEqual([]);
  });

  it("offers what stands somewhere and the data before anything is typed", async () => {
    const { actor } = await setUpModels();
    const offered = await search(actor, "");
    expect([offered[0], offered.at(-1)]).toEqual(["churn v1", "sales 2024 v1"]);
    expect(await search(await makeActor(), "")).toEqual([]);
  });

  it("finds nothing in another workspace, by whatever name", async () => {
    const { actor, runs } = await setUpModels();
    const stranger = await makeActor();
    for (const text of ["churn", "fold", "sales", `run:${runs[0]}`])
      expect(await search(stranger, text)).toEqual([]);
    const version = { name: "churn", version: 1 };
    expect(await getVersionNode(actor, version)).toMatch(/^model-version:\d+$/);
    await expect(getVersionNode(stranger, version)).rejects.toEqual(refused("NOT_FOUND"));
  });
});
