import "server-only";
import { type WatchedColumn, windowProfile } from "@/lib/datasets/schema/window-profiles";
import { inTransaction, pool, type SqlClient } from "@/lib/db/pool";
import { announce } from "@/lib/events/announce";
import { readPlans } from "@/lib/gateway/sql/profile-plans";
import { judgeWindow } from "../rules/judge-window";
import { addSums } from "../rules/performance/add-sums";
import { judgePerformance } from "../rules/performance/judge";
import { readRow } from "../rules/performance/read-row";
import { SumsBuilder } from "../rules/performance/sums";
import { ANSWER } from "../rules/watch-columns";
import { isOfTime, windowOf } from "../rules/windows";
import { type ColumnFinding, type MonitorDefinition, monitorDefinition } from "../schema/monitors";
import {
  type Baseline,
  baseline,
  type PerformanceDefinition,
  performanceDefinition,
} from "../schema/performance";
import type { PerformanceSums } from "../schema/performance-sums";
import {
  type DuePerformance,
  markLooked,
  markStale,
  readDuePerformances,
  readHourSums,
  readStaleHours,
  readWaited,
  saveHour,
  savePerformanceWindow,
} from "../sql/performance";
import { readLabelledHours, readLoggedRows } from "../sql/performance-log";
import { learnOnce } from "./baseline";

const EVERY_SECONDS = 60;
const MAX_MONITORS = 500;
const HOUR_MS = 3_600_000;
/** What one turn may take; what is left is done in the next one. */
const TURN_MS = 20_000;
/** Labels that came so long ago may have done so in a transaction that ended after the last look. */
const OVERLAP_MS = 120_000;

type Window = ReturnType<typeof windowOf>;

interface Target {
  column: WatchedColumn;
  judge: (current: PerformanceSums) => ColumnFinding | null;
}

interface Looked {
  due: DuePerformance;
  definition: PerformanceDefinition;
  window: MonitorDefinition["window"];
  target: Target | null;
  known: Baseline | null;
}

/** The reference's target, whose bins the truths are laid beside; null when it is no column with bins. */
async function targetOf(due: DuePerformance, target: string | null): Promise<Target | null> {
  const monitor = monitorDefinition.parse(due.monitorDefinition);
  const [plan] = await readPlans(pool(), [due.planId]);
  const at = plan?.columns.findIndex(({ source }) => source === "answer") ?? -1;
  const counts = windowProfile.parse(due.reference).columns[at];
  const watched = plan?.columns[at];
  const own = monitor.columns.find(({ name }) => name === ANSWER);
  if (target === null || target !== monitor.target || !watched || !counts || !own) return null;
  const column = { ...watched, name: target };
  const rows = counts.n + counts.nulls;
  const reference = { rows, columns: [counts], extra: {} };
  const definition = { ...monitor, columns: [{ ...own, name: target }] };
  return {
    column,
    judge: ({ truths }) => {
      if (!truths) return null;
      const { findings } = judgeWindow([column], definition, { reference, current: truths });
      return findings[0] ?? null;
    },
  };
}

interface HourRead {
  hour: Date;
  sums: PerformanceSums;
  readAt: Date;
}

async function readHour({ due, definition, target, known }: Looked, hour: Date): Promise<HourRead> {
  const builder = new SumsBuilder(definition, known, target?.column ?? null);
  const withInputs = definition.slices.length > 0 || Boolean(known?.losses);
  const span = { from: hour, to: new Date(hour.getTime() + HOUR_MS) };
  const { every, at } = await readLoggedRows(
    { deploymentId: due.deploymentId, ...span, withInputs },
    (row) => {
      builder.add(readRow(row, definition), row.label, row.input);
      return true;
    },
  );
  return { hour, sums: builder.finish(every), readAt: at };
}

/** Judges a window anew; answers whether it says something new. */
async function judge(
  tx: SqlClient,
  { due, definition, target, known }: Looked,
  window: Window,
): Promise<boolean> {
  const [first, ...others] = await readHourSums(tx, due, window);
  if (!first) return false;
  const sums = others.reduce(addSums, first);
  const moment = { closesAt: window.closesAt, now: due.now.getTime() };
  const judgement = judgePerformance(sums, definition, { baseline: known, ...moment });
  const { rows, labelled } = sums;
  const found = { ...window, rows, labelled, judgement, target: target?.judge(sums) ?? null };
  return savePerformanceWindow(tx, due, found);
}

/** Reads hours of a window and judges it, all or nothing. */
async function lookAtWindow(
  looked: Looked,
  { window, hours }: { window: Window; hours: readonly Date[] },
  until: number,
): Promise<boolean> {
  const read: HourRead[] = [];
  for (const hour of hours) if (performance.now() < until) read.push(await readHour(looked, hour));
  return inTransaction(async (tx) => {
    for (const hour of read) await saveHour(tx, looked.due, hour);
    // Part of it may be gone from the log, so that what is known of it is better than what would be found.
    return window.opensAt < looked.due.keptSince.getTime() ? false : judge(tx, looked, window);
  });
}

async function findStale(due: DuePerformance, isByTheHour: boolean): Promise<Date[]> {
  await inTransaction(async (tx) => {
    if (due.lookedAt.getTime() > 0) {
      const since = new Date(due.lookedAt.getTime() - OVERLAP_MS);
      const hours = await readLabelledHours(tx, due.deploymentId, since);
      await markStale(tx, { id: due.id, hours });
    }
    await markLooked(tx, due);
  });
  return readStaleHours(pool(), due, isByTheHour);
}

/** Reads the hours that changed, and judges their windows and those that have waited long enough. */
async function look(due: DuePerformance, until: number): Promise<boolean> {
  const definition = performanceDefinition.parse(due.definition);
  const { window } = monitorDefinition.parse(due.monitorDefinition);
  const looked: Looked = {
    // The log does not say which window of rows a row was counted in: days are judged in place of them.
    ...{ due, definition, window: isOfTime(window) ? window : "day" },
    target: await targetOf(due, definition.target),
    known: due.baseline === null ? null : baseline.parse(due.baseline),
  };
  const windows = new Map<number, { window: Window; hours: Date[] }>();
  const windowAt = (moment: number) => {
    const window = windowOf(moment, looked.window);
    const found = windows.get(window.opensAt) ?? { window, hours: [] };
    windows.set(window.opensAt, found);
    return found;
  };
  for (const hour of await findStale(due, isOfTime(window)))
    windowAt(hour.getTime()).hours.push(hour);
  for (const moment of await readWaited(pool(), due, definition.delayHours)) windowAt(moment);
  let isNews = false;
  for (const window of windows.values()) {
    if (performance.now() >= until) break;
    isNews = (await lookAtWindow(looked, window, until)) || isNews;
  }
  // What is learned now is what the next look reads all hours by.
  if (!looked.known && (await learnOnce(due, definition))) isNews = true;
  return isNews;
}

/** Follows how deployments do by the labels that come. Answers how many monitors were looked at. */
export async function lookAtPerformance(): Promise<number> {
  const until = performance.now() + TURN_MS;
  const due = await readDuePerformances(pool(), {
    everySeconds: EVERY_SECONDS,
    limit: MAX_MONITORS,
  });
  let looked = 0;
  for (const one of due) {
    if (performance.now() >= until) break;
    if (await look(one, until)) announce(one.workspaceId, "monitors", `monitor:${one.id}`);
    looked += 1;
  }
  return looked;
}
