import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { afterAll, beforeAll, expect, test } from "vitest";
import type { Actor } from "@/lib/access/actor";
import { makeActor, setUpDatabase } from "@/lib/testing/database";
import { linearModel } from "@/lib/testing/onnx-model";
import { makeToken, setUpProgramDoor } from "@/lib/testing/program-door";
import { awaitReady, columnSignature, deploy } from "@/lib/testing/serving";
import { takeShortWay } from "./short-way";

setUpDatabase();
const door = setUpProgramDoor();

let actor: Actor;
let token: string;
let server: Server;
let short = "";
const answered: { route: string; status: number }[] = [];
const NOT_TAKEN = 418;

beforeAll(async () => {
  actor = await makeActor();
  token = await makeToken(actor);
  const files = { "model.onnx": linearModel([1, 10], 0.5) };
  const signature = columnSignature({ a: "double", b: "double" });
  await deploy(actor, "linear", [{ files, signature, backend: { kind: "onnx" } }]);
  await awaitReady(actor, 1);
  const headers = { "X-Content-Type-Options": "nosniff", "X-Frame-Options": "SAMEORIGIN" };
  const requestIdOf = () => "the-request";
  server = createServer((request, response) => {
    const onAnswered = (what: { route: string; status: number }) => answered.push(what);
    if (!takeShortWay(request, response, { requestIdOf, headers, onAnswered }))
      response.writeHead(NOT_TAKEN).end();
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  // A listening TCP server always has an AddressInfo.
  short = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}, 60_000);
afterAll(() => server.close());

const INFER = "/v2/models/linear/infer";
const INVOKE = "/serve/linear/invocations";
const X = { name: "x", datatype: "FP32", shape: [2, 2], data: [1, 2, 3, 4] };

async function ask(url: string, body: string, more: Record<string, string> = {}) {
  const response = await fetch(url, {
    method: "POST",
    headers: {
      Authorization: `Bearer ${token}`,
      "Content-Type": "application/json",
      "X-Request-Id": "the-request",
      ...more,
    },
    body,
  });
  const told = Object.fromEntries(response.headers);
  for (const name of ["date", "x-prediction-id"]) delete told[name];
  const hasId = response.headers.has("x-prediction-id");
  return { status: response.status, told, hasId, text: await response.text() };
}

/** The door is asked who this is; for a moment nobody has to be asked again. */
const introduce = () => ask(`${door.url}${INFER}?long`, JSON.stringify({ inputs: [X] }));

test.each([
  ["tensors", INFER, JSON.stringify({ id: "7", inputs: [X] }), {}],
  ["rows", INVOKE, JSON.stringify({ dataframe_records: [{ a: 1, b: 2 }] }), {}],
  ["CSV", INVOKE, "a,b\n1,2\n", { "Content-Type": "text/csv" }],
  [
    "binary tensors",
    INFER,
    JSON.stringify({ inputs: [X], parameters: { binary_data_output: true } }),
    {},
  ],
  ["no JSON", INFER, "{", {}],
  ["nothing", INVOKE, "", {}],
  ["a wrong column", INVOKE, JSON.stringify({ dataframe_records: [{ a: "x", b: 2 }] }), {}],
  ["a wrong shape", INFER, JSON.stringify({ inputs: [{ ...X, shape: [3, 3] }] }), {}],
  ["no such deployment", "/v2/models/other/infer", JSON.stringify({ inputs: [X] }), {}],
  ["a wrong time-out", INFER, JSON.stringify({ inputs: [X] }), { "X-Timeout-Ms": "soon" }],
])("%s are answered by the short way as by the long one", async (_, path, body, headers) => {
  await introduce();
  const long = await ask(`${door.url}${path}?long`, body, headers);
  answered.length = 0;
  const brief = await ask(short + path, body, headers);
  expect(brief).toEqual(long);
  expect(answered).toMatchObject([{ status: long.status }]);
});

test("the short way takes nothing that has to be looked into first", async () => {
  const body = JSON.stringify({ inputs: [X] });
  const stranger = await makeToken(actor);
  const unknown = await ask(short + INFER, body, { Authorization: `Bearer ${stranger}` });
  expect(unknown.status).toBe(NOT_TAKEN);
  await introduce();
  const large = body.padEnd(64 * 1024 + 1);
  for (const [path, text, headers] of [
    [INFER, large, {}],
    [INFER, body, { "X-MLFLOW-WORKSPACE": "other" }],
    [INFER, body, { Authorization: "Basic eDp5" }],
    [INFER, body, { "Content-Type": "json" }],
    [INVOKE, body, { "Content-Type": "text csv/x; charset=utf-8" }],
    ["/v2/models/linear/versions/1/infer", body, {}],
    ["/v2/models/li%6eear/infer", body, {}],
    [`${INFER}?x=1`, body, {}],
  ] as const)
    expect((await ask(short + path, text, headers)).status).toBe(NOT_TAKEN);
  expect((await ask(short + INFER, body)).status).toBe(200);
});

test("whoever may not predict is left to the long way, which refuses before it reads a body", async () => {
  const reader = await makeToken(actor, { scopes: ["tracking:read"] });
  // By a message that this token may send it becomes known.
  await door.call("POST", "/api/2.0/mlflow/experiments/search", {
    token: reader,
    body: { max_results: 1 },
  });
  const body = JSON.stringify({ inputs: [X] });
  const asReader = { Authorization: `Bearer ${reader}` };
  expect((await ask(short + INFER, body, asReader)).status).toBe(NOT_TAKEN);
  expect((await ask(`${door.url}${INFER}`, body, asReader)).status).toBe(403);
});

test("a type that is none is refused whichever way it is sent to", async () => {
  await introduce();
  const body = JSON.stringify({ inputs: [X] });
  for (const type of ["json", "text csv/x", "application/json/x"]) {
    const odd = await ask(`${door.url}${INFER}`, body, { "Content-Type": type });
    expect([type, odd.status]).toEqual([type, 415]);
  }
});
