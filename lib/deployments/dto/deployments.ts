import type { EnvironmentState } from "@/lib/approvals/rules/environments";
import type { ServingBackend } from "../schema/backends";
import type { DeploymentStatus, StateStatus } from "../schema/deployments";
import type { PlanOrigin, TrafficPlan } from "../schema/traffic";
import type { TrafficFiguresDto } from "./traffic";

/** What the approvals say of a version in an environment. */
export interface StandingDto {
  state: EnvironmentState;
  /** Name of the policy that protects the environment for the model; null where none does. */
  policy: string | null;
  /** Number of the request that says so. */
  request: number | null;
  /** Number of a request that waits. */
  waiting: number | null;
}

/** How a revision was last found by what serves it; times are milliseconds since the epoch. */
export interface RevisionStateDto {
  status: StateStatus;
  message: string;
  observedAt: number;
}

export interface RevisionDto {
  number: number;
  model: string;
  version: number;
  /** True once the version was deleted: it serves no more. */
  isGone: boolean;
  backend: ServingBackend;
  note: string;
  state: RevisionStateDto;
  /** Of the plan in force, in hundredths of a percent. */
  weight: number;
  shadowShare: number;
  approval: StandingDto;
  createdBy: string;
  createdAt: number;
}

export const HEALTHS = ["ready", "starting", "degraded", "failed", "stopped"] as const;
export type Health = (typeof HEALTHS)[number];

export interface DeploymentDto {
  name: string;
  environment: string;
  /** True when a policy protects the environment for one of the models that serve. */
  isProtected: boolean;
  status: DeploymentStatus;
  health: Health;
  description: string;
  trafficVersion: number;
  plan: TrafficPlan;
  /** Revisions that the plan in force names, by number. */
  serves: RevisionDto[];
  /** Of the last five minutes. */
  traffic: TrafficFiguresDto;
  createdBy: string;
  createdAt: number;
  updatedAt: number;
}

/** A plan that is or was in force. */
export interface TrafficChangeDto {
  version: number;
  plan: TrafficPlan;
  isInForce: boolean;
  reason: string;
  origin: PlanOrigin;
  /** Null when Slipway did it by itself. */
  by: string | null;
  at: number;
}

export interface EnvironmentDto {
  name: string;
  position: number;
  /** Names of the policies in force that protect it, for some models or all. */
  policies: string[];
  deployments: number;
}
