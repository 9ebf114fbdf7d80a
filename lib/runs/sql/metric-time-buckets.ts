import "server-only";
import { type Extremes, type Grid, readArrays, readPastNan, type Sample } from "./metric-buckets";
import type { SeriesRow } from "./metric-series";

const OF_SERIES = "p.run_id = $1::bigint AND p.key_id = $2::int";

/**
 * The step of the first point that is as late as `t`, for the start of each bucket and the end of the last one. Times
 * rise with steps, so each is searched for between two steps: by the times on either side, as trainings keep their pace,
 * and every third time in the middle, for those that do not.
 */
const EDGES = `search(n, t, low, high, low_time, high_time, depth) AS (
    SELECT n, t, CASE WHEN t > $10::bigint THEN $8::bigint ELSE $7::bigint END,
      CASE WHEN t > $9::bigint THEN $8::bigint ELSE $7::bigint END, $9::bigint, $10::bigint, 0
    FROM (SELECT n, least($4::bigint + n * $6::bigint, $5::bigint + 1) + $3::bigint AS t
      FROM generate_series(0, ($5::bigint - $4::bigint) / $6::bigint + 1) AS n) AS starts
    UNION ALL
    SELECT s.n, s.t, CASE WHEN is_later THEN s.low ELSE next.step END,
      CASE WHEN is_later THEN before.step WHEN next.time >= s.t THEN next.step ELSE s.high END,
      CASE WHEN is_later THEN s.low_time ELSE next.time END,
      CASE WHEN is_later THEN before.time ELSE s.high_time END, s.depth + 1
    FROM search s
    CROSS JOIN LATERAL (SELECT CASE WHEN s.depth % 3 = 2 THEN (s.high - s.low) / 2
      ELSE least(s.high - s.low - 1, floor((s.t - s.low_time)::float8 * (s.high - s.low) / (s.high_time - s.low_time))::bigint)
      END + s.low AS step) AS guess
    LEFT JOIN LATERAL (SELECT p.step, p.time FROM metric_points p
      WHERE ${OF_SERIES} AND p.step BETWEEN s.low AND guess.step
      ORDER BY p.step DESC, p.time DESC LIMIT 1) AS before ON true
    CROSS JOIN LATERAL (SELECT coalesce(before.time >= s.t, false) AS is_later) AS found
    LEFT JOIN LATERAL (SELECT p.step, p.time FROM metric_points p
      WHERE NOT is_later AND ${OF_SERIES} AND p.step > guess.step AND p.step <= s.high
      ORDER BY p.step, p.time LIMIT 1) AS next ON true
    WHERE s.low < s.high
  )`;

const columns = ({ max, nan }: Extremes) =>
  `min(p.value) AS min, ${max} AS max, count(*) AS count, ${nan} AS nan`;

/**
 * Steps strictly within a bucket are read for what they are; of the two at its ends, which may lie in several buckets,
 * times are compared. Compared for every point, they would cost half of the reading again.
 */
function timeSql(extremes: Extremes): string {
  const ofBucket = `${OF_SERIES} AND p.step BETWEEN b.low AND b.high
    AND (p.step, p.time) >= (b.low, b.start) AND (p.step, p.time) < (b.high, b.stop)`;
  const at = (step: "low" | "high", when: string) =>
    `SELECT p.value FROM metric_points p WHERE ${OF_SERIES} AND p.step = b.${step} AND ${when}`;
  return `WITH RECURSIVE ${EDGES}, buckets AS (
      SELECT n, low, t AS start, lead(low) OVER (ORDER BY n) AS high, lead(t) OVER (ORDER BY n) AS stop
      FROM search WHERE low >= high
    )
    SELECT l.time - $3::bigint, l.value, least(a.min, e.min), coalesce(greatest(a.max, e.max), 'NaN'),
      a.count + e.count, a.nan + e.nan
    FROM buckets b
    CROSS JOIN LATERAL (SELECT p.time, p.value FROM metric_points p WHERE ${ofBucket}
      ORDER BY p.step DESC, p.time DESC, p.value DESC LIMIT 1) AS l
    CROSS JOIN LATERAL (SELECT ${columns(extremes)} FROM metric_points p
      WHERE ${OF_SERIES} AND p.step > b.low AND p.step < b.high) AS a
    CROSS JOIN LATERAL (SELECT ${columns(extremes)} FROM (
      ${at("low", "p.time >= b.start AND (b.low < b.high OR p.time < b.stop)")} UNION ALL
      ${at("high", "b.low < b.high AND p.time < b.stop")}) AS p) AS e
    ORDER BY b.n`;
}

/**
 * Buckets by time of a long series whose times rise with its steps. No index has the times, but each bucket is a stretch
 * of the primary key all the same, once its ends are found; and of a window nothing else is read.
 */
export function readLongTimeBuckets(
  { runId, keyId, origin, ...series }: SeriesRow,
  axis: "time" | "relative",
  grid: Grid,
): Promise<Sample[]> {
  const { firstStep, lastStep, firstTime, lastTime } = series;
  const values = [runId, keyId, axis === "relative" ? origin : 0, grid.from, grid.to, grid.width];
  return readPastNan((extremes) =>
    readArrays(timeSql(extremes), [...values, firstStep, lastStep, firstTime, lastTime]),
  );
}
