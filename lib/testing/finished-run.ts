import type { Actor } from "@/lib/access/actor";
import { pool } from "@/lib/db/pool";
import { defaultExperimentId } from "@/lib/experiments/sql";
import { logBatch } from "@/lib/runs/commands/log-batch";
import { createRun, updateRun } from "@/lib/runs/commands/run-lifecycle";
import { sealMetricsHandler } from "@/lib/runs/jobs";
import { RUN_STATUS } from "@/lib/runs/rules";

const attempt = { signal: new AbortController().signal, number: 1, isLast: false };

/** A run with five points and a parameter, which still runs. */
export async function makeRunWithPoints(actor: Actor): Promise<string> {
  const { uuid: runUuid } = await createRun(actor, {
    experimentId: await defaultExperimentId(actor.workspaceId),
    name: "proven",
    userId: "",
    startTime: 1,
    tags: [],
  });
  const values = [1, Number.NaN, Number.POSITIVE_INFINITY, -0, 0.1];
  await logBatch(actor, {
    runUuid,
    metrics: values.map((value, step) => ({ key: "loss", value, timestamp: 1, step })),
    params: [{ key: "lr", value: "0.1" }],
    tags: [],
  });
  return runUuid;
}

/** Ends a run; its metrics are sealed. */
export async function finishRun(actor: Actor, runUuid: string): Promise<void> {
  await updateRun(actor, { runUuid, status: RUN_STATUS.FINISHED, endTime: 2 });
  const { rows } = await pool().query("SELECT payload FROM queue_items WHERE kind = $1", [
    sealMetricsHandler.kind,
  ]);
  await sealMetricsHandler.run(rows.at(-1)?.payload, attempt);
}

/** A run that has ended, with its metrics sealed. */
export async function makeFinishedRun(actor: Actor): Promise<string> {
  const runUuid = await makeRunWithPoints(actor);
  await finishRun(actor, runUuid);
  return runUuid;
}
