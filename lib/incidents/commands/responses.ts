import "server-only";
import { type Actor, assertCan } from "@/lib/access/actor";
import { recordAudit } from "@/lib/audit/record";
import type { Page } from "@/lib/core/page";
import type { Tx } from "@/lib/db/client";
import { assertMayChangeTraffic } from "@/lib/deployments/commands/protection";
import { type LockedDeployment, lockDeployment } from "@/lib/deployments/sql/deployments";
import { readServed } from "@/lib/deployments/sql/served";
import { deploymentTransaction } from "@/lib/deployments/sql/transaction";
import { announceWithin } from "@/lib/events/announce";
import type { ResponseDto } from "../dto/responses";
import { listResponses } from "../queries/responses";
import type { Act } from "../schema/acts";
import type { ResponseInput, SetResponseInput } from "../schema/responses";

/** Whoever has something done by itself may do it by hand. */
async function assertMayDo(
  tx: Tx,
  actor: Actor,
  deployment: LockedDeployment,
  { act, startsRollout }: { act: Act; startsRollout: boolean },
): Promise<void> {
  if (act === "retrain") {
    for (const permission of [
      "job:launch",
      "run:write",
      "model:write",
      "approval:request",
    ] as const)
      assertCan(actor, permission);
    if (!startsRollout) return;
  }
  assertCan(actor, "deployment:write");
  if (act === "pause_rollout") return;
  const serving = deployment.plan.weights.filter(({ weight }) => weight > 0);
  const served = await readServed(
    tx,
    deployment,
    serving.map(({ revision }) => revision),
  );
  const environment = deployment.environment.name;
  await assertMayChangeTraffic(tx, actor, { environment, served }, { isRollback: true });
}

async function endResponse(
  tx: Tx,
  { id, workspaceId }: LockedDeployment,
  act: Act,
): Promise<boolean> {
  const { count } = await tx.incidentResponse.updateMany({
    where: { workspaceId, deploymentId: id, act, removedAt: null },
    data: { removedAt: new Date() },
  });
  return count > 0;
}

/** Has a deployment do something by itself when something comes to its incident, in the name of whoever sets it; in place of what it did. */
export async function setResponse(
  actor: Actor,
  { deployment: name, act, signals, severity, coolDownHours, ...wish }: SetResponseInput,
): Promise<Page<ResponseDto>> {
  assertCan(actor, "incident:write");
  const { startsRollout, rollout } = wish;
  await deploymentTransaction(async (tx) => {
    const deployment = await lockDeployment(tx, actor, name);
    await assertMayDo(tx, actor, deployment, { act, startsRollout });
    await endResponse(tx, deployment, act);
    const isRetraining = act === "retrain";
    await tx.incidentResponse.create({
      data: {
        ...{ workspaceId: actor.workspaceId, deploymentId: deployment.id, setById: actor.userId },
        ...{ act, signals, severity, coolDownHours },
        wish: isRetraining ? { startsRollout, ...(rollout ? { rollout } : {}) } : {},
      },
    });
    await recordAudit(tx, actor, {
      action: "incident.response-set",
      subject: `deployment ${name}`,
      after: {
        ...{ act, signals, severity, coolDownHours },
        ...(isRetraining ? { startsRollout, rollout: rollout && JSON.stringify(rollout) } : {}),
      },
    });
    await announceWithin(tx, actor.workspaceId, "deployments");
  });
  return listResponses(actor, { deployment: name });
}

/** Has a deployment do something no more by itself. What is under way goes on. */
export async function removeResponse(
  actor: Actor,
  { deployment: name, act }: ResponseInput,
): Promise<Page<ResponseDto>> {
  assertCan(actor, "incident:write");
  await deploymentTransaction(async (tx) => {
    const deployment = await lockDeployment(tx, actor, name);
    if (!(await endResponse(tx, deployment, act))) return;
    await recordAudit(tx, actor, {
      action: "incident.response-removed",
      subject: `deployment ${name}`,
      before: { act },
    });
    await announceWithin(tx, actor.workspaceId, "deployments");
  });
  return listResponses(actor, { deployment: name });
}
