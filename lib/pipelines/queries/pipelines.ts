import "server-only";
import { z } from "zod";
import { type Actor, assertCan } from "@/lib/access/actor";
import { lastKey, type Page, toPage } from "@/lib/core/page";
import { pool } from "@/lib/db/pool";
import {
  type PipelineDto,
  type PipelineSummaryDto,
  type SummaryRow,
  toSummaryDto,
  toVersionDto,
  toVersionSummaryDto,
  type VersionDto,
  type VersionRow,
  type VersionSummaryDto,
} from "../dto/pipelines";
import type {
  ListPipelinesInput,
  ListVersionsInput,
  PipelineInput,
  VersionInput,
} from "../schema/pipelines";
import { readSummary, readVersion, SUMMARY_SELECT } from "../sql/pipelines";

const nameKey = z.string().max(200);
const numberKey = z.string().regex(/^\d{1,9}$/);

/** Pipelines of the workspace by name. */
export async function listPipelines(
  actor: Actor,
  { state, limit, pageToken }: ListPipelinesInput,
): Promise<Page<PipelineSummaryDto>> {
  assertCan(actor, "pipeline:read");
  const { rows } = await pool().query<SummaryRow>(
    `${SUMMARY_SELECT} WHERE p.workspace_id = $1 AND (p.archived_at IS NULL) = $2 AND ($3::text IS NULL OR p.name > $3)
     ORDER BY p.name LIMIT $4`,
    [actor.workspaceId, state === "active", lastKey(pageToken, nameKey) ?? null, limit + 1],
  );
  return toPage(rows, limit, ({ name }) => name, toSummaryDto);
}

/** A pipeline with its newest declaration. */
export async function getPipeline(
  actor: Actor,
  { pipelineId }: PipelineInput,
): Promise<PipelineDto> {
  assertCan(actor, "pipeline:read");
  const summary = toSummaryDto(await readSummary(actor, pipelineId));
  const { version } = summary;
  return {
    ...summary,
    newest: toVersionDto(await readVersion(pool(), actor, { pipelineId, version })),
  };
}

/** Its declarations without their texts, the newest first. */
export async function listVersions(
  actor: Actor,
  { pipelineId, limit, pageToken }: ListVersionsInput,
): Promise<Page<VersionSummaryDto>> {
  assertCan(actor, "pipeline:read");
  await readSummary(actor, pipelineId);
  const { rows } = await pool().query<Omit<VersionRow, "text">>(
    `SELECT v.number, u.name AS "createdBy", v.created_at AS "createdAt"
     FROM pipeline_versions v JOIN users u ON u.id = v.created_by_id
     WHERE v.workspace_id = $1 AND v.pipeline_id = $2 AND ($3::int IS NULL OR v.number < $3)
     ORDER BY v.number DESC LIMIT $4`,
    [actor.workspaceId, pipelineId, lastKey(pageToken, numberKey) ?? null, limit + 1],
  );
  return toPage(rows, limit, ({ number }) => String(number), toVersionSummaryDto);
}

export async function getVersion(actor: Actor, input: VersionInput): Promise<VersionDto> {
  assertCan(actor, "pipeline:read");
  await readSummary(actor, input.pipelineId);
  return toVersionDto(await readVersion(pool(), actor, input));
}
