import "server-only";
import { z } from "zod";
import { type Actor, assertCan } from "@/lib/access/actor";
import { AppError } from "@/lib/core/errors";
import { lastKey, type Page, toPage } from "@/lib/core/page";
import { pool } from "@/lib/db/pool";
import type { RunUseDto } from "../dto/datasets";
import type { InputVersionDto } from "../dto/versions";
import type { listUsesInput } from "../schema/lists";

const runKey = z.string().regex(/^\d{1,16}$/);

interface UseRow extends RunUseDto {
  id: number;
}

/** The runs that read a version, newest first, with the model versions that each led to. */
export async function listUses(
  actor: Actor,
  { datasetId, number, limit, pageToken }: z.output<typeof listUsesInput>,
): Promise<Page<RunUseDto>> {
  assertCan(actor, "dataset:read");
  const { rows: versions } = await pool().query<{ id: number }>(
    "SELECT id FROM dataset_versions WHERE workspace_id = $1 AND dataset_id = $2 AND number = $3",
    [actor.workspaceId, datasetId, number],
  );
  const [version] = versions;
  if (!version) throw new AppError("NOT_FOUND", `Dataset ${datasetId} has no version ${number}.`);
  const { rows } = await pool().query<UseRow>(
    `SELECT r.id, r.uuid AS "runUuid", r.name AS "runName", r.experiment_id AS "experimentId", e.name AS "experimentName",
       i.context, r.start_time AS "startTime",
       ARRAY(SELECT json_build_object('name', m.name, 'version', v.version) FROM model_versions v
         JOIN registered_models m ON m.id = v.model_id
         WHERE v.run_uuid = r.uuid AND v.workspace_id = $1 AND v.deleted_at IS NULL ORDER BY m.name, v.version LIMIT 20) AS models
     FROM run_inputs i JOIN runs r ON r.id = i.run_id AND r.workspace_id = $1 JOIN experiments e ON e.id = r.experiment_id
     WHERE i.version_id = $2 AND r.deleted_at IS NULL AND i.run_id < $3
     ORDER BY i.run_id DESC LIMIT $4`,
    [
      actor.workspaceId,
      version.id,
      lastKey(pageToken, runKey) ?? String(Number.MAX_SAFE_INTEGER),
      limit + 1,
    ],
  );
  return toPage(
    rows,
    limit,
    ({ id }) => String(id),
    ({ id: _id, ...use }) => use,
  );
}

/** The versions that a run read. */
export async function listInputVersions(actor: Actor, runUuid: string): Promise<InputVersionDto[]> {
  assertCan(actor, "dataset:read");
  const { rows } = await pool().query<InputVersionDto>(
    `SELECT l.name, l.digest, v.dataset_id AS "datasetId", v.number, v.content_key AS "contentKey"
     FROM runs r JOIN run_inputs i ON i.run_id = r.id JOIN logged_datasets l ON l.id = i.dataset_id
     JOIN dataset_versions v ON v.id = i.version_id
     WHERE r.uuid = $1 AND r.workspace_id = $2 ORDER BY l.id LIMIT 1000`,
    [runUuid, actor.workspaceId],
  );
  return rows;
}
