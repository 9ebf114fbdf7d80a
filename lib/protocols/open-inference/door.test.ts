import { beforeAll, describe, expect, test, vi } from "vitest";
import type { Actor } from "@/lib/access/actor";
import { db } from "@/lib/db/client";
import { makeActor, setUpDatabase } from "@/lib/testing/database";
import { columnModel, linearModel, summingModel, zipMapModel } from "@/lib/testing/onnx-model";
import { makeToken, setUpProgramDoor } from "@/lib/testing/program-door";
import { awaitReady, columnSignature, deploy } from "@/lib/testing/serving";

setUpDatabase();
const door = setUpProgramDoor();

let actor: Actor;
let token: string;
beforeAll(async () => {
  actor = await makeActor();
  token = await makeToken(actor);
  const onnx = { kind: "onnx" };
  await deploy(actor, "linear", [
    {
      files: { "model.onnx": linearModel([1, 10], 0.5) },
      signature: columnSignature({ a: "double", b: "double" }),
      backend: onnx,
    },
  ]);
  await deploy(actor, "bare", [{ files: { "m.onnx": linearModel([1, 10], 0.5) }, backend: onnx }]);
  await deploy(actor, "columns", [
    {
      files: { "model.onnx": columnModel({ age: 1, income: 2 }) },
      signature: columnSignature({ age: "long", income: "double", note: "string" }, ["note"]),
      backend: onnx,
    },
  ]);
  await deploy(actor, "classes", [
    { files: { "model.onnx": zipMapModel([1, -1], ["no", "yes"]) }, backend: onnx },
  ]);
  await deploy(actor, "sum", [{ files: { "model.onnx": summingModel(2) }, backend: onnx }]);
  await deploy(actor, "broken", [{ files: { "model.onnx": "no model" }, backend: onnx }]);
  await awaitReady(actor, 5);
}, 60_000);

const post = (path: string, body: unknown, headers: Record<string, string> = {}) =>
  door.call("POST", path, { token, body, headers });
const infer = (name: string, body: unknown) => post(`/v2/models/${name}/infer`, body);
const invoke = (name: string, body: unknown) => post(`/serve/${name}/invocations`, body);

const X = { name: "x", datatype: "FP32", shape: [2, 2], data: [1, 2, 3, 4] };

describe("Open Inference", () => {
  test("answers tensors in JSON, flat or nested, and echoes the id", async () => {
    const answer = await infer("linear", { id: "42", inputs: [X] });
    expect(answer).toMatchObject({
      status: 200,
      body: {
        model_name: "linear",
        model_version: "1",
        id: "42",
        outputs: [{ name: "score", datatype: "FP32", shape: [2, 1], data: [21.5, 43.5] }],
      },
    });
    const nested = await infer("linear", {
      inputs: [
        {
          ...X,
          data: [
            [1, 2],
            [3, 4],
          ],
        },
      ],
    });
    expect(nested).toMatchObject({ status: 200, body: { outputs: [{ data: [21.5, 43.5] }] } });
  });

  test("takes the columns of a signature as tensors", async () => {
    const column = (name: string, data: number[]) => ({ name, datatype: "FP64", shape: [2], data });
    const answer = await infer("linear", { inputs: [column("b", [2, 4]), column("a", [1, 3])] });
    expect(answer).toMatchObject({ status: 200, body: { outputs: [{ data: [21.5, 43.5] }] } });
  });

  test("tells what a model takes and gives", async () => {
    const answer = await door.call("GET", "/v2/models/linear", { token });
    expect(answer.body).toEqual({
      name: "linear",
      versions: ["1"],
      platform: "onnxruntime_onnx",
      inputs: [{ name: "x", datatype: "FP32", shape: [-1, 2] }],
      outputs: [{ name: "score", datatype: "FP32", shape: [-1, 1] }],
    });
    expect(await door.call("GET", "/v2/models/linear/ready", { token })).toMatchObject({
      status: 200,
      body: { name: "linear", ready: true },
    });
  });

  test("gives labels and probabilities of a classifier, without the dictionaries around them", async () => {
    const answer = await infer("classes", { inputs: [X] });
    expect(answer).toMatchObject({
      status: 200,
      body: {
        outputs: [
          { name: "label", datatype: "BYTES", shape: [2], data: ["no", "no"] },
          { name: "probabilities", datatype: "FP32", shape: [2, 2] },
        ],
      },
    });
  });
});

