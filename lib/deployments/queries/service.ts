import "server-only";
import { type Actor, assertCan } from "@/lib/access/actor";
import { db } from "@/lib/db/client";
import type { DeploymentDto } from "../dto/deployments";
import type { ServiceDto } from "../dto/rollouts";
import { listDeploymentsInput } from "../schema/deployments";
import { readDeployment } from "../sql/read";
import { listDeployments } from "./list-deployments";
import { readNewestRollouts } from "./rollouts";

/** Deployments of a model in one environment that are looked at. */
const MAX_SERVING = 5;

interface AskedService {
  environment: string;
  model: string;
  version: number;
  /** Id of the only deployment that is meant, whatever it serves; null for all. */
  deployment: string | null;
}

/** One that was deleted is nobody's, also when another one has its name now. */
async function readMeant(actor: Actor, id: string): Promise<DeploymentDto[]> {
  const found = await db().deployment.findFirst({
    where: { id: BigInt(id), workspaceId: actor.workspaceId, deletedAt: null },
    select: { name: true },
  });
  return found ? [await readDeployment(actor, found.name)] : [];
}

async function readServing(actor: Actor, asked: AskedService): Promise<DeploymentDto[]> {
  const { environment, model, deployment } = asked;
  if (deployment !== null) return readMeant(actor, deployment);
  const wanted = listDeploymentsInput.safeParse({ environment, model, limit: MAX_SERVING });
  return wanted.success ? (await listDeployments(actor, wanted.data)).items : [];
}

/** What serves a model in an environment, with the newest rollout of one of its versions; as many reads for one as for all. */
export async function readService(actor: Actor, asked: AskedService): Promise<ServiceDto[]> {
  assertCan(actor, "deployment:read");
  const { model, version } = asked;
  const items = await readServing(actor, asked);
  const deployments = items.map(({ name }) => name);
  const rollouts = await readNewestRollouts(actor, { deployments, model, version });
  return items.map((deployment) => ({
    deployment,
    rollout: rollouts.get(deployment.name) ?? null,
  }));
}
