import { beforeAll, expect, test } from "vitest";
import type { Actor } from "@/lib/access/actor";
import { flushPredictions } from "@/lib/gateway/jobs/prediction-log";
import { makeActor, setUpDatabase } from "@/lib/testing/database";
import { logPrediction, makeQuietDeployment } from "@/lib/testing/predictions";
import { makeToken, setUpProgramDoor } from "@/lib/testing/program-door";

setUpDatabase();
const door = setUpProgramDoor();

let actor: Actor;
let token: string;
let path: string;
let id: string;
beforeAll(async () => {
  actor = await makeActor();
  token = await makeToken(actor);
  path = `/api/slipway/v1/workspaces/${actor.workspaceSlug}/deployments/churn`;
  id = logPrediction(actor, await makeQuietDeployment(actor), { key: "c 1" });
  await flushPredictions();
});

const call = (method: string, place: string, body?: unknown) =>
  door.call(method, path + place, body === undefined ? { token } : { token, body });

async function postRaw(body: string, type: string) {
  const response = await fetch(`${door.url}${path}/labels`, {
    method: "POST",
    body,
    headers: { "Content-Type": type, Authorization: `Bearer ${token}` },
  });
  return { status: response.status, body: await response.json() };
}

test("predictions are listed, read and exported", async () => {
  const { body } = await call("GET", "/predictions?key=c%201&outcome=answered&isShadow=false");
  expect(body).toMatchObject({ items: [{ id, key: "c 1", answer: 1, label: null }] });
  expect((await call("GET", "/predictions?revision=2")).body).toEqual({ items: [] });
  expect((await call("GET", `/predictions/${id}`)).body).toMatchObject({
    inputs: [{ tenure: 3, email: "ada@example.org" }],
    answers: [1],
    copies: [],
  });
  const file = await call("GET", "/predictions/export");
  expect(file.headers.get("content-disposition")).toContain("churn-predictions.jsonl");
  expect(file.body).toMatchObject({ id, outputs: [{ label: 1 }] });
});

test("labels come as an object, as a list and as lines", async () => {
  const label = { key: "c 1", value: 1, at: "2026-11-01T00:00:00Z" };
  const added = { received: 1, added: 1, corrected: 0 };
  expect(await call("POST", "/labels", { labels: [label] })).toMatchObject({ body: added });
  expect(await call("POST", "/labels", [{ ...label, row: 1 }])).toMatchObject({ body: added });
  const lines = `${JSON.stringify(label)}\n\n${JSON.stringify({ predictionId: id, value: "x" })}\n`;
  expect(await postRaw(lines, "application/x-ndjson; charset=utf-8")).toMatchObject({
    status: 200,
    body: { received: 2, added: 1, corrected: 0 },
  });
  expect((await call("GET", "/quality")).body).toMatchObject({
    items: [{ revision: 1, rows: 1, labelled: 1, accuracy: 0 }],
  });
});

test.each([
  ["no list", "{}", "application/json"],
  ["an empty list", "[]", "application/json"],
  ["a broken line", '{"key":"a","value":1}\n{"key":', "application/x-ndjson"],
  ["a NUL character", '[{"key":"a\\u0000","value":1}]', "application/json"],
  ["no value", '[{"key":"a"}]', "application/json"],
  [
    "two names",
    JSON.stringify([{ key: "a", predictionId: crypto.randomUUID(), value: 1 }]),
    "application/json",
  ],
  ["too many lines", '{"key":"a","value":1}\n'.repeat(10_001), "application/x-ndjson"],
  ["another type", "key=a", "application/x-www-form-urlencoded"],
])("labels with %s are refused", async (_what, body, type) => {
  const answer = await postRaw(body, type);
  expect(answer.status).toBeGreaterThanOrEqual(400);
  expect(answer.status).toBeLessThan(500);
  expect(answer.body).toMatchObject({ error: { code: expect.any(String) } });
});

test("the log is revised, a key is erased, and what is not there is not found", async () => {
  const revised = await call("PATCH", "/prediction-log", {
    maskedColumns: ["email", "email"],
    retentionDays: 7,
  });
  expect(revised.body).toMatchObject({ maskedColumns: ["email"], retentionDays: 7, sampleRate: 1 });
  expect((await call("GET", "/prediction-log")).body).toEqual(revised.body);
  expect((await call("PATCH", "/prediction-log", { sampleRate: 2 })).status).toBe(400);
  expect((await call("POST", "/predictions/erase", { key: "c 1" })).body).toEqual({
    predictions: 1,
    labels: 3,
  });
  expect((await call("GET", `/predictions/${id}`)).status).toBe(404);
  expect((await call("GET", "/predictions/no-uuid")).status).toBe(400);
  const elsewhere = path.replace("churn", "other");
  expect((await door.call("GET", `${elsewhere}/predictions`, { token })).status).toBe(404);
});

test("what became of predictions is counted for Prometheus", async () => {
  const { body } = await door.call("GET", "/metrics");
  expect(body).toMatch(/slipway_predictions_logged_total\{outcome="written"\} \d/);
  expect(body).toContain("slipway_predictions_waiting 0");
});
