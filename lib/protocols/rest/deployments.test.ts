import { beforeAll, expect, test } from "vitest";
import type { Actor } from "@/lib/access/actor";
import { makeRegistry } from "@/lib/testing/approvals";
import { makeActor, setUpDatabase } from "@/lib/testing/database";
import { makeToken, setUpProgramDoor } from "@/lib/testing/program-door";

setUpDatabase();
const door = setUpProgramDoor({ servesModels: false });

let owner: Actor;
let token: string;

beforeAll(async () => {
  ({ owner } = await makeRegistry());
  token = await makeToken(owner);
});

const call = (method: string, place: string, body?: unknown) =>
  door.call(method, `/api/slipway/v1/workspaces/${owner.workspaceSlug}${place}`, {
    token,
    ...(body === undefined ? {} : { body }),
  });
const version = (number: number) => ({
  model: "churn",
  version: number,
  backend: { kind: "onnx", maxBatch: 8 },
});
const all = (revision: number) => ({ weights: [{ revision, weight: 10_000 }] });

test("a deployment is made, given another revision, split, rolled back, stopped and deleted", async () => {
  const asked = { name: "api", environment: "staging", ...version(1), idempotencyKey: "k" };
  const made = await call("POST", "/deployments", asked);
  expect(made).toMatchObject({
    status: 201,
    body: {
      name: "api",
      status: "running",
      serves: [{ number: 1, backend: { kind: "onnx", maxBatch: 8, timeoutMs: 10_000 } }],
    },
  });
  const { createdAt } = Object(made.body);
  expect(await call("POST", "/deployments", asked)).toMatchObject({
    status: 201,
    body: { name: "api", createdAt, trafficVersion: 1, serves: [{ number: 1 }] },
  });
  const at = "/deployments/api";
  const added = { ...version(2), note: "fresh" };
  expect(await call("POST", `${at}/revisions`, added)).toMatchObject({
    status: 201,
    body: { number: 2, weight: 0, note: "fresh" },
  });
  const change = { trafficVersion: 1, plan: all(2), reason: "better" };
  expect(await call("POST", `${at}/traffic`, change)).toMatchObject({
    status: 200,
    body: { trafficVersion: 2, serves: [{ number: 2 }] },
  });
  expect(await call("POST", `${at}/traffic`, change)).toMatchObject({
    status: 409,
    body: { error: { fields: { trafficVersion: expect.stringContaining("plan 2 is in force") } } },
  });
  expect((await call("POST", `${at}/rollback`, {})).status).toBe(400);
  expect(await call("POST", `${at}/rollback`, { reason: "worse" })).toMatchObject({
    status: 200,
    body: { trafficVersion: 3, serves: [{ number: 1 }] },
  });
  const scaling = { revision: 1, backend: { kind: "onnx", instances: 2 }, trafficVersion: 3 };
  expect(await call("POST", `${at}/scale`, scaling)).toMatchObject({
    status: 201,
    body: { number: 3, version: 1, weight: 10_000 },
  });
  expect((await call("GET", `${at}/traffic?limit=2`)).body).toMatchObject({
    items: [
      { version: 4, isInForce: true, origin: "person", by: owner.name },
      { version: 3, isInForce: false, origin: "rollback", reason: "worse" },
    ],
    nextPageToken: expect.any(String),
  });
  const revisions = await call("GET", `${at}/revisions?limit=2`);
  expect(revisions.body).toMatchObject({ items: [{ number: 3 }, { number: 2 }] });
  const { nextPageToken } = Object(revisions.body);
  expect(
    (await call("GET", `${at}/revisions?limit=2&pageToken=${encodeURIComponent(nextPageToken)}`))
      .body,
  ).toMatchObject({ items: [{ number: 1 }] });
  expect(await call("GET", `${at}/revisions/2`)).toMatchObject({ body: { note: "fresh" } });
  expect((await call("GET", `${at}/revisions/9`)).status).toBe(404);
  expect(await call("PATCH", at, { description: "For the shop." })).toMatchObject({
    body: { description: "For the shop." },
  });
  expect(await call("POST", `${at}/stop`, {})).toMatchObject({ body: { health: "stopped" } });
  expect(await call("POST", `${at}/start`, {})).toMatchObject({ body: { status: "running" } });
  expect((await call("DELETE", at)).status).toBe(204);
  expect((await call("GET", at)).status).toBe(404);
});

test("deployments are listed by name, page by page, and by what they are", async () => {
  for (const [name, environment] of [
    ["b-one", "staging"],
    ["a-two", "development"],
    ["c-one", "staging"],
  ])
    await call("POST", "/deployments", { name, environment, ...version(1) });
  const names = async (query: string) => {
    const { body } = await call("GET", `/deployments?${query}`);
    return Object(body).items.map(({ name }: { name: string }) => name);
  };
  expect(await names("")).toEqual(["a-two", "b-one", "c-one"]);
  expect(await names("environment=staging")).toEqual(["b-one", "c-one"]);
  expect(await names("search=ONE")).toEqual(["b-one", "c-one"]);
  expect(await names("model=other")).toEqual([]);
  expect(await names("status=stopped")).toEqual([]);
  const { body } = await call("GET", "/deployments?limit=2");
  const { nextPageToken } = Object(body);
  expect(await names(`pageToken=${encodeURIComponent(nextPageToken)}`)).toEqual(["c-one"]);
});

test("what makes no deployment is refused with the field that is wrong", async () => {
  const refused = async (more: object, field: string) => {
    const body = { name: "x", environment: "staging", ...version(1), ...more };
    const answer = await call("POST", "/deployments", body);
    expect(answer).toMatchObject({ status: 400, body: { error: { code: "INVALID" } } });
    expect(Object.keys(Object(answer.body).error.fields).join()).toContain(field);
  };
  await refused({ name: "Not a name" }, "name");
  await refused({ backend: { kind: "magic" } }, "backend.kind");
  await refused({ backend: { kind: "onnx", maxBatch: 0 } }, "backend.maxBatch");
  await refused({ backend: { kind: "external", url: "file:///etc/passwd" } }, "backend.url");
  await refused({ version: 0 }, "version");
});

test("environments are read by members and changed by admins", async () => {
  expect((await call("GET", "/environments")).body).toMatchObject({
    items: [{ name: "development" }, { name: "staging" }, { name: "production" }],
  });
  expect((await call("POST", "/environments", { name: "eu" })).status).toBe(403);
  const { workspaceId: id, workspaceSlug: slug } = owner;
  token = await makeToken(await makeActor({ workspace: { id, slug } }));
  expect((await call("POST", "/environments", { name: "eu" })).status).toBe(201);
  const moved = await call("PATCH", "/environments/eu", { position: 1 });
  expect(moved.body).toMatchObject({ items: [{ name: "eu" }, {}, {}, {}] });
  expect((await call("DELETE", "/environments/eu")).status).toBe(204);
});
