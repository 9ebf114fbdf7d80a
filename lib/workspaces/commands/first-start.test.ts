import { expect, test } from "vitest";
import { db } from "@/lib/db/client";
import { setUpDatabase } from "@/lib/testing/database";
import { createFirstAdmin } from "./first-start";
import { signInWithPassword } from "./sign-in";

setUpDatabase();

test("the first start makes one administrator, whatever the number of replicas, who signs in with the password shown", async () => {
  const admin = { email: "First@Example.org", password: undefined, token: "t".repeat(24) };
  const made = await Promise.all(
    [1, 2, 3].map(() =>
      db().$transaction((tx) => createFirstAdmin(tx, admin), { timeout: 20_000 }),
    ),
  );
  const shown = made.filter((password) => password !== null);
  expect(shown).toHaveLength(1);
  expect(await db().user.findMany()).toMatchObject([
    { email: "first@example.org", isOperator: true },
  ]);
  expect(await db().apiToken.count()).toBe(1);
  await expect(
    signInWithPassword(
      { address: "192.0.2.1" },
      { email: "first@example.org", password: shown[0] ?? "" },
    ),
  ).resolves.toMatchObject({ epoch: 0 });
});
