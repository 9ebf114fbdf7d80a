import "server-only";
import type { SqlClient } from "@/lib/db/pool";

/** The run that a model's version came from. */
export interface ServedRun {
  uuid: string;
  name: string;
  artifactUri: string;
}

/** The run that made a version; null for one that came from none, or whose run is gone. */
export async function findServedRun(
  client: SqlClient,
  workspaceId: string,
  modelVersionId: bigint,
): Promise<ServedRun | null> {
  const { rows } = await client.query<ServedRun>(
    `SELECT r.uuid, r.name, r.artifact_uri AS "artifactUri" FROM model_versions m
     LEFT JOIN logged_models l ON l.uuid = m.logged_model_uuid AND l.workspace_id = m.workspace_id
     JOIN runs r ON r.workspace_id = m.workspace_id AND r.uuid = coalesce(m.run_uuid, l.source_run_uuid)
     WHERE m.workspace_id = $1 AND m.id = $2 AND r.deleted_at IS NULL`,
    [workspaceId, String(modelVersionId)],
  );
  return rows[0] ?? null;
}
