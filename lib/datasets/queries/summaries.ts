import "server-only";
import { type Actor, assertCan } from "@/lib/access/actor";
import { pool } from "@/lib/db/pool";
import type { DatasetSummaryDto } from "../dto/summaries";
import { checkSummaryExperiments } from "../rules/inputs";

const MAX_SUMMARIES = 1_000;

/** The datasets that runs of some experiments have read. */
export async function listDatasetSummaries(
  actor: Actor,
  experimentIds: readonly number[],
): Promise<DatasetSummaryDto[]> {
  assertCan(actor, "dataset:read");
  checkSummaryExperiments(experimentIds.length);
  const { rows } = await pool().query<DatasetSummaryDto>(
    `SELECT DISTINCT d.experiment_id AS "experimentId", d.name, d.digest, i.context
     FROM logged_datasets d JOIN run_inputs i ON i.dataset_id = d.id
     WHERE d.workspace_id = $1 AND d.experiment_id = ANY($2::bigint[])
     ORDER BY 1, 2, 3, 4 LIMIT ${MAX_SUMMARIES}`,
    [actor.workspaceId, experimentIds],
  );
  return rows;
}
