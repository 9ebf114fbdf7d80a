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

/** Position of the series (from 1), x, last, min, max, count, NaN count. */
export type SampleRow = [number, number, number, number, number, number, number];

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

async function readArrays<Row extends unknown[]>(text: string, values: unknown[]): Promise<Row[]> {
  const { rows } = await pool().query<Row>({ text, values, rowMode: "array" });
  return rows;
}

interface Extremes {
  max: string;
  nan: string;
}

const WITHOUT_NAN: Extremes = { max: "max(p.value)", nan: "0" };
const WITH_NAN: Extremes = {
  max: "coalesce(max(p.value) FILTER (WHERE p.value < 'NaN'), 'NaN')",
  nan: "count(*) FILTER (WHERE p.value = 'NaN')",
};

/**
 * NaN sorts above every number, so the least value is right in any case and the greatest tells whether there was a NaN:
 * only then is a second reading paid for, which passes over them.
 */
async function readPastNan(
  read: (extremes: Extremes) => Promise<SampleRow[]>,
): Promise<SampleRow[]> {
  const rows = await read(WITHOUT_NAN);
  return rows.some(([, , , , max]) => Number.isNaN(max)) ? read(WITH_NAN) : rows;
}

/** Groups the points of each series in one pass; the last one of each bucket, which names its x, is then looked up. */
function groupedSql(axis: SeriesAxis, { max, nan }: Extremes): string {
  const [time, x, sameTime] =
    axis === "step"
      ? ["", "b.step", ""]
      : [", max(p.time) AS time", "b.time - b.origin", " AND p.time = b.time"];
  return `SELECT b.position, ${x}, l.value, b.min, b.max, b.count, b.nan
    FROM (SELECT s.position, s.run_id, s.key_id, s.origin, max(p.step) AS step${time},
        min(p.value) AS min, ${max} AS max, count(*) AS count, ${nan} AS nan
      FROM ${JOINED} WHERE ${withinGrid(axis)}
      GROUP BY s.position, s.run_id, s.key_id, s.origin, (${xOf(axis)} - $4::bigint) / $6::bigint) AS b
    CROSS JOIN LATERAL (SELECT p.value FROM metric_points p
      WHERE p.run_id = b.run_id AND p.key_id = b.key_id AND p.step = b.step${sameTime}
      ORDER BY p.time DESC, p.value DESC LIMIT 1) AS l
    ORDER BY 1, 2`;
}

/** Buckets of each series, by position and x. In time, only of series whose steps and times rise together. */
export async function readBuckets(selection: SeriesSelection): Promise<SampleRow[]> {
  const { axis, grid } = selection;
  const values = [...seriesValues(selection), grid.width];
  return readPastNan((extremes) => readArrays<SampleRow>(groupedSql(axis, extremes), values));
}

/** The same for series whose times go back and forth: no index knows their order in time. */
export async function readUnorderedBuckets(selection: SeriesSelection): Promise<SampleRow[]> {
  const { axis, grid } = selection;
  return readArrays<SampleRow>(
    `SELECT s.position, max(${xOf(axis)}), (array_agg(p.value ORDER BY p.time DESC, p.step DESC, p.value DESC))[1],
       min(p.value), ${WITH_NAN.max}, count(*), ${WITH_NAN.nan}
     FROM ${JOINED} WHERE ${withinGrid(axis)}
     GROUP BY s.position, (${xOf(axis)} - $4::bigint) / $6::bigint ORDER BY 1, 2`,
    [...seriesValues(selection), grid.width],
  );
}

function longSql({ max, nan }: Extremes): string {
  const inBucket =
    "p.run_id = $1::bigint AND p.key_id = $2::int AND p.step >= b.low AND p.step < b.high";
  return `SELECT $3::int, l.step, l.value, a.min, a.max, a.count, a.nan
    FROM (SELECT $4::bigint + n * $6::bigint AS low, least($4::bigint + (n + 1) * $6::bigint, $5::bigint + 1) AS high
      FROM generate_series(0, ($5::bigint - $4::bigint) / $6::bigint) AS n) AS b
    CROSS JOIN LATERAL (SELECT min(p.value) AS min, ${max} AS max, count(*) AS count, ${nan} AS nan
      FROM metric_points p WHERE ${inBucket}) AS a
    CROSS JOIN LATERAL (SELECT p.step, p.value FROM metric_points p WHERE ${inBucket}
      ORDER BY p.step DESC, p.time DESC, p.value DESC LIMIT 1) AS l
    ORDER BY b.low`;
}

/**
 * Buckets of one long series by step. Each bucket is a stretch of the primary key, which is read without hashing every
 * point: nearly the cost of a bare aggregate, but worth a look-up for each bucket only when buckets are full.
 */
export async function readLongBuckets(
  { runId, keyId }: SeriesRow,
  position: number,
  { from, to, width }: Grid,
): Promise<SampleRow[]> {
  const values = [runId, keyId, position, from, to, width];
  return readPastNan((extremes) => readArrays<SampleRow>(longSql(extremes), values));
}

function toSample([position, x, value]: [number, number, number]): SampleRow {
  return [position, x, value, value, value, 1, Number.isNaN(value) ? 1 : 0];
}

/** Points as they are, by position and x. */
export async function readPoints(selection: SeriesSelection): Promise<SampleRow[]> {
  const { axis } = selection;
  const order = axis === "step" ? "p.step, p.time, p.value" : "p.time, p.step, p.value";
  const rows = await readArrays<[number, number, number]>(
    `SELECT s.position, ${xOf(axis)}, p.value FROM ${JOINED}
     WHERE ${withinGrid(axis)} ORDER BY s.position, ${order}`,
    seriesValues(selection),
  );
  return rows.map(toSample);
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
export async function readNeighbours(selection: SeriesSelection): Promise<SampleRow[]> {
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
  return rows.map(toSample);
}
