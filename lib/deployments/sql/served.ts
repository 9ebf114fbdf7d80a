import "server-only";
import {
  type EnvironmentStanding,
  readEnvironmentStandings,
} from "@/lib/approvals/sql/environments";
import { AppError } from "@/lib/core/errors";
import type { Tx } from "@/lib/db/client";
import type { LockedDeployment } from "./deployments";

/** A revision with the version that it serves. */
export interface ServedRevision {
  number: number;
  /** Null for a version that was deleted. */
  versionId: bigint | null;
  model: string;
  version: number;
  riskTier: string;
}

/** Revisions of a deployment, whose models are locked against deletion and other tiers. Throws INVALID for one that is missing. */
export async function readServed(
  tx: Tx,
  { id, name }: Pick<LockedDeployment, "id" | "name">,
  numbers: readonly number[],
): Promise<ServedRevision[]> {
  await tx.$queryRaw`
    SELECT 1 FROM registered_models WHERE id IN (
      SELECT v.model_id FROM deployment_revisions r JOIN model_versions v ON v.id = r.model_version_id
      WHERE r.deployment_id = ${id} AND r.number = ANY(${numbers}::int[]))
    ORDER BY id FOR SHARE`;
  const rows = await tx.$queryRaw<ServedRevision[]>`
    SELECT r.number, v.id AS "versionId", coalesce(m.name, r.model_name) AS model, r.model_version AS version,
      coalesce(m.risk_tier, 'critical') AS "riskTier"
    FROM deployment_revisions r
    LEFT JOIN model_versions v ON v.id = r.model_version_id AND v.deleted_at IS NULL
    LEFT JOIN registered_models m ON m.id = v.model_id
    WHERE r.deployment_id = ${id} AND r.number = ANY(${numbers}::int[]) ORDER BY r.number`;
  for (const number of numbers)
    if (!rows.some((row) => row.number === number)) {
      const message = `Deployment "${name}" has no revision ${number}.`;
      throw new AppError("INVALID", message, { plan: message });
    }
  return rows;
}

/** Whether a revision was loaded and answering when it was last seen. */
export async function isAnswering(
  tx: Tx,
  { id, workspaceId, status }: Pick<LockedDeployment, "id" | "workspaceId" | "status">,
  number: number,
): Promise<boolean> {
  const state = await tx.revisionState.findFirst({
    where: { workspaceId, revision: { deploymentId: id, number } },
    select: { status: true },
  });
  return state?.status === "ready" && status === "running";
}

/** What the approvals say of revisions in an environment; nothing is said of deleted versions. */
export async function readStandings(
  tx: Tx,
  { workspaceId, environment }: { workspaceId: string; environment: string },
  served: readonly ServedRevision[],
): Promise<Map<number, EnvironmentStanding>> {
  const places = served.flatMap(({ number, versionId, riskTier }) =>
    versionId === null ? [] : [{ number, place: { environment, versionId, riskTier } }],
  );
  const standings = await readEnvironmentStandings(
    tx,
    workspaceId,
    places.map(({ place }) => place),
  );
  return new Map(
    places.flatMap(({ number }, index) => {
      const standing = standings[index];
      return standing ? [[number, standing] as const] : [];
    }),
  );
}
