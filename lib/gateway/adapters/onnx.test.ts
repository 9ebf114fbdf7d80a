import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Readable } from "node:stream";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { servingBackend } from "@/lib/deployments/schema/backends";
import {
  fixedModel,
  halfModel,
  linearModel,
  loopingModel,
  zipMapModel,
} from "@/lib/testing/onnx-model";
import type { ModelInput, Tensor } from "../schema/payload";
import { OnnxAdapter } from "./onnx";
import { OnnxSessions } from "./onnx-sessions";

let folder: string;
const sessions = new OnnxSessions();
let opened = 0;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "slipway-onnx-"));
});
afterAll(async () => {
  sessions.stop();
  await rm(folder, { recursive: true, force: true });
});

async function open(model: Buffer, more: object = {}): Promise<OnnxAdapter> {
  const settings = servingBackend.parse({ kind: "onnx", ...more });
  if (settings.kind !== "onnx") throw new Error("It is another backend.");
  opened += 1;
  const files = {
    list: async function* () {
      yield { path: "model.onnx", size: model.length };
    },
    open: async () => Readable.from([model]),
  };
  const adapter = new OnnxAdapter({ settings, files, folder: join(folder, `${opened}`) }, sessions);
  await adapter.load();
  return adapter;
}

const soon = (ms = 20_000) => Date.now() + ms;
const array = (value: unknown[]): ModelInput => ({ kind: "array", value });
const ask = (adapter: OnnxAdapter, input: ModelInput, ms?: number) =>
  adapter.infer({ input, params: null, deadline: soon(ms) });
async function tensorsOf(adapter: OnnxAdapter, input: ModelInput): Promise<readonly Tensor[]> {
  const output = await ask(adapter, input);
  return output.kind === "tensors" ? output.tensors : [];
}

test("requests that wait are run together, and each gets its own rows", async () => {
  const adapter = await open(linearModel([1, 10], 0), { maxBatch: 8 });
  const answers = await Promise.all(
    Array.from({ length: 50 }, (_, index) =>
      tensorsOf(adapter, array(Array.from({ length: (index % 3) + 1 }, (_, row) => [index, row]))),
    ),
  );
  for (const [index, [score]] of answers.entries())
    expect([...(score?.data ?? [])]).toEqual(
      Array.from({ length: (index % 3) + 1 }, (_, row) => index + 10 * row),
    );
});

test("a queue that is full refuses at once", async () => {
  const adapter = await open(linearModel([1], 0), { maxQueue: 3 });
  const asked = await Promise.allSettled(
    Array.from({ length: 50 }, () => ask(adapter, array([[1]]))),
  );
  const refused = asked.filter(({ status }) => status === "rejected");
  expect(refused.length).toBe(47);
  expect(refused[0]).toMatchObject({ reason: { code: "UNAVAILABLE" } });
});

test("probabilities of a classifier come as numbers", async () => {
  const adapter = await open(zipMapModel([1, -1], ["no", "yes"]));
  const [label, probabilities] = await tensorsOf(
    adapter,
    array([
      [3, 1],
      [0, 1],
    ]),
  );
  expect(label).toMatchObject({ datatype: "BYTES", shape: [2], data: ["yes", "no"] });
  expect(probabilities?.shape).toEqual([2, 2]);
  const [no = 0, yes = 0] = [...(probabilities?.data ?? [])].map(Number);
  expect(yes).toBeCloseTo(1 / (1 + Math.exp(-2)), 5);
  expect(no + yes).toBeCloseTo(1, 5);
});

test("halves, whole numbers of 64 bits and texts go there and back", async () => {
  const half = await open(halfModel());
  const [twice] = await tensorsOf(half, array([[1.5, -0.25]]));
  expect(twice).toMatchObject({
    datatype: "FP16",
    shape: [1, 2],
    data: Float32Array.from([3, -0.5]),
  });
  const fixed = await open(fixedModel());
  const table: ModelInput = {
    kind: "table",
    columns: ["n", "text"],
    rows: [
      [2 ** 52, "ä"],
      [-1, ""],
    ],
  };
  const [next, same] = await tensorsOf(fixed, table);
  expect(next?.data).toEqual(BigInt64Array.from([2n ** 52n + 1n, 0n]));
  expect(same?.data).toEqual(["ä", ""]);
  const short: ModelInput = { kind: "table", columns: ["n", "text"], rows: [[1, "x"]] };
  await expect(ask(fixed, short)).rejects.toMatchObject({ code: "INVALID" });
});

test("equal files share a session", async () => {
  const [one, other] = [await open(linearModel([7], 0)), await open(linearModel([7], 0))];
  await one.unload();
  const [score] = await tensorsOf(other, array([[2]]));
  expect(score?.data).toEqual(Float32Array.from([14]));
});

describe("what is wrong with a model stays with it", () => {
  test("a file that is none says so", async () => {
    await expect(open(Buffer.from("no model"))).rejects.toThrow();
  });

  test("a process that takes too much memory is started again, and no request is lost", async () => {
    const adapter = await open(linearModel([2], 0));
    const doubled = async (value: number) => [
      ...((await tensorsOf(adapter, array([[value]])))[0]?.data ?? []),
    ];
    const before = sessions.pids();
    expect(await doubled(2)).toEqual([4]);
    await sessions.lookAfter(100_000);
    expect(await doubled(3)).toEqual([6]);
    expect(sessions.pids()).toEqual(before);
    const [answers] = await Promise.all([
      Promise.all(Array.from({ length: 20 }, (_, value) => doubled(value))),
      sessions.lookAfter(1),
    ]);
    expect(answers).toEqual(Array.from({ length: 20 }, (_, value) => [2 * value]));
    expect(await doubled(5)).toEqual([10]);
    expect(sessions.pids()).not.toEqual(before);
  });

  test("a model that hangs costs its callers the deadline, its process its life, and the others nothing", async () => {
    const good = await open(linearModel([2], 0));
    const hanging = await open(loopingModel(), { timeoutMs: 100 });
    const forever = array([[9_000_000_000_000_000]]);
    const started = Date.now();
    await expect(ask(hanging, forever, 300)).rejects.toMatchObject({ status: 504 });
    expect(Date.now() - started).toBeLessThan(3_000);
    const [score] = await tensorsOf(good, array([[2]]));
    expect(score?.data).toEqual(Float32Array.from([4]));
    const [end] = await tensorsOf(hanging, array([[3]]));
    expect(end?.data).toEqual(Float32Array.from([3]));
  });
});
