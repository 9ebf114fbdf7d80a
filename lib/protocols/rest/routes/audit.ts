import { z } from "zod";
import { checkpointSchema } from "@/lib/audit/checkpoint-schema";
import type { AuditEventDetailDto, AuditEventDto, Verification } from "@/lib/audit/dto";
import { getAuditEvent, listAuditEvents } from "@/lib/audit/queries/events";
import { listCheckpoints, verifyTrail } from "@/lib/audit/queries/proof";
import { auditEventInput, checkpointsInput, listAuditInput } from "@/lib/audit/schema";
import { pageOf } from "../entities";
import { defineOperation } from "../rest-route";

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
    answer: pageOf(auditEventEntity),
    run: listAuditEvents,
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
