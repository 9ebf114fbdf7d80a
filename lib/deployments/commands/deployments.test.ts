import { beforeAll, describe, expect, test } from "vitest";
import type { Actor } from "@/lib/access/actor";
import { db } from "@/lib/db/client";
import { pool } from "@/lib/db/pool";
import { makeRegistry } from "@/lib/testing/approvals";
import { auditTrail } from "@/lib/testing/audit";
import { makeActor, setUpDatabase } from "@/lib/testing/database";
import { deploy, deploymentWish, revise, rollBack, split } from "@/lib/testing/deployments";
import { findServing } from "../queries/serving";
import { servingBackend } from "../schema/backends";
import { createDeploymentInput, setTrafficInput } from "../schema/deployments";
import { deleteDeployment, startDeployment, stopDeployment } from "./lifecycle";
import { scaleDeployment } from "./revisions";

setUpDatabase();

let owner: Actor;
let ada: Actor;
let viewer: Actor;

beforeAll(async () => {
  const registry = await makeRegistry();
  owner = registry.owner;
  ada = registry.ada;
  viewer = await makeActor({ workspace: registry.workspace, role: "viewer" });
});

const create = (name: string, more: object = {}) => deploy(owner, name, more);
const add = (name: string) => revise(owner, name);

const servingOf = (more: object) => servingBackend.parse({ kind: "onnx", ...more });

describe("a deployment", () => {
  test("begins with one revision that gets everything, and is what the gateway reads", async () => {
    const made = await create("first", { idempotencyKey: "once" });
    expect(made).toMatchObject({
      name: "first",
      environment: "staging",
      isProtected: false,
      health: "starting",
      trafficVersion: 1,
      plan: { weights: [{ revision: 1, weight: 10_000 }], shadows: [], overrides: [] },
      serves: [
        { number: 1, model: "churn", version: 1, weight: 10_000, state: { status: "pending" } },
      ],
    });
    expect(await create("first", { idempotencyKey: "once" })).toEqual(made);
    await expect(create("second", { idempotencyKey: "once" })).rejects.toMatchObject({
      code: "CONFLICT",
    });
    await expect(create("first")).rejects.toMatchObject({ code: "ALREADY_EXISTS" });
    expect(await findServing(pool(), owner.workspaceId, "first")).toMatchObject({
      environment: "staging",
      status: "running",
      trafficVersion: 1,
      revisions: [{ number: 1, backend: "onnx", modelName: "churn", modelVersion: 1 }],
    });
    expect(await findServing(pool(), (await makeActor()).workspaceId, "first")).toBeNull();
  });

  test("made twice at once by one key is made once", async () => {
    const made = await Promise.all(
      [1, 2, 3].map(() => create("twins", { idempotencyKey: "twins" })),
    );
    expect(new Set(made.map(({ createdAt }) => createdAt)).size).toBe(1);
    expect(await db().deployment.count({ where: { name: "twins" } })).toBe(1);
  });

  test("is refused with what is wrong: model, version, environment, role", async () => {
    await expect(create("x", { model: "none" })).rejects.toMatchObject({ code: "NOT_FOUND" });
    await expect(create("x", { version: 9 })).rejects.toMatchObject({ code: "NOT_FOUND" });
    await expect(create("x", { environment: "moon" })).rejects.toMatchObject({
      code: "NOT_FOUND",
      fields: { environment: expect.stringContaining("moon") },
    });
    await expect(deploy(viewer, "x")).rejects.toMatchObject({ code: "FORBIDDEN" });
    const names = ["Big", "-a", "a-", "a b", "a".repeat(64), ""];
    for (const name of names)
      expect(createDeploymentInput.safeParse({ ...deploymentWish("x"), name }).success, name).toBe(
        false,
      );
  });

  test("stops, starts, and leaves its name free once it is deleted", async () => {
    await create("passing");
    expect(await stopDeployment(owner, { deployment: "passing", reason: "" })).toMatchObject({
      status: "stopped",
      health: "stopped",
    });
    await stopDeployment(owner, { deployment: "passing", reason: "" });
    await startDeployment(owner, { deployment: "passing", reason: "" });
    await deleteDeployment(owner, { deployment: "passing" });
    expect(await findServing(pool(), owner.workspaceId, "passing")).toBeNull();
    await expect(deleteDeployment(owner, { deployment: "passing" })).rejects.toMatchObject({
      code: "NOT_FOUND",
    });
    await create("passing");
    const trail = await auditTrail(owner);
    const actions = trail
      .filter(({ subject }) => subject === "deployment passing")
      .map(({ action }) => action.replace("deployment.", ""));
    expect(actions).toEqual([
      ...["created", "revision-added", "stopped", "started", "deleted"],
      ...["created", "revision-added"],
    ]);
  });
});

