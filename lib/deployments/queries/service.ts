import "server-only";
import { type Actor, assertCan } from "@/lib/access/actor";
import type { ServiceDto } from "../dto/rollouts";
import { listDeploymentsInput } from "../schema/deployments";
import { listDeployments } from "./list-deployments";
import { readNewestRollouts } from "./rollouts";

/** Deployments of a model in one environment that are looked at. */
const MAX_SERVING = 5;

/** What serves a model in an environment, with the newest rollout of one of its versions; as many reads for one as for all. */
export async function readService(
  actor: Actor,
  { environment, model, version }: { environment: string; model: string; version: number },
): Promise<ServiceDto[]> {
  assertCan(actor, "deployment:read");
  const asked = listDeploymentsInput.safeParse({ environment, model, limit: MAX_SERVING });
  if (!asked.success) return [];
  const { items } = await listDeployments(actor, asked.data);
  const deployments = items.map(({ name }) => name);
  const rollouts = await readNewestRollouts(actor, { deployments, model, version });
  return items.map((deployment) => ({
    deployment,
    rollout: rollouts.get(deployment.name) ?? null,
  }));
}
