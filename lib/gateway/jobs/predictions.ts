import "server-only";
import { pool } from "@/lib/db/pool";
import { DEFAULT_LOG } from "../rules/predictions";

/** Days whose partitions are made ahead, so that a worker may be away for some. */
const DAYS_AHEAD = 3;
const BATCH = 5_000;
const BATCHES = 200;

const RETENTION = `SELECT d.id, coalesce(s.retention_days, ${DEFAULT_LOG.retentionDays}) AS days
  FROM deployments d LEFT JOIN prediction_log_settings s ON s.deployment_id = d.id`;

/** What deletes a batch of rows whose retention has ended, of all deployments. */
const EXPIRED: readonly string[] = [
  `DELETE FROM predictions p USING (
     SELECT o.tableoid AS part, o.ctid AS place FROM (${RETENTION}) r
     JOIN predictions o ON o.deployment_id = r.id AND o.at < $1::timestamptz - r.days * interval '1 day' LIMIT ${BATCH}) gone
   WHERE p.tableoid = gone.part AND p.ctid = gone.place`,
  `DELETE FROM prediction_labels l USING (
     SELECT o.ctid AS place FROM (${RETENTION}) r JOIN prediction_labels o ON o.deployment_id = r.id
       AND greatest(o.at, o.received_at) < $1::timestamptz - r.days * interval '1 day' LIMIT ${BATCH}) gone
   WHERE l.ctid = gone.place`,
];

async function inBatches(statement: string, now: Date): Promise<number> {
  let total = 0;
  for (let batch = 0; batch < BATCHES; batch += 1) {
    const { rowCount } = await pool().query(statement, [now.toISOString()]);
    total += rowCount ?? 0;
    if ((rowCount ?? 0) < BATCH) break;
  }
  return total;
}

/**
 * Makes the partitions of the days to come, drops those of days that no deployment keeps any more, and deletes what
 * deployments with a shorter retention do not. Answers how many partitions and rows went.
 */
export async function keepPredictions(now = new Date()): Promise<number> {
  const day = now.toISOString().slice(0, 10);
  await pool().query("SELECT make_prediction_partitions($1::date, $1::date + $2::int)", [
    day,
    DAYS_AHEAD,
  ]);
  const { rows } = await pool().query<{ dropped: number }>(
    `SELECT drop_prediction_partitions($1::date - (
       SELECT coalesce(max(days), ${DEFAULT_LOG.retentionDays}) FROM (${RETENTION}) kept)::int) AS dropped`,
    [day],
  );
  let gone = rows[0]?.dropped ?? 0;
  await pool().query(
    "DELETE FROM prediction_uploads WHERE at < $1::timestamptz - interval '30 days'",
    [now.toISOString()],
  );
  for (const statement of EXPIRED) gone += await inBatches(statement, now);
  return gone;
}
