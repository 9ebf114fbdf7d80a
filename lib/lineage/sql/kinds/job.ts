import "server-only";
import { routes } from "@/lib/core/routes";
import { columns, millisecondsOf, NONE, numberOf, RUN, SHOWN_RUN, upToTime } from "./fragments";
import { retrainedFor } from "./incident";
import type { KindSql } from "./kind";

const own = numberOf("job");

/** The jobs that log to the run of this id. */
export const launchedBy = (uuid: string) => (limit: string) =>
  `SELECT 'job' AS kind, j.number::text AS key, 'started' AS role, '' AS detail, ${millisecondsOf("j.created_at")} AS at
    FROM runs r JOIN jobs j ON j.run_id = r.id AND j.workspace_id = r.workspace_id
    WHERE r.uuid = ${uuid} AND ${SHOWN_RUN} AND ${upToTime("j.created_at")} ORDER BY j.number DESC ${limit}`;

const STATUS = `CASE WHEN ${upToTime("j.ended_at")} THEN j.status
  WHEN ${upToTime("j.started_at")} THEN 'running' ELSE 'queued' END`;

export const job: KindSql = {
  described: `SELECT ${columns("j.number::text", "j.name", "'Job #' || j.number || ', ' || b.name", STATUS, millisecondsOf("j.created_at"), "NULL::bigint", NONE, "ARRAY[j.number::text]", "j.experiment_id::text")}
    FROM jobs j JOIN compute_backends b ON b.id = j.backend_id
    WHERE j.workspace_id = $1 AND j.number = ANY($3::int[])`,
  page: (workspace, [number]) => (number ? routes.job(workspace, Number(number)) : null),
  upstream: [retrainedFor(own)],
  downstream: [
    (limit) => `SELECT ${RUN}, 'started' AS role, '' AS detail, r.start_time AS at
      FROM jobs j JOIN runs r ON r.id = j.run_id
      WHERE j.workspace_id = $1 AND j.number = ${own} AND ${SHOWN_RUN} ${limit}`,
  ],
};
