import { z } from "zod";
import { ENVIRONMENT_STATES } from "@/lib/approvals/rules/environments";
import {
  type DeploymentDto,
  type EnvironmentDto,
  HEALTHS,
  type RevisionDto,
  type TrafficChangeDto,
} from "@/lib/deployments/dto/deployments";
import {
  type DeploymentEventDto,
  EVENT_KINDS,
  type TrafficWindowsDto,
} from "@/lib/deployments/dto/traffic";
import { servingBackend } from "@/lib/deployments/schema/backends";
import { DEPLOYMENT_STATUSES, STATE_STATUSES } from "@/lib/deployments/schema/deployments";
import { PLAN_ORIGINS, trafficPlan } from "@/lib/deployments/schema/traffic";

const millis = z.int().meta({ description: "Milliseconds since the epoch" });
const share = z.int().meta({ description: "10,000 is all of the traffic" });

export const revisionEntity: z.ZodType<RevisionDto> = z
  .object({
    number: z.int(),
    model: z.string(),
    version: z.int(),
    isGone: z.boolean().meta({ description: "True once the version was deleted" }),
    backend: servingBackend,
    note: z.string(),
    state: z
      .object({ status: z.enum(STATE_STATUSES), message: z.string(), observedAt: millis })
      .meta({ description: "How it was last found by what serves it" }),
    weight: share,
    shadowShare: share,
    approval: z
      .object({
        state: z.enum(ENVIRONMENT_STATES),
        policy: z.string().nullable(),
        request: z.int().nullable(),
        waiting: z.int().nullable().meta({ description: "Number of a request that waits" }),
      })
      .meta({ description: "What the approvals say of the version in the environment" }),
    createdBy: z.string(),
    createdAt: millis,
  })
  .meta({ id: "DeploymentRevision" });

const figures = {
  requests: z.int(),
  errors: z.int().meta({ description: "Of them, those that the model failed" }),
  rejected: z
    .int()
    .meta({ description: "Refused because too many waited; not among the requests" }),
  requestsPerSecond: z.number(),
  errorRate: z.number().nullable().meta({ description: "Null without a request" }),
  p50Ms: z.number().nullable(),
  p99Ms: z.number().nullable(),
};

export const trafficWindowsEntity: z.ZodType<TrafficWindowsDto> = z
  .object({
    from: millis,
    to: millis,
    stepSeconds: z.int(),
    revisions: z.array(
      z.object({
        revision: z.int(),
        isShadow: z.boolean(),
        points: z
          .array(z.object({ at: millis, ...figures }))
          .meta({ description: "Steps with a request, by time" }),
      }),
    ),
  })
  .meta({ id: "TrafficWindows" });

export const deploymentEventEntity: z.ZodType<DeploymentEventDto> = z
  .object({
    kind: z.enum(EVENT_KINDS),
    at: millis,
    title: z.string(),
    reason: z.string(),
    by: z.string().nullable().meta({ description: "Null when Slipway did it by itself" }),
    revision: z.int().nullable(),
    trafficVersion: z.int().nullable().meta({ description: "The plan that it put in force" }),
    request: z.int().nullable().meta({ description: "Number of the approval request" }),
  })
  .meta({ id: "DeploymentEvent" });

export const deploymentEntity: z.ZodType<DeploymentDto> = z
  .object({
    name: z.string(),
    environment: z.string(),
    isProtected: z.boolean(),
    status: z.enum(DEPLOYMENT_STATUSES),
    health: z.enum(HEALTHS),
    description: z.string(),
    trafficVersion: z.int().meta({ description: "Of the plan in force" }),
    plan: trafficPlan,
    serves: z.array(revisionEntity).meta({ description: "Revisions that the plan names" }),
    traffic: z.object(figures).meta({ description: "Of the last five minutes" }),
    createdBy: z.string(),
    createdAt: millis,
    updatedAt: millis,
  })
  .meta({ id: "Deployment" });

export const trafficChangeEntity: z.ZodType<TrafficChangeDto> = z
  .object({
    version: z.int(),
    plan: trafficPlan,
    isInForce: z.boolean(),
    reason: z.string(),
    origin: z.enum(PLAN_ORIGINS),
    by: z.string().nullable().meta({ description: "Null when Slipway did it by itself" }),
    at: millis,
  })
  .meta({ id: "TrafficChange" });

export const environmentEntity: z.ZodType<EnvironmentDto> = z
  .object({
    name: z.string(),
    position: z.int(),
    policies: z
      .array(z.string())
      .meta({ description: "Policies that protect it, for some models or all" }),
    deployments: z.int(),
  })
  .meta({ id: "DeploymentEnvironment" });
