import "server-only";
import { type Actor, assertCan } from "@/lib/access/actor";
import { AppError } from "@/lib/core/errors";
import { routes } from "@/lib/core/routes";
import type { Tx } from "@/lib/db/client";
import { notify } from "@/lib/events/notify";
import type { DeploymentDto } from "../dto/deployments";
import { completePlan, describeWeights, planBackTo, revisionsOf } from "../rules/plans";
import type { RollBackInput, SetTrafficInput } from "../schema/deployments";
import type { PlanOrigin, TrafficPlan } from "../schema/traffic";
import { assertInForce, type LockedDeployment, lockDeployment, readPlan } from "../sql/deployments";
import { readDeployment } from "../sql/read";
import { readServed } from "../sql/served";
import { deploymentTransaction } from "../sql/transaction";
import { assertMaySetByHand } from "./agreed-plan";
import { assertMayChangeTraffic } from "./protection";
import { findPlanByKey, isSamePlan, putInForce } from "./traffic-steps";

/** Throws for a plan that names what is missing, was deleted, or may not serve there. */
async function assertPlan(
  tx: Tx,
  actor: Actor,
  deployment: LockedDeployment,
  { plan, isRollback = false }: { plan: TrafficPlan; isRollback?: boolean },
): Promise<void> {
  const served = await readServed(tx, deployment, revisionsOf(plan));
  const environment = deployment.environment.name;
  await assertMayChangeTraffic(tx, actor, { environment, served }, { isRollback });
}

interface PlanChange {
  plan: TrafficPlan;
  origin: PlanOrigin;
  reason: string;
  idempotencyKey?: string | undefined;
}

/** Puts a plan in force that may be, unless it is already. The deployment must be locked. */
export async function changePlan(
  tx: Tx,
  actor: Actor,
  deployment: LockedDeployment,
  change: PlanChange,
): Promise<void> {
  const { plan, origin, reason } = change;
  const isRollback = origin === "rollback";
  await assertPlan(tx, actor, deployment, { plan, isRollback });
  if (isSamePlan(plan, deployment.plan)) return;
  if (origin === "person") await assertMaySetByHand(tx, deployment, plan);
  await putInForce(tx, actor, deployment, change);
  if (isRollback) await tellOfRollback(tx, actor, deployment, { plan, reason });
}

/** Puts another plan in force, if the one that the caller has seen still is. */
export async function setTraffic(actor: Actor, input: SetTrafficInput): Promise<DeploymentDto> {
  assertCan(actor, "deployment:write");
  const { reason, idempotencyKey } = input;
  await deploymentTransaction(async (tx) => {
    const deployment = await lockDeployment(tx, actor, input.deployment);
    const isSame = ({ plan }: { plan: unknown }) =>
      isSamePlan(Object(plan).weights, input.plan.weights);
    if ((await findPlanByKey(tx, deployment, { idempotencyKey, isSame })) !== null) return;
    assertInForce(deployment, input.trafficVersion);
    const plan = completePlan(input.plan, deployment.plan);
    await changePlan(tx, actor, deployment, { plan, origin: "person", reason, idempotencyKey });
  });
  return readDeployment(actor, input.deployment);
}

/** Where a rollback leads: to a named revision, or to the plan that was in force before. */
async function planBack(
  tx: Tx,
  deployment: LockedDeployment,
  revision: number | undefined,
): Promise<TrafficPlan> {
  if (revision !== undefined) return planBackTo(revision, deployment.plan);
  if (deployment.trafficVersion === 1)
    throw new AppError(
      "CONFLICT",
      `No other plan was in force in deployment "${deployment.name}" before. Name the revision to go back to.`,
    );
  return readPlan(tx, deployment, deployment.trafficVersion - 1);
}

/** Tells those whose revisions lose the traffic, and whoever made the deployment. */
export async function tellOfRollback(
  tx: Tx,
  actor: Pick<Actor, "userId" | "workspaceSlug"> | null,
  deployment: LockedDeployment,
  { plan, reason }: { plan: TrafficPlan; reason: string },
): Promise<void> {
  const { id, workspaceId, name, trafficVersion } = deployment;
  const makers = await tx.deploymentRevision.findMany({
    where: { workspaceId, deploymentId: id, number: { in: revisionsOf(deployment.plan) } },
    select: { createdById: true },
  });
  const replaced = await tx.trafficPlan.findUnique({
    where: { deploymentId_version: { deploymentId: id, version: trafficVersion }, workspaceId },
    select: { actorId: true },
  });
  const { slug } = await tx.workspace.findUniqueOrThrow({
    where: { id: workspaceId },
    select: { slug: true },
  });
  const concerned = [
    deployment.createdById,
    ...makers.map(({ createdById }) => createdById),
    ...(replaced?.actorId ? [replaced.actorId] : []),
  ];
  await notify(tx, {
    workspaceId,
    userIds: concerned.filter((userId) => userId !== actor?.userId),
    kind: "deployment.rolled-back",
    title: `Rolled back: ${name} in ${deployment.environment.name}, now ${describeWeights(plan)}`,
    body: reason,
    href: routes.deployment(slug, name),
  });
}

/** Goes back at once: what is bad is got rid of before anybody asks further. */
export async function rollBackDeployment(
  actor: Actor,
  input: RollBackInput,
): Promise<DeploymentDto> {
  assertCan(actor, "deployment:write");
  return rollBackWithin(actor, input, async () => undefined);
}

/** The same, together with something that has to be true along with it. */
export async function rollBackWithin(
  actor: Actor,
  input: RollBackInput,
  within: (tx: Tx, trafficVersion: number) => Promise<void>,
): Promise<DeploymentDto> {
  assertCan(actor, "deployment:write");
  const { reason, idempotencyKey, trafficVersion } = input;
  await deploymentTransaction(async (tx) => {
    const deployment = await lockDeployment(tx, actor, input.deployment);
    const isSame = ({ origin }: { origin: string }) => origin === "rollback";
    if ((await findPlanByKey(tx, deployment, { idempotencyKey, isSame })) !== null) return;
    if (trafficVersion !== undefined) assertInForce(deployment, trafficVersion);
    const plan = await planBack(tx, deployment, input.revision);
    await assertPlan(tx, actor, deployment, { plan, isRollback: true });
    await assertMaySetByHand(tx, deployment, { ...plan, isRollback: true });
    const change = { plan, origin: "rollback", reason, idempotencyKey } as const;
    const version = await putInForce(tx, actor, deployment, change);
    await tellOfRollback(tx, actor, deployment, { plan, reason });
    await within(tx, version);
  });
  return readDeployment(actor, input.deployment);
}
