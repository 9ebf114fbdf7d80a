import type { JobDto } from "@/lib/compute/dto/jobs";
import type { RolloutPhase } from "@/lib/deployments/schema/rollouts";
import type { ActStatus } from "../schema/acts";

/** How far a retraining is, and what came of it. */
export interface RetrainingDto {
  status: ActStatus;
  /** Why it is done; why it was refused, or failed. */
  reason: string;
  /** Whether its rollout starts without anybody's hand. */
  startsRollout: boolean;
  isByItself: boolean;
  job: number | null;
  model: string | null;
  version: number | null;
  approval: number | null;
  rollout: number | null;
}

/** What is being done about an incident. */
export interface IncidentActsDto {
  /** The rollout that decides over the deployment's traffic. */
  rollout: { number: number; phase: RolloutPhase } | null;
  /** The newest one. */
  retraining: RetrainingDto | null;
}

/** What a retraining would be. */
export interface TrainingProposalDto {
  model: string | null;
  /** The job that trained what serves. */
  job: JobDto | null;
  /** Why none is proposed. */
  problem: string | null;
}
