import { describe, expect, it } from "vitest";
import { logInputs } from "@/lib/datasets/commands/log-inputs";
import { db } from "@/lib/db/client";
import { createExperiment } from "@/lib/experiments/commands";
import { setAlias } from "@/lib/models/commands/aliases";
import { createLoggedModel } from "@/lib/models/commands/logged-models";
import { createModelVersion } from "@/lib/models/commands/versions";
import { createRun } from "@/lib/runs/commands/run-lifecycle";
import { makeActor, setUpDatabase } from "@/lib/testing/database";
import { datasetInput, makeLineage, textOf } from "@/lib/testing/lineage";
import { differenceInput, exportImpactInput } from "../schema";
import { getLineageDifference } from "./difference";
import { exportImpact } from "./impact";

setUpDatabase();

/** Two versions: of sales and codes; and of a later sales and of weather, by another run. */
async function twoVersions() {
  const { actor } = await makeLineage({ datasets: ["sales", "codes"] });
  const experimentId = await createExperiment(actor, { name: "other training", tags: [] });
  const run = { experimentId, name: "later", userId: "", startTime: 5_000, tags: [] };
  const { uuid } = await createRun(actor, run);
  const datasets = ["sales#2", "codes", "weather"].map(datasetInput);
  await logInputs(actor, { runUuid: uuid, datasets, modelUuids: [] });
  const model = await createLoggedModel(actor, {
    experimentId,
    name: "forest",
    modelType: "",
    sourceRunUuid: uuid,
    params: [],
    tags: [],
  });
  const source = `models:/${model.uuid}`;
  await createModelVersion(actor, {
    name: "churn",
    source,
    runUuid: uuid,
    loggedModelUuid: model.uuid,
    tags: [],
  });
  const versions = await db().modelVersion.findMany({
    where: { workspaceId: actor.workspaceId },
    orderBy: { version: "asc" },
  });
  const [before = "", after = ""] = versions.map(({ id }) => `model-version:${id}`);
  return { actor, before, after };
}

describe("the difference between two versions", () => {
  it("is what was changed, what is gone and what came, and counts what both were made of", async () => {
    const { actor, before, after } = await twoVersions();
    const found = await getLineageDifference(actor, differenceInput.parse({ before, after }));
    expect([found.before.title, found.after.title]).toEqual(["churn v1", "churn v2"]);
    expect(
      found.changes
        .map((one) => [one.change, one.before?.title ?? "", one.after?.title ?? ""])
        .toSorted(),
    ).toEqual([
      ["added", "", "later"],
      ["added", "", "weather v1"],
      ["changed", "forest", "forest"],
      ["changed", "sales v1", "sales v2"],
      ["removed", "run 0", ""],
    ]);
    expect([found.same, found.cutOff]).toEqual([1, null]);
    const back = await getLineageDifference(
      actor,
      differenceInput.parse({ before: after, after: before }),
    );
    expect(back.changes.filter(({ change }) => change === "removed")).toHaveLength(2);
  });

  it("is refused for nodes of two kinds, and for what is not there", async () => {
    const { actor, before } = await twoVersions();
    const run = await db().run.findFirstOrThrow({ where: { workspaceId: actor.workspaceId } });
    const ask = (who: typeof actor, after: string) =>
      getLineageDifference(who, differenceInput.parse({ before, after }));
    await expect(ask(actor, `run:${run.uuid}`)).rejects.toMatchObject({ code: "INVALID" });
    await expect(ask(actor, "model-version:99999999")).rejects.toMatchObject({ code: "NOT_FOUND" });
    await expect(ask(await makeActor(), before)).rejects.toMatchObject({ code: "NOT_FOUND" });
  });
});

describe("the file of what a dataset version touches", () => {
  it("lists every version, those in use first, in CSV and in JSON", async () => {
    const { actor, data } = await makeLineage({ versions: 3 });
    await setAlias(actor, { name: "churn", alias: "candidate", version: "2" });
    const read = async (query: Record<string, unknown>) =>
      exportImpact(actor, exportImpactInput.parse({ node: data, ...query }));
    const csv = await read({ format: "csv" });
    expect([csv.name, csv.type]).toEqual([`impact-of-${data.replace(":", "-")}.csv`, "text/csv"]);
    const lines = (await textOf(csv.chunks)).trim().split("\r\n");
    expect(lines.map((line) => line.split(",").slice(1, 4).join(" "))).toEqual([
      "model version in_use_at",
      "churn 2 '@candidate",
      "churn 3 ",
      "churn 1 ",
    ]);
    const json = JSON.parse(await textOf((await read({ format: "json" })).chunks));
    expect(json).toMatchObject({ node: data, total: 3, inUse: 1, isCutOff: false });
    expect(json.items.map(({ version }: { version: number }) => version)).toEqual([2, 3, 1]);
    const used = JSON.parse(await textOf((await read({ format: "json", inUse: "true" })).chunks));
    expect(used.items).toHaveLength(1);
  });

  it("keeps a name that a spreadsheet would run as text", async () => {
    const { actor, data } = await makeLineage();
    await db().registeredModel.updateMany({
      where: { workspaceId: actor.workspaceId },
      data: { name: '=HYPERLINK("http://x")' },
    });
    const { chunks } = await exportImpact(
      actor,
      exportImpactInput.parse({ node: data, format: "csv" }),
    );
    expect(await textOf(chunks)).toContain(`"'=HYPERLINK(""http://x"")"`);
  });
});
