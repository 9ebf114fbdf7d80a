import { expect, test } from "vitest";
import { pool } from "@/lib/db/pool";
import { auditTrail } from "@/lib/testing/audit";
import { makeActor, setUpDatabase } from "@/lib/testing/database";
import { finishRun, makeRunWithPoints } from "@/lib/testing/finished-run";
import { logMetric } from "../commands/log-batch";
import { updateRun } from "../commands/run-lifecycle";
import { RUN_STATUS } from "../rules";
import { verifyRunMetrics } from "./verify-run-metrics";

setUpDatabase();

async function finishedRun() {
  const actor = await makeActor();
  const runUuid = await makeRunWithPoints(actor);
  expect((await verifyRunMetrics(actor, { runUuid })).verdict).toBe("unsealed");
  await finishRun(actor, runUuid);
  return { actor, runUuid };
}

test("a finished run's metrics and parameters are proven by one line of the audit", async () => {
  const { actor, runUuid } = await finishedRun();
  expect(await verifyRunMetrics(actor, { runUuid })).toMatchObject({
    verdict: "proven",
    sealed: { points: 5, series: 1, params: 1 },
  });
  const actions = (await auditTrail(actor)).map(({ action }) => action);
  expect(actions).toEqual(["run.created", "run.updated", "run.metrics-sealed"]);
});

test("a point or a parameter that was changed in the database is seen, and a later point is told apart", async () => {
  const { actor, runUuid } = await finishedRun();
  const verdict = async () => (await verifyRunMetrics(actor, { runUuid })).verdict;
  const { rows } = await pool().query("SELECT id FROM runs WHERE uuid = $1", [runUuid]);
  const change = (value: number, step: number) =>
    pool().query("UPDATE metric_points SET value = $1 WHERE run_id = $2 AND step = $3", [
      value,
      rows[0]?.id,
      step,
    ]);
  await change(2, 0);
  expect(await verdict()).toBe("changed");
  await change(1, 0);
  expect(await verdict()).toBe("proven");
  await pool().query("UPDATE run_params SET value = '0.2' WHERE run_id = $1", [rows[0]?.id]);
  expect(await verdict()).toBe("changed");
  await pool().query("UPDATE run_params SET value = '0.1' WHERE run_id = $1", [rows[0]?.id]);
  await logMetric(actor, { runUuid, key: "loss", value: 9, timestamp: 9, step: 9 });
  expect(await verdict()).toBe("added");
});

test("a heartbeat leaves no line", async () => {
  const { actor, runUuid } = await finishedRun();
  const before = (await auditTrail(actor)).length;
  await updateRun(actor, { runUuid, status: RUN_STATUS.FINISHED });
  expect(await auditTrail(actor)).toHaveLength(before);
});
