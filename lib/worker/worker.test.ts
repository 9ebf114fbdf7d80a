import { expect, test, vi } from "vitest";
import { db } from "@/lib/db/client";
import { makeActor, setUpDatabase } from "@/lib/testing/database";
import { Worker } from "./worker";

setUpDatabase();

const longAgo = new Date(Date.now() - 3 * 24 * 3_600_000);

test("failed sign-ins are forgotten after a day, recent ones are kept", async () => {
  await db().signInFailure.createMany({
    data: [
      { subject: "old", at: longAgo },
      { subject: "new", at: new Date() },
    ],
  });
  const worker = new Worker();
  worker.start();
  await vi.waitFor(
    async () =>
      expect((await db().signInFailure.findMany()).map(({ subject }) => subject)).toEqual(["new"]),
    { timeout: 60_000 },
  );
  await worker.stop();
});

test("ended sessions are forgotten once they would have expired by themselves", async () => {
  const { userId } = await makeActor();
  const expiresAt = new Date(Date.now() + 3_600_000);
  await db().endedSession.createMany({
    data: [
      { id: "expired", userId, expiresAt: longAgo },
      { id: "copied", userId, expiresAt },
    ],
  });
  const worker = new Worker();
  worker.start();
  await vi.waitFor(
    async () =>
      expect((await db().endedSession.findMany()).map(({ id }) => id)).toEqual(["copied"]),
    { timeout: 60_000 },
  );
  await worker.stop();
});

test("one replica leads, and another takes over when it stops", async () => {
  await db().signInFailure.create({ data: { subject: "a", at: longAgo } });
  const first = new Worker();
  first.start();
  await vi.waitFor(
    async () => expect(await db().signInFailure.count({ where: { subject: "a" } })).toBe(0),
    { timeout: 60_000 },
  );
  const second = new Worker();
  second.start();
  await db().signInFailure.create({ data: { subject: "b", at: longAgo } });
  // The first has done its round for now and the second does not lead: nobody takes the row.
  await vi.waitFor(
    async () => {
      const [row] = await db().$queryRaw<{ holders: bigint }[]>`
        SELECT count(*) AS holders FROM pg_locks
        WHERE locktype = 'advisory' AND objid = 4711003
          AND database = (SELECT oid FROM pg_database WHERE datname = current_database())`;
      expect(Number(row?.holders)).toBe(1);
    },
    { timeout: 60_000 },
  );
  expect(await db().signInFailure.count({ where: { subject: "b" } })).toBe(1);
  await first.stop();
  await vi.waitFor(
    async () => expect(await db().signInFailure.count({ where: { subject: "b" } })).toBe(0),
    { timeout: 60_000 },
  );
  await second.stop();
});
