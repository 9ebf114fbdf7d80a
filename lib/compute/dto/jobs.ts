import { type ProvenanceRow, provenanceRows } from "../rules/provenance";
import { shownSource, unpinned } from "../rules/source";
import type { UsagePoint } from "../rules/usage";
import { type JobFacts, type JobSpec, type JobStatus, jobSpec } from "../schema/jobs";

/** A row of the jobs table with what its names mean; times as the database has them. */
export interface JobRow {
  id: number;
  number: number;
  name: string;
  spec: unknown;
  priority: number;
  status: JobStatus;
  reason: string | null;
  trouble: string | null;
  troubleSince: Date | null;
  againOf: number | null;
  pipelineId: number | null;
  pipelineVersion: number | null;
  pipelineName: string | null;
  isTest: boolean;
  sourceCommit: string | null;
  hasLock: boolean;
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
  backendKind: string;
  experimentId: number;
  experimentName: string;
  runUuid: string;
  runName: string;
  requestedBy: string;
}

/** What an attempt was found to run on, and when. */
export interface FactsRow {
  attempt: number;
  facts: JobFacts;
  at: Date;
}

/** Times are milliseconds since the epoch. */
export interface JobDto {
  number: number;
  name: string;
  status: JobStatus;
  reason: string | null;
  /** What is wrong with its backend just now, and since when; null while all is well. */
  trouble: string | null;
  troubleSince: number | null;
  exitCode: number | null;
  priority: number;
  attempt: number;
  maxAttempts: number;
  command: string[];
  environment: Record<string, string>;
  parameters: JobSpec["parameters"];
  limits: JobSpec["limits"];
  resources: JobSpec["resources"];
  runtimeEnvironment: JobSpec["runtimeEnvironment"];
  source: JobSpec["source"];
  /** What was declared to be read, with the versions that it was found to be. */
  datasets: { datasetId: number; name: string; version: number; contentKey: string }[];
  /** What the source was found to be. */
  sourceCommit: string | null;
  /** What may be different when it is run again, in sentences. */
  unpinned: string[];
  backend: string;
  /** The job that it repeats. */
  againOf: number | null;
  /** The declaration that it was launched from. */
  pipeline: { id: number; version: number; name: string } | null;
  /** True for one that was launched to see whether its backend works. */
  isTest: boolean;
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

function pipelineOf({ pipelineId, pipelineVersion, pipelineName }: JobRow): JobDto["pipeline"] {
  if (pipelineId === null || pipelineVersion === null || pipelineName === null) return null;
  return { id: pipelineId, version: pipelineVersion, name: pipelineName };
}

export function toJobDto(row: JobRow): JobDto {
  const spec = jobSpec.parse(row.spec);
  return {
    ...spec,
    source: shownSource(spec.source),
    datasets: spec.datasets.map(({ datasetId, name, version, contentKey }) => ({
      datasetId,
      name,
      version,
      contentKey,
    })),
    sourceCommit: row.sourceCommit,
    unpinned: unpinned({ ...spec, sourceCommit: row.sourceCommit, hasLock: row.hasLock }),
    number: row.number,
    name: row.name,
    status: row.status,
    reason: row.reason,
    trouble: row.trouble,
    troubleSince: millis(row.troubleSince),
    exitCode: row.exitCode,
    priority: row.priority,
    attempt: row.attempt,
    maxAttempts: row.maxAttempts,
    backend: row.backendName,
    againOf: row.againOf,
    pipeline: pipelineOf(row),
    isTest: row.isTest,
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

/** Where a job's run came from. */
export interface ProvenanceDto {
  job: number;
  /** The attempt that was looked at, and when; null before one has been. */
  attempt: number | null;
  at: number | null;
  rows: ProvenanceRow[];
  /** Files that say which packages the code wants; without their text where that is too long to keep. */
  locks: { path: string; sha256: string; text: string | null }[];
  unpinned: string[];
}

export function toProvenanceDto(row: JobRow, found: FactsRow | null): ProvenanceDto {
  const { sourceCommit, backendName: backend } = row;
  const { unpinned: sentences, ...job } = toJobDto(row);
  return {
    job: row.number,
    attempt: found?.attempt ?? null,
    at: millis(found?.at ?? null),
    rows: provenanceRows({ ...job, sourceCommit, backend }, found?.facts ?? null),
    locks: (found?.facts.locks ?? []).map(({ path, sha256, text }) => ({ path, sha256, text })),
    unpinned: sentences,
  };
}

/** What is shown of where a run came from, without the texts of its lock files: those are long, and asked for one by one. */
export type Shown<Provenance extends Pick<ProvenanceDto, "locks">> = Omit<Provenance, "locks"> & {
  locks: { path: string; hasText: boolean }[];
};

export const toShown = <Provenance extends Pick<ProvenanceDto, "locks">>(
  provenance: Provenance,
): Shown<Provenance> => ({
  ...provenance,
  locks: provenance.locks.map(({ path, text }) => ({ path, hasText: text !== null })),
});

export interface LockTextDto {
  /** Null for one that is not there, or too long to keep. */
  text: string | null;
}

/** What the processes of a job used over time. */
export interface UsageDto {
  /** False for backends that do not say. */
  isMeasured: boolean;
  attempt: number | null;
  points: UsagePoint[];
  isOver: boolean;
}
