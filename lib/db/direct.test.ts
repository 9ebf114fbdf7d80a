import { expect, test } from "vitest";
import { setUpDatabase } from "@/lib/testing/database";
import { db, type Tx } from "./client";
import { executeDirectly } from "./direct";
import { pool } from "./pool";

setUpDatabase();

const INSERT = "/* sign-in-failure */ INSERT INTO sign_in_failures (subject) VALUES ($1)";
const subjects = async () => (await db().signInFailure.findMany()).map(({ subject }) => subject);

test("a direct statement is seen by its transaction, and ends with it", async () => {
  await expect(
    db().$transaction(async (tx) => {
      await executeDirectly(tx, INSERT, ["a"]);
      expect(await tx.signInFailure.count()).toBe(1);
      throw new Error("changed my mind");
    }),
  ).rejects.toThrow("changed my mind");
  expect(await subjects()).toEqual([]);
  await db().$transaction((tx) => executeDirectly(tx, INSERT, ["b"]));
  expect(await subjects()).toEqual(["b"]);
});

test("transactions at the same time keep their connections apart", async () => {
  const names = Array.from({ length: 20 }, (_, index) => `together-${index}`);
  await Promise.allSettled(
    names.map((name, index) =>
      db().$transaction(async (tx) => {
        await executeDirectly(tx, INSERT, [name]);
        expect(await tx.signInFailure.count({ where: { subject: name } })).toBe(1);
        if (index % 2 === 0) throw new Error("not this one");
      }),
    ),
  );
  const kept = (await subjects()).filter((subject) => subject.startsWith("together"));
  expect(kept.sort()).toEqual(names.filter((_, index) => index % 2 === 1).sort());
});

test("is refused once the transaction has ended: its connection is somebody else's by then", async () => {
  let late: Tx | undefined;
  await db().$transaction(async (tx) => {
    late = tx;
    await tx.signInFailure.count();
  });
  await expect(late && executeDirectly(late, INSERT, ["late"])).rejects.toThrow(/has ended/);
  const slow = db().$transaction(
    async (tx) => {
      await tx.$queryRaw`SELECT 1 FROM pg_sleep(0.3)`.catch(() => undefined);
      await executeDirectly(tx, INSERT, ["slow"]);
    },
    { timeout: 50 },
  );
  await expect(slow).rejects.toThrow();
  expect(await subjects()).not.toContain("slow");
});

test("its plan stays with the connection", async () => {
  await db().$transaction(async (tx) => {
    await executeDirectly(tx, INSERT, ["planned"]);
    const rows =
      await tx.$queryRaw`SELECT 1 FROM pg_prepared_statements WHERE name = 'sign-in-failure'`;
    expect(rows).toHaveLength(1);
  });
  expect(pool().totalCount).toBeGreaterThan(0);
});
