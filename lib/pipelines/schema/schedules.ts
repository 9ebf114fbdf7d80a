import { z } from "zod";
import { pageInput } from "@/lib/core/page";
import { storableText } from "@/lib/core/text";
import { timingProblem } from "../rules/cron";
import { pipelineInput } from "./pipelines";

export const MISSED_RUNS = ["skip", "once", "all"] as const;
export type MissedRuns = (typeof MISSED_RUNS)[number];

export const OVERLAPS = ["allow", "skip"] as const;
export type Overlap = (typeof OVERLAPS)[number];

function checkTiming(schedule: { cron: string; timeZone: string }, context: z.RefinementCtx) {
  const problem = timingProblem(schedule);
  if (problem)
    context.addIssue({ code: "custom", path: [problem.field], message: problem.message });
}

const fields = z.object({
  name: storableText.trim().min(1, "Give the schedule a name.").max(200),
  cron: z.string().trim().max(100).meta({
    description: "Minute, hour, day, month and weekday, such as 30 6 * * 1-5",
  }),
  timeZone: z.string().trim().max(60).default("UTC").meta({
    description: "Name of a time zone, such as Europe/Berlin",
  }),
  parameters: z
    .record(z.string().max(100), z.unknown())
    .default({})
    .meta({ description: "What each launch is given" }),
  isEnabled: z.boolean().default(true),
  missedRuns: z.enum(MISSED_RUNS).default("skip").meta({
    description:
      "What becomes of moments at which nothing ran: passed over, made up for once, or for each of the last ten",
  }),
  overlap: z.enum(OVERLAPS).default("allow").meta({
    description: "Whether it launches while a job of this schedule waits or runs",
  }),
});

/** All of a schedule: it is saved as a whole, by whoever its jobs are then launched for. */
export const scheduleFields = fields.superRefine(checkTiming);
export type ScheduleFields = z.output<typeof fields>;

export const scheduleInput = pipelineInput.extend({
  scheduleId: z.coerce.number().int().min(1).max(Number.MAX_SAFE_INTEGER),
});
export type ScheduleInput = z.output<typeof scheduleInput>;

export const listFiringsInput = scheduleInput.extend(pageInput.shape);
export type ListFiringsInput = z.output<typeof listFiringsInput>;
