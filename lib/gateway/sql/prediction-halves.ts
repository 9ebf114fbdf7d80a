import "server-only";
import { pool } from "@/lib/db/pool";
import { type PredictionHalf, predictionHalf, type Side } from "../schema/payload-events";
import type { DeploymentRef } from "./predictions";

export interface EventRef extends DeploymentRef {
  eventId: string;
}

export interface StoredHalf extends PredictionHalf {
  side: Side;
  at: number;
}

interface Row {
  side: Side;
  at: number;
  body: unknown;
}

/** Keeps one half; the same one again changes nothing. */
export async function keepHalf(
  { workspaceId, deploymentId, eventId }: EventRef,
  { side, at, ...body }: StoredHalf,
): Promise<void> {
  await pool().query(
    `INSERT INTO prediction_halves (workspace_id, deployment_id, event_id, side, body, at)
     VALUES ($1, $2, $3, $4, $5, $6) ON CONFLICT DO NOTHING`,
    [workspaceId, String(deploymentId), eventId, side, JSON.stringify(body), new Date(at)],
  );
}

export async function readHalves({ deploymentId, eventId }: EventRef): Promise<StoredHalf[]> {
  const { rows } = await pool().query<Row>(
    `SELECT side, body, floor(extract(epoch FROM at) * 1000)::float8 AS at FROM prediction_halves
     WHERE deployment_id = $1 AND event_id = $2 ORDER BY side`,
    [String(deploymentId), eventId],
  );
  return rows.map(({ body, ...half }) => ({ ...half, ...predictionHalf.parse(body) }));
}

export async function forgetHalves({ deploymentId, eventId }: EventRef): Promise<void> {
  await pool().query("DELETE FROM prediction_halves WHERE deployment_id = $1 AND event_id = $2", [
    String(deploymentId),
    eventId,
  ]);
}

/** Events of which a half has waited so long. */
export async function readWaiting(seconds: number, limit: number): Promise<EventRef[]> {
  const { rows } = await pool().query<{ workspaceId: string; id: number; eventId: string }>(
    `SELECT DISTINCT workspace_id AS "workspaceId", deployment_id AS id, event_id AS "eventId" FROM prediction_halves
     WHERE received_at < now() - make_interval(secs => $1) LIMIT $2`,
    [seconds, limit],
  );
  return rows.map(({ id, ...event }) => ({ ...event, deploymentId: BigInt(id) }));
}
