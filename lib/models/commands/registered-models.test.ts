import { describe, expect, it } from "vitest";
import { db } from "@/lib/db/client";
import { auditTrail } from "@/lib/testing/audit";
import { makeActor, setUpDatabase } from "@/lib/testing/database";
import { getRegisteredModel, getVersionByAlias } from "../queries/registered-models";
import { deleteAlias, setAlias } from "./aliases";
import {
  createRegisteredModel,
  deleteModelTag,
  deleteRegisteredModel,
  describeRegisteredModel,
  renameRegisteredModel,
  setModelTag,
} from "./registered-models";
import { createModelVersion } from "./versions";

setUpDatabase();

const refused = (code: string) => expect.objectContaining({ code });
const prompt = [{ key: "mlflow.prompt.is_prompt", value: "true" }];

describe("a registered model", () => {
  it("keeps the last of tags that were sent twice", async () => {
    const actor = await makeActor();
    const model = await createRegisteredModel(actor, {
      name: "churn",
      tags: [
        { key: "team", value: "red" },
        { key: "team", value: "blue" },
      ],
    });
    expect(model).toMatchObject({
      owner: actor.email,
      tags: [{ key: "team", value: "blue" }],
      latestVersions: [],
    });
  });

  it("is one of its name in a workspace, and a prompt takes the name too", async () => {
    const actor = await makeActor();
    const stranger = await makeActor();
    await createRegisteredModel(actor, { name: "churn", tags: [] });
    await createRegisteredModel(stranger, { name: "churn", tags: [] });
    await expect(createRegisteredModel(actor, { name: "churn", tags: [] })).rejects.toEqual(
      expect.objectContaining({
        code: "ALREADY_EXISTS",
        message: "Registered Model (name=churn) already exists.",
      }),
    );
    await expect(createRegisteredModel(actor, { name: "churn", tags: prompt })).rejects.toEqual(
      expect.objectContaining({
        code: "ALREADY_EXISTS",
        message: expect.stringContaining("already taken by a registered model"),
      }),
    );
  });

  it("is created once by many who ask at the same time", async () => {
    const actor = await makeActor();
    const outcomes = await Promise.allSettled(
      Array.from({ length: 6 }, () => createRegisteredModel(actor, { name: "churn", tags: [] })),
    );
    expect(outcomes.filter(({ status }) => status === "fulfilled")).toHaveLength(1);
    const audited = await db().auditEvent.count({
      where: { workspaceId: actor.workspaceId, action: "model.created" },
    });
    expect(audited).toBe(1);
  });

  it("is renamed with its versions and aliases, but not to a name that is taken", async () => {
    const actor = await makeActor();
    await createRegisteredModel(actor, { name: "old", tags: [] });
    await createRegisteredModel(actor, { name: "taken", tags: [] });
    await createModelVersion(actor, { name: "old", source: "s3://b/m", tags: [] });
    await setAlias(actor, { name: "old", version: "1", alias: "candidate" });
    await expect(renameRegisteredModel(actor, { name: "old", newName: "taken" })).rejects.toEqual(
      refused("ALREADY_EXISTS"),
    );
    const renamed = await renameRegisteredModel(actor, { name: "old", newName: "new" });
    expect(renamed.latestVersions).toHaveLength(1);
    const version = await getVersionByAlias(actor, { name: "new", alias: "candidate" });
    expect(version).toMatchObject({ name: "new", version: 1 });
    await expect(getRegisteredModel(actor, "old")).rejects.toEqual(refused("NOT_FOUND"));
    expect((await renameRegisteredModel(actor, { name: "new", newName: "new" })).name).toBe("new");
  });

  it("loses its description when none is sent", async () => {
    const actor = await makeActor();
    await createRegisteredModel(actor, { name: "churn", description: "first", tags: [] });
    const described = await describeRegisteredModel(actor, {
      name: "churn",
      description: "second",
    });
    expect(described.description).toBe("second");
    expect((await describeRegisteredModel(actor, { name: "churn" })).description).toBeNull();
    const trail = await auditTrail(actor, "model.described");
    expect(trail.map(({ before, after }) => [before?.description, after?.description])).toEqual([
      ["first", "second"],
      ["second", null],
    ]);
  });

  it("is deleted with everything of it, and its name is free again", async () => {
    const actor = await makeActor();
    await createRegisteredModel(actor, { name: "churn", tags: [{ key: "a", value: "b" }] });
    await createModelVersion(actor, { name: "churn", source: "s3://b/m", tags: [] });
    await setAlias(actor, { name: "churn", version: "1", alias: "candidate" });
    await deleteRegisteredModel(actor, "churn");
    await expect(deleteRegisteredModel(actor, "churn")).rejects.toEqual(refused("NOT_FOUND"));
    const again = await createRegisteredModel(actor, { name: "churn", tags: [] });
    expect(again).toMatchObject({ tags: [], aliases: [] });
  });

  it("made again after a deletion is another one: it begins at version 1, and the audit keeps both apart", async () => {
    const actor = await makeActor();
    const ids: string[] = [];
    for (let life = 0; life < 2; life += 1) {
      await createRegisteredModel(actor, { name: "churn", tags: [] });
      const { version } = await createModelVersion(actor, {
        name: "churn",
        source: "s3://b/m",
        tags: [],
      });
      expect(version).toBe(1);
      const { id } = await db().registeredModel.findFirstOrThrow({
        where: { workspaceId: actor.workspaceId, name: "churn" },
      });
      ids.push(String(id));
      await deleteRegisteredModel(actor, "churn");
    }
    expect(new Set(ids).size).toBe(2);
    for (const action of ["model.created", "model-version.created", "model.deleted"]) {
      const trail = await auditTrail(actor, action);
      expect(trail.map(({ details }) => details?.model)).toEqual(ids);
    }
  });

  it("takes tags, and lets go of one that is not there", async () => {
    const actor = await makeActor();
    await createRegisteredModel(actor, { name: "churn", tags: [] });
    await setModelTag(actor, { name: "churn", key: "team", value: "red" });
    await setModelTag(actor, { name: "churn", key: "team", value: "blue" });
    expect((await getRegisteredModel(actor, "churn")).tags).toEqual([
      { key: "team", value: "blue" },
    ]);
    await deleteModelTag(actor, { name: "churn", key: "team" });
    await deleteModelTag(actor, { name: "churn", key: "team" });
    await expect(deleteModelTag(actor, { name: "none", key: "team" })).rejects.toEqual(
      refused("NOT_FOUND"),
    );
    await expect(setModelTag(actor, { name: "churn", key: "../up", value: "x" })).rejects.toEqual(
      refused("INVALID"),
    );
  });
});

