import "server-only";
import type { Tx } from "@/lib/db/client";
import type { LockedDeployment } from "./deployments";

/** Plans that are looked through, the newest. */
const MAX_PLANS = 1_000;

/** The versions that had all of the traffic of a deployment one after the other, the oldest first. */
export async function readHolders(
  tx: Tx,
  { id, workspaceId }: Pick<LockedDeployment, "id" | "workspaceId">,
): Promise<bigint[]> {
  const rows = await tx.$queryRaw<{ versionId: bigint | null }[]>`
    SELECT min(r.model_version_id) AS "versionId"
    FROM (SELECT version, plan FROM traffic_plans WHERE deployment_id = ${id} AND workspace_id = ${workspaceId}::uuid
      ORDER BY version DESC LIMIT ${MAX_PLANS}) p
    CROSS JOIN LATERAL jsonb_array_elements(p.plan->'weights') AS w
    JOIN deployment_revisions r ON r.deployment_id = ${id} AND r.number = (w->>'revision')::int
    WHERE (w->>'weight')::int > 0
    GROUP BY p.version HAVING count(DISTINCT coalesce(r.model_version_id, -r.number)) = 1 ORDER BY p.version`;
  return rows.flatMap(({ versionId }) => (versionId === null ? [] : [versionId]));
}
