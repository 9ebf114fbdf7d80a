import "server-only";
import { type Actor, assertCan } from "@/lib/access/actor";
import { recordAuditSql } from "@/lib/audit/record";
import { AppError } from "@/lib/core/errors";
import { profileDocument } from "@/lib/datasets/schema/profile";
import { windowProfile } from "@/lib/datasets/schema/window-profiles";
import { inTransaction, type SqlClient } from "@/lib/db/pool";
import { announce } from "@/lib/events/announce";
import { readPlans } from "@/lib/gateway/sql/profile-plans";
import type { PerformanceDto } from "../dto/performance";
import { getPerformance } from "../queries/performance";
import { definePerformance, type Known } from "../rules/performance/define";
import { type MonitorInput, monitorDefinition } from "../schema/monitors";
import { type DefinePerformanceInput, performanceDefinition } from "../schema/performance";
import { lockMonitor } from "../sql/monitors";
import { insertPerformance } from "../sql/performance";
import { readPerformance } from "../sql/performance-reads";

/** What a monitor knows of its reference. */
async function readKnown(tx: SqlClient, monitor: number): Promise<Known> {
  const { rows } = await tx.query<{
    planId: number;
    definition: unknown;
    reference: unknown;
    document: unknown;
  }>(
    `SELECT v.plan_id AS "planId", v.definition, v.reference, d.document
     FROM monitors m JOIN monitor_versions v ON v.monitor_id = m.id AND v.number = m.version
     LEFT JOIN dataset_profiles d ON d.version_id = v.reference_version_id WHERE m.id = $1`,
    [monitor],
  );
  const [row] = rows;
  const [plan] = row ? await readPlans(tx, [row.planId]) : [];
  const profile = profileDocument.safeParse(row?.document);
  if (!row || !plan || !profile.success)
    throw new AppError("INVALID", "The content of the monitor's reference is not known any more.");
  return {
    profile: profile.data,
    columns: plan.columns,
    reference: windowProfile.parse(row.reference),
    target: monitorDefinition.parse(row.definition).target,
  };
}

/** Says by what the performance of a monitored deployment is judged from now on, and what the log still holds. */
export async function definePerformanceOf(
  actor: Actor,
  { monitor, ...input }: MonitorInput & DefinePerformanceInput,
): Promise<PerformanceDto> {
  assertCan(actor, "monitor:write");
  const { workspaceId, userId } = actor;
  await inTransaction(async (tx) => {
    const { name, deploymentId } = await lockMonitor(tx, workspaceId, monitor);
    if (deploymentId === null)
      throw new AppError("INVALID", "Only answers of a deployment can be right or wrong.");
    const definition = definePerformance(input, await readKnown(tx, monitor));
    const before = await readPerformance(tx, workspaceId, monitor);
    await insertPerformance(tx, { workspaceId, userId, monitor }, definition);
    await recordAuditSql(tx, actor, {
      action: "monitor.performance-defined",
      subject: `monitor ${monitor}`,
      label: name,
      before: before && performanceDefinition.parse(before.definition),
      after: definition,
    });
  });
  announce(workspaceId, "monitors", `monitor:${monitor}`);
  return getPerformance(actor, { monitor });
}

/** Judges the performance of a monitored deployment no more; what was found is kept. */
export async function endPerformance(actor: Actor, { monitor }: MonitorInput): Promise<void> {
  assertCan(actor, "monitor:write");
  const { workspaceId, userId } = actor;
  await inTransaction(async (tx) => {
    const { name } = await lockMonitor(tx, workspaceId, monitor);
    const before = await readPerformance(tx, workspaceId, monitor);
    if (!before) return;
    await insertPerformance(tx, { workspaceId, userId, monitor }, null);
    await recordAuditSql(tx, actor, {
      action: "monitor.performance-ended",
      subject: `monitor ${monitor}`,
      label: name,
      before: performanceDefinition.parse(before.definition),
    });
  });
  announce(workspaceId, "monitors", `monitor:${monitor}`);
}