describe("an alias", () => {
  it("points to one version and moves when it is given to another", async () => {
    const actor = await makeActor();
    await createRegisteredModel(actor, { name: "churn", tags: [] });
    for (let count = 0; count < 2; count += 1)
      await createModelVersion(actor, { name: "churn", source: "s3://b/m", tags: [] });
    for (const version of ["1", "2"])
      await setAlias(actor, { name: "churn", version, alias: "candidate" });
    const found = await getVersionByAlias(actor, { name: "churn", alias: "candidate" });
    expect(found).toMatchObject({ version: 2, aliases: ["candidate"] });
    await expect(
      setAlias(actor, { name: "churn", version: "9", alias: "candidate" }),
    ).rejects.toEqual(refused("NOT_FOUND"));
    const moves = await auditTrail(actor, "model.alias-set");
    expect(moves.map(({ before, after }) => [before?.candidate, after?.candidate])).toEqual([
      [null, 1],
      [1, 2],
    ]);
  });

  it("is removed once, and again without harm", async () => {
    const actor = await makeActor();
    await createRegisteredModel(actor, { name: "churn", tags: [] });
    await createModelVersion(actor, { name: "churn", source: "s3://b/m", tags: [] });
    await setAlias(actor, { name: "churn", version: "1", alias: "candidate" });
    await deleteAlias(actor, { name: "churn", alias: "candidate" });
    await deleteAlias(actor, { name: "churn", alias: "candidate" });
    await expect(getVersionByAlias(actor, { name: "churn", alias: "candidate" })).rejects.toEqual(
      refused("INVALID"),
    );
  });

  it("called latest is the newest version, whatever its stage", async () => {
    const actor = await makeActor();
    await createRegisteredModel(actor, { name: "churn", tags: [] });
    const latest = () => getVersionByAlias(actor, { name: "churn", alias: "Latest" });
    await expect(latest()).rejects.toEqual(refused("NOT_FOUND"));
    for (let count = 0; count < 2; count += 1)
      await createModelVersion(actor, { name: "churn", source: "s3://b/m", tags: [] });
    expect((await latest()).version).toBe(2);
  });
});
