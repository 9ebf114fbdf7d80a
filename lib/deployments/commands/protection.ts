import "server-only";
import { type Actor, assertCan } from "@/lib/access/actor";
import { AppError } from "@/lib/core/errors";
import { routes } from "@/lib/core/routes";
import type { Tx } from "@/lib/db/client";
import { approvalRefusal, mayServe } from "../rules/approval";
import { readStandings, type ServedRevision } from "../sql/served";

interface Wanted {
  workspaceId: string;
  workspaceSlug: string;
  environment: string;
  served: readonly ServedRevision[];
}

/**
 * Throws for revisions that may not serve in an environment: their version was deleted, or the policy that protects the
 * environment wants an approval that they have not. Answers whether it is protected for any of them.
 */
export async function assertMayServe(
  tx: Tx,
  { workspaceId, workspaceSlug, environment, served }: Wanted,
  { isRollback = false } = {},
): Promise<boolean> {
  const gone = served.find(({ versionId }) => versionId === null);
  if (gone)
    throw new AppError(
      "CONFLICT",
      `Revision ${gone.number} serves version ${gone.version} of model "${gone.model}", which was deleted.`,
    );
  const standings = await readStandings(tx, { workspaceId, environment }, served);
  for (const { number, model, version } of served) {
    const standing = standings.get(number);
    if (!standing || mayServe(standing.state, { isRollback })) continue;
    const { waiting } = standing;
    const address =
      waiting === null
        ? routes.modelVersion(workspaceSlug, model, version)
        : routes.approval(workspaceSlug, waiting);
    throw new AppError(
      "PROTECTED",
      approvalRefusal({ ...standing, environment, model, version, address }),
    );
  }
  return [...standings.values()].some(({ state }) => state !== "free");
}

/** In a protected environment what serves is changed by those who operate it. */
export async function assertMayChangeTraffic(
  tx: Tx,
  actor: Actor,
  wanted: Pick<Wanted, "environment" | "served">,
  options: { isRollback?: boolean } = {},
): Promise<void> {
  const { workspaceId, workspaceSlug } = actor;
  const isProtected = await assertMayServe(tx, { workspaceId, workspaceSlug, ...wanted }, options);
  if (isProtected) assertCan(actor, "deployment:operate");
}
