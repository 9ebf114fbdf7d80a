import { beforeAll, expect, test } from "vitest";
import type { Actor } from "@/lib/access/actor";
import { settleEnv } from "@/lib/core/env";
import { db } from "@/lib/db/client";
import { makeActor, setUpDatabase } from "@/lib/testing/database";
import { makeToken, setUpProgramDoor } from "@/lib/testing/program-door";

setUpDatabase();
const door = setUpProgramDoor();

const DECLARATION = `command: python train.py --rows {{ rows }}
parameters:
  rows: { type: integer, default: 10, min: 1 }
  note: { type: string, required: false }
environment: { NOTE: "{{ note }}" }
retries: 1
`;

let actor: Actor;
let path: string;
let token: string;

beforeAll(async () => {
  settleEnv({ LOCAL_JOBS: 1 });
  actor = await makeActor({ role: "contributor" });
  token = await makeToken(actor);
  path = `/api/slipway/v1/workspaces/${actor.workspaceSlug}`;
});

const call = (method: string, place: string, body?: unknown, as = token) =>
  door.call(method, path + place, body === undefined ? { token: as } : { token: as, body });
const create = async (name: string, declaration = DECLARATION): Promise<number> => {
  const made = await call("POST", "/pipelines", { name, declaration });
  expect(made).toMatchObject({ status: 201, body: { name, version: 1, isArchived: false } });
  return Object(made.body).id;
};
const launch = (id: number, body: object) => call("POST", `/pipelines/${id}/launches`, body);

test("a pipeline is declared once and launched with its parameters, and the job remembers it", async () => {
  const id = await create("train churn");
  const launched = await launch(id, { parameters: { rows: 20 }, idempotencyKey: "monday" });
  expect(launched).toMatchObject({
    status: 201,
    body: {
      name: "train churn",
      parameters: { rows: 20, note: "" },
      maxAttempts: 2,
      pipeline: { id, version: 1, name: "train churn" },
      status: "queued",
    },
  });
  const { number } = Object(launched.body);
  const again = await launch(id, { parameters: { rows: 20 }, idempotencyKey: "monday" });
  expect(again).toMatchObject({ status: 201, body: { number } });
  expect(await launch(id, { parameters: { rows: 21 }, idempotencyKey: "monday" })).toMatchObject({
    status: 409,
  });
  expect((await call("GET", `/jobs?pipelineId=${id}`)).body).toMatchObject({ items: [{ number }] });
  expect((await call("GET", `/pipelines/${id}`)).body).toMatchObject({ lastJob: { number } });
  const repeated = await call("POST", `/jobs/${number}/run-again`);
  expect(repeated).toMatchObject({ status: 201, body: { pipeline: { id, version: 1 } } });
});

test("values that the declaration does not take launch nothing", async () => {
  const id = await create("checked");
  for (const [parameters, field] of [
    [{ rows: 0 }, "parameters.rows"],
    [{ rows: "20" }, "parameters.rows"],
    [{ other: 1 }, "parameters.other"],
  ] as const) {
    const refused = await launch(id, { parameters });
    expect(refused).toMatchObject({ status: 400, body: { error: { code: "INVALID" } } });
    expect(Object.keys(Object(refused.body).error.fields)).toEqual([field]);
  }
  expect(await launch(id, { version: 2 })).toMatchObject({ status: 404 });
  expect((await call("GET", `/jobs?pipelineId=${id}`)).body).toMatchObject({ items: [] });
});

test("another text is another version; the ones before stay as they were and can be launched", async () => {
  const id = await create("grows");
  const revise = (body: object) => call("PATCH", `/pipelines/${id}`, body);
  expect(await revise({ declaration: DECLARATION })).toMatchObject({ body: { version: 1 } });
  const second = "command: [train, --fast]\n";
  expect(await revise({ declaration: second, basedOn: 1 })).toMatchObject({
    status: 200,
    body: { version: 2, newest: { text: second, createdBy: actor.name } },
  });
  expect(await revise({ declaration: "command: [other]", basedOn: 1 })).toMatchObject({
    status: 409,
  });
  const first = await call("GET", `/pipelines/${id}/versions/1`);
  expect(first.body).toMatchObject({ version: 1, text: DECLARATION });
  const page = await call("GET", `/pipelines/${id}/versions?limit=1`);
  expect(page.body).toMatchObject({ items: [{ version: 2 }], nextPageToken: expect.any(String) });
  expect(await launch(id, { version: 1 })).toMatchObject({ body: { pipeline: { version: 1 } } });
  expect(await launch(id, {})).toMatchObject({
    body: { pipeline: { version: 2 }, command: ["train", "--fast"] },
  });
  await expect(
    db().pipelineVersion.updateMany({ where: { pipelineId: BigInt(id) }, data: { text: "x" } }),
  ).rejects.toThrow("immutable");
});

