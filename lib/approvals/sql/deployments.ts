import "server-only";
import { AppError } from "@/lib/core/errors";
import type { Tx } from "@/lib/db/client";
import { describeTarget, isSameTarget } from "../rules/targets";
import type { Target } from "../schema/policies";
import type { OpenRequestInput } from "../schema/requests";
import type { RequestRow } from "./elections";

export interface NamedDeployment {
  id: bigint;
  name: string;
}

const refuse = (message: string) => new AppError("INVALID", message, { deployment: message });

/** The deployment that a request is about alone; null for one that names none. Throws INVALID for one that cannot be meant. */
export async function findNamedDeployment(
  tx: Tx,
  workspaceId: string,
  { deployment: name, action }: Pick<OpenRequestInput, "deployment" | "action">,
  target: Target,
): Promise<NamedDeployment | null> {
  if (name === undefined) return null;
  if (target.kind !== "environment" || action !== "set")
    throw refuse("A deployment is named only where a version is to serve in an environment.");
  const found = await tx.deployment.findFirst({
    where: { workspaceId, name, deletedAt: null },
    select: { id: true, name: true, status: true, environment: { select: { name: true } } },
  });
  if (!found) throw refuse(`There is no deployment "${name}" in this workspace.`);
  const there: Target = { kind: "environment", value: found.environment.name };
  if (!isSameTarget(there, target))
    throw refuse(
      `Deployment "${name}" is in ${describeTarget(there)}, not in ${describeTarget(target)}.`,
    );
  if (found.status !== "running")
    throw refuse(`Deployment "${name}" is stopped. Start it first, or name another one.`);
  return { id: found.id, name: found.name };
}

/** Throws CONFLICT for an open request that is about another deployment: one is decided at a time. */
export function assertSameDeployment(
  {
    number,
    deploymentId,
    deploymentName,
  }: Pick<RequestRow, "number" | "deploymentId" | "deploymentName">,
  wanted: NamedDeployment,
): void {
  if (deploymentId === wanted.id) return;
  const about = deploymentName === null ? "all deployments" : `deployment "${deploymentName}"`;
  throw new AppError(
    "CONFLICT",
    `Approval request ${number} for the same version and environment waits already, for ${about}.`,
  );
}

/** A person chooses among so many. */
const MAX_NAMED = 100;

/** The deployments that run in an environment. */
export function listRunningDeployments(
  tx: Tx,
  workspaceId: string,
  environment: string,
): Promise<NamedDeployment[]> {
  return tx.deployment.findMany({
    where: {
      ...{ workspaceId, deletedAt: null, status: "running" },
      environment: { name: { equals: environment, mode: "insensitive" } },
    },
    select: { id: true, name: true },
    orderBy: { name: "asc" },
    take: MAX_NAMED,
  });
}
