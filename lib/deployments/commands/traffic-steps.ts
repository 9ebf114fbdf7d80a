import "server-only";
import type { Actor } from "@/lib/access/actor";
import { recordAudit, systemIn } from "@/lib/audit/record";
import { canonicalJson } from "@/lib/core/canonical-json";
import { AppError } from "@/lib/core/errors";
import type { Tx } from "@/lib/db/client";
import { announceWithin } from "@/lib/events/announce";
import { publishEvent } from "@/lib/events/publish";
import { describeWeights } from "../rules/plans";
import type { PlanOrigin, TrafficPlan } from "../schema/traffic";
import type { LockedDeployment } from "../sql/deployments";

interface NewPlan {
  plan: TrafficPlan;
  origin: PlanOrigin;
  reason: string;
  idempotencyKey?: string | undefined;
}

/** Gateways and screens hear of it when, and only if, the transaction commits. */
export async function announceDeployment(
  tx: Tx,
  { workspaceId, id }: Pick<LockedDeployment, "workspaceId" | "id">,
): Promise<void> {
  await announceWithin(tx, workspaceId, "deployments", `deployment:${id}`);
}

/**
 * Writes a plan and puts it in force, with its line in the audit; nobody when Slipway does it by itself. The deployment
 * must be locked, and the plan checked. Answers the version of the plan.
 */
export async function putInForce(
  tx: Tx,
  actor: Actor | null,
  deployment: LockedDeployment,
  { plan, origin, reason, idempotencyKey }: NewPlan,
): Promise<number> {
  const { id, workspaceId, name } = deployment;
  const version = deployment.trafficVersion + 1;
  await tx.trafficPlan.create({
    data: {
      deploymentId: id,
      workspaceId,
      version,
      plan,
      reason,
      origin,
      actorId: actor?.userId ?? null,
      idempotencyKey: idempotencyKey ?? null,
    },
  });
  await tx.deployment.update({
    where: { id_workspaceId: { id, workspaceId } },
    data: { trafficVersion: version, updatedAt: new Date() },
  });
  const isRollback = origin === "rollback";
  await recordAudit(tx, actor ?? systemIn(workspaceId), {
    action: isRollback ? "deployment.rolled-back" : "deployment.traffic-changed",
    subject: `deployment ${name}`,
    details: { id: String(id), environment: deployment.environment.name, reason, origin },
    before: { trafficVersion: deployment.trafficVersion, plan: deployment.plan },
    after: { trafficVersion: version, plan },
  });
  await publishEvent(tx, {
    workspaceId,
    entity: "deployment",
    action: isRollback ? "rolled_back" : "traffic_changed",
    data: {
      name,
      environment: deployment.environment.name,
      trafficVersion: version,
      traffic: describeWeights(plan),
      reason,
      by: actor?.email ?? "Slipway",
    },
  });
  await announceDeployment(tx, deployment);
  return version;
}

/** The plan that a key has put in force already. Throws CONFLICT when the key was used for another one. */
export async function findPlanByKey(
  tx: Tx,
  { id, workspaceId }: Pick<LockedDeployment, "id" | "workspaceId">,
  wanted: {
    idempotencyKey: string | undefined;
    isSame: (stored: { plan: unknown; origin: string }) => boolean;
  },
): Promise<number | null> {
  const { idempotencyKey, isSame } = wanted;
  if (idempotencyKey === undefined) return null;
  const known = await tx.trafficPlan.findFirst({
    where: { workspaceId, deploymentId: id, idempotencyKey },
    select: { version: true, plan: true, origin: true },
  });
  if (!known) return null;
  if (isSame(known)) return known.version;
  const message = `This idempotency key has put another plan in force, version ${known.version}.`;
  throw new AppError("CONFLICT", message, { idempotencyKey: message });
}

export const isSamePlan = (one: unknown, other: unknown): boolean =>
  canonicalJson(one) === canonicalJson(other);
