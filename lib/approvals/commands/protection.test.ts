import { randomUUID } from "node:crypto";
import { describe, expect, it } from "vitest";
import { db } from "@/lib/db/client";
import { deleteAlias, setAlias } from "@/lib/models/commands/aliases";
import {
  createRegisteredModel,
  deleteRegisteredModel,
  renameRegisteredModel,
  setModelTag,
} from "@/lib/models/commands/registered-models";
import {
  createModelVersion,
  deleteModelVersion,
  setVersionTag,
  transitionStage,
} from "@/lib/models/commands/versions";
import { aliasOf, listen, makeRegistry, sign, wanted } from "@/lib/testing/approvals";
import { makeWorkspace, setUpDatabase } from "@/lib/testing/database";
import { openRequest } from "./requests";

setUpDatabase();

const protectedBy = expect.objectContaining({ code: "PROTECTED" });

/** Version 1 is champion and in Production, by approvals. */
async function serving() {
  const registry = await makeRegistry();
  for (const target of [
    { kind: "alias", value: "champion" },
    { kind: "stage", value: "Production" },
  ] as const) {
    const { number } = await openRequest(registry.owner, wanted({ target }));
    await sign(registry.ada, number);
  }
  expect(await aliasOf(registry.owner)).toBe(1);
  return registry;
}

const at = (version: string, stage: string, archivesExisting = false) => ({
  name: "churn",
  version,
  stage,
  archivesExisting,
});

describe("a protected place, for an admin alike", () => {
  it("is not reached by alias, by stage or under another spelling", async () => {
    const { admin } = await makeRegistry();
    for (const alias of ["champion", "Champion", "PRODUCTION"])
      await expect(setAlias(admin, { name: "churn", version: "1", alias })).rejects.toEqual(
        protectedBy,
      );
    await expect(transitionStage(admin, at("1", "Production"))).rejects.toEqual(protectedBy);
    expect(
      await db().modelAlias.count({ where: { model: { workspaceId: admin.workspaceId } } }),
    ).toBe(0);
  });

  it("is not moved, emptied or archived", async () => {
    const { admin } = await serving();
    await expect(
      setAlias(admin, { name: "churn", version: "2", alias: "champion" }),
    ).rejects.toEqual(protectedBy);
    await expect(deleteAlias(admin, { name: "churn", alias: "champion" })).rejects.toEqual(
      protectedBy,
    );
    await expect(transitionStage(admin, at("1", "Archived"))).rejects.toEqual(protectedBy);
    await expect(transitionStage(admin, at("2", "Production", true))).rejects.toEqual(protectedBy);
    await expect(transitionStage(admin, at("1", "Production", true))).rejects.toEqual(protectedBy);
    await setAlias(admin, { name: "churn", version: "1", alias: "champion" });
    expect(await aliasOf(admin)).toBe(1);
  });

  it("does not lose its version or its model, nor its name to another", async () => {
    const { admin } = await serving();
    await createRegisteredModel(admin, { name: "impostor", tags: [] });
    await expect(deleteModelVersion(admin, { name: "churn", version: "1" })).rejects.toEqual(
      protectedBy,
    );
    await expect(deleteRegisteredModel(admin, "churn")).rejects.toEqual(protectedBy);
    await expect(renameRegisteredModel(admin, { name: "churn", newName: "old" })).rejects.toEqual(
      protectedBy,
    );
    await expect(
      renameRegisteredModel(admin, { name: "impostor", newName: "churn" }),
    ).rejects.toEqual(expect.objectContaining({ code: "ALREADY_EXISTS" }));
    await deleteModelVersion(admin, { name: "churn", version: "2" });
    await renameRegisteredModel(admin, { name: "impostor", newName: "free" });
  });

  it("does not come along with a copy, a tag or a new model of an old name", async () => {
    const { admin } = await serving();
    await createRegisteredModel(admin, { name: "copy", tags: [] });
    const copy = await createModelVersion(admin, {
      name: "copy",
      source: "models:/churn@champion",
      tags: [],
    });
    expect(copy.stage).toBe("None");
    expect(await aliasOf(admin, "champion", "copy")).toBeNull();
    for (const key of ["mlflow.alias.champion", "champion", "stage", "mlflow.stage"]) {
      await setModelTag(admin, { name: "churn", key, value: "2" });
      await setVersionTag(admin, { name: "churn", version: "2", key, value: "Production" });
    }
    expect(await aliasOf(admin)).toBe(1);
    await deleteRegisteredModel(admin, "copy");
    await createRegisteredModel(admin, { name: "copy", tags: [] });
    expect(await aliasOf(admin, "champion", "copy")).toBeNull();
  });

  it("keeps a request to the very version it was opened for", async () => {
    const { owner, ada } = await makeRegistry();
    const { number } = await openRequest(owner, wanted());
    await deleteRegisteredModel(owner, "churn");
    await createRegisteredModel(owner, { name: "churn", tags: [] });
    await createModelVersion(owner, { name: "churn", source: "s3://bucket/evil", tags: [] });
    await expect(sign(ada, number)).rejects.toEqual(
      expect.objectContaining({ code: "CONFLICT", message: "The version was deleted." }),
    );
    expect(await aliasOf(owner)).toBeNull();
  });
});

