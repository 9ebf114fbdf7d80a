import { beforeAll, expect, test, vi } from "vitest";
import type { Actor } from "@/lib/access/actor";
import { flushPredictions } from "@/lib/gateway/jobs/prediction-log";
import { makeActor, setUpDatabase } from "@/lib/testing/database";
import { linearModel } from "@/lib/testing/onnx-model";
import { makeToken, setUpProgramDoor } from "@/lib/testing/program-door";
import { awaitReady, columnSignature, deploy } from "@/lib/testing/serving";

setUpDatabase();
const door = setUpProgramDoor();

let actor: Actor;
let token: string;
let rest: string;
beforeAll(async () => {
  actor = await makeActor();
  token = await makeToken(actor);
  rest = `/api/slipway/v1/workspaces/${actor.workspaceSlug}/deployments/price`;
  const revision = (weights: number[]) => ({
    files: { "model.onnx": linearModel(weights, 0) },
    signature: columnSignature({ size: "double", age: "double" }),
    backend: { kind: "onnx" },
  });
  await deploy(actor, "price", [revision([2, 1]), revision([3, 1])], {
    stickyHeader: "x-house",
    shadows: [{ revision: 2, share: 10_000 }],
  });
  await awaitReady(actor, 2);
}, 60_000);

const ask = (body: unknown, headers: Record<string, string> = {}) =>
  door.call("POST", "/serve/price/invocations", { token, body, headers });
const read = async (place: string) =>
  Object((await door.call("GET", rest + place, { token })).body);

test("what the gateway answers is logged with its shadow copy, and judged once the truth is known", async () => {
  const table = {
    columns: ["age", "size"],
    data: [
      [1, 10],
      [2, 20],
    ],
  };
  const answer = await ask({ dataframe_split: table }, { "X-House": "house 7" });
  expect(answer).toMatchObject({ status: 200, body: { predictions: [21, 42] } });
  const id = answer.headers.get("x-prediction-id");
  await vi.waitFor(
    async () => {
      await flushPredictions();
      expect((await read("/predictions")).items).toHaveLength(2);
    },
    { timeout: 60_000 },
  );
  expect(await read(`/predictions/${id}`)).toMatchObject({
    ...{ id, key: "house 7", revision: 1, rows: 2, status: 200, answers: [21, 42], isCut: false },
    inputs: [
      { size: 10, age: 1 },
      { size: 20, age: 2 },
    ],
    outputs: [21, 42],
    copies: [{ id, revision: 2, isShadow: true, answer: 31 }],
  });
  const labels = [21, 40].map((value, row) => ({ key: "house 7", row, value }));
  await door.call("POST", `${rest}/labels`, { token, body: labels });
  expect((await read("/quality")).items).toMatchObject([
    { revision: 1, isShadow: false, labelled: 2, accuracy: 0.5, meanAbsoluteError: 1 },
    { revision: 2, isShadow: true, labelled: 2, accuracy: 0, meanAbsoluteError: 16 },
  ]);
});

test("masked columns are not stored from the moment they are masked", async () => {
  const body = { maskedColumns: ["size"] };
  await door.call("PATCH", `${rest}/prediction-log`, { token, body });
  const good = await ask({ dataframe_records: [{ size: 4711.5, age: 1 }] });
  await flushPredictions();
  const logged = await read(`/predictions/${good.headers.get("x-prediction-id")}`);
  expect(logged.inputs).toEqual([{ size: "[masked]", age: 1 }]);
});

test("tensors are logged in rows", async () => {
  const input = { name: "size", datatype: "FP64", shape: [2], data: [1, 2] };
  const answer = await door.call("POST", "/v2/models/price/infer", {
    token,
    body: { inputs: [input, { ...input, name: "age" }] },
  });
  await flushPredictions();
  expect(await read(`/predictions/${answer.headers.get("x-prediction-id")}`)).toMatchObject({
    inputs: [
      { size: "[masked]", age: 1 },
      { size: "[masked]", age: 2 },
    ],
    answers: [3, 6],
  });
});
