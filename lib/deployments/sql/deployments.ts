import "server-only";
import type { Actor } from "@/lib/access/actor";
import { AppError } from "@/lib/core/errors";
import type { Tx } from "@/lib/db/client";
import { servedElsewhere } from "../rules/elsewhere";
import type { BackendKind } from "../schema/backends";
import type { TrafficPlan } from "../schema/traffic";
import { trafficPlan } from "../schema/traffic";

type Place = Pick<Actor, "workspaceId">;

export const deploymentNotFound = (name: string) =>
  new AppError("NOT_FOUND", `There is no deployment "${name}".`);

/** A deployment with what is in force, locked for the rest of the transaction. Throws NOT_FOUND. */
export async function lockDeployment(tx: Tx, { workspaceId }: Place, name: string) {
  const [found] = await tx.$queryRaw<{ id: bigint }[]>`
    SELECT id FROM deployments WHERE workspace_id = ${workspaceId}::uuid AND name = ${name} AND deleted_at IS NULL
    FOR UPDATE`;
  if (!found) throw deploymentNotFound(name);
  const row = await tx.deployment.findUniqueOrThrow({
    where: { id_workspaceId: { id: found.id, workspaceId } },
    include: { environment: { select: { name: true } } },
  });
  return { ...row, plan: await readPlan(tx, row, row.trafficVersion) };
}
export type LockedDeployment = Awaited<ReturnType<typeof lockDeployment>>;

const findElsewhere = (tx: Tx, { id }: Pick<LockedDeployment, "id">) =>
  tx.deploymentRevision.findFirst({
    where: { deploymentId: id, backend: "elsewhere" },
    select: { number: true },
  });

/** Throws CONFLICT, and says why not, for a deployment that answers nothing here. */
export async function assertServedHere(
  tx: Tx,
  deployment: Pick<LockedDeployment, "id" | "name">,
  why: string,
): Promise<void> {
  if (await findElsewhere(tx, deployment)) throw servedElsewhere(deployment.name, why);
}

/** Throws CONFLICT for a revision that is to be served here while others are elsewhere, and the other way round. */
export async function assertSamePlace(
  tx: Tx,
  deployment: Pick<LockedDeployment, "id" | "name">,
  { kind }: { kind: BackendKind },
): Promise<void> {
  if (((await findElsewhere(tx, deployment)) !== null) === (kind === "elsewhere")) return;
  if (kind !== "elsewhere")
    throw servedElsewhere(deployment.name, "so are all of its revisions. Make another deployment.");
  const message = `The deployment "${deployment.name}" is served here: make another one for what is served elsewhere.`;
  throw new AppError("CONFLICT", message, { backend: message });
}

/** A plan that was in force once. */
export async function readPlan(
  tx: Tx,
  { id, workspaceId }: { id: bigint; workspaceId: string },
  version: number,
): Promise<TrafficPlan> {
  const { plan } = await tx.trafficPlan.findUniqueOrThrow({
    where: { deploymentId_version: { deploymentId: id, version }, workspaceId },
    select: { plan: true },
  });
  return trafficPlan.parse(plan);
}

/** Throws CONFLICT when another plan is in force than the one that somebody has seen. */
export function assertInForce(
  { name, trafficVersion }: Pick<LockedDeployment, "name" | "trafficVersion">,
  seen: number,
): void {
  if (trafficVersion === seen) return;
  const message = `The traffic of deployment "${name}" was changed meanwhile: plan ${trafficVersion} is in force, not ${seen}. Look at it before you change it.`;
  throw new AppError("CONFLICT", message, { trafficVersion: message });
}
