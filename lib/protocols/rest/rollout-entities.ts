import { z } from "zod";
import type { AbTestDto } from "@/lib/deployments/dto/ab-tests";
import type { CheckResultDto, RolloutDto } from "@/lib/deployments/dto/rollouts";
import { REASON_CODES } from "@/lib/deployments/rules/rollout-state";
import { abLimits, abQuestion, DECISIONS, GUARDRAILS } from "@/lib/deployments/schema/ab-tests";
import { ROLLOUT_PHASES, rolloutPlan, VERDICTS } from "@/lib/deployments/schema/rollouts";
import { comparisonEntity } from "./statistics-entities";

const millis = z.int().meta({ description: "Milliseconds since the epoch" });
const share = z.int().meta({ description: "10,000 is all of the traffic" });
const number = z.number().nullable();

export const checkResultEntity: z.ZodType<CheckResultDto> = z
  .object({
    key: z.string(),
    step: z.int(),
    verdict: z.enum(VERDICTS),
    isEarly: z.boolean().meta({ description: "True while there were too few samples" }),
    observed: number,
    baseline: number.meta({ description: "What the stable revision did" }),
    limit: number,
    pValue: number.meta({ description: "That it is past the limit; holds at every look" }),
    samples: z.int(),
    baselineSamples: z.int().nullable(),
    trafficVersion: z.int(),
    at: millis,
  })
  .meta({ id: "RolloutCheckResult" });

export const rolloutEntity: z.ZodType<RolloutDto> = z
  .object({
    number: z.int(),
    deployment: z.string(),
    candidate: z.int(),
    stable: z.int().meta({ description: "Where a rollback leads" }),
    phase: z.enum(ROLLOUT_PHASES),
    pausedFrom: z.enum(ROLLOUT_PHASES).nullable(),
    step: z.int().meta({ description: "Counts from 0" }),
    steps: z.array(
      z.object({
        weight: share,
        shadow: share,
        bakeSeconds: z.int(),
        needsApproval: z.boolean(),
      }),
    ),
    since: millis,
    reasonCode: z.enum(REASON_CODES),
    reason: z.string(),
    check: z.string().nullable().meta({ description: "The check that decided, if one did" }),
    weight: share.nullable(),
    shadow: share.nullable(),
    trafficVersion: z.int(),
    plan: rolloutPlan,
    checks: z.array(checkResultEntity).meta({ description: "The newest of each in this step" }),
    events: z
      .array(
        z.object({
          version: z.int(),
          phase: z.enum(ROLLOUT_PHASES),
          step: z.int(),
          reasonCode: z.enum(REASON_CODES),
          reason: z.string(),
          weight: share.nullable(),
          trafficVersion: z.int(),
          actor: z.string().nullable().meta({ description: "Null when Slipway decided" }),
          at: millis,
        }),
      )
      .meta({ description: "The newest 100 decisions" }),
    createdBy: z.string(),
    createdAt: millis,
    endedAt: millis.nullable(),
    nextLookAt: millis,
  })
  .meta({ id: "Rollout" });

const arm = z.object({
  revision: z.int(),
  n: z.number(),
  sum: z.number(),
  sumSquares: z.number(),
  mean: number,
});

export const abTestEntity: z.ZodType<AbTestDto> = z
  .object({
    number: z.int(),
    name: z.string(),
    deployment: z.string(),
    question: abQuestion,
    limits: abLimits,
    control: arm,
    treatment: arm,
    weights: z
      .tuple([z.number(), z.number()])
      .meta({ description: "As the traffic is split now, or was at the decision" }),
    result: comparisonEntity,
    looks: z
      .array(
        z.object({
          at: millis,
          units: z.number(),
          estimate: z.number(),
          lower: z.number(),
          upper: z.number(),
        }),
      )
      .meta({ description: "The sequence over time, at most 60 of its looks" }),
    guardrails: z
      .array(
        z.object({
          key: z.enum(GUARDRAILS),
          verdict: z.enum(VERDICTS),
          isEarly: z.boolean().meta({ description: "True while there were too few requests" }),
          control: number,
          treatment: number,
          limit: number.meta({ description: "What the treatment may do at most" }),
          controlRequests: z.number(),
          treatmentRequests: z.number(),
        }),
      )
      .meta({ description: "From the traffic of the test's time, at most of its last week" }),
    decision: z.enum(DECISIONS).nullable(),
    reason: z.string(),
    createdBy: z.string(),
    startedAt: millis,
    endedAt: millis.nullable(),
  })
  .meta({ id: "AbTest" });
