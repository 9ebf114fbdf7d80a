import { randomUUID } from "node:crypto";
import { beforeAll, expect, test } from "vitest";
import type { Actor } from "@/lib/access/actor";
import { logUnpaired } from "@/lib/gateway/jobs/pair-halves";
import { makeActor, setUpDatabase } from "@/lib/testing/database";
import { makeQuietDeployment } from "@/lib/testing/predictions";
import { makeToken, setUpProgramDoor } from "@/lib/testing/program-door";

setUpDatabase();
const door = setUpProgramDoor();

let actor: Actor;
let token: string;
let path: string;
beforeAll(async () => {
  actor = await makeActor();
  token = await makeToken(actor);
  await makeQuietDeployment(actor, "iris", { sent: ["length", "width"], backend: "elsewhere" });
  path = `/api/slipway/v1/workspaces/${actor.workspaceSlug}/deployments/iris`;
});

async function send(headers: Record<string, string>, body: unknown) {
  const response = await fetch(`${door.url}${path}/events`, {
    method: "POST",
    body: body instanceof Uint8Array ? Buffer.from(body) : JSON.stringify(body),
    headers: {
      Authorization: `Basic ${Buffer.from(`token:${token}`).toString("base64")}`,
      "Content-Type": "application/json",
      ...headers,
    },
  });
  return { status: response.status, body: await response.json() };
}

const TYPE = "org.kubeflow.serving.inference";
const NOW = Date.now() - 60_000;
const timeOf = (ms: number) => new Date(NOW + ms).toISOString();
const binary = (id: string, side: "request" | "response", ms = 0) => ({
  "Ce-Specversion": "1.0",
  "Ce-Id": id,
  "Ce-Type": `${TYPE}.${side}`,
  "Ce-Time": timeOf(ms),
  "Ce-Source": "http://localhost:9081/",
  "Ce-Inferenceservicename": "iris",
});
const logged = async (id: string) => {
  const { body } = await door.call("GET", `${path}/predictions/${id}`, { token });
  return body;
};

test("a request and its response become one prediction, with names of the signature and the time between", async () => {
  const id = randomUUID();
  const instances = [
    [6.8, 2.8],
    [6.0, 3.4],
  ];
  expect(await send(binary(id, "request"), { instances })).toEqual({
    ...{ status: 200, body: { state: "waiting" } },
  });
  const answered = await send(binary(id, "response", 40), { predictions: [1, 2] });
  expect(answered.body).toEqual({ state: "paired" });
  expect(await logged(id)).toMatchObject({
    ...{ at: NOW, latencyMs: 40, protocol: "kserve", status: 200, rows: 2, answers: [1, 2] },
    inputs: [
      { length: 6.8, width: 2.8 },
      { length: 6.0, width: 3.4 },
    ],
  });
  await send(binary(id, "request"), { instances });
  expect((await send(binary(id, "response"), { predictions: [1, 2] })).body).toEqual({
    state: "duplicate",
  });
});

test("tensors of the second protocol are read, structured, and the response may come first", async () => {
  const id = randomUUID();
  const event = (side: string, data: unknown) =>
    send(
      { "Content-Type": "application/cloudevents+json" },
      { specversion: "1.0", id, type: `${TYPE}.${side}`, time: timeOf(0), source: "kserve", data },
    );
  const tensor = (name: string, shape: number[], data: unknown) => ({
    ...{ name, datatype: "FP64", shape, data },
  });
  const outputs = [tensor("score", [2, 1], [0.5, 0.25])];
  expect((await event("response", { outputs })).body).toEqual({ state: "waiting" });
  const inputs = [tensor("x", [2, 2], [1, 2, 3, 4])];
  expect((await event("request", { inputs })).body).toEqual({ state: "paired" });
  expect(await logged(id)).toMatchObject({
    inputs: [
      { length: 1, width: 2 },
      { length: 3, width: 4 },
    ],
    answers: [0.5, 0.25],
  });
});

/** A tensor of two rows in binary behind its JSON. */
function inBinary(side: "inputs" | "outputs", numbers: readonly number[]) {
  const raw = Buffer.from(Float64Array.from(numbers).buffer);
  const head = Buffer.from(
    JSON.stringify({
      [side]: [
        {
          ...{ name: "x", datatype: "FP64", shape: [2, numbers.length / 2] },
          parameters: { binary_data_size: raw.length },
        },
      ],
    }),
  );
  return { body: Buffer.concat([head, raw]), length: String(head.length) };
}

