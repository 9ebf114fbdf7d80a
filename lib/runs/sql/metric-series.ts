import "server-only";
import { pool } from "@/lib/db/pool";

/** One metric of one run, as its summary describes it. */
export interface SeriesRow {
  runId: number;
  runUuid: string;
  keyId: number;
  points: number;
  firstStep: number;
  lastStep: number;
  firstTime: number;
  lastTime: number;
  /** Steps and times rise together. */
  isMonotone: boolean;
  /** Where relative time begins. */
  origin: number;
}

/**
 * The series of some runs and keys. A run that names no start begins with its first point of any metric; a series whose
 * times go back and forth has to be read for its last one.
 */
export async function readSeries(
  workspaceId: string,
  runUuids: readonly string[],
  keyIds: readonly number[],
): Promise<SeriesRow[]> {
  const { rows } = await pool().query<SeriesRow>(
    `SELECT r.id AS "runId", r.uuid AS "runUuid", s.key_id AS "keyId", s.points, s.first_step AS "firstStep",
       s.last_step AS "lastStep", s.first_time AS "firstTime",
       CASE WHEN s.is_monotone THEN s.last_time ELSE (SELECT max(p.time) FROM metric_points p
         WHERE p.run_id = s.run_id AND p.key_id = s.key_id) END AS "lastTime",
       s.is_monotone AS "isMonotone", CASE WHEN r.start_time > 0 THEN r.start_time
         ELSE (SELECT min(a.first_time) FROM metric_series a WHERE a.run_id = r.id) END AS origin
     FROM runs r JOIN metric_series s ON s.run_id = r.id AND s.key_id = ANY ($3::int[])
     WHERE r.uuid = ANY ($1::text[]) AND r.workspace_id = $2
     ORDER BY array_position($1::text[], r.uuid), array_position($3::int[], s.key_id)`,
    [runUuids, workspaceId, keyIds],
  );
  return rows;
}
