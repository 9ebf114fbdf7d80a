import "server-only";
import type { Actor } from "@/lib/access/actor";
import { AppError } from "@/lib/core/errors";
import { pool } from "@/lib/db/pool";

/** What never changes of a run. */
export interface RunRef {
  id: number;
  experimentId: number;
  workspaceId: string;
}

const CACHE_LIMIT = 50_000;
const shared = globalThis as typeof globalThis & { slipwayRunRefs?: Map<string, RunRef> };

function refs(): Map<string, RunRef> {
  shared.slipwayRunRefs ??= new Map();
  if (shared.slipwayRunRefs.size > CACHE_LIMIT) shared.slipwayRunRefs.clear();
  return shared.slipwayRunRefs;
}

export function runNotFound(uuid: string): AppError {
  return new AppError("NOT_FOUND", `Run with id=${uuid} not found`);
}

export function runNotActive(uuid: string): AppError {
  return new AppError(
    "INVALID",
    `The run ${uuid} must be in the 'active' state. Current state is deleted.`,
  );
}

/** The ids behind a run's uuid, in the actor's workspace, deleted or not. Throws NOT_FOUND. */
export async function runRef(actor: Actor, uuid: string): Promise<RunRef> {
  let ref = refs().get(uuid);
  if (!ref) {
    const { rows } = await pool().query<RunRef>(
      `SELECT id, experiment_id AS "experimentId", workspace_id AS "workspaceId" FROM runs WHERE uuid = $1`,
      [uuid],
    );
    ref = rows[0];
    if (ref) refs().set(uuid, ref);
  }
  if (!ref || ref.workspaceId !== actor.workspaceId) throw runNotFound(uuid);
  return ref;
}
