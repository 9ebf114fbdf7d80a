import { z } from "zod";
import { FIRING_OUTCOMES, type FiringDto, type ScheduleDto } from "@/lib/pipelines/dto/schedules";
import { MISSED_RUNS, OVERLAPS } from "@/lib/pipelines/schema/schedules";

const millis = z.int().meta({ description: "Milliseconds since the epoch" });

export const firingEntity: z.ZodType<FiringDto> = z
  .object({
    dueAt: millis,
    at: millis,
    outcome: z.enum(FIRING_OUTCOMES),
    reason: z.string().nullable().meta({ description: "Why nothing was launched" }),
    job: z.int().nullable(),
  })
  .meta({ id: "PipelineFiring" });

export const scheduleEntity: z.ZodType<ScheduleDto> = z
  .object({
    id: z.int(),
    pipelineId: z.int(),
    name: z.string(),
    cron: z.string(),
    timeZone: z.string(),
    parameters: z.record(z.string(), z.unknown()),
    isEnabled: z.boolean(),
    missedRuns: z.enum(MISSED_RUNS),
    overlap: z.enum(OVERLAPS),
    savedBy: z.string().meta({ description: "In whose name its jobs are launched" }),
    savedAt: millis,
    next: z.array(millis).meta({ description: "The next due moments" }),
    lastFiring: firingEntity.nullable(),
  })
  .meta({ id: "PipelineSchedule" });
