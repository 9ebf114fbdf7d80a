import "server-only";
import type { Actor } from "@/lib/access/actor";
import { AppError } from "@/lib/core/errors";
import { pool, type SqlClient } from "@/lib/db/pool";
import type { DeliveryOutcome, HookDeliveryRow, HookRow } from "../dto/hooks";

const KEPT_DELIVERIES = 50;
/** Longer than a signature is good for: until then it is known that a delivery was received. */
const REMEMBERED_MINUTES = 15;
const KEPT_UNSIGNED = 10;
const UNSIGNED_EVERY_SECONDS = 5;

export const HOOK_SELECT = `SELECT h.id, h.pipeline_id AS "pipelineId", h.name, h.is_enabled AS "isEnabled", u.name AS "savedBy",
    h.saved_at AS "savedAt", h.previous_until AS "previousUntil"
  FROM pipeline_hooks h JOIN users u ON u.id = h.saved_by_id`;

export const DELIVERY_SELECT = `SELECT d.id, d.delivery_id AS "deliveryId", d.at, d.outcome, d.reason, d.job_number AS "jobNumber"
  FROM pipeline_deliveries d`;

export const hookNotFound = () => new AppError("NOT_FOUND", "There is no such webhook.");

interface Place {
  pipelineId: number;
  hookId: string;
}

export async function readHook(
  client: SqlClient,
  { workspaceId }: Actor,
  { pipelineId, hookId }: Place,
): Promise<HookRow> {
  const { rows } = await client.query<HookRow>(
    `${HOOK_SELECT} WHERE h.workspace_id = $1 AND h.pipeline_id = $2 AND h.id = $3`,
    [workspaceId, pipelineId, hookId],
  );
  if (!rows[0]) throw hookNotFound();
  return rows[0];
}

/** A webhook, locked against everybody else who would change it. */
export async function lockHook(tx: SqlClient, actor: Actor, place: Place): Promise<HookRow> {
  await tx.query("SELECT 1 FROM pipeline_hooks WHERE workspace_id = $1 AND id = $2 FOR UPDATE", [
    actor.workspaceId,
    place.hookId,
  ]);
  return readHook(tx, actor, place);
}

/** What it takes to know who sends, and to launch for them. */
export interface ReceivingHook {
  id: string;
  pipelineId: number;
  workspaceId: string;
  isEnabled: boolean;
  savedById: string;
  sealedSecret: Uint8Array;
  /** The secret before, for as long as it is taken. */
  sealedPrevious: Uint8Array | null;
}

export async function findReceivingHook(hookId: string): Promise<ReceivingHook | null> {
  const { rows } = await pool().query<ReceivingHook>(
    `SELECT h.id, h.pipeline_id AS "pipelineId", h.workspace_id AS "workspaceId",
       h.is_enabled AS "isEnabled", h.saved_by_id AS "savedById", h.sealed_secret AS "sealedSecret",
       CASE WHEN h.previous_until > now() THEN h.sealed_previous END AS "sealedPrevious"
     FROM pipeline_hooks h WHERE h.id = $1`,
    [hookId],
  );
  return rows[0] ?? null;
}

/** What became of a delivery by its sender's name for it; null when it is new. */
export async function findDelivery(
  { id, workspaceId }: ReceivingHook,
  deliveryId: string,
): Promise<HookDeliveryRow | null> {
  const { rows } = await pool().query<HookDeliveryRow>(
    `${DELIVERY_SELECT} WHERE d.workspace_id = $1 AND d.hook_id = $2 AND d.delivery_id = $3`,
    [workspaceId, id, deliveryId],
  );
  return rows[0] ?? null;
}

/** How many signed deliveries came within the last minute. */
export async function recentDeliveries({ id, workspaceId }: ReceivingHook): Promise<number> {
  const { rows } = await pool().query<{ count: number }>(
    `SELECT count(*) AS count FROM pipeline_deliveries
     WHERE workspace_id = $1 AND hook_id = $2 AND delivery_id IS NOT NULL AND at > now() - interval '1 minute'`,
    [workspaceId, id],
  );
  return rows[0]?.count ?? 0;
}

interface Delivery {
  deliveryId: string;
  outcome: DeliveryOutcome;
  reason: string | null;
  jobNumber: number | null;
}

/** Keeps what became of a signed delivery. Answers false when something has already. */
export async function insertDelivery(
  tx: SqlClient,
  { id, workspaceId }: ReceivingHook,
  { deliveryId, outcome, reason, jobNumber }: Delivery,
): Promise<boolean> {
  const { rowCount } = await tx.query(
    `INSERT INTO pipeline_deliveries (hook_id, workspace_id, delivery_id, outcome, reason, job_number)
     VALUES ($1, $2, $3, $4, $5, $6) ON CONFLICT (hook_id, delivery_id) DO NOTHING`,
    [id, workspaceId, deliveryId, outcome, reason, jobNumber],
  );
  await tx.query(
    `DELETE FROM pipeline_deliveries WHERE workspace_id = $1 AND hook_id = $2 AND delivery_id IS NOT NULL
       AND at < now() - make_interval(mins => $4) AND id <= (SELECT id FROM pipeline_deliveries
         WHERE hook_id = $2 AND delivery_id IS NOT NULL ORDER BY id DESC OFFSET $3 LIMIT 1)`,
    [workspaceId, id, KEPT_DELIVERIES, REMEMBERED_MINUTES],
  );
  return rowCount === 1;
}

/** Keeps that something came whose signature did not fit: now and then, and the newest, so that nobody fills a table with it. */
export async function insertUnsigned(
  { id, workspaceId }: ReceivingHook,
  reason: string,
): Promise<void> {
  await pool().query(
    `INSERT INTO pipeline_deliveries (hook_id, workspace_id, outcome, reason)
     SELECT $1, $2, 'unsigned', $3 WHERE NOT EXISTS (SELECT 1 FROM pipeline_deliveries
       WHERE hook_id = $1 AND delivery_id IS NULL AND at > now() - make_interval(secs => $4))`,
    [id, workspaceId, reason, UNSIGNED_EVERY_SECONDS],
  );
  await pool().query(
    `DELETE FROM pipeline_deliveries WHERE workspace_id = $1 AND hook_id = $2 AND delivery_id IS NULL
       AND id <= (SELECT id FROM pipeline_deliveries WHERE hook_id = $2 AND delivery_id IS NULL
         ORDER BY id DESC OFFSET $3 LIMIT 1)`,
    [workspaceId, id, KEPT_UNSIGNED],
  );
}