test("a declaration that is wrong is refused with its lines, and changes nothing", async () => {
  const id = await create("kept");
  const answer = await call("PATCH", `/pipelines/${id}`, {
    name: "renamed",
    declaration: "command: x\nretires: 1\n",
  });
  expect(answer).toMatchObject({
    status: 400,
    body: { error: { fields: { declaration: "Line 2, retires: There is no such field." } } },
  });
  expect((await call("GET", `/pipelines/${id}`)).body).toMatchObject({ name: "kept", version: 1 });
  const twin = await call("POST", "/pipelines", { name: "kept", declaration: DECLARATION });
  expect(twin).toMatchObject({
    status: 409,
    body: { error: { fields: { name: expect.any(String) } } },
  });
});

test("an archived pipeline is launched no more until it is restored", async () => {
  const id = await create("old");
  const listed = async (state: string) =>
    Object((await call("GET", `/pipelines?state=${state}`)).body).items.map(
      (one: { name: string }) => one.name,
    );
  expect(await call("POST", `/pipelines/${id}/archive`)).toMatchObject({
    body: { isArchived: true },
  });
  expect(await launch(id, {})).toMatchObject({ status: 409 });
  expect(await listed("active")).not.toContain("old");
  expect(await listed("archived")).toEqual(["old"]);
  await call("POST", `/pipelines/${id}/restore`);
  expect(await launch(id, {})).toMatchObject({ status: 201 });
  const recorded = await db().auditEvent.findMany({
    where: { subject: `pipeline ${id}` },
    select: { action: true },
    orderBy: { id: "asc" },
  });
  expect(recorded.map(({ action }) => action)).toEqual([
    "pipeline.created",
    "pipeline.archived",
    "pipeline.restored",
  ]);
});

test("an experiment is named by its name, and one that is not there is said", async () => {
  const known = await create("known", "command: [train]\nexperiment: Default\n");
  expect(await launch(known, {})).toMatchObject({ body: { experimentName: "Default" } });
  const unknown = await create("unknown", "command: [train]\nexperiment: nowhere\n");
  expect(await launch(unknown, {})).toMatchObject({
    status: 404,
    body: { error: { fields: { experiment: 'There is no experiment "nowhere".' } } },
  });
});

test("viewers read and launch nothing; another workspace finds nothing", async () => {
  const id = await create("theirs");
  const { workspaceId, workspaceSlug } = actor;
  const viewer = await makeToken(
    await makeActor({ role: "viewer", workspace: { id: workspaceId, slug: workspaceSlug } }),
  );
  expect((await call("GET", `/pipelines/${id}`, undefined, viewer)).status).toBe(200);
  for (const [method, place] of [
    ["POST", `/pipelines/${id}/launches`],
    ["PATCH", `/pipelines/${id}`],
    ["POST", `/pipelines/${id}/archive`],
  ] as const)
    expect((await call(method, place, {}, viewer)).status).toBe(403);
  const stranger = await makeActor();
  const elsewhere = `/api/slipway/v1/workspaces/${stranger.workspaceSlug}/pipelines/${id}`;
  const theirToken = await makeToken(stranger);
  for (const [method, place] of [
    ["GET", ""],
    ["GET", "/versions"],
    ["GET", "/versions/1"],
    ["PATCH", ""],
    ["POST", "/launches"],
    ["POST", "/archive"],
  ] as const) {
    const body = method === "GET" ? {} : { body: {} };
    const answer = await door.call(method, elsewhere + place, { token: theirToken, ...body });
    expect([method, place, answer.status]).toEqual([method, place, 404]);
  }
});
