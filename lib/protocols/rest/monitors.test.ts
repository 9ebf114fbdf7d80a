import { beforeAll, expect, test } from "vitest";
import type { Actor } from "@/lib/access/actor";
import { db } from "@/lib/db/client";
import { makeActor, setUpDatabase } from "@/lib/testing/database";
import { logRows, lookNow, referenceRow, uploadReference } from "@/lib/testing/monitors";
import { makeQuietDeployment } from "@/lib/testing/predictions";
import { makeToken, setUpProgramDoor } from "@/lib/testing/program-door";

setUpDatabase();
const door = setUpProgramDoor();

let actor: Actor;
let path: string;
let token: string;
let deploymentId: bigint;
let reference: { datasetId: number; version: number };

beforeAll(async () => {
  actor = await makeActor({ role: "contributor" });
  token = await makeToken(actor);
  path = `/api/slipway/v1/workspaces/${actor.workspaceSlug}`;
  const sent = ["id", "amount", "country"];
  deploymentId = await makeQuietDeployment(actor, "churn", { sent });
  reference = await uploadReference(actor);
});

const call = (method: string, place: string, body?: unknown) =>
  door.call(method, path + place, body === undefined ? { token } : { token, body });
const create = (more: object) =>
  call("POST", "/monitors", { deployment: "churn", reference, ...more });

test("a monitor is made, found, renamed and paused, read window by window, and taken away", async () => {
  const columns = [
    { name: "country", importance: 3, method: "l_infinity", threshold: 0.2 },
    { name: "prediction", isWatched: false },
  ];
  const made = await create({ window: "hour", columns });
  expect(made).toMatchObject({
    status: 201,
    body: {
      ...{ name: "Drift of churn", deployment: "churn", version: 1, isPaused: false, last: null },
      reference: { dataset: "customers", version: 1 },
      definition: {
        ...{ window: "hour", share: 0.5, minRows: 100, target: null },
        columns: [
          { name: "amount", method: "jensen_shannon", threshold: 0.1, importance: 1 },
          { name: "country", method: "l_infinity", threshold: 0.2, importance: 3 },
        ],
      },
    },
  });
  const { id } = Object(made.body);
  expect(await create({ window: "hour" }), "once, however often it is sent").toMatchObject({
    status: 409,
    body: { error: { fields: { name: expect.stringContaining("Drift of churn") } } },
  });
  const rows = Array.from({ length: 150 }, (_row, at) => ({ ...referenceRow(at), country: "it" }));
  await logRows(actor, deploymentId, rows);
  await lookNow();
  const windows = await call("GET", `/monitors/${id}/windows`);
  expect(windows).toMatchObject({
    status: 200,
    body: { items: [{ rows: 150, verdict: "drifted", share: 0.75 }] },
  });
  const [{ opensAt }] = Object(windows.body).items;
  const distribution = `/monitors/${id}/distribution?opensAt=${opensAt}&column=country`;
  expect((await call("GET", distribution)).body).toMatchObject({
    kind: "category",
    bins: expect.arrayContaining([{ label: "other values", reference: 0, current: 150 }]),
    others: { it: 150 },
  });
  const renamed = await call("PATCH", `/monitors/${id}`, { name: "Country", isPaused: true });
  expect(renamed).toMatchObject({ status: 200, body: { name: "Country", isPaused: true } });
  const listed = await call("GET", "/monitors?deployment=churn");
  expect(listed.body).toMatchObject({ items: [{ id, last: { verdict: "drifted" } }] });
  expect(await call("DELETE", `/monitors/${id}`)).toMatchObject({ status: 204 });
  expect(await call("GET", `/monitors/${id}`)).toMatchObject({ status: 404 });
  const { workspaceId } = actor;
  const audit = await db().auditEvent.findMany({
    where: { workspaceId, subject: `monitor ${id}` },
    orderBy: { id: "asc" },
  });
  expect(audit.map(({ action }) => action)).toEqual([
    "monitor.created",
    "monitor.revised",
    "monitor.removed",
  ]);
});

test.each([
  ["a deployment that is not there", { deployment: "nobody" }, 404, /no deployment "nobody"/],
  [
    "a dataset that is not there",
    { reference: { datasetId: 99, version: 1 } },
    400,
    /no version 1/,
  ],
  ["no reference at all", { reference: undefined }, 400, /None of the data/],
  ["a column that the reference lacks", { columns: [{ name: "age" }] }, 400, /no column “age”/],
  ["a share above one", { share: 1.5 }, 400, /./],
  ["a threshold of nothing", { threshold: 0 }, 400, /./],
  ["a window nobody knows", { window: "month" }, 400, /./],
])("%s is refused with a sentence, and nothing is made", async (_what, more, status, message) => {
  const before = await db().monitor.count();
  const refused = await create({ name: "refused", ...more });
  expect(refused).toMatchObject({
    status,
    body: { error: { message: expect.stringMatching(message) } },
  });
  expect(await db().monitor.count()).toBe(before);
});

test("a window in which nothing came, and a column nobody watches, are not found", async () => {
  const { id } = Object((await create({ name: "quiet" })).body);
  const at = (column: string) => `/monitors/${id}/distribution?opensAt=0&column=${column}`;
  expect(await call("GET", at("amount"))).toMatchObject({ status: 404 });
  expect((await call("GET", `/monitors/${id}/windows`)).body).toEqual({ items: [] });
  expect(await call("GET", `/monitors/${id}/windows?pageToken=x`)).toMatchObject({ status: 400 });
  expect(await call("PATCH", `/monitors/${id}`, {})).toMatchObject({ status: 400 });
});
