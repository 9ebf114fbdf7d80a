import "server-only";
import { pool } from "@/lib/db/pool";
import type { SeriesRow } from "./metric-series";

export type SeriesAxis = "step" | "time" | "relative";

/** Whole numbers of x: steps or milliseconds. */
export interface Grid {
  from: number;
  to: number;
  width: number;
}

export interface SeriesSelection {
  series: readonly SeriesRow[];
  axis: SeriesAxis;
  grid: Grid;
}

/** x, last, min, max, count, NaN count. */
export type Sample = [number, number, number, number, number, number];

export interface PlacedSample {
  series: SeriesRow;
  sample: Sample;
}

const SERIES =
  "unnest($1::bigint[], $2::int[], $3::bigint[]) WITH ORDINALITY AS s(run_id, key_id, origin, position)";
const JOINED = `${SERIES} JOIN metric_points p ON p.run_id = s.run_id AND p.key_id = s.key_id`;

function seriesValues({ series, axis, grid }: SeriesSelection): unknown[] {
  return [
    series.map(({ runId }) => runId),
    series.map(({ keyId }) => keyId),
    series.map(({ origin }) => (axis === "relative" ? origin : 0)),
    grid.from,
    grid.to,
  ];
}

const withinGrid = (axis: SeriesAxis) =>
  axis === "step"
    ? "p.step BETWEEN $4::bigint AND $5::bigint"
    : "p.time BETWEEN $4::bigint + s.origin AND $5::bigint + s.origin";
const xOf = (axis: SeriesAxis) => (axis === "step" ? "p.step" : "(p.time - s.origin)");

export async function readArrays<Row extends unknown[]>(
  text: string,
  values: unknown[],
): Promise<Row[]> {
  const { rows } = await pool().query<Row>({ text, values, rowMode: "array" });
  return rows;
}

export interface Extremes {
  /** Null where nothing but NaN was found. */
  max: string;
  nan: string;
}

const WITHOUT_NAN: Extremes = { max: "max(p.value)", nan: "0" };
const WITH_NAN: Extremes = {
  max: "max(p.value) FILTER (WHERE p.value < 'NaN')",
  nan: "count(*) FILTER (WHERE p.value = 'NaN')",
};

/**
 * NaN sorts above every number, so the least value is right in any case and the greatest tells whether there was a NaN:
 * only then is a second reading paid for, which passes over them.
 */
export async function readPastNan(
  read: (extremes: Extremes) => Promise<Sample[]>,
): Promise<Sample[]> {
  const rows = await read(WITHOUT_NAN);
  return rows.some(([, , , max]) => Number.isNaN(max)) ? read(WITH_NAN) : rows;
}

/** $1 run, $2 key, $3 origin, $4 from, $5 to, $6 width. One series at a time: the planner then knows its size. */
function oneSeries({ runId, keyId, origin }: SeriesRow, axis: SeriesAxis, grid: Grid): unknown[] {
  return [runId, keyId, axis === "relative" ? origin : 0, grid.from, grid.to, grid.width];
}

const OF_SERIES = "p.run_id = $1::bigint AND p.key_id = $2::int";
const xOfOne = (axis: SeriesAxis) =>
  axis === "step" ? "p.step - $3::bigint" : "p.time - $3::bigint";
const withinOne = (axis: SeriesAxis) =>
  `${axis === "step" ? "p.step" : "p.time"} BETWEEN $4::bigint + $3::bigint AND $5::bigint + $3::bigint`;

/** Groups points in one pass; the last one of each bucket, which names its x, is then looked up. */
function groupedSql(axis: SeriesAxis, { max, nan }: Extremes): string {
  const bucketEnd = "$4::bigint + (b.bucket + 1) * $6::bigint + $3::bigint";
  const sameBucket = axis === "step" ? "" : ` AND p.time < ${bucketEnd}`;
  return `SELECT l.x, l.value, b.min, coalesce(b.max, 'NaN'), b.count, b.nan
    FROM (SELECT (${xOfOne(axis)} - $4::bigint) / $6::bigint AS bucket, max(p.step) AS step,
        min(p.value) AS min, ${max} AS max, count(*) AS count, ${nan} AS nan
      FROM metric_points p WHERE ${OF_SERIES} AND ${withinOne(axis)} GROUP BY bucket) AS b
    CROSS JOIN LATERAL (SELECT ${xOfOne(axis)} AS x, p.value FROM metric_points p
      WHERE ${OF_SERIES} AND p.step = b.step${sameBucket}
      ORDER BY p.time DESC, p.value DESC LIMIT 1) AS l`;
}

/**
 * Buckets of a series by step, or by time where steps and times rise together. Put in order here: asked for an order,
 * the planner would sort every point instead of hashing them.
 */
export async function readBuckets(
  series: SeriesRow,
  axis: SeriesAxis,
  grid: Grid,
): Promise<Sample[]> {
  const samples = await readPastNan((extremes) =>
    readArrays(groupedSql(axis, extremes), oneSeries(series, axis, grid)),
  );
  return samples.sort(([a], [b]) => a - b);
}

