import { nextDues } from "../rules/cron";
import type { MissedRuns, Overlap } from "../schema/schedules";

const SHOWN_DUES = 5;

export const FIRING_OUTCOMES = ["launched", "passed", "refused"] as const;
export type FiringOutcome = (typeof FIRING_OUTCOMES)[number];

/** What became of one due moment. Times are milliseconds since the epoch. */
export interface FiringDto {
  dueAt: number;
  at: number;
  outcome: FiringOutcome;
  /** Why nothing was launched. */
  reason: string | null;
  job: number | null;
}

export interface ScheduleDto {
  id: number;
  pipelineId: number;
  name: string;
  cron: string;
  timeZone: string;
  parameters: Record<string, unknown>;
  isEnabled: boolean;
  missedRuns: MissedRuns;
  overlap: Overlap;
  /** In whose name its jobs are launched. */
  savedBy: string;
  savedAt: number;
  /** The next due moments; none while it is switched off. */
  next: number[];
  lastFiring: FiringDto | null;
}

export interface ScheduleRow {
  id: number;
  pipelineId: number;
  name: string;
  cron: string;
  timeZone: string;
  parameters: Record<string, unknown>;
  isEnabled: boolean;
  missedRuns: MissedRuns;
  overlap: Overlap;
  savedBy: string;
  savedAt: Date;
  nextDueAt: Date | null;
}

export interface FiringRow {
  dueAt: Date;
  at: Date;
  outcome: FiringOutcome;
  reason: string | null;
  jobNumber: number | null;
}

export function toFiringDto({ dueAt, at, outcome, reason, jobNumber }: FiringRow): FiringDto {
  return { dueAt: dueAt.getTime(), at: at.getTime(), outcome, reason, job: jobNumber };
}

export function toScheduleDto(row: ScheduleRow, lastFiring: FiringRow | null): ScheduleDto {
  const { savedAt, nextDueAt, ...schedule } = row;
  const isDue = schedule.isEnabled && nextDueAt !== null;
  return {
    ...schedule,
    savedAt: savedAt.getTime(),
    next: isDue ? nextDues(row, nextDueAt.getTime() - 1, SHOWN_DUES) : [],
    lastFiring: lastFiring && toFiringDto(lastFiring),
  };
}
