import { z } from "zod";
import type { BackendCheckDto, BackendQueueDto, QueuedJobDto } from "@/lib/compute/dto/backends";
import type { JobDto, LogDto, ProvenanceDto, UsageDto } from "@/lib/compute/dto/jobs";
import type { ProvenanceComparisonDto, RunProvenanceDto } from "@/lib/compute/dto/provenance";
import type { SnapshotDto } from "@/lib/compute/dto/snapshots";
import { PROVENANCE_GROUPS } from "@/lib/compute/rules/provenance";
import { HOLDS } from "@/lib/compute/rules/queues";
import { JOB_STATUSES, parametersInput } from "@/lib/compute/schema/jobs";

const millis = z.int().meta({ description: "Milliseconds since the epoch" });

export const jobEntity: z.ZodType<JobDto> = z
  .object({
    number: z.int(),
    name: z.string(),
    status: z.enum(JOB_STATUSES),
    reason: z.string().nullable().meta({ description: "Why it stands as it does" }),
    trouble: z
      .string()
      .nullable()
      .meta({ description: "What is wrong with its backend just now; null while all is well" }),
    troubleSince: millis.nullable(),
    exitCode: z.int().nullable(),
    priority: z.int(),
    attempt: z.int().meta({ description: "0 while it waits for its first one" }),
    maxAttempts: z.int(),
    command: z.array(z.string()),
    environment: z.record(z.string(), z.string()),
    parameters: parametersInput,
    limits: z.object({
      wallClockSeconds: z.int(),
      memoryMiB: z.int().nullable(),
      cpuSeconds: z.int().nullable(),
      diskMiB: z.int().nullable(),
    }),
    resources: z.object({
      cpus: z.number().nullable(),
      gpus: z.number().nullable(),
      memoryMiB: z.int().nullable(),
      custom: z.record(z.string(), z.number()),
    }),
    runtimeEnvironment: z.record(z.string(), z.unknown()),
    source: z
      .union([
        z.object({ url: z.string(), ref: z.string() }),
        z.object({ snapshot: z.string().meta({ description: "SHA-256 of an upload" }) }),
      ])
      .nullable(),
    datasets: z
      .array(
        z.object({
          datasetId: z.int(),
          name: z.string(),
          version: z.int(),
          contentKey: z.string().meta({ description: "What names the content" }),
        }),
      )
      .meta({ description: "What was declared to be read" }),
    sourceCommit: z
      .string()
      .nullable()
      .meta({ description: "What the source was found to be when it was fetched" }),
    unpinned: z
      .array(z.string())
      .meta({ description: "What may be different when the job is run again, in sentences" }),
    backend: z.string(),
    againOf: z.int().nullable().meta({ description: "The number of the job that it repeats" }),
    pipeline: z
      .object({ id: z.int(), version: z.int(), name: z.string() })
      .nullable()
      .meta({ description: "The declaration that it was launched from" }),
    isTest: z.boolean().meta({ description: "Launched to see whether its backend works" }),
    experimentId: z.int(),
    experimentName: z.string(),
    runUuid: z.string(),
    runName: z.string(),
    requestedBy: z.string(),
    requestedById: z.string(),
    createdAt: millis,
    dueAt: millis,
    startedAt: millis.nullable(),
    endedAt: millis.nullable(),
    heartbeatAt: millis.nullable().meta({ description: "When its backend was last heard of it" }),
    cancelRequestedAt: millis.nullable(),
  })
  .meta({ id: "Job" });

export const snapshotEntity: z.ZodType<SnapshotDto> = z
  .object({
    sha256: z.string().meta({ description: "What a job's source names" }),
    fileName: z.string(),
    format: z.string().meta({ description: "tar.gz or zip" }),
    size: z.int().meta({ description: "Bytes of the archive" }),
    unpackedSize: z.int().meta({ description: "Bytes of its files, unpacked" }),
    files: z.int(),
    createdAt: millis,
    createdBy: z.string(),
  })
  .meta({ id: "SourceSnapshot" });

export const logEntity: z.ZodType<LogDto> = z
  .object({
    parts: z.array(z.object({ attempt: z.int(), text: z.string() })),
    next: z.int().meta({ description: "Pass it as `after` for what follows" }),
    hasMore: z.boolean(),
    isOver: z.boolean().meta({ description: "True when nothing will follow" }),
  })
  .meta({ id: "JobLog" });

