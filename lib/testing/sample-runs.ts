import type { Actor } from "@/lib/access/actor";
import { logInputs } from "@/lib/datasets/commands/log-inputs";
import { logBatch } from "@/lib/runs/commands/log-batch";
import { createRun, updateRun } from "@/lib/runs/commands/run-lifecycle";

export interface SampleRun {
  name?: string;
  userId?: string;
  startTime?: number;
  endTime?: number;
  status?: number;
  /** Values by key, one a step. */
  metrics?: Readonly<Record<string, number | readonly number[]>>;
  params?: Readonly<Record<string, string>>;
  tags?: Readonly<Record<string, string>>;
  datasets?: readonly { name: string; digest: string; context: string }[];
}

const pairs = (record: Readonly<Record<string, string>> = {}) =>
  Object.entries(record).map(([key, value]) => ({ key, value }));

/** Logs a run through the commands that programs use, and answers its id. */
export async function logSampleRun(
  actor: Actor,
  experimentId: number,
  sample: SampleRun,
): Promise<string> {
  const { name = "", userId = "", startTime = 1_000, metrics = {}, datasets = [] } = sample;
  const tags = pairs(sample.tags);
  const { uuid } = await createRun(actor, { experimentId, name, userId, startTime, tags });
  await logBatch(actor, {
    runUuid: uuid,
    metrics: Object.entries(metrics).flatMap(([key, values]) =>
      [values].flat().map((value, step) => ({ key, value, step, timestamp: startTime + step })),
    ),
    params: pairs(sample.params),
    tags: [],
  });
  if (datasets.length > 0)
    await logInputs(actor, {
      runUuid: uuid,
      datasets: datasets.map(({ context, ...dataset }) => ({
        ...dataset,
        sourceType: "local",
        source: "{}",
        tags: [{ key: "mlflow.data.context", value: context }],
      })),
      modelUuids: [],
    });
  const { status, endTime } = sample;
  if (status !== undefined || endTime !== undefined)
    await updateRun(actor, { runUuid: uuid, status, endTime });
  return uuid;
}
