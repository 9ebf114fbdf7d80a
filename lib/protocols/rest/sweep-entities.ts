import { z } from "zod";
import { JOB_STATUSES } from "@/lib/compute/schema/jobs";
import type { SweepDto, TrialDto } from "@/lib/sweeps/dto";
import { SWEEP_STATUSES, sweepSpec } from "@/lib/sweeps/schema";

const millis = z.int().meta({ description: "Milliseconds since the epoch" });

export const trialEntity: z.ZodType<TrialDto> = z
  .object({
    index: z.int().meta({ description: "Counts within the sweep, from 1" }),
    parameters: z.record(z.string(), z.union([z.string(), z.number(), z.boolean()])),
    job: z.int().nullable().meta({ description: "Null before it has one" }),
    status: z.enum(["waiting", ...JOB_STATUSES]),
    reason: z.string().nullable(),
    runUuid: z.string().nullable(),
    value: z
      .number()
      .nullable()
      .meta({ description: "The last value of the sweep's metric; null where there is none" }),
    startedAt: millis.nullable(),
    endedAt: millis.nullable(),
  })
  .meta({ id: "SweepTrial" });

export const sweepEntity: z.ZodType<SweepDto> = sweepSpec
  .extend({
    number: z.int(),
    name: z.string(),
    status: z.enum(SWEEP_STATUSES),
    reason: z.string().nullable().meta({ description: "Why it was stopped unasked" }),
    trouble: z
      .string()
      .nullable()
      .meta({ description: "Why its next job could not be queued just now" }),
    maxParallel: z.int(),
    counts: z.object({
      total: z.int(),
      waiting: z.int().meta({ description: "Without a job" }),
      queued: z.int(),
      running: z.int(),
      succeeded: z.int(),
      failed: z.int(),
      cancelled: z.int(),
    }),
    best: trialEntity.nullable(),
    experimentId: z.int(),
    experimentName: z.string(),
    runUuid: z.string().meta({ description: "The run above those of its jobs" }),
    requestedBy: z.string(),
    requestedById: z.string(),
    createdAt: millis,
    endedAt: millis.nullable().meta({ description: "When the last of its jobs had ended" }),
  })
  .meta({ id: "Sweep" });
