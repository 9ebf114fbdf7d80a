import { beforeAll, describe, expect, test } from "vitest";
import type { Actor } from "@/lib/access/actor";
import { openRequest, withdrawRequest } from "@/lib/approvals/commands/requests";
import { db } from "@/lib/db/client";
import { pool } from "@/lib/db/pool";
import { deleteRegisteredModel } from "@/lib/models/commands/registered-models";
import { createModelVersion, deleteModelVersion } from "@/lib/models/commands/versions";
import { makeRegistry, sign, wanted } from "@/lib/testing/approvals";
import { setUpDatabase } from "@/lib/testing/database";
import { deploy, revise, rollBack, split } from "@/lib/testing/deployments";
import { startDeployment, stopDeployment } from "./lifecycle";

setUpDatabase();

let owner: Actor;
let ada: Actor;

beforeAll(async () => {
  ({ owner, ada } = await makeRegistry());
});

describe("a version that serves", () => {
  test("is not deleted, nor its model, until no plan leads to it", async () => {
    await createModelVersion(owner, { name: "churn", source: "s3://bucket/three", tags: [] });
    await deploy(owner, "holding", { version: 3 });
    const deletion = () => deleteModelVersion(owner, { name: "churn", version: "3" });
    await expect(deletion()).rejects.toMatchObject({
      code: "CONFLICT",
      message: expect.stringContaining('serves in the deployment "holding"'),
    });
    await expect(deleteRegisteredModel(owner, "churn")).rejects.toMatchObject({ code: "CONFLICT" });
    await expect(
      pool().query("UPDATE model_versions SET deleted_at = 1 WHERE version = 3"),
    ).rejects.toThrow("serves in a deployment");
    await revise(owner, "holding");
    await split(owner, "holding", [[2, 10_000]], 1);
    await expect(deletion()).rejects.toMatchObject({ code: "CONFLICT" });
    await split(
      owner,
      "holding",
      [
        [2, 9_999],
        [1, 1],
      ],
      2,
    );
    await split(owner, "holding", [[2, 10_000]], 3);
    await expect(deletion()).rejects.toMatchObject({ code: "CONFLICT" });
    await revise(owner, "holding");
    await split(owner, "holding", [[3, 10_000]], 4);
    await deletion();
    await expect(rollBack(owner, "holding", { revision: 1 })).rejects.toMatchObject({
      code: "CONFLICT",
      message: 'Revision 1 serves version 3 of model "churn", which was deleted.',
    });
  });
});

describe("a protected environment", () => {
  const production = { environment: "production" };
  const target = { kind: "environment" as const, value: "production" };
  const approve = async (version: number, more: object = {}) => {
    const { number } = await openRequest(owner, wanted({ version, target, ...more }));
    await sign(ada, number);
    return number;
  };

  test("serves what was approved for it, changed by those who operate it", async () => {
    await expect(deploy(ada, "live", production)).rejects.toMatchObject({
      code: "PROTECTED",
      message: expect.stringContaining(`/${ada.workspaceSlug}/models/churn/1`),
    });
    const { number } = await openRequest(owner, wanted({ version: 1, target }));
    await expect(deploy(ada, "live", production)).rejects.toMatchObject({
      code: "PROTECTED",
      message: expect.stringContaining(`/approvals/${number}`),
    });
    await sign(ada, number);
    await expect(deploy(owner, "live", production)).rejects.toMatchObject({
      code: "FORBIDDEN",
    });
    const live = await deploy(ada, "live", production);
    expect(live).toMatchObject({
      isProtected: true,
      serves: [{ approval: { state: "approved", request: number } }],
    });
    await expect(revise(owner, "live")).rejects.toMatchObject({ code: "PROTECTED" });
    await approve(2);
    await revise(owner, "live");
    await expect(split(owner, "live", [[2, 10_000]], 1)).rejects.toMatchObject({
      code: "FORBIDDEN",
    });
    const halves = [
      [1, 5_000],
      [2, 5_000],
    ] as const;
    expect(await split(ada, "live", halves, 1)).toMatchObject({ trafficVersion: 2 });
    await expect(stopDeployment(owner, { deployment: "live", reason: "" })).rejects.toMatchObject({
      code: "FORBIDDEN",
    });
  });

  test("takes no version whose approval lapsed or was taken away; a rollback may lead to a lapsed one", async () => {
    const { workspaceId } = owner;
    const where = { workspaceId, version: 1, targetKind: "environment", status: "promoted" };
    await db().approvalRequest.updateMany({ where, data: { reapprovalDueAt: new Date(0) } });
    const all = (revision: number, trafficVersion: number) =>
      split(ada, "live", [[revision, 10_000]], trafficVersion);
    await all(2, 2);
    await expect(all(1, 3)).rejects.toMatchObject({
      code: "PROTECTED",
      message: expect.stringContaining("lapsed"),
    });
    expect(await rollBack(ada, "live", { revision: 1 })).toMatchObject({ trafficVersion: 4 });
    await stopDeployment(ada, { deployment: "live", reason: "" });
    await expect(startDeployment(ada, { deployment: "live", reason: "" })).rejects.toMatchObject({
      code: "PROTECTED",
    });
    await rollBack(ada, "live", { revision: 2 });
    await startDeployment(ada, { deployment: "live", reason: "" });
    await approve(1, { action: "clear" });
    await expect(rollBack(ada, "live", { revision: 1 })).rejects.toMatchObject({
      code: "PROTECTED",
      message: expect.stringContaining("taken away"),
    });
    const { number } = await openRequest(owner, wanted({ version: 1, target }));
    await withdrawRequest(owner, { number, reason: "" });
    await expect(rollBack(ada, "live", { revision: 1 })).rejects.toMatchObject({
      code: "PROTECTED",
    });
  });
});
