import { beforeAll, describe, expect, test } from "vitest";
import { JobSupervisor } from "@/lib/compute/jobs/supervisor";
import { settleEnv } from "@/lib/core/env";
import { db } from "@/lib/db/client";
import { SweepRunner } from "@/lib/sweeps/jobs/sweep-runner";
import { makeActor, setUpDatabase } from "@/lib/testing/database";
import { makeToken, setUpProgramDoor } from "@/lib/testing/program-door";

setUpDatabase();
const door = setUpProgramDoor();

let path: string;
let token: string;
let experimentId: number;

beforeAll(async () => {
  settleEnv({ LOCAL_JOBS: 4, PORT: Number(new URL(door.url).port) });
  const actor = await makeActor({ role: "contributor" });
  token = await makeToken(actor);
  path = `/api/slipway/v1/workspaces/${actor.workspaceSlug}`;
  const { id } = await db().experiment.findFirstOrThrow({
    where: { workspaceId: actor.workspaceId },
  });
  experimentId = Number(id);
});

const call = (method: string, place: string, body?: unknown) =>
  door.call(method, path + place, body === undefined ? { token } : { token, body });
const create = (more: object = {}) =>
  call("POST", "/sweeps", {
    name: "rates",
    launch: { command: ["sh", "-c", "echo {{ rate }} {{ size }}"], experimentId: 0 },
    space: { rate: { values: [0.1, 0.01] }, size: { values: ["small", "large"] } },
    search: { kind: "grid" },
    ...more,
  });

test("a sweep is created, followed to its end, listed and read page by page", async () => {
  const created = await create();
  expect(created).toMatchObject({
    status: 201,
    body: { number: 1, status: "running", experimentId, counts: { total: 4, waiting: 4 } },
  });
  const runner = new SweepRunner();
  const supervisor = new JobSupervisor();
  await expect
    .poll(
      async () => {
        await db().sweep.updateMany({ data: { lookAt: new Date(0) } });
        await runner.round();
        await supervisor.round();
        return (await call("GET", "/sweeps/1")).body;
      },
      { timeout: 60_000 },
    )
    .toMatchObject({ status: "finished", counts: { succeeded: 4 } });
  const first = await call("GET", "/sweeps/1/trials?sort=index&limit=3");
  expect(first.body).toMatchObject({
    items: [
      { index: 1, parameters: { rate: 0.1, size: "small" }, status: "succeeded" },
      { index: 2 },
      { index: 3 },
    ],
  });
  const { items, nextPageToken } = Object(first.body);
  const log = await call("GET", `/jobs/${items[0].job}/log`);
  expect(log.body).toMatchObject({ parts: [{ text: "0.1 small\n" }] });
  const second = await call(
    "GET",
    `/sweeps/1/trials?sort=index&limit=3&pageToken=${encodeURIComponent(nextPageToken)}`,
  );
  expect(second.body).toMatchObject({ items: [{ index: 4 }] });
  expect(Object(second.body)).not.toHaveProperty("nextPageToken");
});

test("sweeps are listed by status, and stopped", async () => {
  expect((await create({ name: "two" })).status).toBe(201);
  expect((await call("GET", "/sweeps?limit=1")).body).toMatchObject({ items: [{ number: 2 }] });
  expect((await call("GET", "/sweeps?status=finished")).body).toMatchObject({
    items: [{ number: 1 }],
  });
  expect(await call("POST", "/sweeps/2/stop")).toMatchObject({
    status: 200,
    body: { status: "stopped" },
  });
  expect(await call("POST", "/sweeps/2/stop")).toMatchObject({ status: 409 });
  expect(await call("POST", "/sweeps/99/stop")).toMatchObject({ status: 404 });
  expect(await call("GET", "/sweeps/99/trials")).toMatchObject({ status: 404 });
});

describe("what makes no sweep", () => {
  test.each([
    ["space", { space: {} }],
    ["space.rate", { space: { rate: { values: [] } } }],
    ["search", { space: { rate: { min: 0, max: 1 } } }],
    ["search", { search: { kind: "random" } }],
    ["maxParallel", { maxParallel: 0 }],
    ["metric", { metric: { key: "loss", goal: "better" } }],
    [
      "launch.parameters.rate",
      { launch: { command: ["true"], experimentId: 0, parameters: { rate: 1 } } },
    ],
  ])("is refused with the field %s", async (field, more) => {
    const answer = await create(more);
    expect(answer).toMatchObject({ status: 400, body: { error: { code: "INVALID" } } });
    expect(Object.keys(Object(answer.body).error.fields).join()).toContain(field);
    expect(await db().sweep.count()).toBe(2);
  });
});
