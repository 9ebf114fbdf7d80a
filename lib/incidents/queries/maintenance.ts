import "server-only";
import { z } from "zod";
import { type Actor, assertCan } from "@/lib/access/actor";
import { lastKey, type Page, toPage } from "@/lib/core/page";
import { pool } from "@/lib/db/pool";
import { type MaintenanceDto, type MaintenanceRow, toMaintenanceDto } from "../dto/maintenance";
import type { ListMaintenanceInput, MaintenanceWindowInput } from "../schema/maintenance";
import { MAINTENANCE_SELECT, maintenanceNotFound } from "../sql/maintenance";

/** Maintenance windows, the newest first. */
export async function listMaintenance(
  actor: Actor,
  { limit, pageToken }: ListMaintenanceInput,
): Promise<Page<MaintenanceDto>> {
  assertCan(actor, "incident:read");
  const { rows } = await pool().query<MaintenanceRow>(
    `${MAINTENANCE_SELECT} WHERE m.workspace_id = $1 AND ($2::uuid IS NULL OR m.id < $2) ORDER BY m.id DESC LIMIT $3`,
    [actor.workspaceId, lastKey(pageToken, z.uuid()) ?? null, limit + 1],
  );
  const now = Date.now();
  return toPage(
    rows,
    limit,
    ({ id }) => id,
    (row) => toMaintenanceDto(row, now),
  );
}

export async function getMaintenance(
  actor: Actor,
  { windowId }: MaintenanceWindowInput,
): Promise<MaintenanceDto> {
  assertCan(actor, "incident:read");
  const { rows } = await pool().query<MaintenanceRow>(
    `${MAINTENANCE_SELECT} WHERE m.workspace_id = $1 AND m.id = $2`,
    [actor.workspaceId, windowId],
  );
  if (!rows[0]) throw maintenanceNotFound();
  return toMaintenanceDto(rows[0], Date.now());
}
