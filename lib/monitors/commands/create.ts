import "server-only";
import { type Actor, assertCan } from "@/lib/access/actor";
import { recordAuditSql } from "@/lib/audit/record";
import { AppError } from "@/lib/core/errors";
import { inTransaction, pool, type SqlClient } from "@/lib/db/pool";
import { findServing, type Serving } from "@/lib/deployments/queries/serving";
import { deploymentNotFound } from "@/lib/deployments/sql/deployments";
import { announce } from "@/lib/events/announce";
import { queueRecount } from "@/lib/gateway/jobs/recount";
import { insertPlan } from "@/lib/gateway/sql/profile-plans";
import type { MonitorDto } from "../dto/monitors";
import { buildDefinition } from "../queries/build-definition";
import { getMonitor } from "../queries/monitors";
import { chooseReference } from "../queries/proposals";
import { inferPerformance } from "../rules/performance/define";
import { sentColumns } from "../rules/served";
import type { Watch } from "../rules/watch-columns";
import type { CreateMonitorInput, MonitorDefinition } from "../schema/monitors";
import { insertPerformance } from "../sql/performance";
import type { ReferenceData } from "../sql/references";

const MAX_MONITORS = 20;

/** Refuses a second one of the same name, and more than anybody looks at. */
async function assertFree(tx: SqlClient, deploymentId: bigint, name: string): Promise<void> {
  await tx.query("SELECT 1 FROM deployments WHERE id = $1 FOR UPDATE", [String(deploymentId)]);
  const { rows } = await tx.query<{ name: string }>(
    "SELECT name FROM monitors WHERE deployment_id = $1 AND removed_at IS NULL",
    [String(deploymentId)],
  );
  if (rows.length >= MAX_MONITORS)
    throw new AppError("CONFLICT", `A deployment has at most ${MAX_MONITORS} monitors.`);
  if (!rows.some((row) => row.name === name)) return;
  const message = `This deployment has a monitor “${name}” already.`;
  throw new AppError("ALREADY_EXISTS", message, { name: message });
}

interface Prepared {
  name: string;
  serving: Serving;
  reference: ReferenceData;
  watch: Watch;
  definition: MonitorDefinition;
}

async function insertMonitor(tx: SqlClient, actor: Actor, prepared: Prepared): Promise<number> {
  const { name, serving, reference, watch, definition } = prepared;
  const { workspaceId } = actor;
  const place = { workspaceId, deploymentId: serving.deploymentId };
  const planId = await insertPlan(tx, place, {
    columns: watch.columns,
    leftOut: watch.leftOut.map((column) => column.name),
  });
  const { rows } = await tx.query<{ id: number }>(
    `WITH made AS (
       INSERT INTO monitors (workspace_id, deployment_id, name, created_by_id) VALUES ($1, $2, $3, $4) RETURNING id),
     defined AS (
       INSERT INTO monitor_versions (monitor_id, number, workspace_id, plan_id, reference_version_id, definition, reference, created_by_id)
       SELECT id, 1, $1, $5, $6, $7, $8, $4 FROM made)
     SELECT id FROM made`,
    [
      ...[workspaceId, String(serving.deploymentId), name, actor.userId, planId],
      ...[reference.versionId, JSON.stringify(definition), JSON.stringify(watch.reference)],
    ],
  );
  const [made] = rows;
  if (!made) throw new Error("A monitor was not stored.");
  await queueRecount(tx, { ...place, planId });
  return made.id;
}

/**
 * Watches a deployment from now on, and what its log still holds. The reference's profile settles columns and bins. Throws INVALID
 * when there is no reference that was read here, or none of its columns can be watched.
 */
export async function createMonitor(actor: Actor, input: CreateMonitorInput): Promise<MonitorDto> {
  assertCan(actor, "monitor:write");
  assertCan(actor, "dataset:read");
  const serving = await findServing(pool(), actor.workspaceId, input.deployment);
  if (!serving) throw deploymentNotFound(input.deployment);
  const reference = await chooseReference(actor, serving, input.reference);
  const { watch, definition } = await buildDefinition(actor, input, {
    ...{ reference, sent: sentColumns(serving), typicalRows: null },
    windows: () => Promise.resolve([]),
  });
  const name = input.name ?? `Drift of ${serving.name}`;
  const id = await inTransaction(async (tx) => {
    await assertFree(tx, serving.deploymentId, name);
    const made = await insertMonitor(tx, actor, { name, serving, reference, watch, definition });
    const { workspaceId, userId } = actor;
    const performance = inferPerformance({ ...watch, profile: reference.profile });
    if (performance)
      await insertPerformance(tx, { workspaceId, userId, monitor: made }, performance);
    await recordAuditSql(tx, actor, {
      action: "monitor.created",
      subject: `monitor ${made}`,
      label: name,
      after: {
        deployment: serving.name,
        reference: `${reference.dataset} version ${reference.version}`,
        ...definition,
        performance,
      },
    });
    return made;
  });
  announce(actor.workspaceId, "monitors", `monitor:${id}`);
  return getMonitor(actor, { monitor: id });
}
