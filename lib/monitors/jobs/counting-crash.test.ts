import { Readable } from "node:stream";
import { setTimeout as after } from "node:timers/promises";
import { expect, test } from "vitest";
import type { Actor } from "@/lib/access/actor";
import { db } from "@/lib/db/client";
import { pool } from "@/lib/db/pool";
import { postPredictions } from "@/lib/gateway/commands/post-predictions";
import { readHours } from "@/lib/gateway/sql/profile-plans";
import { makeActor, setUpDatabase } from "@/lib/testing/database";
import { seededRandom } from "@/lib/testing/draws";
import { lookNow, postedRows, uploadReference } from "@/lib/testing/monitors";
import { setUpMortals } from "@/lib/testing/mortals";
import { makeQuietDeployment } from "@/lib/testing/predictions";
import { createMonitor } from "../commands/create";
import { createMonitorInput } from "../schema/monitors";

setUpDatabase();
const start = setUpMortals("counting-worker");

const ROWS = 8_000;
const KILLS = 8;
const HOUR = 3_600_000;
const random = seededRandom(20_261_130);

const watch = async (actor: Actor, window: unknown, name: string) => {
  const reference = await uploadReference(actor);
  const wish = { deployment: "nightly", window, name, reference };
  const { id } = await createMonitor(actor, createMonitorInput.parse(wish));
  const { planId } = await db().monitorVersion.findFirstOrThrow({ where: { monitorId: id } });
  return Number(planId);
};

async function countLogged(): Promise<number> {
  const { rows } = await pool().query("SELECT count(*)::int AS logged FROM predictions");
  return rows[0].logged;
}

/** Rows and values that a plan has counted, of all its windows. */
async function counted(planId: number) {
  const hours = await readHours(pool(), planId, { from: 0, to: Date.now() + HOUR });
  const sum = (of: (hour: (typeof hours)[number]) => number) =>
    hours.reduce((total, hour) => total + of(hour), 0);
  return {
    rows: sum(({ profile }) => profile.rows),
    values: sum(({ profile }) => profile.columns[0]?.n ?? 0),
    binned: sum(({ profile }) => profile.columns[0]?.bins.reduce((a, b) => a + b, 0) ?? 0),
  };
}

test("a worker that is killed while it posts, adds up and counts anew counts no row twice, and none is lost", async () => {
  const actor = await makeActor({ role: "contributor" });
  const deploymentId = await makeQuietDeployment(actor, "nightly", {
    sent: ["id", "amount", "country"],
    backend: "elsewhere",
  });
  const byTime = await watch(actor, "hour", "by time");
  const byRows = await watch(actor, { rows: 1_000 }, "by rows");
  const now = Date.now();
  const place = { workspaceId: actor.workspaceId, deploymentId: Number(deploymentId) };
  const recount = { ...place, planId: byTime };
  for (let kill = 1; kill <= KILLS; kill += 1) {
    const before = await countLogged();
    const rows = Math.round((ROWS * kill) / KILLS);
    const worker = await start("counting-worker", {
      COUNTED: JSON.stringify({ actor, rows, now, recount }),
    });
    while (worker.isAlive() && (await countLogged()) === before) await after(5);
    await after(Math.floor(random() * 300));
    await worker.kill();
  }
  const body = Buffer.from(postedRows(ROWS, now));
  const input = { deployment: "nightly", format: "lines" as const, idempotencyKey: undefined };
  const last = await postPredictions(actor, input, Readable.from([body]));
  expect(last.kept + last.duplicates).toBe(ROWS);
  await lookNow();
  const whole = { rows: ROWS, values: ROWS, binned: ROWS };
  expect(await countLogged()).toBe(ROWS);
  expect(await counted(byTime)).toEqual(whole);
  expect(await counted(byRows)).toEqual(whole);
}, 300_000);
