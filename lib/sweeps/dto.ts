import { shownSource } from "@/lib/compute/rules/source";
import type { JobStatus } from "@/lib/compute/schema/jobs";
import type { Values } from "./rules/draws";
import { type SweepSpec, type SweepStatus, sweepSpec } from "./schema";

/** How many trials of a sweep stand where. */
export interface TrialCounts {
  total: number;
  /** Without a job as yet. */
  waiting: number;
  queued: number;
  /** Starting ones too. */
  running: number;
  succeeded: number;
  /** Lost ones too. */
  failed: number;
  cancelled: number;
}

/** A row of the sweeps table with what its names mean; times as the database has them. */
export interface SweepRow extends TrialCounts {
  id: number;
  workspaceId: string;
  number: number;
  name: string;
  spec: unknown;
  maxParallel: number;
  status: SweepStatus;
  reason: string | null;
  trouble: string | null;
  experimentId: number;
  experimentName: string;
  runId: number;
  runUuid: string;
  requestedById: string;
  requestedBy: string;
  createdAt: Date;
  endedAt: Date | null;
}

export interface TrialRow {
  index: number;
  parameters: Values;
  jobNumber: number | null;
  status: JobStatus | null;
  reason: string | null;
  runUuid: string | null;
  value: number | null;
  startedAt: Date | null;
  endedAt: Date | null;
}

/** Times are milliseconds since the epoch. */
export interface TrialDto {
  /** Counts within the sweep, from 1. */
  index: number;
  parameters: Values;
  /** Null before it has a job, and for good when the sweep was stopped before. */
  job: number | null;
  status: JobStatus | "waiting";
  reason: string | null;
  runUuid: string | null;
  /** The last value of the sweep's metric; null where none was logged, or none that is a number. */
  value: number | null;
  startedAt: number | null;
  endedAt: number | null;
}

export interface SweepDto extends SweepSpec {
  number: number;
  name: string;
  status: SweepStatus;
  reason: string | null;
  /** Why its next job could not be queued just now; null while all is well. */
  trouble: string | null;
  maxParallel: number;
  counts: TrialCounts;
  best: TrialDto | null;
  experimentId: number;
  experimentName: string;
  /** The run above those of its jobs. */
  runUuid: string;
  requestedBy: string;
  requestedById: string;
  createdAt: number;
  /** When the last of its jobs had ended. */
  endedAt: number | null;
}

const millis = (at: Date | null): number | null => at?.getTime() ?? null;

export const toTrialDto = (row: TrialRow): TrialDto => ({
  index: row.index,
  parameters: row.parameters,
  job: row.jobNumber,
  status: row.status ?? "waiting",
  reason: row.reason,
  runUuid: row.runUuid,
  value: row.value,
  startedAt: millis(row.startedAt),
  endedAt: millis(row.endedAt),
});

export function toSweepDto(row: SweepRow, best: TrialRow | null): SweepDto {
  const { total, waiting, queued, running, succeeded, failed, cancelled } = row;
  const spec = sweepSpec.parse(row.spec);
  return {
    ...spec,
    launch: { ...spec.launch, source: shownSource(spec.launch.source) },
    number: row.number,
    name: row.name,
    status: row.status,
    reason: row.reason,
    trouble: row.trouble,
    maxParallel: row.maxParallel,
    counts: { total, waiting, queued, running, succeeded, failed, cancelled },
    best: best && toTrialDto(best),
    experimentId: row.experimentId,
    experimentName: row.experimentName,
    runUuid: row.runUuid,
    requestedBy: row.requestedBy,
    requestedById: row.requestedById,
    createdAt: row.createdAt.getTime(),
    endedAt: millis(row.endedAt),
  };
}
