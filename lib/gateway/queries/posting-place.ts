import "server-only";
import { type Actor, assertCan } from "@/lib/access/actor";
import { AppError } from "@/lib/core/errors";
import { pool } from "@/lib/db/pool";
import { findServing } from "@/lib/deployments/queries/serving";
import { deploymentNotFound } from "@/lib/deployments/sql/deployments";
import type { Receiving } from "../rules/posted-predictions";
import { DEFAULT_LOG } from "../rules/predictions";
import { readPostedRevisions } from "../sql/posted-predictions";
import { type DeploymentRef, readLogSettings } from "../sql/predictions";

/** Where predictions are posted to, and what is made of them there. */
export interface PostingPlace extends DeploymentRef, Receiving {}

/** A deployment that is served elsewhere. Throws NOT_FOUND, and CONFLICT for one that takes no predictions. */
export async function postingPlace(actor: Actor, name: string): Promise<PostingPlace> {
  assertCan(actor, "deployment:predict");
  const { workspaceId } = actor;
  const serving = await findServing(pool(), workspaceId, name);
  if (!serving) throw deploymentNotFound(name);
  if (!serving.revisions.some(({ backend }) => backend === "elsewhere"))
    throw new AppError(
      "CONFLICT",
      `The deployment "${name}" is served here: what it answers is logged by itself. Predictions are posted to deployments that are served elsewhere.`,
    );
  if (serving.status !== "running")
    throw new AppError("CONFLICT", `The deployment "${name}" is stopped: it takes no predictions.`);
  const { deploymentId, plan } = serving;
  const settings =
    (await readLogSettings(pool(), [deploymentId])).get(String(deploymentId)) ?? DEFAULT_LOG;
  if (!settings.isEnabled)
    throw new AppError("CONFLICT", `The log of the deployment "${name}" is switched off.`);
  const revisions = (await readPostedRevisions(deploymentId)).map((row) => ({
    ...row,
    modelVersionId: row.modelVersionId === null ? null : BigInt(row.modelVersionId),
  }));
  const [most] = plan.weights.toSorted((one, other) => other.weight - one.weight);
  return { workspaceId, deploymentId, revisions, stable: most?.revision ?? 1, settings };
}
