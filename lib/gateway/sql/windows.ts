import "server-only";
import { inTransaction, pool, type SqlClient } from "@/lib/db/pool";

/** What one revision did in five seconds, as far as this process saw it. */
export interface WindowRow {
  workspaceId: string;
  deploymentId: bigint;
  revision: number;
  isShadow: boolean;
  /** Milliseconds since the epoch. */
  bucket: number;
  requests: number;
  errors: number;
  rejected: number;
  compared: number;
  differed: number;
  latency: readonly number[];
}

const writeTo = (table: string) => `INSERT INTO ${table} AS w
    (workspace_id, deployment_id, revision, is_shadow, bucket, requests, errors, rejected, compared, differed, latency)
  SELECT d.workspace_id, n.deployment_id, n.revision, n.is_shadow, to_timestamp(n.bucket / 1000.0), n.requests, n.errors, n.rejected,
    n.compared, n.differed, n.latency::bigint[]
  FROM unnest($1::uuid[], $2::bigint[], $3::int[], $4::boolean[], $5::bigint[], $6::bigint[], $7::bigint[], $8::bigint[], $9::bigint[],
    $10::bigint[], $11::text[])
    AS n(workspace_id, deployment_id, revision, is_shadow, bucket, requests, errors, rejected, compared, differed, latency)
  JOIN deployments d ON d.id = n.deployment_id AND d.workspace_id = n.workspace_id
  ON CONFLICT (deployment_id, revision, bucket, is_shadow) DO UPDATE SET
    requests = w.requests + excluded.requests, errors = w.errors + excluded.errors, rejected = w.rejected + excluded.rejected,
    compared = w.compared + excluded.compared, differed = w.differed + excluded.differed,
    latency = (SELECT array_agg(coalesce(a, 0) + coalesce(b, 0) ORDER BY place)
      FROM unnest(w.latency, excluded.latency) WITH ORDINALITY AS t(a, b, place))`;

const WRITE_WINDOWS = writeTo("serving_windows");
const WRITE_MINUTES = writeTo("serving_minutes");
const WRITE_DAYS = writeTo("serving_days");

const MINUTE_MS = 60_000;
const DAY_MS = 86_400_000;

const sum = (one: WindowRow, other: WindowRow): WindowRow => ({
  ...one,
  requests: one.requests + other.requests,
  errors: one.errors + other.errors,
  rejected: one.rejected + other.rejected,
  compared: one.compared + other.compared,
  differed: one.differed + other.differed,
  latency: one.latency.map((count, place) => count + (other.latency[place] ?? 0)),
});

function summedBy(spanMs: number, rows: readonly WindowRow[]): WindowRow[] {
  const spans = new Map<string, WindowRow>();
  for (const row of rows) {
    const bucket = Math.floor(row.bucket / spanMs) * spanMs;
    const key = `${row.deploymentId}/${row.revision}/${row.isShadow}/${bucket}`;
    const known = spans.get(key);
    spans.set(key, known ? sum(known, row) : { ...row, bucket });
  }
  return [...spans.values()];
}

/** Adds to what other processes counted in the same windows. Each window stands in `rows` once. */
export async function addWindows(rows: readonly WindowRow[]): Promise<void> {
  await inTransaction(async (tx) => {
    await addTo(tx, WRITE_WINDOWS, rows);
    await addTo(tx, WRITE_MINUTES, summedBy(MINUTE_MS, rows));
    await addTo(tx, WRITE_DAYS, summedBy(DAY_MS, rows));
  });
}

async function addTo(tx: SqlClient, text: string, rows: readonly WindowRow[]): Promise<void> {
  // In one order, so that two gateways never wait for each other.
  const sorted = [...rows].sort(
    (a, b) =>
      Number(a.deploymentId - b.deploymentId) || a.revision - b.revision || a.bucket - b.bucket,
  );
  const column = <Key extends keyof WindowRow>(key: Key) => sorted.map((row) => row[key]);
  await tx.query(text, [
    column("workspaceId"),
    column("deploymentId").map(String),
    column("revision"),
    column("isShadow"),
    column("bucket"),
    column("requests"),
    column("errors"),
    column("rejected"),
    column("compared"),
    column("differed"),
    sorted.map(({ latency }) => `{${latency.join(",")}}`),
  ]);
}

/** For how many days counts are kept: minutes are looked at as far back as a month, days as far as the year before. */
const KEPT_DAYS = { serving_windows: 7, serving_minutes: 31, serving_days: 800 } as const;

/** Forgets windows that nobody looks at any more; answers how many. */
export async function forgetWindows(): Promise<number> {
  let forgotten = 0;
  for (const [table, days] of Object.entries(KEPT_DAYS)) {
    const { rowCount } = await pool().query(
      `DELETE FROM ${table} WHERE bucket < now() - make_interval(days => $1)`,
      [days],
    );
    forgotten += rowCount ?? 0;
  }
  return forgotten;
}
