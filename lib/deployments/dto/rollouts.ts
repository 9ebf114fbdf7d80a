import type { RolloutState } from "../rules/rollout-state";
import type { RolloutStep } from "../rules/rollout-steps";
import type { RolloutPhase, RolloutPlan, Verdict } from "../schema/rollouts";
import type { DeploymentDto } from "./deployments";

/** Times are milliseconds since the epoch; weights hundredths of a percent. */
export interface RolloutDto {
  number: number;
  deployment: string;
  candidate: number;
  stable: number;
  phase: RolloutPhase;
  /** Where a paused one goes on. */
  pausedFrom: RolloutPhase | null;
  step: number;
  steps: RolloutStep[];
  /** When the step began. */
  since: number;
  reasonCode: string;
  reason: string;
  /** The check that decided, if one did. */
  check: string | null;
  /** What the candidate gets; null where the rollout has no say. */
  weight: number | null;
  shadow: number | null;
  trafficVersion: number;
  plan: RolloutPlan;
  /** The newest result of each check in this step. */
  checks: CheckResultDto[];
  /** Its decisions, the newest first; at most 100. */
  events: RolloutEventDto[];
  createdBy: string;
  createdAt: number;
  endedAt: number | null;
  /** When a worker should have looked again; long ago means that none is there. */
  nextLookAt: number;
}

/** What serves a model somewhere, with the newest rollout that brings, or brought, a version of it; null when none was started. */
export interface ServiceDto {
  deployment: DeploymentDto;
  rollout: RolloutDto | null;
}

export interface CheckResultDto {
  key: string;
  step: number;
  verdict: Verdict;
  isEarly: boolean;
  observed: number | null;
  baseline: number | null;
  limit: number | null;
  pValue: number | null;
  samples: number;
  baselineSamples: number | null;
  trafficVersion: number;
  at: number;
}

export interface RolloutEventDto {
  version: number;
  phase: RolloutPhase;
  step: number;
  reasonCode: RolloutState["reasonCode"];
  reason: string;
  weight: number | null;
  trafficVersion: number;
  /** Null when Slipway decided by itself. */
  actor: string | null;
  at: number;
}
