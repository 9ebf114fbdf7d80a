import "server-only";
import { type Actor, assertCan } from "@/lib/access/actor";
import { AppError } from "@/lib/core/errors";
import { pool } from "@/lib/db/pool";
import { findKeys } from "@/lib/experiments/sql";
import type { RunMetricDto } from "../dto/metrics";
import { readSeries, type SeriesRow } from "../sql/metric-series";

export const MAX_BULK_RUNS = 100;
export const MAX_BULK_POINTS = 25_000;
export const MAX_INTERVAL_POINTS = 2_500;

interface PointRow {
  step: number;
  time: number;
  value: number;
}

function checkRuns(runUuids: readonly string[], request: string): void {
  if (runUuids.length > MAX_BULK_RUNS)
    throw new AppError(
      "INVALID",
      `${request} request must specify at most ${MAX_BULK_RUNS} run_ids. Received ${runUuids.length} run_ids.`,
    );
}

async function findSeries(
  actor: Actor,
  runUuids: readonly string[],
  key: string,
): Promise<SeriesRow[]> {
  const keyId = (await findKeys(actor.workspaceId, [key])).get(key);
  if (keyId === undefined) return [];
  return readSeries(actor.workspaceId, [...new Set(runUuids)], [keyId]);
}

function toRunMetrics(
  key: string,
  { runUuid }: SeriesRow,
  rows: readonly PointRow[],
): RunMetricDto[] {
  return rows.map(({ step, time, value }) => ({ key, value, step, timestamp: time, runUuid }));
}

interface BulkInput {
  runUuids: readonly string[];
  key: string;
  /** Of all runs together. */
  limit: number;
}

/** One metric of several runs, by run id, timestamp, step, value, cut at a total. Unknown runs have none. */
export async function getMetricHistoryBulk(
  actor: Actor,
  { runUuids, key, limit }: BulkInput,
): Promise<RunMetricDto[]> {
  assertCan(actor, "run:read");
  checkRuns(runUuids, "GetMetricHistoryBulk");
  const series = await findSeries(actor, runUuids, key);
  const found: RunMetricDto[] = [];
  const byRun = [...series].sort((a, b) => (a.runUuid < b.runUuid ? -1 : 1));
  for (const one of byRun) {
    const missing = Math.min(limit, MAX_BULK_POINTS) - found.length;
    if (missing <= 0) break;
    const { rows } = await pool().query<PointRow>(
      `SELECT step, time, value FROM metric_points WHERE run_id = $1 AND key_id = $2
       ORDER BY ${one.isMonotone ? "step, time, value" : "time, step, value"} LIMIT $3`,
      [one.runId, one.keyId, missing],
    );
    found.push(...toRunMetrics(key, one, rows));
  }
  return found;
}

interface IntervalInput {
  runUuids: readonly string[];
  key: string;
  /** Both or neither. */
  startStep?: number | undefined;
  endStep?: number | undefined;
  /** Points of each run. */
  maxResults: number;
}

function checkInterval({ startStep, endStep, maxResults }: IntervalInput): void {
  if ((startStep === undefined) !== (endStep === undefined))
    throw new AppError(
      "INVALID",
      "If either start step or end step are specified, both must be specified.",
    );
  if (startStep !== undefined && endStep !== undefined && startStep > endStep)
    throw new AppError(
      "INVALID",
      `end_step must be greater than start_step. Found start_step=${startStep} and end_step=${endStep}.`,
    );
  if (!Number.isInteger(maxResults) || maxResults < 1 || maxResults > MAX_INTERVAL_POINTS)
    throw new AppError("INVALID", `max_results must be between 1 and ${MAX_INTERVAL_POINTS}.`);
}

/**
 * Evenly spaced points in step order: the first of each of `limit` equal parts, except that the last part gives its
 * last one, so that both ends are kept.
 */
const SAMPLE = `WITH placed AS (
    SELECT step, time, value, ntile($5::int) OVER w AS part, row_number() OVER w AS place
    FROM metric_points WHERE run_id = $1 AND key_id = $2 AND step BETWEEN $3::bigint AND $4::bigint
    WINDOW w AS (ORDER BY step, time, value)
  ), bounds AS (
    SELECT min(place) AS first, max(place) AS last FROM placed GROUP BY part
  ), kept AS (
    SELECT CASE WHEN last = (SELECT max(last) FROM bounds) THEN last ELSE first END AS place FROM bounds
  )
  SELECT step, time, value FROM placed WHERE place IN (SELECT place FROM kept) ORDER BY step, time, value`;

/** One metric of several runs, sampled to at most so many points each; the first and last one are always kept. */
export async function getMetricHistoryInterval(
  actor: Actor,
  input: IntervalInput,
): Promise<RunMetricDto[]> {
  assertCan(actor, "run:read");
  checkRuns(input.runUuids, "GetMetricHistoryBulkInterval");
  checkInterval(input);
  const series = await findSeries(actor, input.runUuids, input.key);
  const found: RunMetricDto[] = [];
  for (const one of series) {
    const { rows } = await pool().query<PointRow>(SAMPLE, [
      one.runId,
      one.keyId,
      Math.max(input.startStep ?? one.firstStep, one.firstStep),
      Math.min(input.endStep ?? one.lastStep, one.lastStep),
      input.maxResults,
    ]);
    found.push(...toRunMetrics(input.key, one, rows));
  }
  return found;
}
