import "server-only";
import type { Actor } from "@/lib/access/actor";
import { AppError } from "@/lib/core/errors";
import type { Tx } from "@/lib/db/client";
import { planBackTo } from "../rules/plans";
import { reduceRollout, refusalOf } from "../rules/rollout";
import { soleRevision } from "../rules/rollout-traffic";
import { type TrafficPlan, trafficPlan } from "../schema/traffic";
import { type LockedDeployment, lockDeployment } from "../sql/deployments";
import { findRollout, type StoredRollout } from "../sql/rollouts";
import { isAnswering, readServed } from "../sql/served";
import { assertMayChangeTraffic } from "./protection";
import { moveWithin } from "./rollout-moves";
import { tellOfRollback } from "./traffic";
import { putInForce } from "./traffic-steps";

interface Wanted {
  deployment: string;
  reason: string;
}

/** Plans that are looked through for the way back, the newest. */
const MAX_PLANS = 200;

const most = ({ weights }: Pick<TrafficPlan, "weights">): number | undefined =>
  weights.toSorted((one, other) => other.weight - one.weight)[0]?.revision;

/** The revision that had all of the traffic before the one that has most of it now; null where none had. */
async function holderBefore(tx: Tx, deployment: LockedDeployment): Promise<number | null> {
  const { id, workspaceId, trafficVersion } = deployment;
  const plans = await tx.trafficPlan.findMany({
    where: { workspaceId, deploymentId: id, version: { lt: trafficVersion } },
    orderBy: { version: "desc" },
    take: MAX_PLANS,
    select: { plan: true },
  });
  const now = most(deployment.plan);
  const holders = plans.map(({ plan }) => soleRevision(trafficPlan.parse(plan)));
  return holders.find((holder) => holder !== null && holder !== now) ?? null;
}

async function assertNotBack(tx: Tx, { id, trafficVersion, name }: LockedDeployment) {
  const inForce = await tx.trafficPlan.findUniqueOrThrow({
    where: { deploymentId_version: { deploymentId: id, version: trafficVersion } },
    select: { origin: true },
  });
  if (inForce.origin === "rollback")
    throw new AppError(
      "CONFLICT",
      `Deployment "${name}" was rolled back already: plan ${trafficVersion} goes back.`,
    );
}

/** Throws for a revision that is not loaded and answering, or that whoever wants it may not bring back. */
async function assertWayBack(
  tx: Tx,
  actor: Actor,
  deployment: LockedDeployment,
  revision: number,
): Promise<void> {
  if (!(await isAnswering(tx, deployment, revision)))
    throw new AppError(
      "CONFLICT",
      `Revision ${revision}, where a rollback would lead, is not loaded and answering.`,
    );
  const served = await readServed(tx, deployment, [revision]);
  const environment = deployment.environment.name;
  await assertMayChangeTraffic(tx, actor, { environment, served }, { isRollback: true });
}

/** Whether a rollout gives its candidate some of the traffic, so that going back is ending it. */
const isRunning = (rollout: StoredRollout | null, { plan }: LockedDeployment) =>
  rollout !== null &&
  plan.weights.some(({ revision, weight }) => revision === rollout.candidate && weight > 0);

/**
 * Gives the traffic back without anybody's hand, in the name of whoever wanted that it is: from the candidate of a rollout to its
 * stable revision, else to the revision that had all of it before. Throws with a sentence where there is no verified way back.
 * Answers the version of the plan and the revision that serves.
 */
export async function rollBackByItself(
  tx: Tx,
  actor: Actor,
  { deployment: name, reason }: Wanted,
): Promise<{ trafficVersion: number; revision: number }> {
  const deployment = await lockDeployment(tx, actor, name);
  const rollout = await findRollout(tx, deployment, "active");
  if (rollout && isRunning(rollout, deployment)) {
    await assertWayBack(tx, actor, deployment, rollout.stable);
    const event = { kind: "recall", now: Date.now(), reason } as const;
    const state = reduceRollout(rollout.state, rollout.plan, event);
    await moveWithin(tx, deployment, rollout, { state, actor: null });
    return { trafficVersion: deployment.trafficVersion + 1, revision: rollout.stable };
  }
  await assertNotBack(tx, deployment);
  const revision = await holderBefore(tx, deployment);
  if (revision === null)
    throw new AppError(
      "CONFLICT",
      `No other revision had all of the traffic of deployment "${name}" before: there is no way back.`,
    );
  await assertWayBack(tx, actor, deployment, revision);
  const plan = planBackTo(revision, deployment.plan);
  const trafficVersion = await putInForce(tx, null, deployment, {
    ...{ plan, origin: "rollback", reason },
  });
  await tellOfRollback(tx, null, deployment, { plan, reason });
  return { trafficVersion, revision };
}

/** Stops the rollout that decides over the traffic, likewise. Guardrails go on. Answers its number. */
export async function pauseByItself(
  tx: Tx,
  actor: Pick<Actor, "workspaceId">,
  { deployment: name, reason }: Wanted,
): Promise<number> {
  const deployment = await lockDeployment(tx, actor, name);
  const rollout = await findRollout(tx, deployment, "active");
  if (!rollout) throw new AppError("CONFLICT", `No rollout of deployment "${name}" is under way.`);
  const refusal = refusalOf(rollout.state, "halt");
  if (refusal) throw new AppError("CONFLICT", refusal);
  const event = { kind: "halt", now: Date.now(), reason } as const;
  const state = reduceRollout(rollout.state, rollout.plan, event);
  await moveWithin(tx, deployment, rollout, { state, actor: null });
  return rollout.number;
}
