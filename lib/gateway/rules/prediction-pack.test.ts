import { expect, test } from "vitest";
import type { Tensor } from "../schema/payload";
import { MAX_LOGGED_ROWS } from "./packed-layout";
import { type PredictionEntry, PredictionPacker } from "./prediction-pack";
import { unpack } from "./unpack-predictions";

const entry = (more: Partial<PredictionEntry>): PredictionEntry => ({
  id: "6f9619ff-8b86-4d01-b42d-00c04fc964ff",
  at: 1_790_000_000_000,
  workspaceId: "0b2f9a6c-3c0e-4f5e-9f43-0d3b1c1f8a11",
  deploymentId: 7n,
  revision: 2,
  modelVersionId: null,
  isShadow: false,
  key: "customer 7",
  status: 200,
  error: null,
  latencyMs: 1.5,
  protocol: "open-inference",
  rows: 1,
  signature: { inputs: null, outputs: null },
  input: null,
  output: null,
  ...more,
});

const floats = (name: string, values: number[]): Tensor => ({
  name,
  datatype: "FP32",
  shape: [1, values.length],
  data: Float32Array.from(values),
});

/** As it arrives in a thread. */
const sent = (packer: PredictionPacker) => unpack(structuredClone(packer.take()));

test("predictions arrive as they were packed, with tensors over shared memory, texts, JSON and none", () => {
  const memory = new Float64Array([1, 2, 3, 4]);
  const predictions = [
    entry({
      input: {
        kind: "tensors",
        tensors: [
          floats("odd", [0.5, 1.5, 2.5]),
          { name: "part", datatype: "FP64", shape: [2], data: memory.subarray(1, 3) },
          { name: "wide", datatype: "INT64", shape: [1], data: BigInt64Array.of(-(2n ** 62n)) },
          { name: "words", datatype: "BYTES", shape: [2], data: ["a", "é"] },
        ],
      },
      output: { kind: "tensors", tensors: [floats("chance", [0.25])] },
    }),
    entry({
      signature: { inputs: { kind: "columns", columns: [] }, outputs: null },
      input: { kind: "table", columns: ["a"], rows: [[1], ["x"]] },
      output: { kind: "json", predictions: { n: 1 } },
    }),
    entry({ status: 503, error: "busy", modelVersionId: 9n, isShadow: true, key: null }),
    entry({
      input: {
        kind: "table",
        columns: ["a", "b"],
        rows: [
          [1, -0.5],
          [2 ** 60, 1e-300],
        ],
      },
      output: { kind: "tensors", tensors: [floats("chance", [0.75])] },
    }),
    entry({
      input: {
        kind: "table",
        columns: ["a", "c"],
        rows: [
          [1, 2],
          [3, 4],
        ],
      },
    }),
    entry({ input: { kind: "table", columns: ["a"], rows: [[1, 2]] } }),
    entry({ input: { kind: "table", columns: ["a"], rows: [[null], [true]] } }),
    entry({ input: { kind: "array", value: [[1], [2]] } }),
  ];
  const packer = new PredictionPacker();
  for (const prediction of predictions) packer.add(prediction);
  expect(sent(packer)).toEqual(predictions);
  packer.add(entry({ id: "00000000-0000-4000-8000-000000000000" }));
  expect(sent(packer).map(({ id }) => id)).toEqual(["00000000-0000-4000-8000-000000000000"]);
});

test("only rows that a log may keep are packed, and what they take is told", () => {
  const packer = new PredictionPacker();
  const rows = 3 * MAX_LOGGED_ROWS;
  const data = new Float32Array(rows * 100).fill(1);
  const size = packer.add(
    entry({
      input: { kind: "tensors", tensors: [{ ...floats("x", []), shape: [rows, 100], data }] },
      output: { kind: "json", predictions: Array.from({ length: 10 }, () => "y".repeat(100)) },
    }),
  );
  expect(size).toBeGreaterThan(MAX_LOGGED_ROWS * 400 + 1_000);
  expect(size).toBeLessThan(MAX_LOGGED_ROWS * 400 + 3_000);
  const [found] = sent(packer);
  const input = found?.input?.kind === "tensors" ? found.input.tensors[0] : null;
  expect(input?.shape).toEqual([MAX_LOGGED_ROWS, 100]);
  expect(input?.data).toHaveLength(MAX_LOGGED_ROWS * 100);
});
