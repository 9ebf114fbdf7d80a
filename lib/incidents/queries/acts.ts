import "server-only";
import { type Actor, assertCan } from "@/lib/access/actor";
import { getJob } from "@/lib/compute/queries/jobs";
import { pool } from "@/lib/db/pool";
import type { RolloutPhase } from "@/lib/deployments/schema/rollouts";
import type { IncidentActsDto, RetrainingDto, TrainingProposalDto } from "../dto/acts";
import { keptWish } from "../schema/acts";
import type { IncidentInput } from "../schema/incidents";
import { findRetraining, type StoredAct } from "../sql/acts";
import { findIncidentRef } from "../sql/incidents";
import { readTrainedBy } from "../sql/trained-by";
import { getIncident } from "./incidents";

const toRetrainingDto = (act: StoredAct): RetrainingDto => {
  const { startsRollout, model = null } = keptWish.parse(act.wish);
  const { status, reason, isByItself, jobNumber, modelVersion, requestNumber } = act;
  return {
    ...{ status, reason, startsRollout, isByItself, job: jobNumber, model },
    ...{ version: modelVersion, approval: requestNumber, rollout: act.rolloutNumber },
  };
};

/** What is being done about an incident. Throws NOT_FOUND. */
export async function readIncidentActs(
  actor: Actor,
  { incident }: IncidentInput,
): Promise<IncidentActsDto> {
  assertCan(actor, "incident:read");
  const { id } = await findIncidentRef(pool(), actor.workspaceId, incident);
  const retraining = await findRetraining(pool(), id);
  const { rows } = await pool().query<{ number: number; phase: RolloutPhase }>(
    `SELECT r.number, r.phase FROM incidents i JOIN rollouts r ON r.deployment_id = i.deployment_id AND r.ended_at IS NULL
     WHERE i.id = $1`,
    [id],
  );
  return {
    rollout: rows[0] ?? null,
    retraining: retraining && toRetrainingDto(retraining),
  };
}

/** The job that a retraining would repeat. */
export async function proposeTraining(
  actor: Actor,
  { incident }: IncidentInput,
): Promise<TrainingProposalDto> {
  assertCan(actor, "job:read");
  const { deployment } = await getIncident(actor, { incident });
  const trained = deployment === null ? null : await readTrainedBy(actor.workspaceId, deployment);
  if (!trained)
    return { model: null, job: null, problem: "Nothing serves that could be retrained." };
  const { model, version, job: number } = trained;
  if (number !== null) return { model, job: await getJob(actor, { number }), problem: null };
  const problem = `No job of this workspace trained version ${version}: say what to run.`;
  return { model, job: null, problem };
}
