import { beforeAll, describe, expect, test } from "vitest";
import { JobSupervisor } from "@/lib/compute/jobs/supervisor";
import { settleEnv } from "@/lib/core/env";
import { db } from "@/lib/db/client";
import { makeActor, setUpDatabase } from "@/lib/testing/database";
import { makeToken, setUpProgramDoor } from "@/lib/testing/program-door";
import { setUpRay } from "@/lib/testing/ray-server";

setUpDatabase();
const door = setUpProgramDoor();
const ray = setUpRay();

let path: string;
let token: string;
let experimentId: number;

beforeAll(async () => {
  settleEnv({
    LOCAL_JOBS: 4,
    PORT: Number(new URL(door.url).port),
    OUTBOUND_ALLOWED_HOSTS: ["127.0.0.1"],
  });
  const actor = await makeActor({ role: "admin" });
  token = await makeToken(actor);
  path = `/api/slipway/v1/workspaces/${actor.workspaceSlug}`;
  const { id } = await db().experiment.findFirstOrThrow({
    where: { workspaceId: actor.workspaceId },
  });
  experimentId = Number(id);
});

const call = (method: string, place: string, body?: unknown) =>
  door.call(method, path + place, body === undefined ? { token } : { token, body });
const launch = (name: string, command: string[], more: object = {}) =>
  call("POST", "/jobs", { name, command, experimentId, ...more });
const supervisor = new JobSupervisor();

test("a job is launched, followed to its end and read", async () => {
  const asked = { idempotencyKey: "once", environment: { WHO: "world" } };
  const command = ["sh", "-c", "echo hello $WHO"];
  const launched = await launch("greet", command, asked);
  expect(launched).toMatchObject({ status: 201, body: { number: 1, status: "queued", command } });
  expect(await launch("greet", command, asked)).toMatchObject({ body: { number: 1 } });
  expect(await launch("another", command, asked)).toMatchObject({ status: 409 });
  expect(await launch("greet", command, { ...asked, experimentId: 0 })).toMatchObject({
    body: { number: 1, experimentId },
  });
  await expect
    .poll(
      async () => {
        await supervisor.round();
        return (await call("GET", "/jobs/1")).body;
      },
      { timeout: 60_000 },
    )
    .toMatchObject({ status: "succeeded", exitCode: 0, attempt: 1 });
  const log = await call("GET", "/jobs/1/log");
  expect(log.body).toEqual({
    parts: [{ attempt: 1, text: "hello world\n" }],
    next: 1,
    hasMore: false,
    isOver: true,
  });
  expect((await call("GET", "/jobs/1/log?after=1")).body).toMatchObject({ parts: [], next: 1 });
  const file = await call("GET", "/jobs/1/log/export");
  expect(file.body).toBe("hello world\n");
  expect(file.headers.get("content-disposition")).toContain("job-1.log");
});

test("jobs are listed page by page and by status, and cancelled", async () => {
  for (const name of ["two", "three"]) await launch(name, ["sleep", "600"]);
  expect(await call("POST", "/jobs/3/cancel")).toMatchObject({
    status: 200,
    body: { status: "cancelled" },
  });
  expect(await call("POST", "/jobs/3/cancel")).toMatchObject({ status: 409 });
  expect((await call("GET", "/jobs?status=queued")).body).toMatchObject({ items: [{ number: 2 }] });
  const first = await call("GET", "/jobs?limit=2");
  expect(first.body).toMatchObject({ items: [{ number: 3 }, { number: 2 }] });
  const { nextPageToken } = Object(first.body);
  const second = await call("GET", `/jobs?limit=2&pageToken=${encodeURIComponent(nextPageToken)}`);
  expect(second.body).toMatchObject({ items: [{ number: 1 }] });
  await call("POST", "/jobs/2/cancel");
});

test("what makes no job is refused with the field that is wrong", async () => {
  const refused = async (body: object, field: string) => {
    const answer = await call("POST", "/jobs", { name: "x", experimentId, ...body });
    expect(answer).toMatchObject({ status: 400, body: { error: { code: "INVALID" } } });
    expect(Object.keys(Object(answer.body).error.fields).join()).toContain(field);
  };
  await refused({ command: [] }, "command");
  await refused({ command: ["true"], environment: { "A B": "1" } }, "environment");
  await refused({ command: ["true"], environment: { MLFLOW_TRACKING_TOKEN: "x" } }, "environment");
  await refused({ command: ["true"], limits: { wallClockSeconds: 0 } }, "limits.wallClockSeconds");
  await refused({ command: ["a\u0000b"] }, "command");
  await refused({ command: ["€".repeat(30_000)] }, "command");
  const long = Object.fromEntries([..."abcdefghi"].map((name) => [name, "x".repeat(32_000)]));
  await refused({ command: ["true"], environment: long }, "environment");
  expect(await call("GET", "/jobs/99")).toMatchObject({ status: 404 });
  const gone = { name: "x", command: ["true"], experimentId: 2_000_000_000 };
  expect(await call("POST", "/jobs", gone)).toMatchObject({ status: 404 });
});

