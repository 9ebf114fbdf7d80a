import { beforeEach, expect, test } from "vitest";
import type { Actor } from "@/lib/access/actor";
import { db } from "@/lib/db/client";
import { pool } from "@/lib/db/pool";
import { createMonitor } from "@/lib/monitors/commands/create";
import { removeMonitor } from "@/lib/monitors/commands/monitors";
import { createMonitorInput } from "@/lib/monitors/schema/monitors";
import { makeActor, setUpDatabase } from "@/lib/testing/database";
import { logRows, lookNow, referenceRow, uploadReference } from "@/lib/testing/monitors";
import { makeQuietDeployment } from "@/lib/testing/predictions";
import { resolveIncident } from "../commands/incidents";
import { getIncident, listIncidentEvents, listIncidents } from "../queries/incidents";
import { readWatched } from "../sql/watched";
import { lookForIncidents, takeUpAlerts } from "./look";

setUpDatabase();

const HOUR = 3_600_000;
const hourAgo = (hours: number) => (Math.floor(Date.now() / HOUR) - hours) * HOUR;
const good = (at: number) => referenceRow(at);
const bad = (at: number) => ({ ...referenceRow(at), country: "it" });

let actor: Actor;
let deploymentId: bigint;
let monitor: number;
beforeEach(async () => {
  actor = await makeActor({ role: "contributor" });
  deploymentId = await makeQuietDeployment(actor, "churn", { sent: ["id", "amount", "country"] });
  const columns = [{ name: "prediction", isWatched: false }];
  const reference = await uploadReference(actor);
  const input = { deployment: "churn", window: "hour", reference, share: 0.3, columns };
  monitor = (await createMonitor(actor, createMonitorInput.parse(input))).id;
});

/** Rows of an hour come, and the worker judges them. */
async function judge(row: (at: number) => object, at: number): Promise<void> {
  const rows = Array.from({ length: 150 }, (_row, index) => row(index));
  await logRows(actor, deploymentId, rows, { at });
  await lookNow();
}

const unread = async () =>
  (await readWatched()).map(({ id }) => Number(id)).filter((id) => id === monitor);
const course = async () =>
  (await listIncidentEvents(actor, { incident: 1, limit: 50 })).items
    .map(({ kind }) => kind)
    .reverse();
const opened = async () => (await listIncidents(actor, { show: "all", limit: 50 })).items.length;

test("what nothing has come to is not read again, and what has is", async () => {
  await judge(good, hourAgo(4));
  expect(await unread()).toEqual([monitor]);
  await lookForIncidents();
  expect(await unread()).toEqual([]);
  await judge(bad, hourAgo(3));
  expect(await unread()).toEqual([monitor]);
  await lookForIncidents();
  expect(await unread(), "its signal fires since").toEqual([monitor]);
  await lookForIncidents();
  expect(await unread()).toEqual([]);
  const where = { id: monitor, workspaceId: actor.workspaceId };
  const alerts = [{ kind: "drift", severity: "critical", windows: 1, noData: "keep" }];
  await db().monitor.update({ where, data: { alerts } });
  expect(await unread(), "it is told of otherwise").toEqual([monitor]);
  await lookForIncidents();
  expect(await unread()).toEqual([]);
  await pool().query("UPDATE monitor_windows SET reevaluated_at = now() WHERE monitor_id = $1", [
    monitor,
  ]);
  expect(await unread(), "a window was judged again").toEqual([monitor]);
});

test("a resolved incident says whether its alert fires on, until it ends or nobody looks for it any more", async () => {
  await judge(good, hourAgo(4));
  await judge(bad, hourAgo(3));
  await lookForIncidents();
  await resolveIncident(actor, { incident: 1, note: "A new market." });
  await lookForIncidents();
  const firing = async (incident = 1) => {
    const { isFiring, signals } = await getIncident(actor, { incident });
    return [isFiring, signals[0]?.isFiring];
  };
  expect(await firing()).toEqual([true, true]);
  await judge(good, hourAgo(2));
  await lookForIncidents();
  expect(await firing()).toEqual([false, false]);
  expect(await course(), "nothing is said in what is resolved").toEqual(["opened", "resolved"]);
  await judge(bad, hourAgo(1));
  await lookForIncidents();
  expect(await firing(2)).toEqual([true, true]);
  await removeMonitor(actor, { monitor });
  await lookForIncidents();
  expect(await firing(2)).toEqual([false, false]);
});

test("a window that is judged by a transaction that began before others is not missed", async () => {
  await judge(good, hourAgo(4));
  const late = await pool().connect();
  try {
    await late.query("BEGIN");
    const { rows } = await late.query("SELECT now() AS began");
    await judge(good, hourAgo(3));
    await lookForIncidents();
    expect(await unread()).toEqual([]);
    await late.query(
      `INSERT INTO monitor_windows SELECT (jsonb_populate_record(w, jsonb_build_object('opens_at', w.opens_at - interval '2 hours',
         'closes_at', w.closes_at - interval '2 hours', 'evaluated_at', $1::timestamptz))).*
       FROM monitor_windows w WHERE monitor_id = $2 ORDER BY opens_at LIMIT 1`,
      [rows[0].began, monitor],
    );
    await late.query("COMMIT");
  } finally {
    late.release();
  }
  expect(await unread()).toEqual([monitor]);
});

test("what comes while another process looks is looked at next, and nothing twice", async () => {
  await judge(good, hourAgo(4));
  const slow = await readWatched();
  await judge(bad, hourAgo(3));
  await lookForIncidents();
  await lookForIncidents();
  expect(await course()).toEqual(["opened"]);
  await takeUpAlerts(slow);
  expect(await unread(), "the slow one has seen less").toEqual([monitor]);
  await lookForIncidents();
  await lookForIncidents();
  expect([await opened(), await unread()]).toEqual([1, []]);

  const early = await readWatched();
  await judge(good, hourAgo(2));
  await takeUpAlerts(early);
  await Promise.all([lookForIncidents(), lookForIncidents(), lookForIncidents()]);
  expect(await course()).toEqual(["opened", "recovered"]);
  await judge(bad, hourAgo(1));
  await Promise.all([lookForIncidents(), lookForIncidents(), lookForIncidents()]);
  expect(await course()).toEqual(["opened", "recovered", "signalled"]);
});
