import { describe, expect, it } from "vitest";
import { db } from "@/lib/db/client";
import { createExperiment } from "@/lib/experiments/commands";
import { logOutputs, recordLoggedModel } from "@/lib/models/commands/run-models";
import { createRun, deleteRuns } from "@/lib/runs/commands/run-lifecycle";
import { getRun } from "@/lib/runs/queries/get-run";
import { makeActor, setUpDatabase } from "@/lib/testing/database";
import { listDatasetSummaries } from "../queries/summaries";
import { logInputs } from "./log-inputs";

setUpDatabase();

const refused = (code: string) => expect.objectContaining({ code });

async function setUp() {
  const actor = await makeActor();
  const experimentId = await createExperiment(actor, { name: "training", tags: [] });
  const run = () =>
    createRun(actor, { experimentId, name: "run", userId: "", startTime: 0, tags: [] });
  return { actor, experimentId, run };
}

const dataset = (name: string, context = "training") => ({
  name,
  digest: "abc",
  sourceType: "local",
  source: "{}",
  schema: '{"columns":[]}',
  tags: [{ key: "mlflow.data.context", value: context }],
});

describe("a run's inputs", () => {
  it("are written once, however often they are sent", async () => {
    const { actor, run } = await setUp();
    const { uuid } = await run();
    const log = (context: string) =>
      logInputs(actor, {
        runUuid: uuid,
        datasets: [dataset("diamonds", context), dataset("diamonds", "again"), dataset("flights")],
        modelUuids: ["m-1", "m-1"],
      });
    await log("training");
    await log("testing");
    const { datasetInputs, modelInputs } = await getRun(actor, uuid);
    expect(datasetInputs).toEqual([
      { ...dataset("diamonds"), profile: null },
      { ...dataset("flights"), profile: null },
    ]);
    expect(modelInputs).toEqual([{ modelUuid: "m-1" }]);
  });

  it("share a dataset among the runs of an experiment, also when these write at the same time", async () => {
    const { actor, run, experimentId } = await setUp();
    const runs = await Promise.all(Array.from({ length: 6 }, run));
    await Promise.all(
      runs.map(({ uuid }, index) =>
        logInputs(actor, {
          runUuid: uuid,
          datasets: index % 2 ? [dataset("a"), dataset("b")] : [dataset("b"), dataset("a")],
          modelUuids: [],
        }),
      ),
    );
    expect(await db().loggedDataset.count({ where: { experimentId: BigInt(experimentId) } })).toBe(
      2,
    );
    expect(await db().runInput.count({ where: { run: { workspaceId: actor.workspaceId } } })).toBe(
      12,
    );
  });

  it("are listed by experiment, once for each purpose", async () => {
    const { actor, run, experimentId } = await setUp();
    for (const context of ["training", "testing", "training"])
      await logInputs(actor, {
        runUuid: (await run()).uuid,
        datasets: [dataset("diamonds", context)],
        modelUuids: [],
      });
    expect(await listDatasetSummaries(actor, [experimentId])).toEqual(
      ["testing", "training"].map((context) => ({
        experimentId,
        name: "diamonds",
        digest: "abc",
        context,
      })),
    );
    expect(await listDatasetSummaries(await makeActor(), [experimentId])).toEqual([]);
    await expect(listDatasetSummaries(actor, [])).rejects.toEqual(refused("INVALID"));
  });

  it("are refused beyond their limits, with nothing written", async () => {
    const { actor, run } = await setUp();
    const { uuid } = await run();
    for (const wrong of [
      { name: "n".repeat(501) },
      { digest: "d".repeat(37) },
      { source: "s".repeat(65_536) },
      { tags: [{ key: "k", value: "v".repeat(501) }] },
    ])
      await expect(
        logInputs(actor, {
          runUuid: uuid,
          datasets: [dataset("fine"), { ...dataset("wrong"), ...wrong }],
          modelUuids: [],
        }),
      ).rejects.toEqual(refused("INVALID"));
    expect((await getRun(actor, uuid)).datasetInputs).toEqual([]);
  });

  it("are refused by a deleted run and by a run of another workspace", async () => {
    const { actor, run } = await setUp();
    const { uuid } = await run();
    const input = { runUuid: uuid, datasets: [dataset("a")], modelUuids: [] };
    await expect(logInputs(await makeActor(), input)).rejects.toEqual(refused("NOT_FOUND"));
    await deleteRuns(actor, [uuid]);
    await expect(logInputs(actor, input)).rejects.toEqual(refused("INVALID"));
  });
});

describe("a run's outputs", () => {
  it("are kept with their step, which a repeat moves", async () => {
    const { actor, run } = await setUp();
    const { uuid } = await run();
    const log = (step: number) =>
      logOutputs(actor, { runUuid: uuid, models: [{ uuid: "m-1", step }] });
    await log(3);
    await log(7);
    expect((await getRun(actor, uuid)).modelOutputs).toEqual([{ modelUuid: "m-1", step: 7 }]);
  });

  it("of clients before 3.0 gather in one tag, none lost when two are logged at once", async () => {
    const { actor, run } = await setUp();
    const { uuid } = await run();
    const json = (path: string) =>
      JSON.stringify({ artifact_path: path, flavors: {}, utc_time_created: "", run_id: uuid });
    await Promise.all(
      ["a", "b", "c", "d"].map((path) =>
        recordLoggedModel(actor, { runUuid: uuid, json: json(path) }),
      ),
    );
    const tag = (await getRun(actor, uuid)).tags.find(
      ({ key }) => key === "mlflow.log-model.history",
    );
    const paths = JSON.parse(tag?.value ?? "[]").map(
      (model: { artifact_path: string }) => model.artifact_path,
    );
    expect(paths.sort()).toEqual(["a", "b", "c", "d"]);
  });
});
