import "server-only";
import { type Actor, assertCan } from "@/lib/access/actor";
import { recordAuditSql } from "@/lib/audit/record";
import { AppError } from "@/lib/core/errors";
import { inTransaction, pool, type SqlClient } from "@/lib/db/pool";
import { announce } from "@/lib/events/announce";
import { queueRecount } from "@/lib/gateway/jobs/recount";
import { endPlan, insertPlan } from "@/lib/gateway/sql/profile-plans";
import type { MonitorDto } from "../dto/monitors";
import { type DraftDefinition, draftDefinition, isCountedFor } from "../queries/draft-definition";
import { getMonitor } from "../queries/monitors";
import { untellable } from "../rules/alerts";
import { countedRepeats } from "../rules/repeated";
import { windowOf } from "../rules/windows";
import { alerts } from "../schema/alerts";
import type { RedefineMonitorInput } from "../schema/definitions";
import type { MonitorDefinition } from "../schema/monitors";
import { forgetWindows, insertDefinition, readWindowsTold } from "../sql/definitions";
import { type LockedMonitor, lockMonitor } from "../sql/monitors";

/** Windows that are judged again by a new definition. */
const JUDGED_AGAIN = 30;

/**
 * Counts by the present plan where its columns, bins and windows stay, else by one of its own from the log on; windows of rows that are
 * not to be judged again, from now on.
 */
async function planFor(
  tx: SqlClient,
  actor: Actor,
  draft: DraftDefinition,
  judgesAgain: boolean,
): Promise<number> {
  const { watch, plan, definition, deploymentId } = draft;
  const leftOut = watch.leftOut.map(({ name }) => name);
  const repeats = countedRepeats(definition.quality);
  const wanted = JSON.stringify([watch.columns, leftOut, repeats]);
  const isKept = JSON.stringify([plan.columns, plan.leftOut, plan.repeats]) === wanted;
  if (isKept && isCountedFor(plan, definition)) return plan.id;
  const place = { workspaceId: actor.workspaceId, deploymentId };
  const planId = await insertPlan(tx, place, {
    ...{ columns: watch.columns, leftOut, repeats },
    windowRows: definition.rows ?? null,
  });
  if (judgesAgain || !definition.rows) await queueRecount(tx, { ...place, planId });
  await endPlan(tx, actor.workspaceId, plan.id);
  return planId;
}

/** From when on windows are judged by it. */
async function judgesFrom(
  { monitor, judgesAgain }: RedefineMonitorInput,
  { plan, definition: { window, rows = 0 } }: DraftDefinition,
  workspaceId: string,
): Promise<number> {
  const place = { workspaceId, monitor };
  const told = await readWindowsTold(pool(), place, { order: "DESC", limit: JUDGED_AGAIN });
  const [newest] = told;
  const oldest = told.at(-1);
  // A window of rows is the present one until it is full.
  const isOpen = newest && plan.windowRows === rows && newest.rows < rows;
  if (!judgesAgain) return windowOf(isOpen ? newest.opensAt : Date.now(), window).opensAt;
  // Where nothing was judged yet, all that the log holds is.
  return oldest ? windowOf(oldest.opensAt, window).opensAt : 0;
}

/** Throws INVALID where what is told of cannot be told of the windows that come. */
function assertTellable({ alerts: stored }: LockedMonitor, { window }: MonitorDefinition): void {
  const problem = untellable(window, alerts.parse(stored));
  if (problem)
    throw new AppError("INVALID", `${problem} Change what is told of first.`, { window: problem });
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
  const from = await judgesFrom(input, draft, workspaceId);
  await inTransaction(async (tx) => {
    const locked = await lockMonitor(tx, workspaceId, monitor);
    if (locked.version !== version || before.version !== version)
      throw new AppError(
        "CONFLICT",
        `The definition was changed since: version ${locked.version} holds. Read it, and make your change to that one.`,
      );
    assertTellable(locked, definition);
    const planId = await planFor(tx, actor, draft, judgesAgain);
    await insertDefinition(tx, {
      ...{ workspaceId, monitor, number: version + 1, planId, userId },
      // Rows that are cut into windows anew begin theirs at other moments.
      judgesFrom: judgesAgain && definition.rows && planId !== draft.plan.id ? 0 : from,
      ...{ referenceVersionId: reference.versionId, definition, reference: watch.reference },
    });
    const isOfRows = before.definition.window === "rows" && planId !== draft.plan.id;
    if (isOfRows || before.definition.window !== definition.window)
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