const provenanceRow = z.object({
  group: z.enum(PROVENANCE_GROUPS),
  name: z.string(),
  value: z.string(),
});
const provenance = {
  rows: z.array(provenanceRow),
  locks: z.array(
    z.object({
      path: z.string(),
      sha256: z.string(),
      text: z.string().nullable().meta({ description: "Null for one that is too long to keep" }),
    }),
  ),
  unpinned: z.array(z.string()),
};

export const provenanceEntity: z.ZodType<ProvenanceDto> = z
  .object({
    ...provenance,
    job: z.int(),
    attempt: z.int().nullable().meta({ description: "The attempt that was looked at" }),
    at: millis.nullable(),
  })
  .meta({ id: "JobProvenance" });

const runUuid = z.string();
const madeBy = z.int().nullable().meta({ description: "The number of the job that made it" });

export const runProvenanceEntity: z.ZodType<RunProvenanceDto> = z
  .object({
    ...provenance,
    runUuid,
    job: madeBy,
    draft: z
      .object({
        name: z.string(),
        command: z.string(),
        repository: z.string(),
        revision: z.string(),
      })
      .nullable()
      .meta({ description: "What a job would be that runs it again; null when a job made it" }),
  })
  .meta({ id: "RunProvenance" });

export const provenanceComparisonEntity: z.ZodType<ProvenanceComparisonDto> = z
  .object({
    runs: z.array(z.object({ runUuid, job: madeBy, unpinned: provenance.unpinned })),
    facts: z.array(
      provenanceRow.omit({ value: true }).extend({
        values: z
          .array(z.string().nullable())
          .meta({ description: "In the order of the runs; null where nothing is known" }),
        isDifferent: z.boolean(),
      }),
    ),
  })
  .meta({ id: "ProvenanceComparison" });

export const usageEntity: z.ZodType<UsageDto> = z
  .object({
    isMeasured: z.boolean().meta({ description: "False for backends that do not say" }),
    attempt: z.int().nullable(),
    points: z.array(
      z.object({
        second: z.int().meta({ description: "Since the attempt started" }),
        cores: z
          .number()
          .nullable()
          .meta({ description: "In use since the point before; null at the first" }),
        memoryBytes: z.number(),
        processes: z.int(),
        gpu: z
          .object({
            percent: z.number().meta({ description: "Of all GPUs together: 200 for two" }),
            memoryBytes: z.number(),
          })
          .nullable()
          .meta({ description: "Null where there is none, or it does not say" }),
      }),
    ),
    isOver: z.boolean(),
  })
  .meta({ id: "JobUsage" });

export const backendEntity: z.ZodType<BackendQueueDto> = z
  .object({
    id: z.int(),
    name: z.string(),
    kind: z.string().meta({ description: "local or ray" }),
    address: z.string().nullable(),
    headerName: z.string().nullable().meta({ description: "Its value is never answered" }),
    hasCertificate: z.boolean(),
    maxJobs: z.int(),
    maxJobsPerUser: z.int().nullable(),
    isEnabled: z.boolean(),
    isReachable: z.boolean().meta({ description: "False where the server may not run jobs there" }),
    queued: z.int(),
    running: z.int(),
    lastTest: z
      .object({
        number: z.int(),
        status: z.enum(JOB_STATUSES),
        reason: z.string().nullable(),
        trouble: z.string().nullable(),
        createdAt: millis,
      })
      .nullable(),
    queue: z.object({
      oldestSince: millis.nullable().meta({
        description: "Since when the job that has waited longest could have begun",
      }),
      begun: z.int().meta({
        description: "Jobs that began within the last day, at most the last thousand",
      }),
      medianWaitMs: z.number().nullable().meta({ description: "Of those" }),
      longWaitMs: z.number().nullable().meta({ description: "Of those, the 95th percentile" }),
    }),
  })
  .meta({ id: "ComputeBackend" });

export const queuedJobEntity: z.ZodType<QueuedJobDto> = z
  .object({
    number: z.int(),
    name: z.string(),
    priority: z.int(),
    attempt: z.int().meta({ description: "How often it was tried before" }),
    dueAt: millis.meta({ description: "Since when it waits, or until when at least" }),
    requestedBy: z.string(),
    backend: z.string(),
    hold: z.enum(HOLDS).meta({ description: "What it waits for" }),
  })
  .meta({ id: "QueuedJob" });

export const backendCheckEntity: z.ZodType<BackendCheckDto> = z
  .object({ isReady: z.boolean(), message: z.string() })
  .meta({ id: "ComputeBackendCheck" });
