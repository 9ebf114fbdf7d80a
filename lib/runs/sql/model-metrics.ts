import "server-only";
import type { Actor } from "@/lib/access/actor";
import { AppError } from "@/lib/core/errors";
import type { SqlClient } from "@/lib/db/pool";
import type { MetricInput } from "../schema";
import type { RunRef } from "./refs";

async function checkModels(tx: SqlClient, actor: Actor, uuids: readonly string[]): Promise<void> {
  const { rows } = await tx.query<{ uuid: string }>(
    "SELECT uuid FROM logged_models WHERE uuid = ANY($1) AND workspace_id = $2",
    [uuids, actor.workspaceId],
  );
  const known = new Set(rows.map(({ uuid }) => uuid));
  const missing = uuids.find((uuid) => !known.has(uuid));
  if (missing !== undefined)
    throw new AppError("INVALID", `Invalid value for 'model_id': there is no model '${missing}'.`);
}

/** Records against logged models those metrics that name one. Throws INVALID when a model does not exist. */
export async function insertModelMetrics(
  tx: SqlClient,
  actor: Actor,
  run: RunRef,
  metrics: readonly MetricInput[],
): Promise<void> {
  const named = metrics.filter(({ modelUuid }) => modelUuid);
  if (named.length === 0) return;
  await checkModels(tx, actor, [...new Set(named.flatMap(({ modelUuid }) => modelUuid ?? []))]);
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
