import "server-only";
import type { Tx } from "@/lib/db/client";
import { pool, type SqlClient } from "@/lib/db/pool";
import type { Act, ActStatus, KeptWish } from "../schema/acts";

/** Somebody else has done it, or moved it on: what was about to be is left. */
export class Settled extends Error {}

/** Something that is done about an incident, as it was last seen. */
export interface StoredAct {
  id: number;
  workspaceId: string;
  incidentId: number;
  incident: number;
  deployment: string;
  isDeploymentDeleted: boolean;
  act: Act;
  status: ActStatus;
  reason: string;
  wish: unknown;
  actorId: string;
  isByItself: boolean;
  jobNumber: number | null;
  modelName: string | null;
  modelVersion: number | null;
  requestNumber: number | null;
  rolloutNumber: number | null;
  said: string;
  key: string;
  endedAt: Date | null;
}

const SELECT = `SELECT a.id, a.workspace_id AS "workspaceId", a.incident_id AS "incidentId", i.number AS incident,
    d.name AS deployment, d.deleted_at IS NOT NULL AS "isDeploymentDeleted", a.act, a.status, a.reason, a.wish,
    a.actor_id AS "actorId", a.response_id IS NOT NULL AS "isByItself", a.job_number AS "jobNumber",
    a.model_name AS "modelName", a.model_version AS "modelVersion", a.request_number AS "requestNumber",
    a.rollout_number AS "rolloutNumber", a.said,
    a.key, a.ended_at AS "endedAt"
  FROM incident_acts a JOIN incidents i ON i.id = a.incident_id JOIN deployments d ON d.id = i.deployment_id`;

/** Acts that wait for Slipway to do something, those that waited longest first. */
export async function findDueActs(limit: number): Promise<StoredAct[]> {
  const { rows } = await pool().query<StoredAct>(
    `${SELECT} WHERE a.ended_at IS NULL AND a.status <> 'offered' AND a.due_at <= now() ORDER BY a.due_at LIMIT $1`,
    [limit],
  );
  return rows;
}

/** The newest retraining of an incident; null where there is none. */
export async function findRetraining(
  client: SqlClient,
  incidentId: number,
): Promise<StoredAct | null> {
  const { rows } = await client.query<StoredAct>(
    `${SELECT} WHERE a.incident_id = $1 AND a.act = 'retrain' ORDER BY a.id DESC LIMIT 1`,
    [incidentId],
  );
  return rows[0] ?? null;
}

interface NewAct {
  key: string;
  act: Act;
  status: ActStatus;
  reason: string;
  wish?: KeptWish;
  actorId: string;
  responseId?: bigint;
}

const ENDED: ReadonlySet<ActStatus> = new Set(["done", "refused", "failed", "declined"]);
const endOf = (status: ActStatus) => (ENDED.has(status) ? new Date() : null);

/** Writes that something is done; false when it was before, or another retraining of the incident is under way. */
export async function insertAct(
  tx: Tx,
  { id: incidentId, workspaceId }: { id: bigint; workspaceId: string },
  { responseId, ...act }: NewAct,
): Promise<boolean> {
  const { count } = await tx.incidentAct.createMany({
    data: {
      ...{ workspaceId, incidentId, ...act, responseId: responseId ?? null },
      endedAt: endOf(act.status),
    },
    skipDuplicates: true,
  });
  return count === 1;
}

interface Advance {
  status: ActStatus;
  reason?: string;
  wish?: KeptWish;
  modelName?: string;
  modelVersion?: number;
  requestNumber?: number;
  rolloutNumber?: number;
}

/** Moves an act from the status that was seen to another one. Throws Settled where somebody else has. */
export async function moveAct(
  tx: Tx,
  { id, workspaceId, status: seen }: Pick<StoredAct, "id" | "workspaceId" | "status">,
  change: Advance,
): Promise<void> {
  const { count } = await tx.incidentAct.updateMany({
    where: { id: BigInt(id), workspaceId, status: seen },
    data: { ...change, said: "", dueAt: new Date(), endedAt: endOf(change.status) },
  });
  if (count !== 1) throw new Settled();
}

/** Looks at an act again after a time. */
export async function putOffAct({ id }: Pick<StoredAct, "id">, seconds: number): Promise<void> {
  await pool().query(
    "UPDATE incident_acts SET due_at = now() + make_interval(secs => $2) WHERE id = $1 AND ended_at IS NULL",
    [id, seconds],
  );
}

/** The retraining whose job is launched, in the transaction of the job. */
export interface Launching {
  workspaceId: string;
  incidentId: number;
  key: string;
  reason: string;
  wish: KeptWish;
  actorId: string;
  job: number;
}

/**
 * Writes that a retraining has its job, and answers which version was offered before and is not wanted any more. Throws Settled
 * where one is under way.
 */
export async function insertTraining(
  tx: SqlClient,
  { workspaceId, incidentId, key, reason, wish, actorId, job }: Launching,
): Promise<{ model: string; version: number } | null> {
  const { rows } = await tx.query<{ model: string; version: number }>(
    `UPDATE incident_acts SET status = 'declined', ended_at = now()
     WHERE incident_id = $1 AND act = 'retrain' AND status = 'offered'
     RETURNING model_name AS model, model_version AS version`,
    [incidentId],
  );
  const { rowCount } = await tx.query(
    `INSERT INTO incident_acts (workspace_id, incident_id, key, act, status, reason, wish, actor_id, job_number)
     VALUES ($1, $2, $3, 'retrain', 'training', $4, $5, $6, $7) ON CONFLICT DO NOTHING`,
    [workspaceId, incidentId, key, reason, JSON.stringify(wish), actorId, job],
  );
  if (rowCount !== 1) throw new Settled();
  return rows[0] ?? null;
}

export async function beginTraining(
  tx: SqlClient,
  id: number,
  { wish, job }: Pick<Launching, "wish" | "job">,
): Promise<void> {
  const { rowCount } = await tx.query(
    `UPDATE incident_acts SET status = 'training', job_number = $2, wish = $3, due_at = now()
     WHERE id = $1 AND status = 'due'`,
    [id, job, JSON.stringify(wish)],
  );
  if (rowCount !== 1) throw new Settled();
}
