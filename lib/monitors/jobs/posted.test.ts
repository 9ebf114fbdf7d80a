import { Readable } from "node:stream";
import { expect, test } from "vitest";
import type { Actor } from "@/lib/access/actor";
import { db } from "@/lib/db/client";
import { pool } from "@/lib/db/pool";
import { postPredictions } from "@/lib/gateway/commands/post-predictions";
import { readHours } from "@/lib/gateway/sql/profile-plans";
import { makeActor, setUpDatabase } from "@/lib/testing/database";
import { lookNow, uploadReference } from "@/lib/testing/monitors";
import { makeQuietDeployment } from "@/lib/testing/predictions";
import { createMonitor } from "../commands/create";
import { createMonitorInput } from "../schema/monitors";

setUpDatabase();

const row = (id: string, at: number, inputs: object) =>
  JSON.stringify({ id, at, inputs, outputs: 1 });

const post = (actor: Actor, body: string) =>
  postPredictions(
    actor,
    { deployment: "nightly", format: "lines", idempotencyKey: undefined },
    Readable.from([Buffer.from(body)]),
  );

test("posted predictions are counted once by monitors, however often they are sent", async () => {
  const actor = await makeActor({ role: "contributor" });
  await makeQuietDeployment(actor, "nightly", {
    sent: ["amount", "country"],
    backend: "elsewhere",
  });
  const reference = await uploadReference(actor);
  const wish = { deployment: "nightly", window: "hour", reference };
  await createMonitor(actor, createMonitorInput.parse(wish));
  const at = Date.now();
  const rows = Array.from({ length: 2_500 }, (_row, index) =>
    row(`r${index}`, at, { amount: index % 100, country: "de" }),
  );
  const body = [...rows, row("nan", at, { amount: "NaN" }), row("text", at, { amount: "x" })].join(
    "\n",
  );
  expect(await post(actor, body)).toMatchObject({ kept: 2_502 });
  expect(await post(actor, body)).toMatchObject({ kept: 0, duplicates: 2_502 });
  await lookNow();
  const [plan] = await db().profilePlan.findMany();
  const [hour, ...others] = await readHours(pool(), Number(plan?.id), { from: 0, to: at + 1 });
  expect(others).toEqual([]);
  expect(hour?.profile.rows).toBe(2_502);
  expect(hour?.profile.columns[0]).toMatchObject({ n: 2_500, nans: 1, mistyped: 1 });
});