test("tensors in binary are read wherever the event says how long their JSON is", async () => {
  const type = { "Content-Type": "application/octet-stream" };
  const asked = inBinary("inputs", [1, 2, 3, 4]);
  const answered = inBinary("outputs", [0.5, Number.NaN]);
  const rows = [
    { length: 1, width: 2 },
    { length: 3, width: 4 },
  ];
  for (const [name, value] of [
    ["Ce-Inferenceheadercontentlength", (length: string) => length],
    ["Inference-Header-Content-Length", (length: string) => length],
    [
      "Content-Type",
      (size: string) => `application/vnd.sagemaker-triton.binary+json;json-header-size=${size}`,
    ],
  ] as const) {
    const id = randomUUID();
    const said = (length: string) => ({ ...type, [name]: value(length) });
    const headers = { ...binary(id, "request"), ...said(asked.length) };
    expect((await send(headers, asked.body)).body, name).toEqual({ state: "waiting" });
    const other = { ...binary(id, "response"), ...said(answered.length) };
    expect((await send(other, answered.body)).body).toEqual({ state: "paired" });
    expect(await logged(id)).toMatchObject({ inputs: rows, answers: [0.5, "NaN"] });
  }
  const id = randomUUID();
  const event = (side: string, { body, length }: ReturnType<typeof inBinary>) =>
    send(
      { "Content-Type": "application/cloudevents+json" },
      {
        ...{ specversion: "1.0", id, type: `${TYPE}.${side}`, time: timeOf(0), source: "kserve" },
        ...{ data_base64: body.toString("base64"), inferenceheadercontentlength: length },
      },
    );
  expect((await event("request", asked)).body).toEqual({ state: "waiting" });
  expect((await event("response", answered)).body).toEqual({ state: "paired" });
  expect(await logged(id)).toMatchObject({ inputs: rows });
  const cut = { ...binary(randomUUID(), "request"), ...type };
  const refused = { status: 400, body: { error: { code: "INVALID" } } };
  expect(await send(cut, asked.body), "without the length").toMatchObject(refused);
  const short = { ...cut, "Inference-Header-Content-Length": asked.length };
  expect(await send(short, asked.body.subarray(0, -8))).toMatchObject(refused);
});

test("what comes at once from both sides is logged once", async () => {
  const ids = Array.from({ length: 10 }, () => randomUUID());
  const states = await Promise.all(
    ids.flatMap((id) => [
      send(binary(id, "request"), { instances: [[1, 2]] }),
      send(binary(id, "response"), { predictions: [3] }),
    ]),
  );
  expect(states.every(({ status }) => status === 200)).toBe(true);
  for (const id of ids) expect(await logged(id)).toMatchObject({ answers: [3], copies: [] });
});

test("a half that nobody completes is logged as failed after a while, and it is said what is missing", async () => {
  const [asked, answered] = [randomUUID(), randomUUID()];
  await send(binary(asked, "request"), { instances: [[1, 2]] });
  await send(binary(answered, "response"), { predictions: [1] });
  expect(await logUnpaired()).toBe(0);
  expect(await logUnpaired(0)).toBe(2);
  expect(await logged(asked)).toMatchObject({
    ...{ status: 504, error: "No response was told of within ten minutes." },
    inputs: [{ length: 1, width: 2 }],
  });
  expect(await logged(answered)).toMatchObject({
    ...{ status: 504, error: "No request was told of within ten minutes.", outputs: [1] },
  });
});

test("other events, payloads that cannot be read and deployments that are served here are refused", async () => {
  const id = randomUUID();
  const ask = binary(id, "request");
  const refused = { status: 400, body: { error: { code: "INVALID" } } };
  expect(await send({ ...ask, "Ce-Type": "other" }, { instances: [] })).toMatchObject(refused);
  expect(await send(ask, [1])).toMatchObject(refused);
  expect(await send(ask, { text: "hello" })).toMatchObject(refused);
  const inputs = [{ name: "x", shape: [3], datatype: "FP64", data: [1] }];
  expect(await send(ask, { inputs })).toMatchObject(refused);
  expect(await send({ ...ask, "Ce-Time": timeOf(86_400_000) }, { instances: [] })).toMatchObject(
    refused,
  );
});
