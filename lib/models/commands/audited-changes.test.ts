import { expect, test } from "vitest";
import { auditTrail } from "@/lib/testing/audit";
import { makeActor, setUpDatabase } from "@/lib/testing/database";
import { deleteAlias, setAlias } from "./aliases";
import {
  createRegisteredModel,
  deleteModelTag,
  deleteRegisteredModel,
  describeRegisteredModel,
  renameRegisteredModel,
  setModelTag,
} from "./registered-models";
import { createModelVersion, deleteVersionTag, setVersionTag, transitionStage } from "./versions";

setUpDatabase();

test("every change of the registry is on record with what was before and what is after", async () => {
  const actor = { ...(await makeActor({ role: "contributor" })), credential: "session:one" };
  const ref = { name: "churn", version: "1" };
  await createRegisteredModel(actor, { name: "churn", tags: [] });
  await setModelTag(actor, { name: "churn", key: "team", value: "red" });
  await setModelTag(actor, { name: "churn", key: "team", value: "blue" });
  await deleteModelTag(actor, { name: "churn", key: "team" });
  await describeRegisteredModel(actor, { name: "churn", description: "who leaves" });
  await createModelVersion(actor, { name: "churn", source: "s3://bucket/one", tags: [] });
  await setVersionTag(actor, { ...ref, key: "seed", value: "1" });
  await setVersionTag(actor, { ...ref, key: "seed", value: "2" });
  await deleteVersionTag(actor, { ...ref, key: "seed" });
  await setAlias(actor, { ...ref, alias: "candidate" });
  await deleteAlias(actor, { name: "churn", alias: "candidate" });
  await transitionStage(actor, { ...ref, stage: "Staging", archivesExisting: false });
  await renameRegisteredModel(actor, { name: "churn", newName: "leavers" });
  await deleteRegisteredModel(actor, "leavers");
  const trail = await auditTrail(actor);
  const changes = trail.map(({ action, before, after }) => [action, before ?? null, after ?? null]);
  expect(changes.slice(1)).toEqual([
    ["model.tagged", null, { team: "red" }],
    ["model.tagged", { team: "red" }, { team: "blue" }],
    ["model.untagged", { team: "blue" }, null],
    ["model.described", { description: null }, { description: "who leaves" }],
    ["model-version.created", null, expect.objectContaining({ source: "s3://bucket/one" })],
    ["model-version.tagged", null, { seed: "1" }],
    ["model-version.tagged", { seed: "1" }, { seed: "2" }],
    ["model-version.untagged", { seed: "2" }, null],
    ["model.alias-set", { candidate: null }, { candidate: 1 }],
    ["model.alias-removed", { candidate: 1 }, null],
    ["model-version.stage-changed", { stage: "None" }, { stage: "Staging" }],
    ["model.renamed", { name: "churn" }, { name: "leavers" }],
    ["model.deleted", expect.objectContaining({ versions: 1 }), null],
  ]);
  for (const { userId, role, credential } of trail)
    expect({ userId, role, credential }).toEqual({
      userId: actor.userId,
      role: "contributor",
      credential: "session:one",
    });
});
