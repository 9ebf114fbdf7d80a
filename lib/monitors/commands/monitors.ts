import "server-only";
import { type Actor, assertCan } from "@/lib/access/actor";
import { recordAuditSql } from "@/lib/audit/record";
import { AppError } from "@/lib/core/errors";
import { inTransaction, type SqlClient } from "@/lib/db/pool";
import { announce } from "@/lib/events/announce";
import { endPlan } from "@/lib/gateway/sql/profile-plans";
import type { MonitorDto } from "../dto/monitors";
import { getMonitor } from "../queries/monitors";
import { untellable } from "../rules/alerts";
import { type Alert, alerts } from "../schema/alerts";
import { type MonitorInput, monitorDefinition, type ReviseMonitorInput } from "../schema/monitors";
import { type LockedMonitor, lockMonitor } from "../sql/monitors";

async function assertNameFree(
  tx: SqlClient,
  { deploymentId, datasetId }: LockedMonitor,
  { monitor, name }: { monitor: number; name: string },
): Promise<void> {
  const { rowCount } = await tx.query(
    `SELECT 1 FROM monitors WHERE (deployment_id = $1 OR dataset_id = $2) AND name = $3 AND id <> $4
       AND removed_at IS NULL`,
    [deploymentId, datasetId, name, monitor],
  );
  if (!rowCount) return;
  const message = `There is a monitor “${name}” of the same already.`;
  throw new AppError("ALREADY_EXISTS", message, { name: message });
}

function assertWatched({ definition }: LockedMonitor, wanted: readonly Alert[]): void {
  const { columns, window } = monitorDefinition.parse(definition);
  const problem = untellable(window, wanted);
  if (problem) throw new AppError("INVALID", problem, { alerts: problem });
  const names = new Set(columns.map(({ name }) => name));
  const odd = wanted.find((one) => one.kind === "column" && !names.has(one.column));
  if (odd?.kind !== "column") return;
  const message = `The monitor does not watch a column “${odd.column}”.`;
  throw new AppError("INVALID", message, { alerts: message });
}

type Changes = Omit<ReviseMonitorInput, "monitor">;

/** What is there, and what it becomes. */
function changed(found: LockedMonitor, changes: Changes) {
  const before = {
    name: found.name,
    isPaused: found.isPaused,
    alerts: alerts.parse(found.alerts),
    silencedUntil: found.silencedUntil,
  };
  const { name = before.name, isPaused = before.isPaused, silencedUntil } = changes;
  const after = {
    ...{ name, isPaused, alerts: changes.alerts ?? before.alerts },
    silencedUntil: silencedUntil === undefined ? before.silencedUntil : silencedUntil,
  };
  return { before, after };
}

/** Renames a monitor, says what is told of, silences it, pauses it, or lets it go on: what came meanwhile is judged then. */
export async function reviseMonitor(
  actor: Actor,
  { monitor, ...changes }: ReviseMonitorInput,
): Promise<MonitorDto> {
  assertCan(actor, "monitor:write");
  await inTransaction(async (tx) => {
    const found = await lockMonitor(tx, actor.workspaceId, monitor);
    const { before, after } = changed(found, changes);
    if (JSON.stringify(before) === JSON.stringify(after)) return;
    await assertNameFree(tx, found, { monitor, name: after.name });
    assertWatched(found, changes.alerts ?? []);
    const { name, isPaused, silencedUntil } = after;
    await tx.query(
      `UPDATE monitors SET name = $3, is_paused = $4, alerts = $5, silenced_until = $6
       WHERE workspace_id = $1 AND id = $2`,
      [
        ...[actor.workspaceId, monitor, name, isPaused, JSON.stringify(after.alerts)],
        silencedUntil === null ? null : new Date(silencedUntil),
      ],
    );
    await recordAuditSql(tx, actor, {
      action: "monitor.revised",
      subject: `monitor ${monitor}`,
      label: name,
      before,
      after,
    });
  });
  announce(actor.workspaceId, "monitors", `monitor:${monitor}`);
  return getMonitor(actor, { monitor });
}

/** Takes a monitor away; what it found is kept with the trail. */
export async function removeMonitor(actor: Actor, { monitor }: MonitorInput): Promise<void> {
  assertCan(actor, "monitor:write");
  await inTransaction(async (tx) => {
    const { name, planId } = await lockMonitor(tx, actor.workspaceId, monitor);
    await tx.query("UPDATE monitors SET removed_at = now() WHERE workspace_id = $1 AND id = $2", [
      actor.workspaceId,
      monitor,
    ]);
    await endPlan(tx, actor.workspaceId, planId);
    await recordAuditSql(tx, actor, {
      action: "monitor.removed",
      subject: `monitor ${monitor}`,
      label: name,
      before: { name },
    });
  });
  announce(actor.workspaceId, "monitors", `monitor:${monitor}`);
}
