import "server-only";
import { heldError } from "@/lib/audit/holds";
import type { SqlClient } from "@/lib/db/pool";
import { storePath } from "@/lib/storage/artifact-uri";

interface HeldRow {
  model_name: string | null;
  reason: string;
  placed_at: Date;
  uri: string | null;
}

const isWithin = (path: string, folder: string) => path === folder || path.startsWith(`${folder}/`);
const isCovered = (path: string, held: string) => isWithin(path, held) || isWithin(held, path);

/**
 * Throws CONFLICT while a legal hold covers files at a path, or below it: everything in the workspace, or what versions of
 * a model were registered from. A hold that is placed meanwhile waits for the transaction.
 */
export async function assertFilesNotHeld(
  tx: SqlClient,
  workspaceId: string,
  path: string,
): Promise<void> {
  await tx.query("SELECT 1 FROM workspaces WHERE id = $1 FOR KEY SHARE", [workspaceId]);
  const { rows } = await tx.query<HeldRow>(
    `SELECT h.model_name, h.reason, h.placed_at, f.uri FROM legal_holds h
       LEFT JOIN model_versions v ON v.model_id = h.model_id AND v.deleted_at IS NULL
       LEFT JOIN runs r ON r.uuid = v.run_uuid AND r.workspace_id = v.workspace_id
       CROSS JOIN LATERAL (VALUES (v.storage_location), (r.artifact_uri)) AS f(uri)
     WHERE h.workspace_id = $1 AND h.released_at IS NULL ORDER BY h.placed_at`,
    [workspaceId],
  );
  const hold = rows.find(({ model_name: model, uri }) => {
    const held = uri === null ? null : storePath(uri);
    return model === null || (held !== null && isCovered(path, held));
  });
  if (!hold) return;
  const { model_name: modelName, reason, placed_at: placedAt } = hold;
  throw heldError({ modelName, reason, placedAt });
}
