import "server-only";
import { AppError } from "@/lib/core/errors";
import type { Tx } from "@/lib/db/client";
import type { SqlClient } from "@/lib/db/pool";
import type { EventAbout } from "../schema/acts";
import type { IncidentEventKind } from "../schema/incidents";

export const incidentNotFound = (number: number) =>
  new AppError("NOT_FOUND", `There is no incident ${number}.`);

/** An incident, locked for the rest of the transaction. Throws NOT_FOUND. */
export async function lockIncident(tx: Tx, workspaceId: string, number: number) {
  const [found] = await tx.$queryRaw<{ id: bigint }[]>`
    SELECT id FROM incidents WHERE workspace_id = ${workspaceId}::uuid AND number = ${number} FOR UPDATE`;
  if (!found) throw incidentNotFound(number);
  return tx.incident.findUniqueOrThrow({
    where: { id_workspaceId: { id: found.id, workspaceId } },
    include: {
      deployment: { select: { name: true } },
      dataset: { select: { name: true } },
      owner: { select: { name: true } },
    },
  });
}

/** Keeps others from opening an incident of what a signal or an incident is of. */
export async function lockSubject(
  tx: Tx,
  { deploymentId, datasetId }: { deploymentId: bigint | null; datasetId: bigint | null },
): Promise<void> {
  if (datasetId === null)
    await tx.$queryRaw`SELECT 1 FROM deployments WHERE id = ${deploymentId} FOR UPDATE`;
  else await tx.$queryRaw`SELECT 1 FROM datasets WHERE id = ${datasetId} FOR UPDATE`;
}
export type LockedIncident = Awaited<ReturnType<typeof lockIncident>>;

/** What foreign keys call an incident. Throws NOT_FOUND. */
export async function findIncidentRef(
  client: SqlClient,
  workspaceId: string,
  number: number,
): Promise<{ id: number }> {
  const { rows } = await client.query<{ id: number }>(
    "SELECT id FROM incidents WHERE workspace_id = $1 AND number = $2",
    [workspaceId, number],
  );
  if (!rows[0]) throw incidentNotFound(number);
  return rows[0];
}

interface NewEvent {
  kind: IncidentEventKind;
  note?: string;
  about?: EventAbout;
  /** Null when Slipway does it by itself. */
  actorId: string | null;
}

export async function appendEvent(
  tx: Tx,
  { id, workspaceId }: { id: bigint; workspaceId: string },
  { kind, note = "", about = {}, actorId }: NewEvent,
): Promise<void> {
  await tx.incidentEvent.create({
    data: { workspaceId, incidentId: id, kind, note, about, actorId },
  });
}

/** The number of the next one; whoever asks first goes first. */
export async function nextNumber(tx: Tx, workspaceId: string): Promise<number> {
  await tx.$executeRaw`SELECT pg_advisory_xact_lock(hashtextextended(${`incidents ${workspaceId}`}, 0))`;
  const { _max } = await tx.incident.aggregate({
    where: { workspaceId },
    _max: { number: true },
  });
  return (_max.number ?? 0) + 1;
}
