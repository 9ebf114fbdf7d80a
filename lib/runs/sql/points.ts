import "server-only";
import type { SqlClient } from "@/lib/db/pool";

/** One point of one series, by interned ids. */
export interface PointRow {
  runId: number;
  experimentId: number;
  keyId: number;
  step: number;
  time: number;
  value: number;
}

/** Greatest value first. A NaN counts as 0, as MLflow stores it, and comes after a real 0. */
const greatest = (value: string) =>
  `CASE WHEN ${value} = 'NaN' THEN 0 ELSE ${value} END DESC, ${value} = 'NaN'`;

/**
 * Stores points and keeps the summary of their series in the same statement. Exact repeats are ignored and counted
 * nowhere. Points, then series, are written in key order, so that concurrent batches cannot deadlock. Answers the ids
 * of the runs that are active: points of deleted or missing runs are not written.
 */
const WRITE_POINTS = `
WITH input AS (
  SELECT * FROM unnest($1::bigint[], $2::bigint[], $3::int[], $4::bigint[], $5::bigint[], $6::float8[])
    AS i(run_id, experiment_id, key_id, step, time, value)
), live AS (
  SELECT id, experiment_id FROM runs WHERE id = ANY($7::bigint[]) AND deleted_at IS NULL
), fresh AS (
  INSERT INTO metric_points (run_id, key_id, step, time, value)
  SELECT i.run_id, i.key_id, i.step, i.time, i.value FROM input i JOIN live ON live.id = i.run_id
  ORDER BY 1, 2, 3, 4, 5
  ON CONFLICT DO NOTHING
  RETURNING run_id, key_id, step, time, value
), walked AS (
  SELECT *, lag(time) OVER (PARTITION BY run_id, key_id ORDER BY step, time) AS time_before FROM fresh
), summary AS (
  SELECT run_id, key_id, count(*) AS points,
    (array_agg(value ORDER BY step DESC, time DESC, ${greatest("value")}))[1] AS last_value,
    max(step) AS last_step,
    (array_agg(time ORDER BY step DESC, time DESC))[1] AS last_time,
    coalesce(min(value) FILTER (WHERE value <> 'NaN'), 'NaN') AS min_value,
    coalesce((array_agg(step ORDER BY value, step) FILTER (WHERE value <> 'NaN'))[1], min(step)) AS min_step,
    coalesce(max(value) FILTER (WHERE value <> 'NaN'), 'NaN') AS max_value,
    coalesce((array_agg(step ORDER BY value DESC, step) FILTER (WHERE value <> 'NaN'))[1], min(step)) AS max_step,
    min(step) AS first_step, min(time) AS first_time,
    bool_and(time_before IS NULL OR time >= time_before) AS is_monotone
  FROM walked GROUP BY run_id, key_id
), upserted AS (
  INSERT INTO metric_series AS s (run_id, key_id, experiment_id, points, last_value, last_step, last_time,
    min_value, min_step, max_value, max_step, first_step, first_time, is_monotone)
  SELECT run_id, key_id, live.experiment_id, points, last_value, last_step, last_time,
    min_value, min_step, max_value, max_step, first_step, first_time, is_monotone
  FROM summary JOIN live ON live.id = run_id ORDER BY run_id, key_id
  ON CONFLICT (run_id, key_id) DO UPDATE SET
    points = s.points + EXCLUDED.points,
    is_monotone = s.is_monotone AND EXCLUDED.is_monotone
      AND EXCLUDED.first_step >= s.last_step AND EXCLUDED.first_time >= s.last_time,
    (last_value, last_step, last_time) = (SELECT v, st, t FROM (VALUES
      (s.last_value, s.last_step, s.last_time), (EXCLUDED.last_value, EXCLUDED.last_step, EXCLUDED.last_time)
    ) AS c(v, st, t) ORDER BY st DESC, t DESC, ${greatest("v")} LIMIT 1),
    (min_value, min_step) = (SELECT v, st FROM (VALUES
      (s.min_value, s.min_step), (EXCLUDED.min_value, EXCLUDED.min_step)
    ) AS c(v, st) ORDER BY v, st LIMIT 1),
    (max_value, max_step) = (SELECT v, st FROM (VALUES
      (s.max_value, s.max_step), (EXCLUDED.max_value, EXCLUDED.max_step)
    ) AS c(v, st) ORDER BY v = 'NaN', v DESC, st LIMIT 1),
    first_step = least(s.first_step, EXCLUDED.first_step),
    first_time = least(s.first_time, EXCLUDED.first_time)
), touched AS (
  UPDATE runs SET last_activity_at = $8 WHERE id IN (
    SELECT id FROM runs WHERE id = ANY($7::bigint[]) AND deleted_at IS NULL AND last_activity_at < $8::bigint - 10000
    ORDER BY id FOR NO KEY UPDATE SKIP LOCKED)
)
SELECT id FROM live`;

const arrayOf = (values: readonly number[]) => `{${values.join(",")}}`;

/** Runs `WRITE_POINTS` and answers the ids of those runs that were active. */
export async function writePoints(
  client: SqlClient,
  points: readonly PointRow[],
  now: number,
): Promise<Set<number>> {
  const { rows } = await client.query<{ id: number }>({
    name: "write-points",
    text: WRITE_POINTS,
    values: [
      arrayOf(points.map((point) => point.runId)),
      arrayOf(points.map((point) => point.experimentId)),
      arrayOf(points.map((point) => point.keyId)),
      arrayOf(points.map((point) => point.step)),
      arrayOf(points.map((point) => point.time)),
      arrayOf(points.map((point) => point.value)),
      arrayOf([...new Set(points.map((point) => point.runId))]),
      now,
    ],
  });
  return new Set(rows.map(({ id }) => id));
}
