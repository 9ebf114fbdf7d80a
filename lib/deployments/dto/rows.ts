import { healthOf } from "../rules/health";
import { NO_TRAFFIC } from "../rules/traffic";
import { servingBackend } from "../schema/backends";
import type { DeploymentStatus, StateStatus } from "../schema/deployments";
import { type PlanOrigin, type TrafficPlan, trafficPlan } from "../schema/traffic";
import type { DeploymentDto, RevisionDto, StandingDto, TrafficChangeDto } from "./deployments";
import type { TrafficFiguresDto } from "./traffic";

/** A revision as a query answers it; times are milliseconds. */
export interface RevisionRow {
  number: number;
  model: string;
  version: number;
  /** Text, so that JSON keeps all of its digits; null for a version that was deleted. */
  versionId: string | null;
  riskTier: string;
  settings: unknown;
  note: string;
  status: StateStatus;
  message: string;
  observedAt: number;
  createdBy: string;
  createdAt: number;
}

export interface DeploymentRow {
  name: string;
  environment: string;
  status: DeploymentStatus;
  description: string;
  trafficVersion: number;
  plan: unknown;
  revisions: RevisionRow[] | null;
  createdBy: string;
  createdAt: number;
  updatedAt: number;
}

/** Of a version that is gone nothing is asked. */
const NOTHING: StandingDto = { state: "missing", policy: null, request: null, waiting: null };

export function toRevisionDto(
  row: RevisionRow,
  plan: TrafficPlan,
  standing: StandingDto | undefined,
): RevisionDto {
  const { number } = row;
  return {
    number,
    model: row.model,
    version: row.version,
    isGone: row.versionId === null,
    backend: servingBackend.parse(row.settings),
    note: row.note,
    state: { status: row.status, message: row.message, observedAt: row.observedAt },
    weight: plan.weights.find(({ revision }) => revision === number)?.weight ?? 0,
    shadowShare: plan.shadows.find(({ revision }) => revision === number)?.share ?? 0,
    approval: standing ?? NOTHING,
    createdBy: row.createdBy,
    createdAt: row.createdAt,
  };
}

export function toDeploymentDto(
  row: DeploymentRow,
  standingOf: (revision: RevisionRow) => StandingDto | undefined,
  traffic: TrafficFiguresDto = NO_TRAFFIC,
): DeploymentDto {
  const plan = trafficPlan.parse(row.plan);
  const serves = (row.revisions ?? []).map((one) => toRevisionDto(one, plan, standingOf(one)));
  return {
    name: row.name,
    environment: row.environment,
    isProtected: serves.some(({ approval }) => approval.policy !== null),
    status: row.status,
    health: healthOf(row.status, serves),
    description: row.description,
    trafficVersion: row.trafficVersion,
    plan,
    serves,
    traffic,
    createdBy: row.createdBy,
    createdAt: row.createdAt,
    updatedAt: row.updatedAt,
  };
}

export interface TrafficRow {
  version: number;
  plan: unknown;
  reason: string;
  origin: PlanOrigin;
  by: string | null;
  at: number;
}

export function toTrafficChangeDto(row: TrafficRow, inForce: number): TrafficChangeDto {
  return { ...row, plan: trafficPlan.parse(row.plan), isInForce: row.version === inForce };
}
