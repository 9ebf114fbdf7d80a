import { z } from "zod";
import { checkpointSchema } from "@/lib/audit/checkpoint-schema";
import type { AuditEventDetailDto, AuditEventDto, AuditPage, Verification } from "@/lib/audit/dto";
import { exportAudit, getAuditEvent, listAuditEvents } from "@/lib/audit/queries/events";
import { exportCheckpoints, listCheckpoints, verifyTrail } from "@/lib/audit/queries/proof";
import {
  auditEventInput,
  checkpointsInput,
  exportAuditInput,
  listAuditInput,
} from "@/lib/audit/schema";
import type { RunMetricsProof } from "@/lib/runs/dto/proof";
import { verifyRunMetrics } from "@/lib/runs/queries/verify-run-metrics";
import { runProofInput } from "@/lib/runs/schema";
import { nextPageToken } from "../entities";
import { defineExport, defineOperation } from "../rest-route";

const tag = "Audit";
const values = z.record(z.string(), z.json()).nullable();

const auditEventFields = {
  id: z.int(),
  at: z.iso.datetime(),
  userId: z.string().nullable(),
  actor: z.string().nullable().meta({ description: "Null when names were erased." }),
  role: z.string(),
  credential: z.string().nullable(),
  action: z.string(),
  subject: z.string(),
  label: z.string().nullable(),
  details: values,
  before: values,
  after: values,
  seq: z.int().nullable().meta({ description: "Place in the chain." }),
  hash: z.string().nullable(),
  isErased: z.boolean(),
};

const auditEventEntity: z.ZodType<AuditEventDto> = z
  .object(auditEventFields)
  .meta({ id: "AuditEvent" });

const auditPageEntity: z.ZodType<AuditPage> = z
  .object({
    items: z.array(auditEventEntity),
    nextPageToken,
    lookedUntil: z.iso.datetime().exactOptional().meta({
      description:
        "Until when a search for rare events looked; `items` may then be few or none, and the next page looks further back.",
    }),
  })
  .meta({ id: "AuditPage" });

const auditEventDetailEntity: z.ZodType<AuditEventDetailDto> = z
  .object({
    ...auditEventFields,
    prevHash: z.string().nullable(),
    checkpoint: z.object({ seq: z.int(), at: z.iso.datetime(), key: z.string() }).nullable().meta({
      description: "The first signed checkpoint at or behind it; fingerprint of its key.",
    }),
  })
  .meta({ id: "AuditEventDetail" });

export const verificationEntity: z.ZodType<Verification> = z
  .object({
    isIntact: z.boolean(),
    isComplete: z.boolean().meta({ description: "False when the time was up before the end." }),
    verified: z.int(),
    head: z.object({ seq: z.int(), hash: z.string() }).nullable(),
    checkpoints: z.int(),
    keys: z.array(z.string()),
    erased: z.int(),
    firstBreak: z
      .object({ seq: z.int().nullable(), eventId: z.int().nullable(), reason: z.string() })
      .nullable(),
  })
  .meta({ id: "AuditVerification" });

const digestFields = {
  digest: z.string(),
  points: z.int(),
  series: z.int(),
  params: z.int(),
};

const runMetricsProofEntity: z.ZodType<RunMetricsProof> = z
  .object({
    verdict: z.enum(["proven", "added", "changed", "unsealed"]).meta({
      description: "`added` when points came after the run had finished; `unsealed` while it runs.",
    }),
    sealed: z
      .object({ ...digestFields, at: z.iso.datetime(), eventId: z.int() })
      .nullable()
      .meta({ description: "What the audit trail holds." }),
    now: z.object(digestFields),
  })
  .meta({ id: "RunMetricsProof" });

const checkpointEntity = checkpointSchema.meta({ id: "AuditCheckpoint" });

export const auditOperations = [
  defineOperation({
    id: "listAuditEvents",
    method: "GET",
    path: "/audit-events",
    access: "audit:read",
    tag,
    summary: "What happened in the workspace of the request, newest first",
    query: listAuditInput,
    answer: auditPageEntity,
    run: listAuditEvents,
  }),
  defineExport({
    id: "exportAudit",
    path: "/audit-events/export",
    access: "audit:read",
    tag,
    summary:
      "Every event that matches as a file, each with its hash; the export itself is on record",
    fileTypes: ["application/json", "text/csv"],
    params: z.object({}),
    query: exportAuditInput,
    run: exportAudit,
  }),
  defineOperation({
    id: "getAuditEvent",
    method: "GET",
    path: "/audit-events/{eventId}",
    access: "audit:read",
    tag,
    summary: "One event, with its hashes and the checkpoint that covers it",
    params: auditEventInput,
    answer: auditEventDetailEntity,
    run: getAuditEvent,
  }),
  defineOperation({
    id: "listAuditCheckpoints",
    method: "GET",
    path: "/audit/checkpoints",
    access: "audit:read",
    tag,
    summary: "Signed checkpoints, to be kept where this installation cannot reach",
    query: checkpointsInput,
    answer: z.object({ items: z.array(checkpointEntity) }),
    run: listCheckpoints,
  }),
  defineExport({
    id: "exportAuditCheckpoints",
    path: "/audit/checkpoints/export",
    access: "audit:read",
    tag,
    summary:
      "Every signed checkpoint, one a line, as `npm run audit:verify -- --checkpoints` reads them",
    fileTypes: ["application/jsonl"],
    params: z.object({}),
    query: z.object({}),
    run: exportCheckpoints,
  }),
  defineOperation({
    id: "verifyRunMetrics",
    method: "GET",
    path: "/runs/{runUuid}/metrics-proof",
    access: "run:read",
    tag,
    summary:
      "Recompute the digest of a run's points and parameters and compare it with the sealed one",
    params: runProofInput,
    answer: runMetricsProofEntity,
    run: verifyRunMetrics,
  }),
  defineOperation({
    id: "verifyAudit",
    method: "POST",
    path: "/audit/verify",
    access: "audit:read",
    tag,
    summary: "Recompute the chain; with checkpoints that were kept elsewhere, if any are sent",
    body: z.object({ checkpoints: z.array(checkpointSchema).max(1_000).optional() }),
    answer: verificationEntity,
    run: verifyTrail,
  }),
];
