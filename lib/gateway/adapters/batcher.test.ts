import { expect, test } from "vitest";
import type { Tensor } from "../schema/payload";
import { Batcher } from "./batcher";

const row = (value: number): Tensor => ({
  name: "x",
  datatype: "FP32",
  shape: [1, 1],
  data: Float32Array.of(value),
});

/** A batcher whose model answers when it is told to: each batch's values as they came. */
function heldBatcher() {
  const batches: { rows: number; answer: () => void }[] = [];
  const batcher = new Batcher({
    maxBatch: 16,
    maxBatchDelayMs: 0,
    maxQueue: 100,
    inFlight: 1,
    canStack: true,
    run: (feeds) =>
      new Promise((resolve) => {
        batches.push({ rows: feeds[0]?.shape[0] ?? 0, answer: () => resolve([...feeds]) });
      }),
  });
  const ask = (count: number) =>
    Array.from({ length: count }, (_, n) => batcher.submit([row(n)], Date.now() + 60_000));
  return { batches, ask };
}

const turn = () => new Promise((resolve) => setImmediate(resolve));
const rowsOf = (batches: readonly { rows: number }[]) => batches.map(({ rows }) => rows);

test("a large batch is sent ahead while the model works, a small one waits for company", async () => {
  const { batches, ask } = heldBatcher();
  const asked = ask(16);
  // At once: the model begins while others are read.
  expect(rowsOf(batches)).toEqual([16]);
  asked.push(...ask(15));
  for (let n = 0; n < 5; n += 1) await turn();
  expect(rowsOf(batches)).toEqual([16]);
  asked.push(...ask(1));
  expect(rowsOf(batches)).toEqual([16, 16]);
  // Two are with the model: what comes now waits, however much it is.
  asked.push(...ask(20));
  for (let n = 0; n < 5; n += 1) await turn();
  expect(rowsOf(batches)).toEqual([16, 16]);
  while (batches.length > 0) {
    batches.shift()?.answer();
    for (let n = 0; n < 5; n += 1) await turn();
  }
  const answers = await Promise.all(asked);
  expect(answers.map(([tensor]) => tensor?.data[0])).toEqual([
    ...Array.from({ length: 16 }, (_, n) => n),
    ...Array.from({ length: 15 }, (_, n) => n),
    0,
    ...Array.from({ length: 20 }, (_, n) => n),
  ]);
});
