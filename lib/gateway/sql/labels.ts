import "server-only";
import type { SqlClient } from "@/lib/db/pool";

export interface NewLabel {
  /** "id:<uuid>" or "key:<business key>". */
  target: string;
  row: number;
  /** Null when it was not said. */
  at: string | null;
  value: number | string;
}

/**
 * Keeps labels. The same label again changes nothing; another value for the same moment corrects it. One without a moment
 * is new only when it says something else than the newest one there.
 */
const KEEP = `WITH given AS (
    SELECT DISTINCT ON (target, row_index, coalesce(at, now())) target, row_index, coalesce(at, now()) AS at,
      at IS NULL AS is_undated, value
    FROM json_to_recordset($3::json) AS g(n int, target text, row_index int, at timestamptz, value jsonb)
    ORDER BY target, row_index, coalesce(at, now()), n DESC)
  INSERT INTO prediction_labels (workspace_id, deployment_id, target, row_index, at, value, received_by_id)
  SELECT $1, $2, g.target, g.row_index, g.at, g.value, $4 FROM given g
  WHERE NOT (g.is_undated AND EXISTS (
    SELECT 1 FROM (SELECT l.value FROM prediction_labels l
      WHERE l.deployment_id = $2 AND l.target = g.target AND l.row_index = g.row_index ORDER BY l.at DESC LIMIT 1) newest
    WHERE newest.value = g.value))
  ORDER BY g.target, g.row_index, g.at
  ON CONFLICT (deployment_id, target, row_index, at) DO UPDATE
    SET value = EXCLUDED.value, received_at = now(), received_by_id = EXCLUDED.received_by_id
    WHERE prediction_labels.value IS DISTINCT FROM EXCLUDED.value
  RETURNING (xmax = 0) AS "isNew"`;

export async function keepLabels(
  tx: SqlClient,
  place: { workspaceId: string; deploymentId: bigint; userId: string },
  labels: readonly NewLabel[],
): Promise<{ added: number; corrected: number }> {
  const rows = labels.map(({ target, row, at, value }, n) => ({
    ...{ n, target, row_index: row, at, value },
  }));
  const { rows: kept } = await tx.query<{ isNew: boolean }>(KEEP, [
    place.workspaceId,
    String(place.deploymentId),
    JSON.stringify(rows),
    place.userId,
  ]);
  const added = kept.filter(({ isNew }) => isNew).length;
  return { added, corrected: kept.length - added };
}
