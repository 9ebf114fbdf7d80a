import "server-only";
import type { Actor } from "@/lib/access/actor";
import { AppError } from "@/lib/core/errors";
import { pool, type SqlClient } from "@/lib/db/pool";
import type { SummaryRow, VersionRow } from "../dto/pipelines";

export const SUMMARY_SELECT = `SELECT p.id, p.name, p.description, p.version, p.archived_at AS "archivedAt",
    p.created_at AS "createdAt", j.number AS "jobNumber", j.status AS "jobStatus", j.created_at AS "jobCreatedAt"
  FROM pipelines p LEFT JOIN LATERAL (SELECT number, status, created_at FROM jobs
    WHERE pipeline_id = p.id AND workspace_id = p.workspace_id ORDER BY number DESC LIMIT 1) j ON true`;

export const pipelineNotFound = () => new AppError("NOT_FOUND", "There is no such pipeline.");

export async function readSummary({ workspaceId }: Actor, id: number): Promise<SummaryRow> {
  const { rows } = await pool().query<SummaryRow>(
    `${SUMMARY_SELECT} WHERE p.workspace_id = $1 AND p.id = $2`,
    [workspaceId, id],
  );
  if (!rows[0]) throw pipelineNotFound();
  return rows[0];
}

/** A pipeline, locked against everybody else who would change it. */
export async function lockPipeline(
  tx: SqlClient,
  { workspaceId }: Actor,
  id: number,
): Promise<Omit<SummaryRow, "jobNumber" | "jobStatus" | "jobCreatedAt">> {
  const { rows } = await tx.query(
    `SELECT id, name, description, version, archived_at AS "archivedAt", created_at AS "createdAt"
     FROM pipelines WHERE workspace_id = $1 AND id = $2 FOR UPDATE`,
    [workspaceId, id],
  );
  if (!rows[0]) throw pipelineNotFound();
  return rows[0];
}

export async function readVersion(
  client: SqlClient,
  { workspaceId }: Actor,
  { pipelineId, version }: { pipelineId: number; version: number },
): Promise<VersionRow> {
  const { rows } = await client.query<VersionRow>(
    `SELECT v.number, v.text, u.name AS "createdBy", v.created_at AS "createdAt"
     FROM pipeline_versions v JOIN users u ON u.id = v.created_by_id
     WHERE v.workspace_id = $1 AND v.pipeline_id = $2 AND v.number = $3`,
    [workspaceId, pipelineId, version],
  );
  if (!rows[0])
    throw new AppError("NOT_FOUND", `This pipeline has no version ${version}.`, {
      version: `This pipeline has no version ${version}.`,
    });
  return rows[0];
}