test("a backend is checked, bounded and switched off", async () => {
  const read = async () => Object((await call("GET", "/compute-backends")).body).items[0];
  const backend = await read();
  expect(backend).toMatchObject({ name: "This machine", maxJobs: 2, isReachable: true });
  const place = `/compute-backends/${backend.id}`;
  expect((await call("POST", `${place}/check`)).body).toMatchObject({ isReady: true });
  expect((await call("PATCH", place, { maxJobs: 3, isEnabled: false })).status).toBe(204);
  expect(await read()).toMatchObject({ maxJobs: 3, isEnabled: false });
  expect(await launch("refused", ["true"])).toMatchObject({ status: 409 });
  expect((await call("PATCH", place, { maxJobs: 0 })).status).toBe(400);
  expect((await call("PATCH", "/compute-backends/999999", { maxJobs: 1 })).status).toBe(404);
  const changes = await db().auditEvent.count({ where: { action: "compute-backend.revised" } });
  expect(changes).toBe(1);
  await call("PATCH", place, { maxJobs: 3, maxJobsPerUser: 1, isEnabled: true });
  expect(await read()).toMatchObject({ maxJobsPerUser: 1 });
  expect((await call("PATCH", place, { address: ray.url })).status).toBe(409);
});

describe("a cluster", () => {
  const header = { name: "Authorization", value: "Bearer the secret of the cluster" };
  const add = (more: object = {}) =>
    call("POST", "/compute-backends", { name: "ray", address: ray.url, header, ...more });
  const read = async (name: string) =>
    Object((await call("GET", "/compute-backends")).body).items.find(
      (one: { name: string }) => one.name === name,
    );

  test("is added, tried by a job that really goes there, and its secret is shown to nobody", async () => {
    const added = await add();
    expect(added.status).toBe(201);
    const { backendId } = Object(added.body);
    const place = `/compute-backends/${backendId}`;
    expect((await call("POST", `${place}/check`)).body).toEqual({
      isReady: true,
      message: "Ray 2.49.2 answers.",
    });
    expect(ray.headers.authorization).toBe(header.value);
    const launched = await call("POST", `${place}/test`);
    expect(launched).toMatchObject({ status: 201, body: { isTest: true, backend: "ray" } });
    const { number } = Object(launched.body);
    await supervisor.round();
    const [job] = ray.jobs.values();
    expect(job?.entrypoint).toContain("MLFLOW_TRACKING_URI");
    ray.set(job?.submission_id ?? "", { status: "SUCCEEDED", logs: "Running on a head\n" });
    await expect
      .poll(
        async () => {
          await supervisor.round();
          return (await call("GET", `/jobs/${number}`)).body;
        },
        { timeout: 30_000 },
      )
      .toMatchObject({ status: "succeeded" });
    expect((await call("GET", `/jobs/${number}/log`)).body).toMatchObject({
      parts: [{ text: "Running on a head\n" }],
    });
    await supervisor.round();
    expect(ray.jobs.size).toBe(0);
    const shown = await read("ray");
    expect(shown).toMatchObject({
      headerName: "Authorization",
      lastTest: { number, status: "succeeded" },
    });
    const kept = await db().auditPayload.findMany({ select: { content: true } });
    expect(JSON.stringify([shown, kept])).not.toContain("the secret");
  });

  test("has its secret sent to no other address than the one it was given for", async () => {
    const { id } = await read("ray");
    const place = `/compute-backends/${id}`;
    const elsewhere = ray.url.replace("cluster", "another");
    expect(await call("PATCH", place, { address: elsewhere })).toMatchObject({ status: 400 });
    const given = { address: elsewhere, header: { name: "X-Token", value: "another" } };
    expect((await call("PATCH", place, given)).status).toBe(204);
    expect(await read("ray")).toMatchObject({ address: elsewhere, headerName: "X-Token" });
    expect((await call("PATCH", place, { header: null, address: ray.url })).status).toBe(204);
    expect(await read("ray")).toMatchObject({ headerName: null });
  });

  test("is refused at addresses that are closed, twice by one name, and with what is no header", async () => {
    const refused = (more: object) => add({ name: "another", ...more });
    expect(await refused({ address: "http://169.254.169.254" })).toMatchObject({ status: 400 });
    expect(await refused({ address: "http://8.8.8.8:8265" })).toMatchObject({
      status: 400,
      body: { error: { fields: { address: expect.stringContaining("https") } } },
    });
    expect(await refused({ address: "ftp://127.0.0.1" })).toMatchObject({ status: 400 });
    expect(await refused({ header: { name: "X Y", value: "1" } })).toMatchObject({ status: 400 });
    expect(await refused({ header: { name: "X", value: "1\r\nY: 2" } })).toMatchObject({
      status: 400,
    });
    expect(await add()).toMatchObject({ status: 409 });
  });

  test("takes resources and a runtime environment, which this machine refuses", async () => {
    const wishes = { resources: { cpus: 2 }, runtimeEnvironment: { pip: ["xgboost"] } };
    const { id } = Object((await call("GET", "/compute-backends")).body).items[0];
    await call("PATCH", `/compute-backends/${id}`, { isEnabled: true });
    expect(await launch("here", ["true"], wishes)).toMatchObject({ status: 400 });
    const there = await launch("there", ["true"], { ...wishes, backend: "ray" });
    expect(there).toMatchObject({ status: 201, body: { resources: { cpus: 2, gpus: null } } });
    const again = await call("POST", `/jobs/${Object(there.body).number}/run-again`);
    expect(again).toMatchObject({ status: 201, body: { ...wishes, backend: "ray" } });
    const envVars = { backend: "ray", runtimeEnvironment: { env_vars: { A: "1" } } };
    expect(await launch("there", ["true"], envVars)).toMatchObject({ status: 400 });
  });
});
