import "server-only";
import { type Actor, assertCan } from "@/lib/access/actor";
import { AppError } from "@/lib/core/errors";
import { db } from "@/lib/db/client";
import { adapterOf } from "../adapters/all";
import type { BackendCheckDto, BackendDto } from "../dto";
import type { BackendInput } from "../schema";

const NOT_ALLOWED =
  "This server runs no jobs. Whoever operates it can allow them with the variable LOCAL_JOBS.";

export const backendNotFound = () => new AppError("NOT_FOUND", "There is no such compute backend.");

/** Where jobs of this workspace can run. */
export async function listBackends(actor: Actor): Promise<BackendDto[]> {
  assertCan(actor, "backend:read");
  const { workspaceId } = actor;
  const [rows, counts] = await Promise.all([
    db().computeBackend.findMany({ where: { workspaceId }, orderBy: { id: "asc" } }),
    db().job.groupBy({
      by: ["backendId", "status"],
      where: { workspaceId, status: { in: ["queued", "starting", "running"] } },
      _count: true,
    }),
  ]);
  return rows.map(({ id, name, kind, maxJobs, isEnabled }) => {
    const its = counts.filter(({ backendId }) => backendId === id);
    const queued = its.find(({ status }) => status === "queued")?._count ?? 0;
    const all = its.reduce((sum, { _count }) => sum + _count, 0);
    return {
      id: Number(id),
      name,
      kind,
      maxJobs,
      isEnabled,
      isReachable: adapterOf(kind) !== null,
      queued,
      running: all - queued,
    };
  });
}

/** Asks a backend whether it could run a job now. */
export async function checkBackend(
  actor: Actor,
  { backendId }: BackendInput,
): Promise<BackendCheckDto> {
  assertCan(actor, "backend:manage");
  const row = await db().computeBackend.findFirst({
    where: { id: BigInt(backendId), workspaceId: actor.workspaceId },
  });
  if (!row) throw backendNotFound();
  const adapter = adapterOf(row.kind);
  return adapter ? adapter.check() : { isReady: false, message: NOT_ALLOWED };
}
