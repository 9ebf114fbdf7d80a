import { randomUUID } from "node:crypto";
import { describe, expect, it } from "vitest";
import type { Actor } from "@/lib/access/actor";
import type { Scope } from "@/lib/access/permissions";
import { hashSecret, newToken } from "@/lib/access/secrets";
import { db } from "@/lib/db/client";
import { aliasOf, makeRegistry } from "@/lib/testing/approvals";
import { setUpDatabase } from "@/lib/testing/database";
import { setUpProgramDoor } from "@/lib/testing/program-door";

setUpDatabase();
const door = setUpProgramDoor();

const TRAINING: readonly Scope[] = [
  "tracking:read",
  "tracking:write",
  "registry:read",
  "registry:write",
];

async function tokenOf(actor: Actor, scopes: readonly Scope[], expiresAt: Date | null = null) {
  const token = newToken();
  await db().apiToken.create({
    data: {
      userId: actor.userId,
      name: "ci",
      hash: hashSecret(token),
      prefix: token.slice(0, 8),
      scopes: [...scopes],
      expiresAt,
    },
  });
  return token;
}

const MLFLOW = "/api/2.0/mlflow";
const REST = "/api/slipway/v1";

async function setUp() {
  const registry = await makeRegistry();
  const token = await tokenOf(registry.owner, TRAINING);
  const call = (method: "POST" | "DELETE", path: string, body: object) =>
    door.call(method, MLFLOW + path, { token, body });
  return {
    ...registry,
    call,
    signer: await tokenOf(registry.ada, ["approvals:read", "approvals:sign"]),
  };
}

const ALIAS = "/registered-models/alias";
const champion = { name: "churn", alias: "champion", version: "1" };

const approve = async (token: string, number: number) => {
  const request = await door.call("GET", `${REST}/approval-requests/${number}`, { token });
  const { evidence } = request.body as { evidence: { hash: string } };
  const body = {
    decision: "approve",
    meaning: "approval",
    evidenceHash: evidence.hash,
    signatureKey: randomUUID(),
  };
  return door.call("POST", `${REST}/approval-requests/${number}/votes`, { token, body });
};

describe("an MLflow client that sets a protected alias", () => {
  it("gets 403 with a sentence and the address of the request, once, and the alias after the approval", async () => {
    const { owner, call, signer } = await setUp();
    for (let time = 0; time < 2; time += 1)
      expect(await call("POST", ALIAS, champion)).toMatchObject({
        status: 403,
        body: {
          error_code: "PERMISSION_DENIED",
          message: expect.stringMatching(
            /alias "champion" of model "churn" is protected.*Approval request 1 .*\/approvals\/1 /s,
          ),
        },
      });
    expect(await db().approvalRequest.count({ where: { workspaceId: owner.workspaceId } })).toBe(1);
    expect(await aliasOf(owner)).toBeNull();
    expect(await approve(signer, 1)).toMatchObject({
      status: 200,
      body: { status: "promoted", missing: [] },
    });
    expect(await aliasOf(owner)).toBe(1);
    expect(await call("POST", ALIAS, champion)).toMatchObject({ status: 200 });
    const gone = await call("DELETE", ALIAS, { name: "churn", alias: "champion" });
    expect(gone).toMatchObject({
      status: 403,
      body: { message: expect.stringContaining("Approval request 2 was opened") },
    });
    expect(await approve(signer, 2)).toMatchObject({ body: { status: "promoted" } });
    expect(await aliasOf(owner)).toBeNull();
  });

  it("under another spelling meets the same", async () => {
    const { owner, call } = await setUp();
    expect(await call("POST", ALIAS, { ...champion, alias: "Champion" })).toMatchObject({
      status: 403,
    });
    expect(await aliasOf(owner, "Champion")).toBeNull();
  });
});

describe("an MLflow client that moves a version to Production", () => {
  it("gets 403, and the stage with everything archived after the approval", async () => {
    const { owner, call, signer } = await setUp();
    const move = (version: string, stage: string, archive_existing_versions = false) =>
      call("POST", "/model-versions/transition-stage", {
        name: "churn",
        version,
        stage,
        archive_existing_versions,
      });
    expect(await move("1", "Production")).toMatchObject({
      status: 403,
      body: { error_code: "PERMISSION_DENIED" },
    });
    await approve(signer, 1);
    expect(await move("2", "production", true)).toMatchObject({ status: 403 });
    const stages = async () =>
      (
        await db().modelVersion.findMany({
          where: { workspaceId: owner.workspaceId },
          orderBy: { version: "asc" },
        })
      ).map(({ stage }) => stage);
    expect(await stages()).toEqual(["Production", "None"]);
    expect(await approve(signer, 2)).toMatchObject({ body: { status: "promoted" } });
    expect(await stages()).toEqual(["Archived", "Production"]);
    expect(await move("2", "Archived")).toMatchObject({
      status: 403,
      body: { message: expect.stringContaining("Approval request 3") },
    });
    expect(await move("2", "None")).toMatchObject({ status: 403 });
    expect(await stages()).toEqual(["Archived", "Production"]);
    await approve(signer, 3);
    expect(await stages()).toEqual(["Archived", "Archived"]);
  });
});

describe("the REST API", () => {
  it("opens a request and refuses an expired token, a token without the scope, and a replay for something else", async () => {
    const { owner, ada } = await setUp();
    const token = await tokenOf(owner, ["approvals:read", "approvals:request"]);
    const body = { model: "churn", version: 1, target: { kind: "alias", value: "production" } };
    const opened = await door.call("POST", `${REST}/approval-requests`, { token, body });
    expect(opened).toMatchObject({ status: 201, body: { number: 1, isNew: true } });
    const late = await tokenOf(ada, ["approvals:read", "approvals:sign"], new Date(Date.now() - 1));
    expect(
      await door.call("POST", `${REST}/approval-requests/1/votes`, { token: late, body: {} }),
    ).toMatchObject({ status: 401 });
    const reader = await tokenOf(ada, ["approvals:read", "approvals:request"]);
    expect(await approve(reader, 1)).toMatchObject({
      status: 403,
      body: { error: { message: expect.stringContaining('lacks the scope "approvals:sign"') } },
    });
    expect(
      await approve(await tokenOf(owner, ["approvals:read", "approvals:sign"]), 1),
    ).toMatchObject({
      status: 403,
      body: { error: { message: expect.stringContaining('"contributor"') } },
    });
    expect(
      await door.call("GET", `${REST}/approval-requests?view=mine`, { token: reader }),
    ).toMatchObject({
      status: 200,
      body: { items: [{ number: 1, eligibility: { isAwaited: true } }] },
    });
  });

  it("refuses what is not a request", async () => {
    const { owner } = await setUp();
    const token = await tokenOf(owner, ["approvals:request"]);
    const post = (body: object) => door.call("POST", `${REST}/approval-requests`, { token, body });
    const good = { model: "churn", version: 1, target: { kind: "alias", value: "champion" } };
    expect(await post({ ...good, version: 9 })).toMatchObject({ status: 404 });
    expect(await post({ ...good, model: "nothing" })).toMatchObject({ status: 404 });
    expect(await post({ ...good, target: { kind: "alias", value: "free" } })).toMatchObject({
      status: 400,
    });
    expect(await post({ ...good, target: { kind: "stage", value: "Gold" } })).toMatchObject({
      status: 400,
    });
    expect(await post({ ...good, target: { kind: "moon", value: "x" } })).toMatchObject({
      status: 400,
    });
    expect(await post({ ...good, action: "clear" })).toMatchObject({ status: 409 });
  });
});
