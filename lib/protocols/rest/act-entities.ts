import { z } from "zod";
import { ROLLOUT_PHASES, rolloutPlan } from "@/lib/deployments/schema/rollouts";
import type { IncidentActsDto } from "@/lib/incidents/dto/acts";
import type { ResponseDto } from "@/lib/incidents/dto/responses";
import { ACT_STATUSES, ACTS } from "@/lib/incidents/schema/acts";
import { SIGNAL_KINDS } from "@/lib/incidents/schema/incidents";
import { SEVERITIES } from "@/lib/monitors/schema/alerts";

const number = z.int().nullable();

export const incidentActsEntity: z.ZodType<IncidentActsDto> = z
  .object({
    rollout: z
      .object({ number: z.int(), phase: z.enum(ROLLOUT_PHASES) })
      .nullable()
      .meta({ description: "What decides over the deployment's traffic" }),
    retraining: z
      .object({
        status: z.enum(ACT_STATUSES),
        reason: z.string().meta({ description: "Why it is done; why it was refused, or failed" }),
        startsRollout: z.boolean(),
        isByItself: z.boolean(),
        ...{ job: number, model: z.string().nullable(), version: number },
        ...{ approval: number, rollout: number },
      })
      .nullable()
      .meta({ description: "The newest one" }),
  })
  .meta({ id: "IncidentActs" });

export const responseEntity: z.ZodType<ResponseDto> = z
  .object({
    act: z.enum(ACTS),
    signals: z.array(z.enum(SIGNAL_KINDS)).meta({ description: "Empty for every alert" }),
    severity: z.enum(SEVERITIES),
    coolDownHours: z.int(),
    startsRollout: z.boolean(),
    rollout: rolloutPlan
      .nullable()
      .meta({ description: "Of a retraining; null for the usual one" }),
    setBy: z.string(),
    setAt: z.int().meta({ description: "Milliseconds since the epoch" }),
  })
  .meta({ id: "IncidentResponse" });
