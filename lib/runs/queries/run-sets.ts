import "server-only";
import { type Actor, assertCan } from "@/lib/access/actor";
import { pool } from "@/lib/db/pool";
import { type RelativesDto, type RunRow, toRunInfoDto } from "../dto/runs";
import { RUN_COLUMNS } from "../sql/hydrate";

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
