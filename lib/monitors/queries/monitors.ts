import "server-only";
import { z } from "zod";
import { type Actor, assertCan } from "@/lib/access/actor";
import { AppError } from "@/lib/core/errors";
import { lastKey, type Page, toPage } from "@/lib/core/page";
import { pool } from "@/lib/db/pool";
import {
  type DistributionDto,
  type MonitorDto,
  type MonitorRow,
  toMonitorDto,
  toWindowDto,
  type WindowDto,
  type WindowRow,
} from "../dto/monitors";
import { distributionOf } from "../rules/distribution";
import type {
  ListMonitorsInput,
  ListWindowsInput,
  MonitorInput,
  ReadDistributionInput,
} from "../schema/monitors";
import { readDefinition } from "../sql/known-definitions";
import { MONITOR_SELECT, readMonitor, readWindow, WINDOW_COLUMNS } from "../sql/monitors";
import { readWindowProfile } from "../sql/windows";

const key = z.string().regex(/^\d{1,16}$/);

/** Monitors of the workspace, or of one deployment or dataset, the newest first. */
export async function listMonitors(
  actor: Actor,
  { deployment, dataset, limit, pageToken }: ListMonitorsInput,
): Promise<Page<MonitorDto>> {
  assertCan(actor, "monitor:read");
  const { rows } = await pool().query<MonitorRow>(
    `${MONITOR_SELECT} WHERE m.workspace_id = $1 AND m.removed_at IS NULL AND ($2::text IS NULL OR d.name = $2)
       AND ($3::bigint IS NULL OR m.id < $3) AND ($5::bigint IS NULL OR m.dataset_id = $5) ORDER BY m.id DESC LIMIT $4`,
    [
      ...[actor.workspaceId, deployment ?? null, lastKey(pageToken, key) ?? null, limit + 1],
      dataset ?? null,
    ],
  );
  return toPage(rows, limit, ({ id }) => String(id), toMonitorDto);
}

export async function getMonitor(actor: Actor, { monitor }: MonitorInput): Promise<MonitorDto> {
  assertCan(actor, "monitor:read");
  return toMonitorDto(await readMonitor(actor.workspaceId, monitor));
}

/** Windows in which something came, the newest first. */
export async function listWindows(
  actor: Actor,
  { monitor, limit, pageToken }: ListWindowsInput,
): Promise<Page<WindowDto>> {
  assertCan(actor, "monitor:read");
  await readMonitor(actor.workspaceId, monitor);
  const after = lastKey(pageToken, key);
  const { rows } = await pool().query<WindowRow>(
    `SELECT ${WINDOW_COLUMNS} FROM monitor_windows w WHERE w.workspace_id = $1 AND w.monitor_id = $2
       AND ($3::timestamptz IS NULL OR w.opens_at < $3) ORDER BY w.opens_at DESC LIMIT $4`,
    [actor.workspaceId, monitor, after === undefined ? null : new Date(Number(after)), limit + 1],
  );
  return toPage(rows, limit, ({ opensAt }) => String(opensAt), toWindowDto);
}

/** A column of a window beside the reference's. Throws NOT_FOUND for a window in which nothing came, and for a column that is not watched. */
export async function readDistribution(
  actor: Actor,
  { monitor, opensAt, column }: ReadDistributionInput,
): Promise<DistributionDto> {
  assertCan(actor, "monitor:read");
  const { workspaceId } = actor;
  await readMonitor(workspaceId, monitor);
  const window = await readWindow(pool(), { workspaceId, monitor, opensAt });
  if (!window) throw new AppError("NOT_FOUND", "Nothing came in a window that begins then.");
  const { version } = window;
  const { plan, reference } = await readDefinition(pool(), { workspaceId, monitor, version });
  const at = plan.columns.findIndex(({ name }) => name === column);
  const current = await readWindowProfile(pool(), plan, window);
  const [watched, before, after] = [plan.columns[at], reference.columns[at], current.columns[at]];
  if (!watched || !before || !after)
    throw new AppError("NOT_FOUND", `The monitor does not watch a column “${column}”.`);
  const { opensAt: from, closesAt, datasetVersion } = window;
  return {
    ...distributionOf(watched, before, after),
    ...{ opensAt: from, closesAt, datasetVersion },
  };
}
