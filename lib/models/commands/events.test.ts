import { beforeEach, describe, expect, it } from "vitest";
import type { Actor } from "@/lib/access/actor";
import { db } from "@/lib/db/client";
import { EVENT_NAMES } from "@/lib/events/rules/catalog";
import { createExperiment } from "@/lib/experiments/commands";
import { createRun, updateRun } from "@/lib/runs/commands/run-lifecycle";
import { makeActor, setUpDatabase } from "@/lib/testing/database";
import { deleteAlias, setAlias } from "./aliases";
import {
  createRegisteredModel,
  deleteRegisteredModel,
  renameRegisteredModel,
  setModelTag,
} from "./registered-models";
import { createModelVersion, deleteModelVersion, transitionStage } from "./versions";

setUpDatabase();

let actor: Actor;

/** What was handed out of the actor's workspace, in order. */
async function published(): Promise<unknown[]> {
  const items = await db().queueItem.findMany({
    where: { kind: "event.fan-out", payload: { path: ["workspaceId"], equals: actor.workspaceId } },
    orderBy: { id: "asc" },
  });
  return items.map(({ payload }) => payload);
}

const listen = (events: readonly string[]) =>
  db().webhook.create({
    data: {
      workspaceId: actor.workspaceId,
      name: "all",
      url: "https://example.org",
      events: [...events],
    },
  });

const version = { source: "s3://elsewhere/model", tags: [] };

beforeEach(async () => {
  actor = await makeActor();
});

describe("what changes in the registry", () => {
  it("is told beyond what MLflow tells: renames, stages, deletions", async () => {
    await listen(EVENT_NAMES);
    await createRegisteredModel(actor, { name: "churn", tags: [] });
    await createModelVersion(actor, { name: "churn", ...version });
    await createModelVersion(actor, { name: "churn", ...version });
    await setModelTag(actor, { name: "churn", key: "team", value: "red" });
    const move = (number: string) =>
      transitionStage(actor, {
        name: "churn",
        version: number,
        stage: "Staging",
        archivesExisting: true,
      });
    await move("1");
    await move("2");
    await setAlias(actor, { name: "churn", version: "2", alias: "tried" });
    await setAlias(actor, { name: "churn", version: "2", alias: "tried" });
    await deleteAlias(actor, { name: "churn", alias: "tried" });
    await deleteModelVersion(actor, { name: "churn", version: "1" });
    await renameRegisteredModel(actor, { name: "churn", newName: "leaving" });
    await deleteRegisteredModel(actor, "leaving");
    const event = (entity: string, action: string, data: object) => ({ entity, action, data });
    const stage = (number: string, from: string, to: string) =>
      event("model_version", "stage_changed", { name: "churn", version: number, from, to });
    expect((await published()).slice(3)).toMatchObject([
      stage("1", "None", "Staging"),
      stage("1", "Staging", "Archived"),
      stage("2", "None", "Staging"),
      event("model_version_alias", "created", { name: "churn", alias: "tried", version: "2" }),
      event("model_version_alias", "deleted", { name: "churn", alias: "tried" }),
      event("model_version", "deleted", { name: "churn", version: "1" }),
      event("registered_model", "renamed", { name: "leaving", previous_name: "churn" }),
      event("registered_model", "deleted", { name: "leaving" }),
    ]);
  });

  it("costs nothing where nobody asked for it", async () => {
    await listen(["run.finished"]);
    await createRegisteredModel(actor, { name: "churn", tags: [] });
    expect(await published()).toEqual([]);
  });
});

describe("a run", () => {
  it("is told of when it ends, however it ends, and not before", async () => {
    await listen(["run.finished"]);
    const experimentId = await createExperiment(actor, { name: "training", tags: [] });
    const made = { experimentId, name: "night", userId: "", startTime: 0, tags: [] };
    const { uuid } = await createRun(actor, made);
    await updateRun(actor, { runUuid: uuid, name: "night shift" });
    expect(await published()).toEqual([]);
    await updateRun(actor, { runUuid: uuid, status: 4, endTime: 1 });
    expect(await published()).toMatchObject([
      { entity: "run", action: "finished", data: { run_id: uuid, status: "FAILED" } },
    ]);
  });
});
