import { randomUUID } from "node:crypto";
import { describe, expect, it } from "vitest";
import { db } from "@/lib/db/client";
import { createExperiment } from "@/lib/experiments/commands";
import {
  createRegisteredModel,
  deleteRegisteredModel,
} from "@/lib/models/commands/registered-models";
import { createModelVersion, deleteModelVersion } from "@/lib/models/commands/versions";
import { createRun } from "@/lib/runs/commands/run-lifecycle";
import {
  aliasOf,
  enforce,
  hashOf,
  listen,
  makeRegistry,
  makeSigner,
  sign,
  wanted,
} from "@/lib/testing/approvals";
import { makeActor, setUpDatabase } from "@/lib/testing/database";
import { openRequest, reviseRequest } from "./requests";

setUpDatabase();

const refused = (code: string, message?: RegExp) =>
  expect.objectContaining({
    code,
    ...(message ? { message: expect.stringMatching(message) } : {}),
  });

async function withRequest(more: Parameters<typeof wanted>[0] = {}) {
  const registry = await makeRegistry();
  const { number } = await openRequest(registry.owner, wanted(more));
  return { ...registry, number };
}

describe("a signature", () => {
  it("that is enough promotes in the same transaction, with its audit, timeline and events", async () => {
    const { owner, ada, number } = await withRequest();
    await listen(owner);
    expect(await aliasOf(owner)).toBeNull();
    expect(await sign(ada, number)).toMatchObject({ status: "promoted", missing: [] });
    expect(await aliasOf(owner)).toBe(1);
    const { workspaceId } = owner;
    const audited = await db().auditEvent.findMany({
      where: { workspaceId },
      orderBy: { id: "asc" },
    });
    expect(audited.map(({ action }) => action).slice(-5)).toEqual([
      "approval-request.requested",
      "approval-request.signed",
      "approval-request.approved",
      "model.alias-set",
      "approval-request.promoted",
    ]);
    const events = await db().approvalEvent.findMany({
      where: { workspaceId },
      orderBy: { id: "asc" },
    });
    expect(events.map(({ kind }) => kind)).toEqual(["requested", "signed", "approved", "promoted"]);
    const told = await db().queueItem.findMany({ where: { kind: "event.fan-out" } });
    for (const action of ["approved", "applied"])
      expect(told.map(({ payload }) => payload)).toContainEqual(
        expect.objectContaining({ entity: "approval_request", action }),
      );
  });

  it("by two at the same instant promotes once", async () => {
    const { owner, ada, ben, number } = await withRequest();
    const results = await Promise.allSettled([sign(ada, number), sign(ben, number)]);
    expect(results.filter(({ status }) => status === "fulfilled")).toHaveLength(1);
    expect(results.find(({ status }) => status === "rejected")).toMatchObject({
      reason: refused("CONFLICT", /promoted already/),
    });
    const promoted = await db().approvalEvent.count({
      where: { workspaceId: owner.workspaceId, kind: "promoted" },
    });
    expect(promoted).toBe(1);
    expect(await aliasOf(owner)).toBe(1);
  });

  it("waits for the others when more are needed, and counts nobody twice", async () => {
    const { workspace, owner, ada, ben, number } = await withRequest();
    await enforce(workspace, { quorum: 2 });
    await expect(sign(ada, number)).rejects.toEqual(refused("CONFLICT", /not what you have seen/));
    expect(await sign(ada, number)).toMatchObject({
      status: "pending",
      missing: [expect.stringContaining("1 person more")],
    });
    expect(await sign(ada, number)).toMatchObject({ status: "pending" });
    expect(await aliasOf(owner)).toBeNull();
    expect(await sign(ben, number)).toMatchObject({ status: "promoted" });
  });

  it("needs the signer's password, and a wrong one signs nothing", async () => {
    const { ada, number } = await withRequest();
    await expect(sign(ada, number, { password: undefined })).rejects.toEqual(refused("INVALID"));
    await expect(sign(ada, number, { password: "wrong" })).rejects.toEqual(
      refused("INVALID", /wrong/),
    );
    expect(await db().approvalVote.count({ where: { workspaceId: ada.workspaceId } })).toBe(0);
  });

  it("of somebody without a password needs a sign-in that is minutes old", async () => {
    const { workspace, number } = await withRequest();
    const eve = await makeActor({ workspace, role: "approver" });
    await db().identity.create({
      data: { provider: "oidc", subject: randomUUID(), userId: eve.userId },
    });
    const ago = (minutes: number) => new Date(Date.now() - minutes * 60_000);
    for (const signedInAt of [null, ago(10)])
      await expect(sign({ ...eve, signedInAt }, number)).rejects.toEqual(
        expect.objectContaining({ code: "UNAUTHENTICATED", fields: { reason: "sign-in-again" } }),
      );
    expect(await sign({ ...eve, signedInAt: ago(2) }, number)).toMatchObject({
      status: "promoted",
    });
  });

  it("of a token needs its own scope", async () => {
    const { ada, number } = await withRequest();
    const token = { ...ada, tokenName: "ci" };
    await expect(
      sign({ ...token, scopes: new Set(["registry:write", "approvals:request"] as const) }, number),
    ).rejects.toEqual(refused("FORBIDDEN", /approvals:sign/));
    expect(
      await sign({ ...token, scopes: new Set(["approvals:sign"] as const) }, number, {
        password: undefined,
      }),
    ).toMatchObject({ status: "promoted" });
  });

  it("sent again counts once, and its key signs nothing else", async () => {
    const { workspace, ada, owner, number } = await withRequest();
    await enforce(workspace, { quorum: 2 });
    await expect(sign(ada, number)).rejects.toEqual(refused("CONFLICT"));
    const signatureKey = randomUUID();
    const evidenceHash = await hashOf(ada, number);
    for (let time = 0; time < 3; time += 1)
      expect(await sign(ada, number, { signatureKey, evidenceHash })).toMatchObject({
        status: "pending",
      });
    expect(await db().approvalVote.count({ where: { workspaceId: ada.workspaceId } })).toBe(1);
    const other = await openRequest(owner, wanted({ version: 2 }));
    await expect(sign(ada, other.number, { signatureKey })).rejects.toEqual(refused("CONFLICT"));
    await expect(sign(ada, number, { signatureKey, decision: "reject" })).rejects.toEqual(
      refused("CONFLICT"),
    );
  });

  it("is never changed or deleted", async () => {
    const { ada, number } = await withRequest();
    await sign(ada, number);
    await expect(db().approvalVote.deleteMany({})).rejects.toThrow(/immutable/);
    await expect(db().approvalEvidence.updateMany({ data: { hash: "0" } })).rejects.toThrow(
      /immutable/,
    );
    await expect(db().$executeRaw`TRUNCATE approval_events`).rejects.toThrow(/immutable/);
  });

  it("says who, when, what it means and which evidence", async () => {
    const { ada, number } = await withRequest();
    const hash = await hashOf(ada, number);
    await sign(ada, number, { meaning: "responsibility", statement: "Looked at every slice." });
    const signed = await db().approvalVote.findFirstOrThrow({ where: { userId: ada.userId } });
    expect(signed).toMatchObject({
      evidenceHash: hash,
      meaning: "responsibility",
      method: "password",
      role: "approver",
      statement: expect.stringContaining('bringing version 1 of churn to the alias "champion"'),
    });
    const evidence = await db().approvalEvidence.findFirstOrThrow({ where: { hash } });
    expect(evidence.bundle).toMatchObject({ version: { source: "s3://bucket/one" } });
  });
});

