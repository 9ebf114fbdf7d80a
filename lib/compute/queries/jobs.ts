import "server-only";
import { z } from "zod";
import { type Actor, assertCan } from "@/lib/access/actor";
import { AppError } from "@/lib/core/errors";
import { lastKey, type Page, toPage } from "@/lib/core/page";
import { pool } from "@/lib/db/pool";
import { type JobDto, type JobRow, toJobDto } from "../dto/jobs";
import type { JobInput, ListJobsInput } from "../schema/jobs";
import { JOB_SELECT, readJob } from "../sql/jobs";

const numberKey = z.string().regex(/^\d{1,9}$/);

export const jobNotFound = (number: number) =>
  new AppError("NOT_FOUND", `There is no job ${number}.`);

/** Jobs of the workspace, the newest first. */
export async function listJobs(
  actor: Actor,
  { status, runUuid, pipelineId, limit, pageToken }: ListJobsInput,
): Promise<Page<JobDto>> {
  assertCan(actor, "job:read");
  const { rows } = await pool().query<JobRow>(
    `${JOB_SELECT} WHERE j.workspace_id = $1 AND ($2::text IS NULL OR j.status = $2) AND ($3::int IS NULL OR j.number < $3)
       AND ($5::text IS NULL OR r.uuid = $5)
       AND ($6::bigint IS NULL OR j.pipeline_id = $6)
     ORDER BY j.number DESC LIMIT $4`,
    [
      actor.workspaceId,
      status ?? null,
      lastKey(pageToken, numberKey) ?? null,
      limit + 1,
      runUuid ?? null,
      pipelineId ?? null,
    ],
  );
  return toPage(rows, limit, ({ number }) => String(number), toJobDto);
}

export async function getJob(actor: Actor, { number }: JobInput): Promise<JobDto> {
  assertCan(actor, "job:read");
  const row = await readJob(pool(), actor.workspaceId, number);
  if (!row) throw jobNotFound(number);
  return toJobDto(row);
}
