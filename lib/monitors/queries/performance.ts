import "server-only";
import { z } from "zod";
import { type Actor, assertCan } from "@/lib/access/actor";
import { AppError, orNull } from "@/lib/core/errors";
import { lastKey, type Page, toPage } from "@/lib/core/page";
import { pool } from "@/lib/db/pool";
import type {
  PerformanceDto,
  PerformancePageDto,
  PerformanceRow,
  PerformanceWindowDetailDto,
  PerformanceWindowDto,
  PerformanceWindowRow,
} from "../dto/performance";
import { addSums } from "../rules/performance/add-sums";
import { judgeBusiness } from "../rules/performance/business";
import { reliabilityOf } from "../rules/performance/reliability";
import { sliceTable } from "../rules/performance/slices";
import type { MonitorInput } from "../schema/monitors";
import {
  baseline as baselineSchema,
  type ListPerformanceInput,
  type PerformanceVerdict,
  performanceDefinition,
  type ReadPerformancePageInput,
  type ReadPerformanceWindowInput,
} from "../schema/performance";
import { readMonitor } from "../sql/monitors";
import { readHourSums } from "../sql/performance";
import {
  readPerformance,
  readPerformanceWindow,
  readPerformanceWindows,
} from "../sql/performance-reads";
import { getMonitor } from "./monitors";

const key = z.string().regex(/^\d{1,16}$/);

function toDto(monitor: number, row: PerformanceRow): PerformanceDto {
  const { version, problem, createdBy, createdAt } = row;
  const known = row.baseline === null ? null : baselineSchema.parse(row.baseline);
  const { from, rows, values, usual } = known ?? {};
  return {
    ...{ monitor, version, problem, createdBy, createdAt },
    definition: performanceDefinition.parse(row.definition),
    baseline: from && rows !== undefined && values && usual ? { from, rows, values, usual } : null,
    isEstimated: Boolean(known?.calibrations ?? known?.losses),
  };
}

/** By what a monitor's performance is judged; null when it is not. Throws NOT_FOUND for a monitor that is not there. */
export async function findPerformance(
  actor: Actor,
  { monitor }: MonitorInput,
): Promise<PerformanceDto | null> {
  assertCan(actor, "monitor:read");
  await readMonitor(actor.workspaceId, monitor);
  const row = await readPerformance(pool(), actor.workspaceId, monitor);
  return row && toDto(monitor, row);
}

/** The same, and NOT_FOUND when it is not judged. */
export async function getPerformance(actor: Actor, input: MonitorInput): Promise<PerformanceDto> {
  assertCan(actor, "monitor:read");
  const found = await findPerformance(actor, input);
  if (found) return found;
  throw new AppError("NOT_FOUND", "The performance of this deployment is not judged.");
}

/** By what is looked at now of the business, since what was posted is added up whenever somebody looks. */
function toWindow(
  { outcomes, ...row }: PerformanceWindowRow,
  now: PerformanceRow | null,
): PerformanceWindowDto {
  const definition = now && performanceDefinition.parse(now.definition);
  if (!definition?.business) return { ...row, business: null };
  const rule = { minRows: definition.minRows, isOver: row.closesAt <= Date.now() };
  return { ...row, business: judgeBusiness(definition.business, outcomes, rule) };
}

/** Windows with what labels and scores say of them, the newest first. */
export async function listPerformance(
  actor: Actor,
  { monitor, limit, pageToken }: ListPerformanceInput,
): Promise<Page<PerformanceWindowDto>> {
  assertCan(actor, "monitor:read");
  const { workspaceId } = actor;
  await readMonitor(workspaceId, monitor);
  const after = lastKey(pageToken, key);
  const rows = await readPerformanceWindows(
    pool(),
    { workspaceId, monitor },
    { before: after === undefined ? null : Number(after), limit: limit + 1 },
  );
  const now = await readPerformance(pool(), workspaceId, monitor);
  return toPage(
    rows,
    limit,
    ({ opensAt }) => String(opensAt),
    (row) => toWindow(row, now),
  );
}

/** One window with its confusion, calibration and slices. Throws NOT_FOUND. */
export async function getPerformanceWindow(
  actor: Actor,
  { monitor, opensAt }: ReadPerformanceWindowInput,
): Promise<PerformanceWindowDetailDto> {
  assertCan(actor, "monitor:read");
  const { workspaceId } = actor;
  await readMonitor(workspaceId, monitor);
  const found = await readPerformanceWindow(pool(), { workspaceId, monitor }, opensAt);
  const { definition: stored, ...row } = found;
  const window = toWindow(row, await readPerformance(pool(), workspaceId, monitor));
  const definition = performanceDefinition.parse(stored);
  const [first, ...others] = await readHourSums(
    pool(),
    { id: monitor, number: window.version },
    window,
  );
  const sums = first && others.reduce(addSums, first);
  return {
    ...window,
    classes: definition.classes,
    confusion: sums?.kind === "classes" ? sums.confusion : null,
    reliability: sums ? reliabilityOf(sums) : null,
    slices: sums ? sliceTable(sums, definition) : null,
    ...{ odd: sums?.odd ?? 0, strange: sums?.strange ?? 0, every: sums?.every ?? 1 },
  };
}

const PAGE_WINDOWS = 60;
const TOLD: readonly PerformanceVerdict[] = ["met", "missed", "measured"];

/** The window that is asked for, else the newest that labels tell of. */
async function chooseWindow(
  actor: Actor,
  { monitor, window }: ReadPerformancePageInput,
  windows: readonly PerformanceWindowDto[],
): Promise<PerformanceWindowDetailDto | null> {
  const labelled = windows.find((one) => one.labelled > 0) ?? windows[0];
  const opensAt = window ?? labelled?.opensAt;
  if (opensAt === undefined) return null;
  const found = await orNull(getPerformanceWindow(actor, { monitor, opensAt }));
  if (found || !labelled) return found;
  return getPerformanceWindow(actor, { monitor, opensAt: labelled.opensAt });
}

/** Everything that the page of a monitor's performance shows. Throws NOT_FOUND. */
export async function readPerformancePage(
  actor: Actor,
  input: ReadPerformancePageInput,
): Promise<PerformancePageDto> {
  assertCan(actor, "monitor:read");
  const { monitor: id, after } = input;
  const { last: _last, ...monitor } = await getMonitor(actor, { monitor: id });
  const performance = await findPerformance(actor, { monitor: id });
  const { items, nextPageToken } = await listPerformance(actor, {
    ...{ monitor: id, limit: PAGE_WINDOWS, pageToken: after },
  });
  return {
    ...{ monitor, performance, windows: items, next: nextPageToken },
    told: items.find(({ verdict }) => TOLD.includes(verdict)) ?? null,
    chosen: await chooseWindow(actor, input, items),
  };
}
