import { type Hold, holdOf } from "../rules/queues";
import type { JobStatus } from "../schema/jobs";

/** How long jobs of a backend wait; times in milliseconds, the moment as the database has it. */
export interface QueueFigures {
  /** Since when the job that has waited longest could have begun. */
  oldestSince: Date | null;
  /** Of the jobs that began within the last day, at most the last thousand. */
  begun: number;
  medianWaitMs: number | null;
  /** The 95th percentile. */
  longWaitMs: number | null;
}

/** A job that was launched to see whether its backend works; the time as the database has it. */
export interface LastTest {
  number: number;
  status: JobStatus;
  reason: string | null;
  trouble: string | null;
  createdAt: Date;
}

export interface BackendDto {
  id: number;
  name: string;
  kind: string;
  /** Where a cluster answers; null for this machine. */
  address: string | null;
  /** What is sent along, without its value. */
  headerName: string | null;
  hasCertificate: boolean;
  maxJobs: number;
  maxJobsPerUser: number | null;
  isEnabled: boolean;
  /** False where the server was not told to run jobs there. */
  isReachable: boolean;
  /** Jobs of this workspace that wait for it, and that it runs. */
  queued: number;
  running: number;
  lastTest: (Omit<LastTest, "createdAt"> & { createdAt: number }) | null;
}

/** A backend with how long its jobs wait. */
export interface BackendQueueDto extends BackendDto {
  queue: Omit<QueueFigures, "oldestSince"> & { oldestSince: number | null };
}

interface BackendRow {
  id: bigint;
  name: string;
  kind: string;
  address: string | null;
  headerName: string | null;
  certificate: string | null;
  maxJobs: number;
  maxJobsPerUser: number | null;
  isEnabled: boolean;
  isReachable: boolean;
  queued: number;
  running: number;
  lastTest: LastTest | null;
}

export function toBackendDto(row: BackendRow): BackendDto {
  const { name, kind, address, headerName, maxJobs, maxJobsPerUser, isEnabled, lastTest } = row;
  return {
    id: Number(row.id),
    name,
    kind,
    address,
    headerName,
    hasCertificate: row.certificate !== null,
    maxJobs,
    maxJobsPerUser,
    isEnabled,
    isReachable: row.isReachable,
    queued: row.queued,
    running: row.running,
    lastTest: lastTest && { ...lastTest, createdAt: lastTest.createdAt.getTime() },
  };
}

const NO_FIGURES: QueueFigures = {
  oldestSince: null,
  begun: 0,
  medianWaitMs: null,
  longWaitMs: null,
};

export function toBackendQueueDto(
  backend: BackendDto,
  figures: QueueFigures = NO_FIGURES,
): BackendQueueDto {
  const oldestSince = figures.oldestSince?.getTime() ?? null;
  return { ...backend, queue: { ...figures, oldestSince } };
}

/** A job that waits; the time as the database has it. */
export interface QueuedRow {
  id: number;
  number: number;
  name: string;
  priority: number;
  attempt: number;
  dueAt: Date;
  requestedBy: string;
  backendId: number;
  isOverOwnShare: boolean;
}

/** A job that waits, since (or until) a moment in milliseconds since the epoch. */
export interface QueuedJobDto {
  number: number;
  name: string;
  priority: number;
  /** How often it was tried before. */
  attempt: number;
  dueAt: number;
  requestedBy: string;
  backend: string;
  hold: Hold;
}

export function toQueuedJobDto(
  row: QueuedRow,
  backend: BackendDto | undefined,
  now: number,
): QueuedJobDto {
  const { number, name, priority, attempt, requestedBy, isOverOwnShare } = row;
  const dueAt = row.dueAt.getTime();
  const place = backend ?? { isEnabled: false, isReachable: true, maxJobs: 0, running: 0 };
  return {
    number,
    name,
    priority,
    attempt,
    dueAt,
    requestedBy,
    backend: backend?.name ?? "",
    hold: holdOf({ dueAt, isOverOwnShare }, place, now),
  };
}

export interface BackendCheckDto {
  isReady: boolean;
  message: string;
}
