import "server-only";
import { type Actor, assertCan } from "@/lib/access/actor";
import { recordAuditSql } from "@/lib/audit/record";
import { AppError } from "@/lib/core/errors";
import type { SqlClient } from "@/lib/db/pool";
import type { RunRef } from "@/lib/runs/sql/refs";
import { TOUCH_EVERY_MS } from "./link-inputs";

/** As much of a hash as MLflow takes for a digest. */
const DIGEST_LENGTH = 32;

/** Notes in the caller's transaction that a run reads versions that the workspace has, with their audit row. */
export async function linkVersions(
  tx: SqlClient,
  actor: Actor,
  run: RunRef & { uuid: string },
  versions: readonly { datasetId: number; version: number }[],
): Promise<void> {
  assertCan(actor, "run:write");
  const now = Date.now();
  const { rows } = await tx.query<{ name: string; digest: string }>(
    `WITH given AS MATERIALIZED (
       SELECT DISTINCT v.id AS version_id, d.id AS dataset_id, d.name, v.source_type, v.source, v.schema, v.profile,
         CASE v.digest WHEN '' THEN left(split_part(v.content_key, ':', 2), ${DIGEST_LENGTH}) ELSE v.digest END AS digest
       FROM jsonb_to_recordset($4::jsonb) AS g("datasetId" bigint, version int)
       JOIN datasets d ON d.id = g."datasetId" AND d.workspace_id = $1
       JOIN dataset_versions v ON v.dataset_id = d.id AND v.number = g.version AND v.workspace_id = $1
     ), logged AS (
       INSERT INTO logged_datasets (workspace_id, experiment_id, name, digest, source_type, source, schema, profile, created_at)
       SELECT DISTINCT ON (name, digest) $1::uuid, $2::bigint, name, digest, source_type, source, schema, profile, $5::bigint
       FROM given ORDER BY name, digest
       ON CONFLICT (experiment_id, name, digest) DO UPDATE SET name = excluded.name
       RETURNING id, name, digest
     ), touched AS (
       UPDATE datasets SET last_used_at = $5 WHERE id IN (
         SELECT id FROM datasets WHERE id IN (SELECT dataset_id FROM given) AND last_used_at < $5::bigint - ${TOUCH_EVERY_MS}
         FOR NO KEY UPDATE SKIP LOCKED)
     ), linked AS (
       INSERT INTO run_inputs (run_id, dataset_id, version_id)
       SELECT $3, l.id, g.version_id FROM given g JOIN logged l ON l.name = g.name AND l.digest = g.digest
       ORDER BY l.id ON CONFLICT DO NOTHING RETURNING version_id
     )
     SELECT g.name, g.digest FROM linked JOIN given g ON g.version_id = linked.version_id`,
    [run.workspaceId, run.experimentId, run.id, JSON.stringify(versions), now],
  );
  if (rows.length < versions.length)
    throw new AppError(
      "INVALID",
      "Two of the dataset versions are the same, or have the same name and digest. Declare one of them.",
    );
  await recordAuditSql(tx, actor, {
    action: "run.inputs-logged",
    subject: `run ${run.uuid}`,
    after: { datasets: rows, models: [] },
  });
}
