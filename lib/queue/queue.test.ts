import { afterEach, expect, it, vi } from "vitest";
import { z } from "zod";
import { db } from "@/lib/db/client";
import { inTransaction, pool } from "@/lib/db/pool";
import { setUpDatabase } from "@/lib/testing/database";
import { QueueConsumer } from "./consumer";
import { enqueue, enqueueSql } from "./enqueue";
import { forgetFailedItems } from "./forget";
import { type Attempt, defineHandler, GiveUp } from "./handler";

setUpDatabase();

const started: QueueConsumer[] = [];
afterEach(async () => {
  await Promise.all(started.splice(0).map((consumer) => consumer.stop()));
  await db().queueItem.deleteMany();
});

function consume(
  run: (payload: { n: number }, attempt: Attempt) => Promise<void>,
  options: { maxAttempts?: number } = {},
): void {
  const handler = defineHandler(
    "number.count",
    z.object({ n: z.number() }),
    { maxAttempts: 3, deadlineMs: 5_000, backoffMs: () => 0, ...options },
    run,
  );
  const consumer = new QueueConsumer([handler], 4);
  started.push(consumer);
  consumer.start();
}

const add = (n: number, dedupeKey?: string) =>
  enqueue(db(), { kind: "number.count", payload: { n }, ...(dedupeKey ? { dedupeKey } : {}) });
const waiting = () => db().queueItem.count();

it("does each item once, however many take from it", async () => {
  for (let n = 0; n < 40; n += 1) await add(n);
  const done: number[] = [];
  const note = async ({ n }: { n: number }) => void done.push(n);
  consume(note);
  consume(note);
  await vi.waitFor(async () => expect(await waiting()).toBe(0), { timeout: 60_000 });
  expect(done.sort((a, b) => a - b)).toEqual(Array.from({ length: 40 }, (_, n) => n));
});

it("forgets what was queued in a transaction that failed", async () => {
  await expect(
    inTransaction(async (tx) => {
      await enqueueSql(tx, { kind: "number.count", payload: { n: 1 } });
      throw new Error("no");
    }),
  ).rejects.toThrow("no");
  expect(await waiting()).toBe(0);
});

it("queues a key once while it waits", async () => {
  await add(1, "one");
  await add(2, "one");
  expect(await waiting()).toBe(1);
});

it("tries again what failed, and keeps what it gives up with the reason", async () => {
  await add(1);
  const tries: Attempt[] = [];
  consume(async (_, attempt) => {
    tries.push(attempt);
    throw new Error("still broken");
  });
  await vi.waitFor(
    async () =>
      expect(await db().queueItem.findFirst()).toMatchObject({
        failedAt: expect.any(Date),
        lastError: "still broken",
      }),
    { timeout: 60_000 },
  );
  expect(tries.map(({ number, isLast }) => [number, isLast])).toEqual([
    [1, false],
    [2, false],
    [3, true],
  ]);
});

it("does not try again what cannot get better", async () => {
  await add(1);
  let tries = 0;
  consume(async () => {
    tries += 1;
    throw new GiveUp("gone");
  });
  await vi.waitFor(
    async () => expect((await db().queueItem.findFirst())?.failedAt).toBeInstanceOf(Date),
    { timeout: 60_000 },
  );
  expect(tries).toBe(1);
});

it("takes over an item whose taker died", async () => {
  await add(7);
  await pool().query(
    "UPDATE queue_items SET attempts = 1, leased_until = now() - interval '1 second'",
  );
  const seen: number[] = [];
  consume(async ({ n }, { number }) => void seen.push(n, number));
  await vi.waitFor(async () => expect(await waiting()).toBe(0), { timeout: 60_000 });
  expect(seen).toEqual([7, 2]);
});

it("forgets what was given up long ago, and nothing else", async () => {
  for (const n of [1, 2, 3]) await add(n);
  await pool().query(`UPDATE queue_items SET failed_at = CASE payload->>'n'
    WHEN '1' THEN now() - interval '31 days' WHEN '2' THEN now() - interval '29 days' END`);
  expect(await forgetFailedItems()).toBe(1);
  expect((await db().queueItem.findMany()).map(({ payload }) => payload)).toEqual(
    expect.arrayContaining([{ n: 2 }, { n: 3 }]),
  );
});
