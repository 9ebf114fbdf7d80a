import { describe, expect, it } from "vitest";
import type { Actor } from "@/lib/access/actor";
import { db } from "@/lib/db/client";
import { createExperiment } from "@/lib/experiments/commands";
import { createRun } from "@/lib/runs/commands/run-lifecycle";
import { auditTrail } from "@/lib/testing/audit";
import { makeActor, makeActors, setUpDatabase } from "@/lib/testing/database";
import {
  getModelVersion,
  getRegisteredModel,
  getVersionByAlias,
} from "../queries/registered-models";
import { setAlias } from "./aliases";
import { createRegisteredModel } from "./registered-models";
import {
  createModelVersion,
  deleteModelVersion,
  describeModelVersion,
  setVersionTag,
  transitionStage,
} from "./versions";

setUpDatabase();

const register = (actor: Actor, name: string) => createRegisteredModel(actor, { name, tags: [] });

const addVersion = (actor: Actor, name: string, source = "s3://bucket/model") =>
  createModelVersion(actor, { name, source, tags: [] });

async function withRun() {
  const actor = await makeActor();
  const experimentId = await createExperiment(actor, { name: "training", tags: [] });
  const run = await createRun(actor, {
    experimentId,
    name: "run",
    userId: "",
    startTime: 0,
    tags: [],
  });
  await register(actor, "churn");
  return { actor, experimentId, run };
}

const refused = (code: string) => expect.objectContaining({ code });

describe("numbering", () => {
  it("gives simultaneous versions different numbers, without gaps", async () => {
    const actor = await makeActor();
    await register(actor, "churn");
    const versions = await Promise.all(
      Array.from({ length: 12 }, () => addVersion(actor, "churn")),
    );
    const numbers = versions.map(({ version }) => version).sort((a, b) => a - b);
    expect(numbers).toEqual(Array.from({ length: 12 }, (_, index) => index + 1));
  });

  it("never uses the number of a deleted version again", async () => {
    const actor = await makeActor();
    await register(actor, "churn");
    await addVersion(actor, "churn");
    await addVersion(actor, "churn");
    await deleteModelVersion(actor, { name: "churn", version: "2" });
    expect((await addVersion(actor, "churn")).version).toBe(3);
  });

  it("takes no number when the source is refused", async () => {
    const actor = await makeActor();
    await register(actor, "churn");
    await expect(addVersion(actor, "churn", "file:///etc")).rejects.toEqual(refused("INVALID"));
    expect((await addVersion(actor, "churn")).version).toBe(1);
  });
});

describe("deleting a version", () => {
  it("hides it, takes its aliases with it and keeps what it was in the audit", async () => {
    const actor = await makeActor();
    await register(actor, "churn");
    await addVersion(actor, "churn", "s3://bucket/secret");
    const ref = { name: "churn", version: "1" };
    await setAlias(actor, { ...ref, alias: "candidate" });
    await deleteModelVersion(actor, ref);
    await expect(getModelVersion(actor, ref)).rejects.toEqual(refused("NOT_FOUND"));
    await expect(getVersionByAlias(actor, { name: "churn", alias: "candidate" })).rejects.toEqual(
      expect.objectContaining({
        code: "INVALID",
        message: "Registered model alias candidate not found.",
      }),
    );
    expect((await getRegisteredModel(actor, "churn")).aliases).toEqual([]);
    const row = await db().modelVersion.findFirstOrThrow({
      where: { workspaceId: actor.workspaceId },
    });
    expect(row).toMatchObject({ source: "", storageLocation: "", runUuid: null });
    const [audit] = await auditTrail(actor, "model-version.deleted");
    expect(audit).toMatchObject({
      subject: "model version churn/1",
      before: { source: "s3://bucket/secret" },
    });
  });

  it("finds nothing the second time", async () => {
    const actor = await makeActor();
    await register(actor, "churn");
    await addVersion(actor, "churn");
    const ref = { name: "churn", version: "1" };
    await deleteModelVersion(actor, ref);
    await expect(deleteModelVersion(actor, ref)).rejects.toEqual(refused("NOT_FOUND"));
    await expect(setVersionTag(actor, { ...ref, key: "a", value: "b" })).rejects.toEqual(
      refused("NOT_FOUND"),
    );
  });
});

