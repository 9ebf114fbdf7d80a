import { beforeEach, expect, test } from "vitest";
import type { Actor } from "@/lib/access/actor";
import { pool } from "@/lib/db/pool";
import { makeActor, setUpDatabase } from "@/lib/testing/database";
import { logRows, lookNow, referenceRow, uploadReference } from "@/lib/testing/monitors";
import { makeQuietDeployment } from "@/lib/testing/predictions";
import { createMonitor } from "../commands/create";
import { redefineMonitor } from "../commands/redefine";
import { listWindows } from "../queries/monitors";
import { redefineMonitorInput } from "../schema/definitions";
import { createMonitorInput } from "../schema/monitors";

setUpDatabase();

let actor: Actor;
let deploymentId: bigint;
beforeEach(async () => {
  actor = await makeActor({ role: "contributor" });
  deploymentId = await makeQuietDeployment(actor, "churn", { sent: ["id", "amount", "country"] });
});

async function watch(rows: number) {
  const reference = await uploadReference(actor);
  const input = { deployment: "churn", window: { rows }, reference };
  return createMonitor(actor, createMonitorInput.parse(input));
}

const rowsOf = async (monitor: number) =>
  (await listWindows(actor, { monitor, limit: 50 })).items.map(({ rows }) => rows).toReversed();
const many = (count: number) => Array.from({ length: count }, (_row, at) => referenceRow(at));

test("windows of rows follow the order in which rows come, whatever time they are of", async () => {
  const { id, definition } = await watch(400);
  expect(definition).toMatchObject({ window: "rows", rows: 400 });
  const another = redefineMonitorInput.parse({ version: 1, window: "day" });
  await expect(redefineMonitor(actor, { monitor: id, ...another })).rejects.toThrow(
    /make another monitor/,
  );
  const hours = [0, 30, 2, 700, 5, 1];
  for (const ago of hours)
    await logRows(actor, deploymentId, many(150), { at: Date.now() - ago * 3_600_000 });
  await lookNow();
  const rows = await rowsOf(id);
  expect(rows.reduce((sum, count) => sum + count, 0)).toBe(900);
  expect(rows).toHaveLength(3);
  for (const count of rows.slice(0, 2)) {
    expect(count).toBeGreaterThanOrEqual(400);
    expect(count, "at most a twentieth and one request longer").toBeLessThanOrEqual(421);
  }
});

test("a window goes on where it was left, one by one and by whoever adds up next", async () => {
  const { id } = await watch(200);
  for (let round = 0; round < 5; round += 1) {
    await logRows(actor, deploymentId, many(90));
    await Promise.all([lookNow(), lookNow()]);
  }
  const rows = await rowsOf(id);
  expect(rows.reduce((sum, count) => sum + count, 0)).toBe(450);
  expect(rows).toHaveLength(3);
  const { rows: left } = await pool().query(
    "SELECT 1 FROM profile_deltas WHERE workspace_id = $1",
    [actor.workspaceId],
  );
  expect(left).toEqual([]);
});

test("windows of rows are not recounted: what the log held before is in none of them", async () => {
  await logRows(actor, deploymentId, many(300));
  const { id } = await watch(100);
  const { rows } = await pool().query(
    "SELECT 1 FROM queue_items WHERE kind = 'profiles.recount' AND payload->>'workspaceId' = $1",
    [actor.workspaceId],
  );
  expect(rows).toEqual([]);
  await lookNow();
  expect(await rowsOf(id)).toEqual([]);
});
