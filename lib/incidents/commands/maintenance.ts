import "server-only";
import { type Actor, assertCan } from "@/lib/access/actor";
import { recordAudit } from "@/lib/audit/record";
import { AppError } from "@/lib/core/errors";
import { db, type Tx } from "@/lib/db/client";
import { announce } from "@/lib/events/announce";
import type { MaintenanceDto } from "../dto/maintenance";
import { getMaintenance } from "../queries/maintenance";
import type {
  MaintenanceInput,
  MaintenanceWindowInput,
  ReviseMaintenanceInput,
} from "../schema/maintenance";
import { maintenanceNotFound } from "../sql/maintenance";

const MAX_WINDOWS = 200;

/** Throws INVALID for a deployment or a monitor that is not there. */
async function assertScope(
  tx: Tx,
  { workspaceId }: Actor,
  { deploymentIds, monitorIds }: MaintenanceInput,
): Promise<void> {
  const ids = (given: readonly number[]) => ({ in: [...new Set(given)].map(BigInt) });
  const deployments = await tx.deployment.count({
    where: { workspaceId, id: ids(deploymentIds), deletedAt: null },
  });
  const monitors = await tx.monitor.count({
    where: { workspaceId, id: ids(monitorIds), removedAt: null },
  });
  if (deployments < new Set(deploymentIds).size || monitors < new Set(monitorIds).size)
    throw new AppError("INVALID", "Choose deployments and monitors that are there.");
}

const columnsOf = (input: MaintenanceInput) => ({
  name: input.name,
  startsAt: new Date(input.startsAt),
  endsAt: new Date(input.endsAt),
  isWeekly: input.isWeekly,
  timeZone: input.timeZone,
  deploymentIds: input.deploymentIds.map(BigInt),
  monitorIds: input.monitorIds.map(BigInt),
});

const auditOf = (row: ReturnType<typeof columnsOf>) => ({
  name: row.name,
  startsAt: row.startsAt.toISOString(),
  endsAt: row.endsAt.toISOString(),
  isWeekly: row.isWeekly,
  timeZone: row.timeZone,
  deployments: row.deploymentIds.map(Number),
  monitors: row.monitorIds.map(Number),
});

async function lockWindow(tx: Tx, { workspaceId }: Actor, id: string) {
  await tx.$queryRaw`SELECT 1 FROM maintenance_windows WHERE id = ${id}::uuid FOR UPDATE`;
  const row = await tx.maintenanceWindow.findFirst({ where: { id, workspaceId } });
  if (!row) throw maintenanceNotFound();
  return row;
}

/** Plans a time in which nothing is told. */
export async function planMaintenance(
  actor: Actor,
  input: MaintenanceInput,
): Promise<MaintenanceDto> {
  assertCan(actor, "maintenance:manage");
  const { workspaceId, userId: createdById } = actor;
  const data = columnsOf(input);
  const { id } = await db().$transaction(async (tx) => {
    const held = await tx.maintenanceWindow.count({ where: { workspaceId } });
    if (held >= MAX_WINDOWS)
      throw new AppError("CONFLICT", `There are ${held} maintenance windows. Delete some before.`);
    await assertScope(tx, actor, input);
    const made = await tx.maintenanceWindow.create({ data: { workspaceId, createdById, ...data } });
    await recordAudit(tx, actor, {
      action: "maintenance.planned",
      subject: `maintenance ${made.id}`,
      label: made.name,
      after: auditOf(data),
    });
    return made;
  });
  announce(workspaceId, "incidents");
  return getMaintenance(actor, { windowId: id });
}

export async function reviseMaintenance(
  actor: Actor,
  { windowId, ...input }: ReviseMaintenanceInput,
): Promise<MaintenanceDto> {
  assertCan(actor, "maintenance:manage");
  const { workspaceId } = actor;
  const data = columnsOf(input);
  await db().$transaction(async (tx) => {
    const before = await lockWindow(tx, actor, windowId);
    await assertScope(tx, actor, input);
    await tx.maintenanceWindow.update({ where: { id: windowId, workspaceId }, data });
    await recordAudit(tx, actor, {
      action: "maintenance.revised",
      subject: `maintenance ${windowId}`,
      label: data.name,
      before: auditOf(before),
      after: auditOf(data),
    });
  });
  announce(workspaceId, "incidents");
  return getMaintenance(actor, { windowId });
}

/** Takes a maintenance window away; what it held back is told if it is still so. */
export async function deleteMaintenance(
  actor: Actor,
  { windowId }: MaintenanceWindowInput,
): Promise<void> {
  assertCan(actor, "maintenance:manage");
  const { workspaceId } = actor;
  await db().$transaction(async (tx) => {
    const before = await lockWindow(tx, actor, windowId);
    await tx.maintenanceWindow.delete({ where: { id: windowId, workspaceId } });
    await recordAudit(tx, actor, {
      action: "maintenance.deleted",
      subject: `maintenance ${windowId}`,
      label: before.name,
      before: auditOf(before),
    });
  });
  announce(workspaceId, "incidents");
}
