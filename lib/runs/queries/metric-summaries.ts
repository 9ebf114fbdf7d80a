import "server-only";
import { type Actor, assertCan } from "@/lib/access/actor";
import { pool } from "@/lib/db/pool";
import type { MetricSummaryDto } from "../dto/metrics";
import { type RunPeekDto, toRunPeekDto } from "../dto/table";
import { runRef } from "../sql/refs";
import { getRun } from "./get-run";

/** Every metric of a run as its history comes to: last, least and greatest value, and where. By name. */
export async function listMetricSummaries(
  actor: Actor,
  runUuid: string,
): Promise<MetricSummaryDto[]> {
  assertCan(actor, "run:read");
  const run = await runRef(actor, runUuid);
  const { rows } = await pool().query<MetricSummaryDto>(
    `SELECT k.name AS key, s.points, s.last_value AS last, s.last_step AS "lastStep", s.min_value AS min,
       s.min_step AS "minStep", s.max_value AS max, s.max_step AS "maxStep"
     FROM metric_series s JOIN attribute_keys k ON k.id = s.key_id
     WHERE s.run_id = $1 AND k.workspace_id = $2 ORDER BY k.name`,
    [run.id, actor.workspaceId],
  );
  return rows;
}

/** A run in short, deleted or not. Throws NOT_FOUND. */
export async function getRunPeek(actor: Actor, runUuid: string): Promise<RunPeekDto> {
  assertCan(actor, "run:read");
  const [run, metrics] = await Promise.all([
    getRun(actor, runUuid),
    listMetricSummaries(actor, runUuid),
  ]);
  return toRunPeekDto(run, metrics);
}