describe("traffic", () => {
  test("goes where a plan says, and a plan that others have replaced is refused", async () => {
    await create("split");
    await add("split");
    const halves = await split(
      owner,
      "split",
      [
        [1, 9_000],
        [2, 1_000],
      ],
      1,
    );
    expect(halves).toMatchObject({
      trafficVersion: 2,
      plan: {
        slots: [
          { revision: 1, from: 0, to: 9_000 },
          { revision: 2, from: 9_000, to: 10_000 },
        ],
      },
    });
    await expect(split(owner, "split", [[2, 10_000]], 1)).rejects.toMatchObject({
      code: "CONFLICT",
    });
    await expect(split(owner, "split", [[3, 10_000]], 2)).rejects.toMatchObject({
      code: "INVALID",
      message: 'Deployment "split" has no revision 3.',
    });
    const races = await Promise.allSettled(
      [2_000, 3_000, 4_000].map((weight) =>
        split(
          owner,
          "split",
          [
            [1, 10_000 - weight],
            [2, weight],
          ],
          2,
        ),
      ),
    );
    expect(races.filter(({ status }) => status === "fulfilled")).toHaveLength(1);
    const served = await findServing(pool(), owner.workspaceId, "split");
    expect(served?.revisions.map(({ number }) => number)).toEqual([1, 2]);
  });

  test("sums to all of it, in whole parts, each revision once, and by no secret header", () => {
    const parse = (plan: object) =>
      setTrafficInput.safeParse({ deployment: "x", trafficVersion: 1, plan }).success;
    const all = { revision: 1, weight: 10_000 };
    expect(parse({ weights: [all] })).toBe(true);
    expect(parse({ weights: [] })).toBe(false);
    expect(parse({ weights: [{ revision: 1, weight: 9_999 }] })).toBe(false);
    expect(parse({ weights: [all, { revision: 2, weight: 1 }] })).toBe(false);
    expect(parse({ weights: [all, { revision: 1, weight: 0 }] })).toBe(false);
    expect(
      parse({
        weights: [
          { revision: 1, weight: 9_999.5 },
          { revision: 2, weight: 0.5 },
        ],
      }),
    ).toBe(false);
    expect(parse({ weights: [all], stickyHeader: "Authorization" })).toBe(false);
    expect(parse({ weights: [all], stickyHeader: "X-Customer" })).toBe(true);
  });

  test("goes back with one call to the plan before, its units with it, and to a named revision", async () => {
    const { plan } = await create("backwards");
    await add("backwards");
    await split(owner, "backwards", [[2, 10_000]], 1);
    const returned = await rollBack(owner, "backwards", { idempotencyKey: "back" });
    expect(returned).toMatchObject({ trafficVersion: 3, plan });
    expect(await rollBack(owner, "backwards", { idempotencyKey: "back" })).toEqual(returned);
    expect(await rollBack(owner, "backwards", { revision: 2 })).toMatchObject({
      trafficVersion: 4,
      plan: { weights: [{ revision: 2, weight: 10_000 }] },
    });
    const [last] = (await auditTrail(owner, "deployment.rolled-back")).slice(-1);
    expect(last).toMatchObject({
      subject: "deployment backwards",
      details: { reason: "it is bad", origin: "rollback" },
      before: { trafficVersion: 3 },
      after: { trafficVersion: 4 },
    });
    await create("fresh");
    await expect(rollBack(owner, "fresh")).rejects.toMatchObject({ code: "CONFLICT" });
  });

  test("moves to a revision with other settings when a deployment is scaled", async () => {
    await create("scaled");
    const input = { deployment: "scaled", revision: 1, trafficVersion: 1, reason: "more load" };
    const scaled = await scaleDeployment(owner, {
      ...input,
      backend: servingOf({ instances: 4 }),
      idempotencyKey: "scale",
    });
    expect(scaled).toMatchObject({
      number: 2,
      version: 1,
      weight: 10_000,
      backend: { instances: 4 },
    });
    const again = { ...input, backend: servingOf({ instances: 4 }), idempotencyKey: "scale" };
    expect(await scaleDeployment(owner, again)).toEqual(scaled);
    await expect(
      scaleDeployment(owner, { ...again, backend: servingOf({ instances: 5 }) }),
    ).rejects.toMatchObject({ code: "CONFLICT" });
  });
});

describe("the database", () => {
  test("changes neither revisions nor plans, and keeps plans whole, whatever a program does", async () => {
    await create("kept");
    const { id } = await db().deployment.findFirstOrThrow({ where: { name: "kept" } });
    const tries = [
      `UPDATE deployment_revisions SET settings = '{}' WHERE deployment_id = ${id}`,
      `DELETE FROM deployment_revisions WHERE deployment_id = ${id}`,
      `UPDATE traffic_plans SET plan = '{}' WHERE deployment_id = ${id}`,
      `DELETE FROM traffic_plans WHERE deployment_id = ${id}`,
      `UPDATE deployments SET traffic_version = 7 WHERE id = ${id}`,
      `INSERT INTO traffic_plans (deployment_id, workspace_id, version, plan, origin)
         VALUES (${id}, '${owner.workspaceId}', 2, '{"weights": [{"revision": 1, "weight": 9000}]}', 'person')`,
      `INSERT INTO traffic_plans (deployment_id, workspace_id, version, plan, origin)
         VALUES (${id}, '${owner.workspaceId}', 2, '{"weights": [{"revision": 8, "weight": 10000}]}', 'person')`,
    ];
    for (const statement of tries)
      await expect(pool().query(statement), statement).rejects.toThrow();
  });
});

describe("whoever made a deployment", () => {
  test("is told when somebody else rolls it back", async () => {
    await create("told");
    await add("told");
    await split(owner, "told", [[2, 10_000]], 1);
    await rollBack(ada, "told");
    const news = await db().notification.findMany({
      where: { userId: owner.userId, href: { endsWith: "/deployments/told" } },
    });
    expect(news).toMatchObject([
      {
        kind: "deployment.rolled-back",
        title: "Rolled back: told in staging, now revision 1 100 %",
        body: "it is bad",
      },
    ]);
  });
});
