import "server-only";
import { type Actor, assertCan } from "@/lib/access/actor";
import { AppError } from "@/lib/core/errors";
import { pool } from "@/lib/db/pool";
import { type RelativesDto, type RunDto, type RunRow, toRunInfoDto } from "../dto";
import { MAX_COMPARED_RUNS } from "../rules";
import { hydrateRuns, RUN_COLUMNS } from "../sql/hydrate";

/** Some runs with everything they have, in the order asked for. Those that do not exist are left out. */
export async function listComparedRuns(actor: Actor, uuids: readonly string[]): Promise<RunDto[]> {
  assertCan(actor, "run:read");
  if (uuids.length > MAX_COMPARED_RUNS)
    throw new AppError("INVALID", `At most ${MAX_COMPARED_RUNS} runs can be compared at once.`);
  const { rows } = await pool().query<RunRow>(
    `SELECT ${RUN_COLUMNS} FROM runs r WHERE r.uuid = ANY($1::text[]) AND r.workspace_id = $2
     ORDER BY array_position($1::text[], r.uuid)`,
    [uuids, actor.workspaceId],
  );
  return hydrateRuns(rows);
}

const MAX_CHILDREN = 100;

/** The run that this one belongs to, and the newest of those that belong to it. Deleted ones are left out. */
export async function getRelatives(actor: Actor, runUuid: string): Promise<RelativesDto> {
  assertCan(actor, "run:read");
  const { rows } = await pool().query<RunRow & { is_parent: boolean }>(
    `WITH here AS (SELECT id, uuid, parent_uuid FROM runs WHERE uuid = $1 AND workspace_id = $2)
     (SELECT true AS is_parent, ${RUN_COLUMNS} FROM runs r JOIN here ON r.uuid = here.parent_uuid
      WHERE r.workspace_id = $2 AND r.deleted_at IS NULL AND r.uuid <> here.uuid)
     UNION ALL
     (SELECT false, ${RUN_COLUMNS} FROM runs r JOIN here ON r.parent_uuid = here.uuid
      WHERE r.workspace_id = $2 AND r.deleted_at IS NULL AND r.uuid <> here.uuid
      ORDER BY r.start_time DESC, r.uuid LIMIT ${MAX_CHILDREN + 1})`,
    [runUuid, actor.workspaceId],
  );
  const parent = rows.find((row) => row.is_parent);
  const children = rows.filter((row) => !row.is_parent);
  return {
    parent: parent ? toRunInfoDto(parent) : null,
    children: children.slice(0, MAX_CHILDREN).map(toRunInfoDto),
    hasMoreChildren: children.length > MAX_CHILDREN,
  };
}
