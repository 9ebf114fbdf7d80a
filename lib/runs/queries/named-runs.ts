import "server-only";
import { type Actor, assertCan } from "@/lib/access/actor";
import { pool } from "@/lib/db/pool";
import type { NamedRunDto } from "../dto/runs";

/** Looked through, newest first: enough to find what somebody remembers, and bounded however many runs there are. */
const SEARCHED_RUNS = 50_000;
const UUID_START = /^[0-9a-f]{6,32}$/;

/** Newest first, the runs whose name holds the text or whose id starts with it. */
export async function listRunsNamed(
  actor: Actor,
  text: string,
  limit: number,
): Promise<NamedRunDto[]> {
  assertCan(actor, "run:read");
  const start = text.trim().toLowerCase();
  const { rows } = await pool().query<NamedRunDto>(
    `SELECT r.uuid, r.name, e.name AS "experimentName"
     FROM (SELECT uuid, name, experiment_id, start_time FROM runs
           WHERE workspace_id = $1 AND deleted_at IS NULL
           ORDER BY start_time DESC LIMIT $4) r
     JOIN experiments e ON e.id = r.experiment_id AND e.workspace_id = $1 AND e.deleted_at IS NULL
     WHERE strpos(lower(r.name), $2) > 0 OR ($5 AND starts_with(r.uuid, $2))
     ORDER BY r.start_time DESC LIMIT $3`,
    [actor.workspaceId, start, limit, SEARCHED_RUNS, UUID_START.test(start)],
  );
  return rows;
}
