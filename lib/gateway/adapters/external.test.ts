import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { env, settleEnv } from "@/lib/core/env";
import { servingBackend } from "@/lib/deployments/schema/backends";
import { setUpReceiver } from "@/lib/testing/receiver";
import { ExternalAdapter } from "./external";

const there = setUpReceiver();
const { OUTBOUND_ALLOWED_HOSTS: allowedBefore } = env();
beforeAll(() => settleEnv({ OUTBOUND_ALLOWED_HOSTS: ["127.0.0.1"] }));
afterAll(() => settleEnv({ OUTBOUND_ALLOWED_HOSTS: allowedBefore }));

const opened: ExternalAdapter[] = [];
afterEach(async () => {
  for (const adapter of opened.splice(0)) await adapter.unload();
});

function adapterFor(more: object = {}): ExternalAdapter {
  const settings = servingBackend.parse({ kind: "external", url: there.url, model: "m", ...more });
  if (settings.kind !== "external") throw new Error("It is another backend.");
  const adapter = new ExternalAdapter(settings);
  opened.push(adapter);
  return adapter;
}

const soon = () => Date.now() + 5_000;
const input = {
  kind: "table",
  columns: ["a", "b"],
  rows: [
    [1, "x"],
    [2, "y"],
  ],
} as const;

interface Wire {
  protocol: string;
  ready: string;
  path: string;
  sent: unknown;
  answer: unknown;
  output: unknown;
}

const WIRES: readonly Wire[] = [
  {
    protocol: "mlflow",
    ready: "/ping",
    path: "/invocations",
    sent: { dataframe_split: { columns: ["a", "b"], data: input.rows } },
    answer: { predictions: [1, 2] },
    output: { kind: "json", predictions: [1, 2] },
  },
  {
    protocol: "kserve-v1",
    ready: "/v1/models/m",
    path: "/v1/models/m:predict",
    sent: {
      instances: [
        { a: 1, b: "x" },
        { a: 2, b: "y" },
      ],
    },
    answer: { predictions: [1, 2] },
    output: { kind: "json", predictions: [1, 2] },
  },
  {
    protocol: "open-inference",
    ready: "/v2/models/m/ready",
    path: "/v2/models/m/infer",
    sent: {
      inputs: [
        { name: "a", datatype: "INT64", shape: [2], data: [1, 2] },
        { name: "b", datatype: "BYTES", shape: [2], data: ["x", "y"] },
      ],
    },
    answer: { outputs: [{ name: "y", datatype: "FP32", shape: [2], data: [0.5, 1] }] },
    output: {
      kind: "tensors",
      tensors: [{ name: "y", datatype: "FP32", shape: [2], data: Float32Array.from([0.5, 1]) }],
    },
  },
];

describe.each(WIRES)("a server of $protocol", ({ protocol, ready, path, sent, answer, output }) => {
  beforeEach(() => {
    there.answer = (request) => ({
      status: 200,
      body: JSON.stringify(request.path === path ? answer : {}),
    });
  });

  test("is asked in its protocol, and understood", async () => {
    const adapter = adapterFor({ protocol });
    await adapter.load();
    expect(await adapter.infer({ input, params: null, deadline: soon() })).toEqual(output);
    expect(there.received.map((request) => request.path)).toEqual([ready, path]);
    expect(JSON.parse(there.received[1]?.body ?? "")).toEqual(sent);
  });

  test("that answers something else has failed, not the caller", async () => {
    const adapter = adapterFor({ protocol });
    await adapter.load();
    for (const body of ["no JSON", "[]", "{}", '{"outputs":[{"name":"y"}]}']) {
      there.answer = () => ({ status: 200, body });
      await expect(adapter.infer({ input, params: null, deadline: soon() })).rejects.toMatchObject({
        name: "ModelFailure",
        status: 502,
      });
    }
  });
});

test.each([
  [400, { code: "INVALID" }],
  [422, { code: "INVALID" }],
  [429, { code: "UNAVAILABLE" }],
  [503, { code: "UNAVAILABLE" }],
  [401, { status: 502 }],
  [302, { status: 502 }],
  [500, { status: 502 }],
])("a status of %d is told as what it means for the caller", async (status, failure) => {
  const adapter = adapterFor();
  await adapter.load();
  there.answer = () => ({ status, body: '{"message":"because"}', headers: { Location: "/x" } });
  await expect(adapter.infer({ input, params: null, deadline: soon() })).rejects.toMatchObject({
    ...failure,
    message: expect.stringContaining("because"),
  });
});

test("an address inside of the network is refused unless the operator allows it", async () => {
  settleEnv({ OUTBOUND_ALLOWED_HOSTS: [] });
  try {
    await expect(adapterFor().load()).rejects.toMatchObject({ code: "INVALID" });
    const byName = adapterFor({ url: "https://localhost:1/" });
    await expect(byName.load()).rejects.toMatchObject({
      message: expect.stringContaining("not an address of the public Internet"),
    });
    expect(there.received).toEqual([]);
  } finally {
    settleEnv({ OUTBOUND_ALLOWED_HOSTS: ["127.0.0.1"] });
  }
});

test("a server that is not there is told so, and found again when it is", async () => {
  const adapter = adapterFor();
  there.answer = () => ({ status: 500 });
  await expect(adapter.load()).rejects.toMatchObject({ status: 503 });
  there.answer = () => ({ status: 200 });
  await adapter.load();
  expect(adapter.problem()).toBeNull();
});
