import { type JobSpec, type JobStatus, jobSpec } from "./schema";

export interface BackendDto {
  id: number;
  name: string;
  kind: string;
  maxJobs: number;
  isEnabled: boolean;
  /** False where the server was not told to run jobs there. */
  isReachable: boolean;
  /** Jobs of this workspace that wait for it, and that it runs. */
  queued: number;
  running: number;
}

/** A row of the jobs table with what its names mean; times as the database has them. */
export interface JobRow {
  id: number;
  number: number;
  name: string;
  spec: unknown;
  priority: number;
  status: JobStatus;
  reason: string | null;
  exitCode: number | null;
  attempt: number;
  maxAttempts: number;
  logChunks: number;
  requestedById: string;
  createdAt: Date;
  dueAt: Date;
  startedAt: Date | null;
  endedAt: Date | null;
  heartbeatAt: Date | null;
  cancelRequestedAt: Date | null;
  backendName: string;
  experimentId: number;
  experimentName: string;
  runUuid: string;
  runName: string;
  requestedBy: string;
}

/** Times are milliseconds since the epoch. */
export interface JobDto {
  number: number;
  name: string;
  status: JobStatus;
  reason: string | null;
  exitCode: number | null;
  priority: number;
  attempt: number;
  maxAttempts: number;
  command: string[];
  environment: Record<string, string>;
  limits: JobSpec["limits"];
  backend: string;
  experimentId: number;
  experimentName: string;
  runUuid: string;
  runName: string;
  requestedBy: string;
  requestedById: string;
  createdAt: number;
  /** A job that is tried again waits until then. */
  dueAt: number;
  startedAt: number | null;
  endedAt: number | null;
  /** When its backend was last heard of it. */
  heartbeatAt: number | null;
  cancelRequestedAt: number | null;
}

const millis = (at: Date | null): number | null => at?.getTime() ?? null;

export function toJobDto(row: JobRow): JobDto {
  const { command, environment, limits } = jobSpec.parse(row.spec);
  return {
    number: row.number,
    name: row.name,
    status: row.status,
    reason: row.reason,
    exitCode: row.exitCode,
    priority: row.priority,
    attempt: row.attempt,
    maxAttempts: row.maxAttempts,
    command,
    environment,
    limits,
    backend: row.backendName,
    experimentId: row.experimentId,
    experimentName: row.experimentName,
    runUuid: row.runUuid,
    runName: row.runName,
    requestedBy: row.requestedBy,
    requestedById: row.requestedById,
    createdAt: row.createdAt.getTime(),
    dueAt: row.dueAt.getTime(),
    startedAt: millis(row.startedAt),
    endedAt: millis(row.endedAt),
    heartbeatAt: millis(row.heartbeatAt),
    cancelRequestedAt: millis(row.cancelRequestedAt),
  };
}

export interface LogPartDto {
  attempt: number;
  text: string;
}

/** What each attempt printed, one after the other. */
export function toLogParts(chunks: readonly LogPartDto[]): LogPartDto[] {
  const parts: LogPartDto[] = [];
  for (const { attempt, text } of chunks) {
    const last = parts.at(-1);
    if (last?.attempt === attempt) last.text += text;
    else parts.push({ attempt, text });
  }
  return parts;
}

export interface LogDto {
  parts: LogPartDto[];
  /** Pass it as `after` for what follows. */
  next: number;
  /** True when there is more by now. */
  hasMore: boolean;
  /** True when nothing will follow. */
  isOver: boolean;
}

export interface BackendCheckDto {
  isReady: boolean;
  message: string;
}
