import "server-only";
import { type Actor, assertCan } from "@/lib/access/actor";
import { recordAudit } from "@/lib/audit/record";
import { AppError } from "@/lib/core/errors";
import type { PostOutcomesInput } from "../schema/rollouts";
import { lockDeployment } from "../sql/deployments";
import { deploymentTransaction } from "../sql/transaction";

/** Adds what came of predictions to what is known. The same key adds it once. */
export async function postOutcomes(
  actor: Actor,
  { deployment: name, metric, items, idempotencyKey }: PostOutcomesInput,
): Promise<{ added: number }> {
  assertCan(actor, "deployment:write");
  const { workspaceId, userId } = actor;
  return deploymentTransaction(async (tx) => {
    const deployment = await lockDeployment(tx, actor, name);
    const known = await tx.deploymentRevision.findMany({
      where: { workspaceId, deploymentId: deployment.id },
      select: { number: true },
    });
    const numbers = new Set(known.map(({ number }) => number));
    const missing = items.find(({ revision }) => !numbers.has(revision));
    if (missing)
      throw new AppError("INVALID", `Deployment "${name}" has no revision ${missing.revision}.`);
    const { count } = await tx.deploymentOutcome.createMany({
      data: items.map((item) => ({
        ...{ workspaceId, deploymentId: deployment.id, metric, postedById: userId },
        ...item,
        idempotencyKey: idempotencyKey ?? null,
      })),
      skipDuplicates: true,
    });
    if (count > 0)
      await recordAudit(tx, actor, {
        action: "deployment.outcomes-posted",
        subject: `deployment ${name}`,
        details: { metric, items: JSON.stringify(items.slice(0, 50)), count },
      });
    return { added: count };
  });
}
