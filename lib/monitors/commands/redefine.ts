import "server-only";
import { type Actor, assertCan } from "@/lib/access/actor";
import { recordAuditSql } from "@/lib/audit/record";
import { AppError } from "@/lib/core/errors";
import { inTransaction, pool, type SqlClient } from "@/lib/db/pool";
import { announce } from "@/lib/events/announce";
import { queueRecount } from "@/lib/gateway/jobs/recount";
import { endPlan, insertPlan } from "@/lib/gateway/sql/profile-plans";
import type { MonitorDto } from "../dto/monitors";
import { type DraftDefinition, draftDefinition } from "../queries/draft-definition";
import { getMonitor } from "../queries/monitors";
import { windowOf } from "../rules/windows";
import { alerts } from "../schema/alerts";
import type { RedefineMonitorInput } from "../schema/definitions";
import { forgetWindows, insertDefinition, readWindowsTold } from "../sql/definitions";
import { type LockedMonitor, lockMonitor } from "../sql/monitors";

/** Windows that are judged again by a new definition. */
const JUDGED_AGAIN = 30;

/** Counts by the present plan where its columns and bins stay, else by one of its own from the log on. */
async function planFor(tx: SqlClient, actor: Actor, draft: DraftDefinition): Promise<number> {
  const { watch, plan, deploymentId } = draft;
  const leftOut = watch.leftOut.map(({ name }) => name);
  const wanted = JSON.stringify([watch.columns, leftOut]);
  if (JSON.stringify([plan.columns, plan.leftOut]) === wanted) return plan.id;
  const place = { workspaceId: actor.workspaceId, deploymentId };
  const planId = await insertPlan(tx, place, {
    ...{ columns: watch.columns, leftOut },
    windowRows: null,
  });
  await queueRecount(tx, { ...place, planId });
  await endPlan(tx, actor.workspaceId, plan.id);
  return planId;
}

/** From when on windows are judged by it. */
async function judgesFrom(
  { monitor, judgesAgain, window }: RedefineMonitorInput,
  workspaceId: string,
): Promise<number> {
  const now = windowOf(Date.now(), window).opensAt;
  if (!judgesAgain) return now;
  const place = { workspaceId, monitor };
  const told = await readWindowsTold(pool(), place, { order: "DESC", limit: JUDGED_AGAIN });
  const oldest = told.at(-1);
  // Where nothing was judged yet, all that the log holds is.
  return oldest ? windowOf(oldest.opensAt, window).opensAt : 0;
}

/** Nothing is told of columns that are not watched any more. */
async function keepAlerts(
  tx: SqlClient,
  { alerts: stored }: LockedMonitor,
  monitor: number,
  { definition: { columns } }: DraftDefinition,
): Promise<string[]> {
  const all = alerts.parse(stored);
  const watched = new Set(columns.map(({ name }) => name));
  const kept = all.filter((one) => one.kind !== "column" || watched.has(one.column));
  if (kept.length === all.length) return [];
  await tx.query("UPDATE monitors SET alerts = $2 WHERE id = $1", [monitor, JSON.stringify(kept)]);
  return all.flatMap((one) =>
    one.kind === "column" && !watched.has(one.column) ? one.column : [],
  );
}

/**
 * Lets another definition hold from now on, and for the newest windows where that is wished. The one before is kept, with what it
 * judged. Throws CONFLICT when somebody else was faster.
 */
export async function redefineMonitor(
  actor: Actor,
  input: RedefineMonitorInput,
): Promise<MonitorDto> {
  assertCan(actor, "monitor:write");
  const { workspaceId, userId } = actor;
  const { monitor, version, judgesAgain } = input;
  const draft = await draftDefinition(actor, input);
  const { before, watch, definition, reference, changes } = draft;
  if (before.version === version && changes.length === 0) return getMonitor(actor, { monitor });
  const from = await judgesFrom(input, workspaceId);
  await inTransaction(async (tx) => {
    const locked = await lockMonitor(tx, workspaceId, monitor);
    if (locked.version !== version || before.version !== version)
      throw new AppError(
        "CONFLICT",
        `The definition was changed since: version ${locked.version} holds. Read it, and make your change to that one.`,
      );
    const planId = await planFor(tx, actor, draft);
    await insertDefinition(tx, {
      ...{ workspaceId, monitor, number: version + 1, planId, userId, judgesFrom: from },
      ...{ referenceVersionId: reference.versionId, definition, reference: watch.reference },
    });
    if (before.definition.window !== definition.window)
      await forgetWindows(tx, { workspaceId, monitor }, from);
    const untold = await keepAlerts(tx, locked, monitor, draft);
    await recordAuditSql(tx, actor, {
      action: "monitor.redefined",
      subject: `monitor ${monitor}`,
      label: locked.name,
      before: { version, ...before.definition },
      after: { version: version + 1, ...definition, judgesAgain, untold },
    });
  });
  announce(workspaceId, "monitors", `monitor:${monitor}`);
  return getMonitor(actor, { monitor });
}