/** The same where times go back and forth: no index knows their order. */
export function readUnorderedBuckets(
  series: SeriesRow,
  axis: SeriesAxis,
  grid: Grid,
): Promise<Sample[]> {
  return readArrays(
    `SELECT max(${xOfOne(axis)}), (array_agg(p.value ORDER BY p.time DESC, p.step DESC, p.value DESC))[1],
       min(p.value), coalesce(${WITH_NAN.max}, 'NaN'), count(*), ${WITH_NAN.nan}
     FROM metric_points p WHERE ${OF_SERIES} AND ${withinOne(axis)}
     GROUP BY (${xOfOne(axis)} - $4::bigint) / $6::bigint ORDER BY 1`,
    oneSeries(series, axis, grid),
  );
}

function longSql({ max, nan }: Extremes): string {
  const inBucket = `${OF_SERIES} AND p.step >= b.low AND p.step < b.high`;
  return `SELECT l.step - $3::bigint, l.value, a.min, coalesce(a.max, 'NaN'), a.count, a.nan
    FROM (SELECT $4::bigint + n * $6::bigint AS low, least($4::bigint + (n + 1) * $6::bigint, $5::bigint + 1) AS high
      FROM generate_series(0, ($5::bigint - $4::bigint) / $6::bigint) AS n) AS b
    CROSS JOIN LATERAL (SELECT min(p.value) AS min, ${max} AS max, count(*) AS count, ${nan} AS nan
      FROM metric_points p WHERE ${inBucket}) AS a
    CROSS JOIN LATERAL (SELECT p.step, p.value FROM metric_points p WHERE ${inBucket}
      ORDER BY p.step DESC, p.time DESC, p.value DESC LIMIT 1) AS l
    ORDER BY b.low`;
}

/**
 * Buckets of a long series by step. Each bucket is a stretch of the primary key, which is read without hashing every
 * point: nearly the cost of a bare aggregate, but worth a look-up for each bucket only when buckets are full.
 */
export function readLongBuckets(series: SeriesRow, grid: Grid): Promise<Sample[]> {
  return readPastNan((extremes) => readArrays(longSql(extremes), oneSeries(series, "step", grid)));
}

function place(
  series: readonly SeriesRow[],
  rows: readonly [number, number, number][],
): PlacedSample[] {
  return rows.flatMap(([position, x, value]): PlacedSample[] => {
    const one = series[position - 1];
    const nanCount = Number.isNaN(value) ? 1 : 0;
    return one ? [{ series: one, sample: [x, value, value, value, 1, nanCount] }] : [];
  });
}

/** Points as they are, series by series and by x. */
export async function readPoints(selection: SeriesSelection): Promise<PlacedSample[]> {
  const { axis } = selection;
  const order = axis === "step" ? "p.step, p.time, p.value" : "p.time, p.step, p.value";
  const rows = await readArrays<[number, number, number]>(
    `SELECT s.position, ${xOf(axis)}, p.value FROM ${JOINED}
     WHERE ${withinGrid(axis)} ORDER BY s.position, ${order}`,
    seriesValues(selection),
  );
  return place(selection.series, rows);
}

/** How many points of each series lie in the grid, counted up to a bound. */
export async function countPoints(selection: SeriesSelection, limit: number): Promise<number[]> {
  const rows = await readArrays<[number]>(
    `SELECT c.count FROM ${SERIES} CROSS JOIN LATERAL (SELECT count(*) AS count FROM (
       SELECT 1 FROM metric_points p WHERE p.run_id = s.run_id AND p.key_id = s.key_id
         AND ${withinGrid(selection.axis)} LIMIT $6) AS bounded) AS c ORDER BY s.position`,
    [...seriesValues(selection), limit],
  );
  return rows.map(([count]) => count);
}

/** The nearest point before and after the grid, so that lines run on to the edge of what is shown. */
export async function readNeighbours(selection: SeriesSelection): Promise<PlacedSample[]> {
  const { axis } = selection;
  const [column, origin] = axis === "step" ? ["p.step", ""] : ["p.time", " + s.origin"];
  const nearest = (operator: "<" | ">", bound: string, direction: "ASC" | "DESC") =>
    `(SELECT ${xOf(axis)} AS x, p.value FROM metric_points p
      WHERE p.run_id = s.run_id AND p.key_id = s.key_id AND ${column} ${operator} ${bound}::bigint${origin}
      ORDER BY p.step ${direction}, p.time ${direction}, p.value ${direction} LIMIT 1)`;
  const rows = await readArrays<[number, number, number]>(
    `SELECT s.position, n.x, n.value FROM ${SERIES} CROSS JOIN LATERAL (
       ${nearest("<", "$4", "DESC")} UNION ALL ${nearest(">", "$5", "ASC")}) AS n`,
    seriesValues(selection),
  );
  return place(selection.series, rows);
}
