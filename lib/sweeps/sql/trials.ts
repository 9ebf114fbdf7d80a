import "server-only";
import type { SqlClient } from "@/lib/db/pool";
import type { SweepRow, TrialRow } from "../dto";
import type { Values } from "../rules/draws";
import { type SweepSpec, sweepSpec } from "../schema";

const VALUE = "CASE WHEN abs(m.last_value) < 'Infinity' THEN m.last_value END";

/** Trials of the sweep $1 of the workspace $2 by the metric $3, or what stands for those in a query. */
const trialSelect = (sweep = "$1", metric = "$3"): string =>
  `SELECT t.index, t.parameters, j.number AS "jobNumber", j.status, j.reason, r.uuid AS "runUuid",
    ${VALUE} AS value, j.started_at AS "startedAt", j.ended_at AS "endedAt"
  FROM sweep_trials t
  LEFT JOIN jobs j ON j.id = t.job_id
  LEFT JOIN runs r ON r.id = j.run_id
  LEFT JOIN attribute_keys k ON k.workspace_id = t.workspace_id AND k.name = ${metric}
  LEFT JOIN metric_series m ON m.run_id = j.run_id AND m.key_id = k.id
  WHERE t.sweep_id = ${sweep} AND t.workspace_id = $2`;

/** The best first, then those without a value as they were tried. */
const bestFirst = ({ metric }: SweepSpec): string =>
  metric === null
    ? "index"
    : `value ${metric.goal === "minimize" ? "ASC" : "DESC"} NULLS LAST, index`;

export async function readTrials(
  client: SqlClient,
  sweep: SweepRow,
  { sort, limit, offset }: { sort: "best" | "index"; limit: number; offset: number },
): Promise<TrialRow[]> {
  const spec = sweepSpec.parse(sweep.spec);
  const { rows } = await client.query<TrialRow>(
    `${trialSelect()} ORDER BY ${sort === "best" ? bestFirst(spec) : "index"} LIMIT $4 OFFSET $5`,
    [sweep.id, sweep.workspaceId, spec.metric?.key ?? null, limit, offset],
  );
  return rows;
}

/** By a sweep's id, the trial with the best value of its metric, as far as its trials have one. */
export async function readBests(
  client: SqlClient,
  workspaceId: string,
  sweeps: readonly SweepRow[],
): Promise<Map<number, TrialRow>> {
  const measured = sweeps.flatMap(({ id, spec }) => {
    const { metric } = sweepSpec.parse(spec);
    return metric ? [{ id, ...metric }] : [];
  });
  if (measured.length === 0) return new Map();
  const { rows } = await client.query<TrialRow & { sweepId: number }>(
    `SELECT s.id AS "sweepId", best.*
     FROM unnest($1::bigint[], $3::text[], $4::int[]) AS s (id, metric, sign)
     CROSS JOIN LATERAL (${trialSelect("s.id", "s.metric")} AND ${VALUE} IS NOT NULL
       ORDER BY s.sign * m.last_value, t.index LIMIT 1) best`,
    [
      measured.map(({ id }) => id),
      workspaceId,
      measured.map(({ key }) => key),
      measured.map(({ goal }) => (goal === "minimize" ? 1 : -1)),
    ],
  );
  return new Map(rows.map(({ sweepId, ...best }) => [sweepId, best]));
}

export async function readBest(client: SqlClient, sweep: SweepRow): Promise<TrialRow | null> {
  const bests = await readBests(client, sweep.workspaceId, [sweep]);
  return bests.get(sweep.id) ?? null;
}

export async function insertTrials(
  tx: SqlClient,
  sweep: { id: number; workspaceId: string },
  trials: readonly Values[],
): Promise<void> {
  await tx.query(
    `INSERT INTO sweep_trials (sweep_id, workspace_id, index, parameters)
     SELECT $1, $2, index, parameters FROM jsonb_array_elements($3::jsonb) WITH ORDINALITY AS t (parameters, index)`,
    [sweep.id, sweep.workspaceId, JSON.stringify(trials)],
  );
}

/** The next combinations that nobody has queued a job for. */
export async function nextTrials(
  client: SqlClient,
  sweep: { id: number; workspaceId: string },
  limit: number,
): Promise<{ index: number; parameters: Values }[]> {
  const { rows } = await client.query<{ index: number; parameters: Values }>(
    `SELECT index, parameters FROM sweep_trials WHERE sweep_id = $1 AND workspace_id = $2 AND job_id IS NULL
     ORDER BY index LIMIT $3`,
    [sweep.id, sweep.workspaceId, limit],
  );
  return rows;
}

/** The numbers of its jobs that have not ended, in the order in which they are to be locked. */
export async function findOpenJobs(
  tx: SqlClient,
  sweep: { id: number; workspaceId: string },
): Promise<number[]> {
  const { rows } = await tx.query<{ number: number }>(
    `SELECT j.number FROM sweep_trials t JOIN jobs j ON j.id = t.job_id
     WHERE t.sweep_id = $1 AND t.workspace_id = $2 AND j.status IN ('queued', 'starting', 'running') ORDER BY j.id`,
    [sweep.id, sweep.workspaceId],
  );
  return rows.map(({ number }) => number);
}

/** Says which job tries a combination. False when another one does. */
export async function setJob(
  tx: SqlClient,
  sweep: { id: number; workspaceId: string },
  index: number,
  jobId: number,
): Promise<boolean> {
  const { rowCount } = await tx.query(
    "UPDATE sweep_trials SET job_id = $4 WHERE sweep_id = $1 AND workspace_id = $2 AND index = $3 AND job_id IS NULL",
    [sweep.id, sweep.workspaceId, index, jobId],
  );
  return rowCount === 1;
}
