import "server-only";
import { type Actor, assertCan } from "@/lib/access/actor";
import { recordAudit } from "@/lib/audit/record";
import type { Tx } from "@/lib/db/client";
import { publishEvent } from "@/lib/events/publish";
import type { DeploymentDto } from "../dto/deployments";
import { revisionsOf } from "../rules/plans";
import type { ChangeStatusInput, DeploymentInput } from "../schema/deployments";
import { type LockedDeployment, lockDeployment } from "../sql/deployments";
import { readDeployment } from "../sql/read";
import { readServed, readStandings } from "../sql/served";
import { deploymentTransaction } from "../sql/transaction";
import { assertMayChangeTraffic } from "./protection";
import { announceDeployment } from "./traffic-steps";

type Change = "stopped" | "started" | "deleted";

/** Throws for who may not take away what a protected environment serves. What has no approval any more may always go. */
async function assertMayTakeAway(
  tx: Tx,
  actor: Actor,
  deployment: LockedDeployment,
): Promise<void> {
  const served = await readServed(tx, deployment, revisionsOf(deployment.plan));
  const { workspaceId } = actor;
  const place = { workspaceId, environment: deployment.environment.name };
  const standings = await readStandings(tx, place, served);
  if ([...standings.values()].some(({ state }) => state !== "free"))
    assertCan(actor, "deployment:operate");
}

async function record(
  tx: Tx,
  actor: Actor,
  deployment: LockedDeployment,
  { change, status, reason }: { change: Change; status: string; reason: string },
): Promise<void> {
  const { id, workspaceId, name, environment } = deployment;
  await tx.deployment.update({
    where: { id_workspaceId: { id, workspaceId } },
    data: {
      status,
      updatedAt: new Date(),
      ...(status === "deleted" ? { deletedAt: new Date() } : {}),
    },
  });
  const actions = {
    stopped: { action: "deployment.stopped" },
    started: { action: "deployment.started" },
    deleted: { action: "deployment.deleted" },
  };
  await recordAudit(tx, actor, {
    ...actions[change],
    subject: `deployment ${name}`,
    details: { id: String(id), environment: environment.name, reason },
    before: { status: deployment.status },
    after: { status },
  });
  await publishEvent(tx, {
    workspaceId,
    entity: "deployment",
    action: change,
    data: { name, environment: environment.name, reason, by: actor.email },
  });
  await announceDeployment(tx, deployment);
}

/** Takes a deployment out of service: its address answers that it is stopped. One that is stopped already stays so. */
export async function stopDeployment(
  actor: Actor,
  { deployment: name, reason }: ChangeStatusInput,
): Promise<DeploymentDto> {
  assertCan(actor, "deployment:write");
  await deploymentTransaction(async (tx) => {
    const deployment = await lockDeployment(tx, actor, name);
    if (deployment.status === "stopped") return;
    await assertMayTakeAway(tx, actor, deployment);
    await record(tx, actor, deployment, { change: "stopped", status: "stopped", reason });
  });
  return readDeployment(actor, name);
}

/** Takes a deployment into service again, with the plan that is in force. */
export async function startDeployment(
  actor: Actor,
  { deployment: name, reason }: ChangeStatusInput,
): Promise<DeploymentDto> {
  assertCan(actor, "deployment:write");
  await deploymentTransaction(async (tx) => {
    const deployment = await lockDeployment(tx, actor, name);
    if (deployment.status === "running") return;
    const served = await readServed(tx, deployment, revisionsOf(deployment.plan));
    const environment = deployment.environment.name;
    await assertMayChangeTraffic(tx, actor, { environment, served });
    await record(tx, actor, deployment, { change: "started", status: "running", reason });
  });
  return readDeployment(actor, name);
}

/** Deletes a deployment: its name is free, and what it served stays on record. */
export async function deleteDeployment(
  actor: Actor,
  { deployment: name }: DeploymentInput,
): Promise<void> {
  assertCan(actor, "deployment:write");
  await deploymentTransaction(async (tx) => {
    const deployment = await lockDeployment(tx, actor, name);
    await assertMayTakeAway(tx, actor, deployment);
    await record(tx, actor, deployment, { change: "deleted", status: "deleted", reason: "" });
  });
}

/** Says what a deployment is for. */
export async function describeDeployment(
  actor: Actor,
  { deployment: name, description }: DeploymentInput & { description: string },
): Promise<DeploymentDto> {
  assertCan(actor, "deployment:write");
  await deploymentTransaction(async (tx) => {
    const deployment = await lockDeployment(tx, actor, name);
    const { id, workspaceId } = deployment;
    await tx.deployment.update({
      where: { id_workspaceId: { id, workspaceId } },
      data: { description, updatedAt: new Date() },
    });
    await recordAudit(tx, actor, {
      action: "deployment.described",
      subject: `deployment ${name}`,
      details: { id: String(id) },
      before: { description: deployment.description },
      after: { description },
    });
    await announceDeployment(tx, deployment);
  });
  return readDeployment(actor, name);
}
