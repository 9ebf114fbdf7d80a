import "server-only";
import { type Actor, assertCan } from "@/lib/access/actor";
import { AppError } from "@/lib/core/errors";
import { db } from "@/lib/db/client";
import { adapterOf, type BackendPlace } from "../adapters/all";
import {
  type BackendCheckDto,
  type BackendDto,
  type BackendQueueDto,
  toBackendDto,
  toBackendQueueDto,
} from "../dto/backends";
import type { BackendInput } from "../schema/backends";
import { lastTests } from "../sql/jobs";
import { readQueueFigures } from "../sql/queues";

const NOT_ALLOWED =
  "This server runs no jobs. Whoever operates it can allow them with the variable LOCAL_JOBS.";

export const backendNotFound = () => new AppError("NOT_FOUND", "There is no such compute backend.");

type PlaceRow = Omit<BackendPlace, "id"> & { id: bigint };

const placeOf = ({ id, kind, address, sealedHeaders, certificate }: PlaceRow): BackendPlace => ({
  id: Number(id),
  kind,
  address,
  sealedHeaders,
  certificate,
});

/** Where jobs of this workspace can run. */
export async function listBackends(actor: Actor): Promise<BackendDto[]> {
  assertCan(actor, "backend:read");
  const { workspaceId } = actor;
  const [rows, counts, tests] = await Promise.all([
    db().computeBackend.findMany({ where: { workspaceId }, orderBy: { id: "asc" } }),
    db().job.groupBy({
      by: ["backendId", "status"],
      where: { workspaceId, status: { in: ["queued", "starting", "running"] } },
      _count: true,
    }),
    lastTests(workspaceId),
  ]);
  return rows.map((row) => {
    const its = counts.filter(({ backendId }) => backendId === row.id);
    const queued = its.find(({ status }) => status === "queued")?._count ?? 0;
    const all = its.reduce((sum, { _count }) => sum + _count, 0);
    return toBackendDto({
      ...row,
      isReachable: adapterOf(placeOf(row)) !== null,
      queued,
      running: all - queued,
      lastTest: tests.get(Number(row.id)) ?? null,
    });
  });
}

/** The same, with how long jobs wait there. */
export async function listBackendQueues(actor: Actor): Promise<BackendQueueDto[]> {
  assertCan(actor, "backend:read");
  const [backends, figures] = await Promise.all([
    listBackends(actor),
    readQueueFigures(actor.workspaceId),
  ]);
  return backends.map((backend) => toBackendQueueDto(backend, figures.get(backend.id)));
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
  const adapter = adapterOf(placeOf(row));
  return adapter ? adapter.check() : { isReady: false, message: NOT_ALLOWED };
}
