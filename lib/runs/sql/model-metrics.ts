import "server-only";
import type { Actor } from "@/lib/access/actor";
import type { SqlClient } from "@/lib/db/pool";
import type { MetricInput } from "../schema";
import type { RunRef } from "./refs";

/** Records against logged models those metrics that name one. Models that do not exist are passed over. */
export async function insertModelMetrics(
  tx: SqlClient,
  actor: Actor,
  run: RunRef,
  metrics: readonly MetricInput[],
): Promise<void> {
  const named = metrics.filter(({ modelUuid }) => modelUuid);
  if (named.length === 0) return;
  await tx.query(
    `INSERT INTO logged_model_metrics
       (model_id, run_id, key, step, time, value, dataset_name, dataset_digest)
     SELECT m.id, $2, i.key, i.step, i.time, i.value, i.dataset_name, i.dataset_digest
     FROM unnest($3::text[], $4::text[], $5::bigint[], $6::bigint[], $7::float8[], $8::text[], $9::text[])
       AS i(model_uuid, key, step, time, value, dataset_name, dataset_digest)
     JOIN logged_models m ON m.uuid = i.model_uuid AND m.workspace_id = $1 AND m.deleted_at IS NULL
     ORDER BY 1, 3, 4 ON CONFLICT DO NOTHING`,
    [
      actor.workspaceId,
      run.id,
      named.map((metric) => metric.modelUuid),
      named.map((metric) => metric.key),
      named.map((metric) => metric.step),
      named.map((metric) => metric.timestamp),
      named.map((metric) => metric.value),
      named.map((metric) => metric.datasetName ?? ""),
      named.map((metric) => metric.datasetDigest ?? ""),
    ],
  );
}
