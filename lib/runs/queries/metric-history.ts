import "server-only";
import { z } from "zod";
import { type Actor, assertCan } from "@/lib/access/actor";
import { AppError } from "@/lib/core/errors";
import { decodePageToken, encodePageToken } from "@/lib/core/page-token";
import { checkKeyValues, type SortKey } from "@/lib/db/keyset";
import { pool } from "@/lib/db/pool";
import type { Page } from "@/lib/experiments/dto";
import { findKeys } from "@/lib/experiments/sql";
import type { MetricDto } from "../dto/runs";
import { readSeries, type SeriesRow } from "../sql/metric-series";

interface PointRow {
  step: number;
  time: number;
  value: number;
}

/** Points of a page; as many as MLflow's own client asks for. */
const MAX_PAGE = 25_000;
/** Points of a part of something longer: few enough to be gone before the next ones are read. */
const PART = 2_500;

const tokenSchema = z.tuple([z.string(), z.string(), z.string()]);
const key = (expression: string, type: SortKey["type"]): SortKey => ({
  expression,
  ascending: true,
  type,
});
const KEYS: readonly SortKey[] = [
  key("time", "bigint"),
  key("step", "bigint"),
  key("value", "float8"),
];

function parseToken(token: string): [string, string, string] {
  const parsed = tokenSchema.safeParse(decodePageToken(token));
  if (!parsed.success) throw new AppError("INVALID", "Invalid page token.");
  checkKeyValues(KEYS, parsed.data);
  return parsed.data;
}

/**
 * Points of a series by timestamp, step, value. Where steps and times rise together that is the order of the primary
 * key, so that a page of a long series is one stretch of it.
 */
async function readPage(
  series: SeriesRow,
  after: readonly [string, string, string] | null,
  limit: number,
): Promise<PointRow[]> {
  const [order, bound] = series.isMonotone
    ? ["step, time, value", "($5::bigint, $4::bigint, $6::float8)"]
    : ["time, step, value", "($4::bigint, $5::bigint, $6::float8)"];
  const { rows } = await pool().query<PointRow>(
    `SELECT step, time, value FROM metric_points WHERE run_id = $1 AND key_id = $2
       ${after ? `AND (${order}) > ${bound}` : ""} ORDER BY ${order} LIMIT $3`,
    [series.runId, series.keyId, limit, ...(after ?? [])],
  );
  return rows;
}

interface HistoryInput {
  runUuid: string;
  key: string;
  limit: number;
  pageToken?: string | undefined;
}

/** A page of a metric's points by timestamp, step, value. Unknown runs and keys have none. */
export async function getMetricHistory(
  actor: Actor,
  input: HistoryInput,
): Promise<Page<MetricDto>> {
  assertCan(actor, "run:read");
  if (!(input.limit >= 1))
    throw new AppError("INVALID", `'max_results' must be positive. Got ${input.limit}.`);
  const after = input.pageToken ? parseToken(input.pageToken) : null;
  const keyId = (await findKeys(actor.workspaceId, [input.key])).get(input.key);
  if (keyId === undefined) return { items: [] };
  const [series] = await readSeries(actor.workspaceId, [input.runUuid], [keyId]);
  if (!series) return { items: [] };
  const limit = Math.min(input.limit, MAX_PAGE);
  const rows = await readPage(series, after, limit + 1);
  const shown = rows.slice(0, limit);
  const last = shown.at(-1);
  return {
    items: shown.map(({ step, time, value }) => ({ key: input.key, value, step, timestamp: time })),
    ...(last && rows.length > shown.length
      ? { nextPageToken: encodePageToken([last.time, last.step, last.value].map(String)) }
      : {}),
  };
}

/** One page where that is all that is asked for, else as many parts as it takes. No limit means every point. */
export async function* readMetricHistory(
  actor: Actor,
  {
    limit = Number.POSITIVE_INFINITY,
    ...input
  }: Omit<HistoryInput, "limit"> & { limit?: number | undefined },
): AsyncGenerator<Page<MetricDto>> {
  assertCan(actor, "run:read");
  let missing = limit;
  let { pageToken } = input;
  do {
    const size = limit <= MAX_PAGE ? limit : Math.min(missing, PART);
    const page = await getMetricHistory(actor, { ...input, limit: size, pageToken });
    missing -= page.items.length;
    pageToken = page.nextPageToken;
    yield page;
  } while (pageToken !== undefined && missing > 0);
}
