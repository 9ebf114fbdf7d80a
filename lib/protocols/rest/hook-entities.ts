import { z } from "zod";
import {
  DELIVERY_OUTCOMES,
  type HookDeliveryDto,
  type HookDto,
  type HookSecretDto,
} from "@/lib/pipelines/dto/hooks";

const millis = z.int().meta({ description: "Milliseconds since the epoch" });

export const hookDeliveryEntity: z.ZodType<HookDeliveryDto> = z
  .object({
    deliveryId: z
      .string()
      .nullable()
      .meta({ description: "As the sender calls it; null where its signature did not fit" }),
    at: millis,
    outcome: z.enum(DELIVERY_OUTCOMES),
    reason: z.string().nullable().meta({ description: "Why nothing was launched" }),
    job: z.int().nullable(),
  })
  .meta({ id: "PipelineHookDelivery" });

export const hookEntity: z.ZodType<HookDto> = z
  .object({
    id: z.string(),
    pipelineId: z.int(),
    name: z.string(),
    isEnabled: z.boolean(),
    savedBy: z.string().meta({ description: "In whose name its jobs are launched" }),
    savedAt: millis,
    previousUntil: millis
      .nullable()
      .meta({ description: "Until when the secret before is taken as well" }),
    lastDelivery: hookDeliveryEntity.nullable(),
  })
  .meta({ id: "PipelineHook" });

export const hookSecretEntity: z.ZodType<HookSecretDto> = z
  .object({
    hook: hookEntity,
    secret: z.string().meta({ description: "Answered this once" }),
  })
  .meta({ id: "PipelineHookSecret" });
