import "server-only";
import type { SqlClient } from "@/lib/db/pool";
import type { Moments } from "../rules/effects";
import type { ArmData } from "../rules/judge";
import { LATENCY_PLACES } from "../rules/latency";

interface Span {
  deploymentId: number;
  revision: number;
  /** Whether it answered, or only got copies. */
  isShadow: boolean;
  from: Date;
  to: Date;
}

/** What a revision did in a time. */
export type WindowTotals = Pick<ArmData, "requests" | "errors" | "latency"> & {
  /** When its last five seconds with a request began. */
  lastAt: Date | null;
};

interface Row {
  requests: number | null;
  errors: number | null;
  lastAt: Date | null;
  places: Record<string, number> | null;
}

const TOTALS = `WITH windows AS (
    SELECT requests, errors, bucket, latency FROM serving_windows
    WHERE deployment_id = $1 AND revision = $2 AND is_shadow = $3 AND bucket >= $4 AND bucket < $5 AND requests > 0)
  SELECT (SELECT sum(requests)::bigint FROM windows) AS requests, (SELECT sum(errors)::bigint FROM windows) AS errors,
    (SELECT max(bucket) FROM windows) AS "lastAt",
    (SELECT json_object_agg(place, count) FROM (
       SELECT place - 1 AS place, sum(count) AS count FROM windows, unnest(latency) WITH ORDINALITY AS l(count, place)
       WHERE count > 0 GROUP BY place) AS summed) AS places`;

export async function readWindows(client: SqlClient, span: Span): Promise<WindowTotals> {
  const { rows } = await client.query<Row>({
    name: "serving-windows-totals",
    text: TOTALS,
    values: [span.deploymentId, span.revision, span.isShadow, span.from, span.to],
  });
  const row = rows[0];
  const latency = new Array<number>(LATENCY_PLACES).fill(0);
  for (const [place, count] of Object.entries(row?.places ?? {})) latency[Number(place)] = count;
  return {
    requests: row?.requests ?? 0,
    errors: row?.errors ?? 0,
    lastAt: row?.lastAt ?? null,
    latency,
  };
}

/** Posted outcomes of a revision since a moment, by metric. */
export async function readOutcomes(
  client: SqlClient,
  {
    deploymentId,
    revision,
    metrics,
    from,
  }: Pick<Span, "deploymentId" | "revision" | "from"> & { metrics: readonly string[] },
): Promise<Record<string, Moments>> {
  if (metrics.length === 0) return {};
  const { rows } = await client.query<Moments & { metric: string }>(
    `SELECT metric, sum(n)::bigint AS n, sum(sum) AS sum, sum(sum_squares) AS "sumSquares" FROM deployment_outcomes
     WHERE deployment_id = $1 AND revision = $2 AND metric = ANY ($3) AND at >= $4 GROUP BY metric`,
    [deploymentId, revision, metrics, from],
  );
  return Object.fromEntries(rows.map(({ metric, ...moments }) => [metric, moments]));
}
