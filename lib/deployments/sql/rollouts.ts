import "server-only";
import { AppError } from "@/lib/core/errors";
import type { Tx } from "@/lib/db/client";
import { pool } from "@/lib/db/pool";
import type { Judgement } from "../rules/judgement";
import { isOver, type RolloutState, type Share } from "../rules/rollout-state";
import { type RolloutPlan, rolloutPlan } from "../schema/rollouts";

/** A rollout as it was last seen; `version` names what was seen. */
export interface StoredRollout {
  id: number;
  workspaceId: string;
  deploymentId: number;
  deployment: string;
  number: number;
  candidate: number;
  stable: number;
  plan: RolloutPlan;
  state: RolloutState;
  version: number;
  trafficVersion: number;
  createdById: string;
  createdAt: Date;
}

interface Row extends Omit<StoredRollout, "plan" | "state"> {
  plan: unknown;
  state: unknown;
}

const ROLLOUT_COLUMNS = `r.id, r.workspace_id AS "workspaceId", r.deployment_id AS "deploymentId", d.name AS deployment,
  r.number, r.candidate, r.stable, r.plan, r.state, r.version, r.traffic_version AS "trafficVersion",
  r.created_by_id AS "createdById", r.created_at AS "createdAt"`;

/** The state was written by these rules, and by nobody else. */
const toStored = (row: Row): StoredRollout => ({
  ...row,
  plan: rolloutPlan.parse(row.plan),
  state: row.state as RolloutState,
});

export const rolloutNotFound = (deployment: string, number: number) =>
  new AppError("NOT_FOUND", `Deployment "${deployment}" has no rollout ${number}.`);

/** Somebody else has moved it on since it was seen. */
export class Overtaken extends AppError {
  constructor() {
    super("CONFLICT", "The rollout has moved on meanwhile. Look at it again.");
  }
}

/** A rollout of a deployment: the one of a number, or the one that decides over the traffic now. */
export async function findRollout(
  tx: Tx,
  deployment: { id: bigint; workspaceId: string; name: string },
  number: number | "active",
): Promise<StoredRollout | null> {
  const row = await tx.rollout.findFirst({
    where: {
      workspaceId: deployment.workspaceId,
      deploymentId: deployment.id,
      ...(number === "active" ? { endedAt: null } : { number }),
    },
  });
  if (!row) return null;
  return toStored({
    ...row,
    id: Number(row.id),
    deploymentId: Number(row.deploymentId),
    deployment: deployment.name,
  });
}

const LEASE_SECONDS = 20;

/** Takes rollouts whose next look is due. One whose worker died is anybody's again when its lease ends. */
export async function claimDue(limit: number): Promise<StoredRollout[]> {
  const { rows } = await pool().query<Row>(
    `UPDATE rollouts r SET leased_until = now() + make_interval(secs => $2)
     FROM deployments d WHERE d.id = r.deployment_id AND r.id IN (
       SELECT id FROM rollouts WHERE ended_at IS NULL AND next_look_at <= now()
         AND (leased_until IS NULL OR leased_until < now())
       ORDER BY next_look_at LIMIT $1 FOR UPDATE SKIP LOCKED)
     RETURNING ${ROLLOUT_COLUMNS}`,
    [limit, LEASE_SECONDS],
  );
  return rows.map(toStored);
}

/** Gives a rollout back, to be looked at again after a time. */
export async function release(id: number, afterMs: number): Promise<void> {
  await pool().query(
    `UPDATE rollouts SET leased_until = NULL, next_look_at = now() + $2 * interval '1 millisecond'
     WHERE id = $1 AND ended_at IS NULL`,
    [id, afterMs],
  );
}

export interface Standing {
  now: Date;
  trafficVersion: number;
  isDeleted: boolean;
  candidate: string;
  stable: string;
}

/** How its deployment and its two revisions are now. */
export async function readStanding(rollout: StoredRollout): Promise<Standing> {
  const { rows } = await pool().query<Standing>(
    `SELECT now() AS now, d.traffic_version AS "trafficVersion", d.deleted_at IS NOT NULL AS "isDeleted",
       coalesce((SELECT s.status FROM deployment_revisions r JOIN revision_states s ON s.revision_id = r.id
         WHERE r.deployment_id = d.id AND r.number = $2), 'pending') AS candidate,
       coalesce((SELECT s.status FROM deployment_revisions r JOIN revision_states s ON s.revision_id = r.id
         WHERE r.deployment_id = d.id AND r.number = $3), 'pending') AS stable
     FROM deployments d WHERE d.id = $1`,
    [rollout.deploymentId, rollout.candidate, rollout.stable],
  );
  const [row] = rows;
  if (!row) throw new Error("The deployment of a rollout is gone.");
  return row;
}

/** Writes a state where the one that was seen still stands. Throws Overtaken otherwise. */
export async function writeState(
  tx: Tx,
  { id, state: seen, version }: Pick<StoredRollout, "id" | "state" | "version">,
  { state, trafficVersion }: { state: RolloutState; trafficVersion: number },
): Promise<void> {
  const written = await tx.$executeRaw`
    UPDATE rollouts SET state = ${JSON.stringify(state)}::jsonb, phase = ${state.phase}, step = ${state.step},
      version = version + 1, traffic_version = ${trafficVersion}, next_look_at = least(next_look_at, now()),
      ended_at = CASE WHEN ${isOver(state)} THEN now() END
    WHERE id = ${id} AND version = ${version} AND phase = ${seen.phase} AND step = ${seen.step}`;
  if (written !== 1) throw new Overtaken();
}

export interface NewEvent {
  rollout: StoredRollout;
  state: RolloutState;
  version: number;
  share: Share | null;
  trafficVersion: number;
  evidence: readonly Judgement[];
  actorId: string | null;
}

export async function insertEvent(tx: Tx, event: NewEvent): Promise<void> {
  const { rollout, state, share } = event;
  await tx.rolloutEvent.create({
    data: {
      workspaceId: rollout.workspaceId,
      rolloutId: rollout.id,
      version: event.version,
      phase: state.phase,
      step: state.step,
      reasonCode: state.reasonCode,
      reason: state.reason,
      weight: share?.weight ?? null,
      shadow: share?.shadow ?? null,
      trafficVersion: event.trafficVersion,
      ...(event.evidence.length > 0 ? { evidence: event.evidence.map((one) => ({ ...one })) } : {}),
      actorId: event.actorId,
    },
  });
}

export async function insertChecks(
  tx: Tx,
  { id, workspaceId, state, trafficVersion }: StoredRollout,
  judgements: readonly Judgement[],
): Promise<void> {
  if (judgements.length === 0) return;
  await tx.rolloutCheckResult.createMany({
    data: judgements.map((judgement) => ({
      workspaceId,
      rolloutId: id,
      step: state.step,
      trafficVersion,
      ...judgement,
    })),
  });
}
