import type { Socket } from "node:net";
import { expect, test } from "vitest";
import { isDatabaseAway } from "@/lib/core/errors";
import { setUpDatabase } from "@/lib/testing/database";
import { inTransaction, pool } from "./pool";

setUpDatabase();

test("a connection that breaks while it is used fails its query and nothing else", async () => {
  const broken = inTransaction(async (tx) => {
    // What pg keeps of a connection, as a network would break it.
    const { stream } = Reflect.get(tx, "connection") as { stream: Socket };
    const slow = tx.query("SELECT pg_sleep(60)");
    stream.destroy();
    return slow;
  });
  const error: unknown = await broken.catch((caught: unknown) => caught);
  expect(isDatabaseAway(error)).toBe(true);
  const { rows } = await pool().query<{ one: number }>("SELECT 1 AS one");
  expect(rows).toEqual([{ one: 1 }]);
});