describe("stages", () => {
  it("archives the versions that are in the stage, when asked", async () => {
    const actor = await makeActor();
    await register(actor, "churn");
    for (let count = 0; count < 3; count += 1) await addVersion(actor, "churn");
    const move = (version: string, stage: string, archivesExisting = false) =>
      transitionStage(actor, { name: "churn", version, stage, archivesExisting });
    await move("1", "staging");
    await move("2", "staging");
    const moved = await move("3", "STAGING", true);
    expect(moved.stage).toBe("Staging");
    const stages = await db().modelVersion.findMany({
      where: { workspaceId: actor.workspaceId },
      orderBy: { version: "asc" },
      select: { stage: true },
    });
    expect(stages.map(({ stage }) => stage)).toEqual(["Archived", "Archived", "Staging"]);
  });

  it("archives for a serving stage only", async () => {
    const actor = await makeActor();
    await register(actor, "churn");
    await addVersion(actor, "churn");
    const move = { name: "churn", version: "1", archivesExisting: true };
    for (const stage of ["None", "archived"])
      await expect(transitionStage(actor, { ...move, stage })).rejects.toEqual(refused("INVALID"));
    await expect(transitionStage(actor, { ...move, stage: "Gold" })).rejects.toEqual(
      refused("INVALID"),
    );
  });

  it("answers the newest version of each stage with the model", async () => {
    const actor = await makeActor();
    await register(actor, "churn");
    for (let count = 0; count < 4; count += 1) await addVersion(actor, "churn");
    for (const version of ["1", "2"])
      await transitionStage(actor, {
        name: "churn",
        version,
        stage: "Staging",
        archivesExisting: false,
      });
    const { latestVersions } = await getRegisteredModel(actor, "churn");
    expect(latestVersions.map(({ version, stage }) => [version, stage])).toEqual([
      [2, "Staging"],
      [4, "None"],
    ]);
  });
});

describe("who may", () => {
  it("shows and changes nothing of another workspace", async () => {
    const { actor, run } = await withRun();
    await addVersion(actor, "churn");
    const stranger = await makeActor();
    const ref = { name: "churn", version: "1" };
    await expect(getModelVersion(stranger, ref)).rejects.toEqual(refused("NOT_FOUND"));
    await expect(deleteModelVersion(stranger, ref)).rejects.toEqual(refused("NOT_FOUND"));
    await register(stranger, "churn");
    await expect(
      createModelVersion(stranger, {
        name: "churn",
        source: `${run.artifactUri}/model`,
        runUuid: run.uuid,
        tags: [],
      }),
    ).rejects.toEqual(refused("INVALID"));
    await expect(addVersion(stranger, "churn", "models:/churn/1")).rejects.toEqual(
      refused("NOT_FOUND"),
    );
    expect((await getModelVersion(actor, ref)).version).toBe(1);
  });

  it("lets a viewer read and refuses every write", async () => {
    const { viewer, contributor } = await makeActors();
    await register(contributor, "churn");
    await addVersion(contributor, "churn");
    const ref = { name: "churn", version: "1" };
    expect((await getModelVersion(viewer, ref)).version).toBe(1);
    for (const write of [
      () => addVersion(viewer, "churn"),
      () => describeModelVersion(viewer, { ...ref, description: "x" }),
      () => deleteModelVersion(viewer, ref),
      () => setVersionTag(viewer, { ...ref, key: "a", value: "b" }),
      () => transitionStage(viewer, { ...ref, stage: "Staging", archivesExisting: false }),
    ])
      await expect(write()).rejects.toEqual(refused("FORBIDDEN"));
  });

  it("records every decision with who made it", async () => {
    const actor = await makeActor({ tokenName: "ci" });
    await register(actor, "churn");
    await addVersion(actor, "churn");
    const ref = { name: "churn", version: "1" };
    await setAlias(actor, { ...ref, alias: "candidate" });
    await transitionStage(actor, { ...ref, stage: "Staging", archivesExisting: false });
    await describeModelVersion(actor, { ...ref, description: "better" });
    const events = await auditTrail(actor);
    expect(events.map(({ action }) => action)).toEqual([
      "model.created",
      "model-version.created",
      "model.alias-set",
      "model-version.stage-changed",
      "model-version.described",
    ]);
    expect(new Set(events.map((event) => event.actor))).toEqual(
      new Set([`${actor.email} (token ci)`]),
    );
  });
});
