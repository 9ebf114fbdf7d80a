import "server-only";
import type { SqlClient } from "@/lib/db/pool";
import { inKeyOrder, type PointRow, type SeriesSummary, summarizeSeries } from "./series-summary";

/** Greatest value first. A NaN counts as 0, as MLflow stores it, and comes after a real 0. */
const greatest = (value: string) =>
  `CASE WHEN ${value} = 'NaN' THEN 0 ELSE ${value} END DESC, ${value} = 'NaN'`;

/** The columns of a series but its key, in the order in which they are written. */
const SUMMARY =
  "points, last_value, last_step, last_time, min_value, min_step, max_value, max_step, first_step, first_time, is_monotone";

/** Runs that are active: points of deleted or missing runs are not written. */
const LIVE =
  "SELECT id, experiment_id FROM runs WHERE id = ANY($1::bigint[]) AND deleted_at IS NULL";

/** Merges `summary` into the series, and notes that the runs live. */
const MERGE = `upserted AS (
  INSERT INTO metric_series AS s (run_id, key_id, experiment_id, ${SUMMARY})
  SELECT run_id, key_id, live.experiment_id, ${SUMMARY}
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
  UPDATE runs SET last_activity_at = $2 WHERE id IN (
    SELECT id FROM runs WHERE id = ANY($1::bigint[]) AND deleted_at IS NULL AND last_activity_at < $2::bigint - 10000
    ORDER BY id FOR NO KEY UPDATE SKIP LOCKED)
)
SELECT id FROM live`;

const INPUT = `unnest($3::bigint[], $4::int[], $5::bigint[], $6::bigint[], $7::float8[])
  AS i(run_id, key_id, step, time, value)`;

/**
 * Stores points that are not there yet, whose summaries come with them. Fails with a unique violation when one of them
 * is there. Without ON CONFLICT and a summary in SQL it takes half the time. That points are written before series, as
 * `WRITE_POINTS` does, keeps the two from a deadlock.
 */
const WRITE_FRESH_POINTS = `
WITH live AS (${LIVE}), fresh AS (
  INSERT INTO metric_points (run_id, key_id, step, time, value)
  SELECT i.run_id, i.key_id, i.step, i.time, i.value FROM ${INPUT} JOIN live ON live.id = i.run_id
  ORDER BY 1, 2, 3, 4, 5
  RETURNING 1
), summary AS (
  SELECT * FROM unnest($8::bigint[], $9::int[], $10::bigint[], $11::float8[], $12::bigint[], $13::bigint[],
    $14::float8[], $15::bigint[], $16::float8[], $17::bigint[], $18::bigint[], $19::bigint[], $20::boolean[])
    AS i(run_id, key_id, ${SUMMARY})
  WHERE (SELECT count(*) FROM fresh) > 0
), ${MERGE}`;

/**
 * Stores points and keeps the summary of their series in the same statement. Exact repeats are ignored and counted
 * nowhere. Points, then series, are written in key order, so that concurrent batches cannot deadlock.
 */
const WRITE_POINTS = `
WITH live AS (${LIVE}), fresh AS (
  INSERT INTO metric_points (run_id, key_id, step, time, value)
  SELECT i.run_id, i.key_id, i.step, i.time, i.value FROM ${INPUT} JOIN live ON live.id = i.run_id
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
), ${MERGE}`;

const arrayOf = (values: readonly (number | boolean)[]) => `{${values.join(",")}}`;

const UNIQUE_VIOLATION = "23505";

function isRepeat(error: unknown): boolean {
  return error instanceof Error && "code" in error && error.code === UNIQUE_VIOLATION;
}

/** $1 to $7 of both statements. */
const pointValues = (points: readonly PointRow[], now: number) => [
  arrayOf([...new Set(points.map((point) => point.runId))]),
  now,
  arrayOf(points.map((point) => point.runId)),
  arrayOf(points.map((point) => point.keyId)),
  arrayOf(points.map((point) => point.step)),
  arrayOf(points.map((point) => point.time)),
  arrayOf(points.map((point) => point.value)),
];

/** $8 to $20. */
const summaryValues = (series: readonly SeriesSummary[]) =>
  (
    [
      "runId",
      "keyId",
      "points",
      "lastValue",
      "lastStep",
      "lastTime",
      "minValue",
      "minStep",
      "maxValue",
      "maxStep",
      "firstStep",
      "firstTime",
      "isMonotone",
    ] as const
  ).map((name) => arrayOf(series.map((one) => one[name])));

const idsOf = ({ rows }: { rows: { id: number }[] }) => new Set(rows.map(({ id }) => id));

/** Writes points inside a transaction of the caller, and answers the ids of those runs that were active. */
export async function writePoints(
  client: SqlClient,
  points: readonly PointRow[],
  now: number,
): Promise<Set<number>> {
  const values = pointValues(points, now);
  return idsOf(
    await client.query<{ id: number }>({ name: "write-points", text: WRITE_POINTS, values }),
  );
}

/**
 * Writes points in a transaction of their own, and answers the ids of those runs that were active. Most points come
 * once, so that is tried first; where one was there already, nothing was written and repeats are looked for.
 */
export async function writeOwnPoints(
  client: SqlClient,
  points: readonly PointRow[],
  now: number,
): Promise<Set<number>> {
  const ordered = inKeyOrder(points);
  try {
    const values = [...pointValues(ordered, now), ...summaryValues(summarizeSeries(ordered))];
    return idsOf(
      await client.query<{ id: number }>({
        name: "write-fresh-points",
        text: WRITE_FRESH_POINTS,
        values,
      }),
    );
  } catch (error) {
    if (!isRepeat(error)) throw error;
    return writePoints(client, ordered, now);
  }
}