describe("who never counts", () => {
  it("is whoever requested, registered or trained, whatever their role", async () => {
    const { workspace, ada, ben, admin } = await makeRegistry();
    const experimentId = await createExperiment(ada, { name: "training", tags: [] });
    const run = await createRun(ada, {
      experimentId,
      name: "r",
      userId: "",
      startTime: 0,
      tags: [],
    });
    const source = `${run.artifactUri}/model`;
    await createModelVersion(ben, { name: "churn", source, runUuid: run.uuid, tags: [] });
    const { number } = await openRequest(admin, wanted({ version: 3 }));
    await expect(sign(ada, number)).rejects.toEqual(
      refused("FORBIDDEN", /You trained the run of version 3/),
    );
    await expect(sign(ben, number)).rejects.toEqual(
      refused("FORBIDDEN", /You registered version 3/),
    );
    await expect(sign(admin, number)).rejects.toEqual(refused("FORBIDDEN", /You requested this/));
    const viewer = await makeSigner(workspace, "viewer");
    await expect(sign(viewer, number)).rejects.toEqual(refused("FORBIDDEN", /"viewer"/));
    expect(await sign(await makeSigner(workspace), number)).toMatchObject({ status: "promoted" });
  });

  it("is whoever registered what was copied, also when the copy has another name", async () => {
    const { ada, ben, owner } = await makeRegistry();
    await createModelVersion(ada, { name: "churn", source: "s3://bucket/hers", tags: [] });
    await createModelVersion(ben, { name: "churn", source: "models:/churn/3", tags: [] });
    const { number } = await openRequest(owner, wanted({ version: 4 }));
    await expect(sign(ada, number)).rejects.toEqual(refused("FORBIDDEN", /You registered/));
  });

  it("is whoever registered the same files, also when theirs is deleted, with its model", async () => {
    const { ada, ben, admin, owner } = await makeRegistry();
    const files = { source: "s3://bucket/hers", tags: [] };
    await createRegisteredModel(ada, { name: "draft", tags: [] });
    await createModelVersion(ada, { name: "draft", ...files });
    await createModelVersion(ben, { name: "churn", source: "models:/draft/1", tags: [] });
    await deleteModelVersion(ada, { name: "draft", version: "1" });
    await deleteRegisteredModel(ada, "draft");
    const copy = await openRequest(owner, wanted({ version: 3 }));
    await expect(sign(ada, copy.number)).rejects.toEqual(refused("FORBIDDEN", /You registered/));
    await createModelVersion(owner, { name: "churn", ...files });
    const again = await openRequest(owner, wanted({ version: 4 }));
    for (const maker of [ada, ben])
      await expect(sign(maker, again.number)).rejects.toEqual(
        refused("FORBIDDEN", /You registered/),
      );
    expect(await sign(admin, again.number)).toMatchObject({ status: "promoted" });
  });

  it("is nobody for having written another prompt: prompts have no files", async () => {
    const { ada, owner } = await makeRegistry();
    const tags = [{ key: "mlflow.prompt.is_prompt", value: "true" }];
    for (const [actor, name] of [
      [ada, "hers"],
      [owner, "theirs"],
    ] as const) {
      await createRegisteredModel(actor, { name, tags });
      await createModelVersion(actor, { name, source: "dummy-source", tags });
    }
    const { number } = await openRequest(owner, wanted({ model: "theirs" }));
    expect(await sign(ada, number)).toMatchObject({ status: "promoted" });
  });

  it("is an approver of another workspace, who does not even find the request", async () => {
    const { number } = await withRequest();
    const { ada: stranger } = await makeRegistry();
    await expect(sign(stranger, number, { evidenceHash: "0".repeat(64) })).rejects.toEqual(
      refused("NOT_FOUND"),
    );
  });

  it("is somebody who has lost the role or left since they signed", async () => {
    const { workspace, owner, ada, ben, number } = await withRequest();
    await enforce(workspace, { quorum: 2 });
    await expect(sign(ada, number)).rejects.toEqual(refused("CONFLICT"));
    await sign(ada, number);
    await db().membership.updateMany({ where: { userId: ada.userId }, data: { role: "viewer" } });
    expect(await sign(ben, number)).toMatchObject({ status: "pending" });
    expect(await aliasOf(owner)).toBeNull();
  });
});

describe("a change of what was signed", () => {
  it("asks everybody again, and keeps the old signatures", async () => {
    const { workspace, owner, ada, ben, number } = await withRequest();
    await enforce(workspace, { quorum: 2 });
    await expect(sign(ada, number)).rejects.toEqual(refused("CONFLICT"));
    await sign(ada, number);
    await reviseRequest(owner, {
      number,
      plan: { description: "slower", steps: [], abortRule: "" },
    });
    expect(await sign(ben, number)).toMatchObject({ status: "pending" });
    expect(await sign(ada, number)).toMatchObject({ status: "promoted" });
    expect(await db().approvalVote.count({ where: { workspaceId: owner.workspaceId } })).toBe(3);
  });

  it("includes another version at the target", async () => {
    const { owner, ada, ben, number } = await withRequest();
    const second = await openRequest(owner, wanted({ version: 2 }));
    const evidenceHash = await hashOf(ada, second.number);
    await sign(ada, number);
    await expect(sign(ben, second.number, { evidenceHash })).rejects.toEqual(refused("CONFLICT"));
    expect(await sign(ben, second.number)).toMatchObject({ status: "promoted" });
    expect(await aliasOf(owner)).toBe(2);
  });
});
