import "server-only";
import { inTransaction, type SqlClient } from "@/lib/db/pool";
import { MASK } from "@/lib/deployments/rules/masks";
import { labelOf } from "@/lib/deployments/sql/labels";
import type { LoggedRow } from "../rules/performance/read-row";

const BATCH = 2_000;
/** Predictions of an hour that are read at most; of more, every so many-th by its id. */
export const MAX_PREDICTIONS = 100_000;

const COUNT = `SELECT greatest(1, ceil(count(*) / $4::float8))::int AS every FROM predictions
  WHERE deployment_id = $1 AND at >= $2 AND at < $3`;

/** Rows that were answered, of requests and not of copies, each with what the log and its label say. */
const OPEN = `DECLARE judged NO SCROLL CURSOR FOR
  SELECT a.answer, p.outputs -> (a.place - 1)::int AS output, CASE WHEN $5 THEN p.inputs -> (a.place - 1)::int END AS input,
    l.value AS label, l.at IS NOT NULL AS "isLabelled"
  FROM predictions p CROSS JOIN LATERAL jsonb_array_elements(p.answers) WITH ORDINALITY AS a(answer, place)
  LEFT JOIN LATERAL (${labelOf("p", "(a.place - 1)::int")}) l ON true
  WHERE p.deployment_id = $1 AND p.at >= $2 AND p.at < $3 AND NOT p.is_shadow AND p.status < 400 AND p.answers IS NOT NULL
    AND a.answer <> $6::jsonb AND ($4 = 1 OR mod(abs(hashtextextended(p.id::text, 0) / 2), $4) = 0)`;

export interface LogSpan {
  deploymentId: number;
  from: Date;
  to: Date;
  withInputs: boolean;
}

type StoredRow = LoggedRow & { isLabelled: boolean };

/** Reads rows of a time to the end, or until `take` answers false. Answers how many rows each of them stands for, and when it began. */
export async function readLoggedRows(
  { deploymentId, from, to, withInputs }: LogSpan,
  take: (row: LoggedRow) => boolean,
): Promise<{ every: number; at: Date }> {
  return inTransaction(async (tx) => {
    const { rows: counted } = await tx.query<{ every: number; now: Date }>(
      `SELECT every, now() FROM (${COUNT}) AS counted`,
      [deploymentId, from, to, MAX_PREDICTIONS],
    );
    const { every = 1, now = new Date() } = counted[0] ?? {};
    await tx.query(OPEN, [deploymentId, from, to, every, withInputs, JSON.stringify(MASK)]);
    for (;;) {
      const { rows } = await tx.query<StoredRow>(`FETCH ${BATCH} FROM judged`);
      if (rows.length === 0 || !rows.every((row) => take(toRow(row)))) return { every, at: now };
    }
  });
}

const toRow = ({ label, isLabelled, ...row }: StoredRow): LoggedRow =>
  isLabelled ? { ...row, label } : row;

/** Hours of predictions whose labels came, or came otherwise, after a moment. */
export async function readLabelledHours(
  client: SqlClient,
  deploymentId: number,
  since: Date,
): Promise<Date[]> {
  const { rows } = await client.query<{ hour: Date }>(
    `WITH fresh AS (
       SELECT DISTINCT target FROM prediction_labels WHERE deployment_id = $1 AND received_at > $2)
     SELECT DISTINCT date_trunc('hour', p.at, 'UTC') AS hour FROM fresh f JOIN predictions p
       ON p.id = substr(f.target, 4)::uuid AND p.deployment_id = $1 WHERE f.target LIKE 'id:%'
     UNION
     SELECT DISTINCT date_trunc('hour', p.at, 'UTC') FROM fresh f JOIN predictions p
       ON p.deployment_id = $1 AND p.key = substr(f.target, 5) WHERE f.target LIKE 'key:%'`,
    [deploymentId, since],
  );
  return rows.map(({ hour }) => hour);
}