describe("the database itself, asked past every command", () => {
  const refused = /only an approved request|protected/;

  it("refuses every way to reach, move or empty a protected place", async () => {
    const { admin } = await serving();
    const model = await db().registeredModel.findFirstOrThrow({
      where: { workspaceId: admin.workspaceId },
    });
    const other = await makeWorkspace();
    const modelId = model.id;
    const writes = [
      () => db().modelAlias.create({ data: { modelId, alias: "production", version: 1 } }),
      () => db().modelAlias.updateMany({ where: { modelId }, data: { version: 2 } }),
      () => db().modelAlias.updateMany({ where: { modelId }, data: { alias: "free" } }),
      () => db().modelAlias.deleteMany({ where: { modelId } }),
      () =>
        db().modelVersion.updateMany({
          where: { modelId, version: 2 },
          data: { stage: "Production" },
        }),
      () =>
        db().modelVersion.updateMany({ where: { modelId, version: 1 }, data: { stage: "None" } }),
      () =>
        db().modelVersion.updateMany({
          where: { modelId, version: 1 },
          data: { storageLocation: "s3://evil" },
        }),
      () =>
        db().modelVersion.updateMany({ where: { modelId, version: 1 }, data: { deletedAt: 1n } }),
      () => db().modelVersion.deleteMany({ where: { modelId } }),
      () => db().registeredModel.updateMany({ where: { id: modelId }, data: { name: "other" } }),
      () =>
        db().registeredModel.updateMany({
          where: { id: modelId },
          data: { workspaceId: other.id },
        }),
      () => db().registeredModel.deleteMany({ where: { id: modelId } }),
    ];
    for (const write of writes) await expect(write()).rejects.toThrow(refused);
    expect(await aliasOf(admin)).toBe(1);
  });

  it("refuses a request that is not approved, of another change, used before, or no longer valid", async () => {
    const { owner, ada } = await makeRegistry();
    const { number } = await openRequest(owner, wanted());
    const request = await db().approvalRequest.findFirstOrThrow({
      where: { workspaceId: owner.workspaceId, number },
    });
    const { modelId, id } = request;
    const attempt = (alias: string, version: number) =>
      db().$transaction(async (tx) => {
        await tx.$executeRaw`SELECT set_config('slipway.promotion', ${id}, true)`;
        await tx.modelAlias.upsert({
          where: { modelId_alias: { modelId, alias } },
          create: { modelId, alias, version },
          update: { version },
        });
      });
    await expect(attempt("champion", 1)).rejects.toThrow(refused);
    const set = (data: object) => db().approvalRequest.update({ where: { id }, data });
    await set({ status: "approved", validUntil: new Date(Date.now() - 1) });
    await expect(attempt("champion", 1)).rejects.toThrow(refused);
    await set({ validUntil: new Date(Date.now() + 60_000) });
    await expect(attempt("champion", 2)).rejects.toThrow(refused);
    await expect(attempt("production", 1)).rejects.toThrow(refused);
    await set({ status: "pending" });
    await sign(ada, number);
    expect(await aliasOf(owner)).toBe(1);
    const { number: next } = await openRequest(owner, wanted({ version: 2 }));
    await sign(ada, next);
    await expect(attempt("champion", 1)).rejects.toThrow(refused);
    expect(await aliasOf(owner)).toBe(2);
  });

  it("leaves all or nothing when a transaction breaks off after any of its statements", async () => {
    const { owner, ada } = await makeRegistry();
    const { number } = await openRequest(owner, wanted());
    const traces = async () => ({
      alias: await aliasOf(owner),
      votes: await db().approvalVote.count({ where: { workspaceId: owner.workspaceId } }),
      events: await db().approvalEvent.count({ where: { workspaceId: owner.workspaceId } }),
      audit: await db().auditEvent.count({ where: { workspaceId: owner.workspaceId } }),
      status: (
        await db().approvalRequest.findFirstOrThrow({ where: { workspaceId: owner.workspaceId } })
      ).status,
    });
    await listen(owner);
    const before = await traces();
    // A trigger that fails at the n-th row written stands for a crash there.
    const tables = [
      "approval_votes",
      "approval_events",
      "audit_events",
      "queue_items",
      "approval_requests",
      "model_aliases",
    ];
    await db().$executeRawUnsafe(
      "CREATE FUNCTION break_off() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RAISE EXCEPTION 'the power went'; END $$",
    );
    for (const table of tables) {
      await db().$executeRawUnsafe(
        `CREATE TRIGGER crash AFTER INSERT OR UPDATE ON ${table} FOR EACH ROW EXECUTE FUNCTION break_off()`,
      );
      await expect(sign(ada, number, { signatureKey: randomUUID() }), table).rejects.toThrow(
        /power went/,
      );
      await db().$executeRawUnsafe(`DROP TRIGGER crash ON ${table}`);
      expect(await traces()).toEqual(before);
    }
    expect(await sign(ada, number)).toMatchObject({ status: "promoted" });
  });
});
