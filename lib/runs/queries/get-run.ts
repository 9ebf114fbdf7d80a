import "server-only";
import { type Actor, assertCan } from "@/lib/access/actor";
import { pool } from "@/lib/db/pool";
import type { RunDto, RunRow } from "../dto/runs";
import { hydrateRuns, RUN_COLUMNS } from "../sql/hydrate";
import { runNotFound } from "../sql/refs";

/** One run, deleted or not. Throws NOT_FOUND. */
export async function getRun(actor: Actor, uuid: string): Promise<RunDto> {
  assertCan(actor, "run:read");
  const { rows } = await pool().query<RunRow>(
    `SELECT ${RUN_COLUMNS} FROM runs r WHERE r.uuid = $1 AND r.workspace_id = $2`,
    [uuid, actor.workspaceId],
  );
  const [run] = await hydrateRuns(rows);
  if (!run) throw runNotFound(uuid);
  return run;
}
