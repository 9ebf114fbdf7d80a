import "server-only";
import { z } from "zod";
import { inTransaction, pool, type SqlClient } from "@/lib/db/pool";
import { enqueueSql } from "@/lib/queue/enqueue";
import { defineHandler } from "@/lib/queue/handler";
import {
  HourProfiler,
  type KeptPrediction,
  type ProfilePlan,
  RowWindowProfiler,
} from "../rules/profiled";
import type { DeploymentRef } from "../sql/predictions";
import { clearHour, clearPlan, lockRecounting, readPlans, saveHours } from "../sql/profile-plans";

const KIND = "profiles.recount";
/** Whoever began to write before the plan was there has ended by then. */
const SETTLED_MS = 90_000;
const BATCH = 2_000;

/** Has the log of a deployment counted by a plan that was just made. */
export async function queueRecount(
  tx: SqlClient,
  { workspaceId, deploymentId, planId }: DeploymentRef & { planId: number },
): Promise<void> {
  await enqueueSql(tx, {
    kind: KIND,
    payload: { workspaceId, deploymentId: Number(deploymentId), planId },
    dedupeKey: `${KIND} ${planId}`,
    dueAt: new Date(Date.now() + SETTLED_MS),
  });
}

/** Hours of the log that were not counted anew yet, the newest first. */
async function hoursOf(deploymentId: number, planId: number): Promise<Date[]> {
  const { rows } = await pool().query<{ hour: Date }>(
    `SELECT hour FROM (SELECT DISTINCT date_trunc('hour', at, 'UTC') AS hour FROM predictions WHERE deployment_id = $1) AS logged
     WHERE NOT EXISTS (SELECT 1 FROM profiled_hours h WHERE h.plan_id = $2 AND h.hour = logged.hour AND h.recounted_at IS NOT NULL)
     ORDER BY hour DESC`,
    [deploymentId, planId],
  );
  return rows.map(({ hour }) => hour);
}

const OPEN = `DECLARE logged NO SCROLL CURSOR FOR
  SELECT floor(extract(epoch FROM at) * 1000)::float8 AS at, revision, is_shadow AS "isShadow", status, inputs, answers
  FROM predictions WHERE deployment_id = $1 AND at >= $2 AND at < $2::timestamptz + interval '1 hour'`;

async function recountHour(
  { workspaceId, deploymentId }: { workspaceId: string; deploymentId: number },
  plan: ProfilePlan,
  hour: Date,
): Promise<void> {
  await inTransaction(async (tx) => {
    await lockRecounting(tx, BigInt(deploymentId));
    await clearHour(tx, plan.id, hour.getTime());
    const profiler = new HourProfiler(plan);
    await tx.query(OPEN, [deploymentId, hour]);
    for (;;) {
      const { rows } = await tx.query<KeptPrediction & { answers: unknown[] | null }>(
        `FETCH ${BATCH} FROM logged`,
      );
      if (rows.length === 0) break;
      for (const row of rows) profiler.add({ ...row, answers: row.answers ?? [] });
    }
    const counts = profiler.finish();
    await saveHours(tx, { workspaceId, planId: plan.id, counts }, true);
  });
}

/** Windows of rows that are counted from the log, the newest ones, of so many predictions at most. */
const RECOUNTED_WINDOWS = 30;
const RECOUNTED_PREDICTIONS = 100_000;

const OPEN_NEWEST = `DECLARE logged NO SCROLL CURSOR FOR
  SELECT floor(extract(epoch FROM at) * 1000)::float8 AS at, revision, is_shadow AS "isShadow", status, inputs, answers
  FROM (SELECT * FROM predictions WHERE deployment_id = $1 AND NOT is_shadow AND status < 400 ORDER BY at DESC, id DESC LIMIT $2) newest
  ORDER BY at, id`;

/** Cuts the newest of the log into windows of rows by their time, in one transaction: later ones go on where it ends. */
async function recountRows(
  { workspaceId, deploymentId }: { workspaceId: string; deploymentId: number },
  plan: ProfilePlan & { windowRows: number },
): Promise<void> {
  await inTransaction(async (tx) => {
    await lockRecounting(tx, BigInt(deploymentId));
    if (!(await clearPlan(tx, plan.id))) return;
    const windows = new RowWindowProfiler(plan);
    const limit = Math.min(RECOUNTED_WINDOWS * plan.windowRows, RECOUNTED_PREDICTIONS);
    await tx.query(OPEN_NEWEST, [deploymentId, limit]);
    for (;;) {
      const { rows } = await tx.query<KeptPrediction & { answers: unknown[] | null }>(
        `FETCH ${BATCH} FROM logged`,
      );
      if (rows.length === 0) break;
      for (const row of rows) windows.add({ ...row, answers: row.answers ?? [] });
    }
    await saveHours(tx, { workspaceId, planId: plan.id, counts: windows.finish() }, true);
  });
}

const aPlan = z.object({
  workspaceId: z.uuid(),
  deploymentId: z.number().int(),
  planId: z.number().int(),
});

/** Counts the log anew, hour by hour; whoever ends in between is followed by one that goes on. */
export const recountHandler = defineHandler(
  KIND,
  aPlan,
  { maxAttempts: 10, deadlineMs: 600_000 },
  async ({ workspaceId, deploymentId, planId }, { signal }) => {
    const [plan] = await readPlans(pool(), [planId]);
    if (!plan) return;
    const { windowRows } = plan;
    if (windowRows !== null) {
      await recountRows({ workspaceId, deploymentId }, { ...plan, windowRows });
      return;
    }
    for (const hour of await hoursOf(deploymentId, planId)) {
      signal.throwIfAborted();
      await recountHour({ workspaceId, deploymentId }, plan, hour);
    }
  },
);
