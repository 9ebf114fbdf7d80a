import { AppError } from "@/lib/core/errors";
import { checkKey, LIMITS } from "@/lib/experiments/rules";
import type { MetricInput, TagInput } from "./schema";

export const RUN_STATUS = { RUNNING: 1, SCHEDULED: 2, FINISHED: 3, FAILED: 4, KILLED: 5 } as const;
export type RunStatus = keyof typeof RUN_STATUS;
export const RUN_STATUSES = ["RUNNING", "SCHEDULED", "FINISHED", "FAILED", "KILLED"] as const;

/** A running run that has written nothing for this long has lost its heartbeat. */
export const HEARTBEAT_LOST_MS = 5 * 60_000;

export type RunState = RunStatus | "HEARTBEAT_LOST";

export function statusName(status: number): RunStatus {
  return RUN_STATUSES[status - 1] ?? "RUNNING";
}

/** What a person should be told of a run's state: its status, unless it claims to run and is silent. */
export function stateOf(status: RunStatus, lastActivityAt: number, now: number): RunState {
  return status === "RUNNING" && now - lastActivityAt > HEARTBEAT_LOST_MS
    ? "HEARTBEAT_LOST"
    : status;
}

const MAX_TIMESTAMP = Number.MAX_SAFE_INTEGER;

export function checkMetric(metric: MetricInput, where: string): void {
  checkKey(metric.key, "metric", where ? `${where}.name` : "name");
  if (metric.timestamp < 0 || metric.timestamp > MAX_TIMESTAMP)
    throw new AppError(
      "INVALID",
      `Invalid value ${metric.timestamp} for parameter '${where ? `${where}.` : ""}timestamp' supplied: metric '${metric.key}' (value=${metric.value}): timestamp must be a nonnegative long (64-bit integer)`,
    );
}

/** Cuts a value as MLflow does: by code points kept whole, never refused. */
export function truncate(value: string, limit: number): string {
  if (value.length <= limit) return value;
  const cut = value.slice(0, limit);
  return cut.isWellFormed() ? cut : cut.slice(0, -1);
}

export function checkBatchSize(metrics: number, params: number, tags: number): void {
  const over = (kind: string, count: number, limit: number) => {
    if (count > limit)
      throw new AppError(
        "INVALID",
        `A batch logging request can contain at most ${limit} ${kind}. Got ${count} ${kind}. Please split up ${kind} across multiple requests and try again.`,
      );
  };
  over("metrics", metrics, LIMITS.batchMetrics);
  over("params", params, LIMITS.batchParams);
  over("tags", tags, LIMITS.batchTags);
  const total = metrics + params + tags;
  if (total > LIMITS.batchTotal)
    throw new AppError(
      "INVALID",
      `A batch logging request can contain at most ${LIMITS.batchTotal} metrics, params, and tags. Got ${total} metrics, params, and tags. Please split up requests into multiple batches and try again.`,
    );
}

export function checkUniqueParams(params: readonly TagInput[]): void {
  const seen = new Set<string>();
  const twice = new Set<string>();
  for (const { key } of params) (seen.has(key) ? twice : seen).add(key);
  if (twice.size > 0)
    throw new AppError(
      "INVALID",
      `Duplicate parameter keys have been submitted: ${[...twice].join(", ")}. Please ensure the request contains only one param value per param key.`,
    );
}