describe("KServe's first protocol and MLflow's", () => {
  test.each([
    [
      "dataframe_split",
      {
        columns: ["b", "a"],
        data: [
          [2, 1],
          [4, 3],
        ],
      },
    ],
    [
      "dataframe_records",
      [
        { a: 1, b: 2, more: "x" },
        { b: 4, a: 3 },
      ],
    ],
    [
      "instances",
      [
        { a: 1, b: 2 },
        { a: 3, b: 4 },
      ],
    ],
    [
      "instances",
      [
        [1, 2],
        [3, 4],
      ],
    ],
    ["inputs", { a: [1, 3], b: [2, 4] }],
    [
      "inputs",
      [
        [1, 2],
        [3, 4],
      ],
    ],
  ])("take %s", async (form, value) => {
    const expected = { status: 200, body: { predictions: [21.5, 43.5] } };
    expect(await invoke("linear", { [form]: value })).toMatchObject(expected);
    if (form.startsWith("in"))
      expect(await post("/v1/models/linear:predict", { [form]: value })).toMatchObject(expected);
  });

  test("take CSV", async () => {
    const response = await fetch(`${door.url}/serve/linear/invocations`, {
      method: "POST",
      headers: { Authorization: `Bearer ${token}`, "Content-Type": "text/csv" },
      body: "b,a\r\n2,1\r\n4,3\r\n",
    });
    expect([response.status, await response.json()]).toEqual([200, { predictions: [21.5, 43.5] }]);
  });

  test("feed an input of the graph from each column", async () => {
    const answer = await invoke("columns", { dataframe_records: [{ income: 2, age: 3 }] });
    expect(answer).toMatchObject({ status: 200, body: { predictions: [7] } });
  });

  test("answer an object for each row when there is more than one output", async () => {
    const answer = await invoke("classes", { inputs: [[3, 0]] });
    expect(answer).toMatchObject({
      status: 200,
      body: {
        predictions: [{ label: "yes", probabilities: [expect.any(Number), expect.any(Number)] }],
      },
    });
  });
});

describe("a client's mistake is a 4xx that names it", () => {
  test.each([
    ["a missing column", { dataframe_records: [{ a: 1 }] }, 'The column "b" is missing.'],
    [
      "a text for a number",
      { dataframe_records: [{ a: 1, b: "x" }] },
      'The column "b" must be a number; row 1 has "x".',
    ],
    ["two forms", { inputs: [], instances: [] }, "exactly one of"],
    ["none", {}, "exactly one of"],
    ["no rows", { instances: [] }, "no rows"],
    ["uneven columns", { inputs: { a: [1], b: [1, 2] } }, 'The column "a"'],
    ["a row too short", { dataframe_split: { columns: ["a", "b"], data: [[1]] } }, "Row 1"],
  ])("%s", async (_title, body, message) => {
    expect(await invoke("linear", body)).toMatchObject({
      status: 400,
      body: { error_code: "BAD_REQUEST", message: expect.stringContaining(message) },
    });
  });

  test.each([
    ["no inputs", {}, "inputs"],
    ["too few values", { inputs: [{ ...X, data: [1] }] }, "its shape [2, 2] wants 4"],
    ["a wrong width", { inputs: [{ ...X, shape: [1, 4] }] }, "[-1, 2]"],
    ["an unknown type", { inputs: [{ ...X, datatype: "FP13" }] }, "datatype"],
    [
      "an output that is none",
      { inputs: [X], outputs: [{ name: "nothing" }] },
      'no output "nothing"',
    ],
    ["an unknown input", { inputs: [{ ...X, name: "y" }] }, 'The columns "a", "b" are missing.'],
  ])("in Open Inference: %s", async (_title, body, message) => {
    expect(await infer("linear", body)).toMatchObject({
      status: 400,
      body: { error: expect.stringContaining(message) },
    });
  });

  test("a deployment that is not there", async () => {
    expect(await infer("nothing", { inputs: [X] })).toMatchObject({ status: 404 });
    const stranger = await makeToken(await makeActor());
    expect(
      await door.call("POST", "/v2/models/linear/infer", {
        token: stranger,
        body: { inputs: [X] },
      }),
    ).toMatchObject({ status: 404 });
  });
});

describe("a model's mistake is its own", () => {
  test("one that answers other rows than it was asked for", async () => {
    expect(
      await invoke("sum", {
        inputs: [
          [1, 2],
          [3, 4],
        ],
      }),
    ).toMatchObject({
      status: 502,
      body: { error_code: "MODEL_BROKEN", message: "The model answered 1 rows for 2." },
    });
  });

  test("one that cannot be loaded is found before anybody asks, and says why", async () => {
    await vi.waitFor(
      async () =>
        expect(
          await db().revisionState.findFirst({
            where: { revision: { modelName: "broken" }, status: "failed" },
          }),
        ).toMatchObject({ message: expect.stringContaining("The model cannot be loaded") }),
      { timeout: 30_000 },
    );
    expect(await infer("broken", { inputs: [X] })).toMatchObject({ status: 503 });
  });
});
