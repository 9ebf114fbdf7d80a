import "server-only";
import { z } from "zod";
import { type Actor, assertCan } from "@/lib/access/actor";
import { lastKey, type Page, type PageInput, toPage } from "@/lib/core/page";
import { pool } from "@/lib/db/pool";
import {
  type HookDeliveryDto,
  type HookDeliveryRow,
  type HookDto,
  type HookRow,
  toHookDeliveryDto,
  toHookDto,
} from "../dto/hooks";
import type { HookInput } from "../schema/hooks";
import type { PipelineInput } from "../schema/pipelines";
import { DELIVERY_SELECT, HOOK_SELECT, readHook } from "../sql/hooks";
import { readSummary } from "../sql/pipelines";

const idKey = z.string().regex(/^\d{1,15}$/);

async function lastDeliveryOf({ workspaceId }: Actor, id: string): Promise<HookDeliveryRow | null> {
  const { rows } = await pool().query<HookDeliveryRow>(
    `${DELIVERY_SELECT} WHERE d.workspace_id = $1 AND d.hook_id = $2 ORDER BY d.id DESC LIMIT 1`,
    [workspaceId, id],
  );
  return rows[0] ?? null;
}

/** Webhooks of a pipeline by name; a pipeline has few. */
export async function listHooks(actor: Actor, { pipelineId }: PipelineInput): Promise<HookDto[]> {
  assertCan(actor, "pipeline:read");
  await readSummary(actor, pipelineId);
  const { rows } = await pool().query<HookRow>(
    `${HOOK_SELECT} WHERE h.workspace_id = $1 AND h.pipeline_id = $2 ORDER BY h.name`,
    [actor.workspaceId, pipelineId],
  );
  return Promise.all(rows.map(async (row) => toHookDto(row, await lastDeliveryOf(actor, row.id))));
}

export async function getHook(actor: Actor, input: HookInput): Promise<HookDto> {
  assertCan(actor, "pipeline:read");
  const row = await readHook(pool(), actor, input);
  return toHookDto(row, await lastDeliveryOf(actor, row.id));
}

/** What was sent to it, the newest first. */
export async function listHookDeliveries(
  actor: Actor,
  { limit, pageToken, ...input }: HookInput & PageInput,
): Promise<Page<HookDeliveryDto>> {
  assertCan(actor, "pipeline:read");
  await readHook(pool(), actor, input);
  const { rows } = await pool().query<HookDeliveryRow>(
    `${DELIVERY_SELECT} WHERE d.workspace_id = $1 AND d.hook_id = $2 AND ($3::bigint IS NULL OR d.id < $3)
     ORDER BY d.id DESC LIMIT $4`,
    [actor.workspaceId, input.hookId, lastKey(pageToken, idKey) ?? null, limit + 1],
  );
  return toPage(rows, limit, ({ id }) => String(id), toHookDeliveryDto);
}
