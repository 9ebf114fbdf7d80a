import "server-only";
import { z } from "zod";
import { type Actor, assertCan } from "@/lib/access/actor";
import { lastKey, type Page, toPage } from "@/lib/core/page";
import { pool } from "@/lib/db/pool";
import {
  type FiringDto,
  type FiringRow,
  type ScheduleDto,
  type ScheduleRow,
  toFiringDto,
  toScheduleDto,
} from "../dto/schedules";
import type { PipelineInput } from "../schema/pipelines";
import type { ListFiringsInput, ScheduleInput } from "../schema/schedules";
import { readSummary } from "../sql/pipelines";
import { FIRING_SELECT, readSchedule, SCHEDULE_SELECT } from "../sql/schedules";

const dueKey = z.coerce.number().int().min(0).max(8_640_000_000_000_000);

async function lastFiringOf({ workspaceId }: Actor, id: number): Promise<FiringRow | null> {
  const { rows } = await pool().query<FiringRow>(
    `${FIRING_SELECT} WHERE f.workspace_id = $1 AND f.schedule_id = $2 ORDER BY f.due_at DESC LIMIT 1`,
    [workspaceId, id],
  );
  return rows[0] ?? null;
}

/** Schedules of a pipeline by name; a pipeline has few. */
export async function listSchedules(
  actor: Actor,
  { pipelineId }: PipelineInput,
): Promise<ScheduleDto[]> {
  assertCan(actor, "pipeline:read");
  await readSummary(actor, pipelineId);
  const { rows } = await pool().query<ScheduleRow>(
    `${SCHEDULE_SELECT} WHERE s.workspace_id = $1 AND s.pipeline_id = $2 ORDER BY s.name`,
    [actor.workspaceId, pipelineId],
  );
  return Promise.all(
    rows.map(async (row) => toScheduleDto(row, await lastFiringOf(actor, row.id))),
  );
}

export async function getSchedule(actor: Actor, input: ScheduleInput): Promise<ScheduleDto> {
  assertCan(actor, "pipeline:read");
  const row = await readSchedule(pool(), actor, input);
  return toScheduleDto(row, await lastFiringOf(actor, row.id));
}

/** What became of its due moments, the newest first. */
export async function listFirings(
  actor: Actor,
  { limit, pageToken, ...input }: ListFiringsInput,
): Promise<Page<FiringDto>> {
  assertCan(actor, "pipeline:read");
  await readSchedule(pool(), actor, input);
  const below = lastKey(pageToken, dueKey);
  const { rows } = await pool().query<FiringRow>(
    `${FIRING_SELECT} WHERE f.workspace_id = $1 AND f.schedule_id = $2 AND ($3::timestamptz IS NULL OR f.due_at < $3)
     ORDER BY f.due_at DESC LIMIT $4`,
    [actor.workspaceId, input.scheduleId, below === undefined ? null : new Date(below), limit + 1],
  );
  return toPage(rows, limit, ({ dueAt }) => String(dueAt.getTime()), toFiringDto);
}
