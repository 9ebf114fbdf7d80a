import { z } from "zod";
import { placeHold, releaseHold } from "@/lib/records/commands/holds";
import { reviseRetention } from "@/lib/records/commands/retention";
import { startVerification } from "@/lib/records/commands/verifications";
import type { LegalHoldDto, RetentionDto, VerificationRunDto } from "@/lib/records/dto";
import { getRetention, listHolds } from "@/lib/records/queries/retention";
import { getVerification, listVerifications } from "@/lib/records/queries/verifications";
import {
  holdInput,
  listInput,
  RETENTION_TIERS,
  releaseInput,
  retentionInput,
  startVerificationInput,
  verificationInput,
} from "@/lib/records/schema";
import { pageOf } from "../entities";
import { defineOperation } from "../rest-route";
import { verificationEntity } from "./audit";

const tag = "Audit";

const runEntity: z.ZodType<VerificationRunDto> = z
  .object({
    id: z.int(),
    state: z.enum(["waiting", "running", "done", "failed"]),
    requestedBy: z.string().nullable(),
    compared: z.int().meta({ description: "Checkpoints that were kept elsewhere." }),
    verified: z.int(),
    total: z.int(),
    createdAt: z.iso.datetime(),
    finishedAt: z.iso.datetime().nullable(),
    result: verificationEntity.nullable(),
  })
  .meta({ id: "AuditVerificationRun" });

const retentionEntity: z.ZodType<RetentionDto> = z
  .object({
    tier: z.enum(RETENTION_TIERS),
    months: z.int().nullable().meta({ description: "Null: kept for good." }),
  })
  .meta({ id: "Retention" });

const holdEntity: z.ZodType<LegalHoldDto> = z
  .object({
    id: z.string(),
    model: z.string().nullable().meta({ description: "Null: everything in the workspace." }),
    reason: z.string(),
    placedBy: z.string(),
    placedAt: z.iso.datetime(),
    releasedBy: z.string().nullable(),
    releasedAt: z.iso.datetime().nullable(),
    releaseReason: z.string().nullable(),
  })
  .meta({ id: "LegalHold" });

const retentions = z.object({ items: z.array(retentionEntity) });

export const recordOperations = [
  defineOperation({
    id: "startAuditVerification",
    method: "POST",
    path: "/audit/verifications",
    access: "audit:read",
    tag,
    summary: "Have the whole chain verified in the background",
    body: startVerificationInput,
    answer: z.object({ id: z.int() }),
    status: 202,
    run: startVerification,
  }),
  defineOperation({
    id: "listAuditVerifications",
    method: "GET",
    path: "/audit/verifications",
    access: "audit:read",
    tag,
    summary: "Verifications that were asked for here, newest first",
    query: listInput,
    answer: pageOf(runEntity),
    run: listVerifications,
  }),
  defineOperation({
    id: "getAuditVerification",
    method: "GET",
    path: "/audit/verifications/{verificationId}",
    access: "audit:read",
    tag,
    summary: "One verification: how far it is, or what it found",
    params: verificationInput,
    answer: runEntity,
    run: getVerification,
  }),
  defineOperation({
    id: "getRetention",
    method: "GET",
    path: "/retention",
    access: "audit:read",
    tag,
    summary: "For how long names and values of events are kept, by risk tier",
    answer: retentions,
    run: getRetention,
  }),
  defineOperation({
    id: "reviseRetention",
    method: "PATCH",
    path: "/retention",
    access: "retention:manage",
    tag,
    summary: "Set months by risk tier, at least six; null keeps for good",
    body: retentionInput,
    answer: retentions,
    run: reviseRetention,
  }),
  defineOperation({
    id: "listLegalHolds",
    method: "GET",
    path: "/legal-holds",
    access: "audit:read",
    tag,
    summary: "Legal holds, those that were released included",
    query: listInput,
    answer: pageOf(holdEntity),
    run: listHolds,
  }),
  defineOperation({
    id: "placeLegalHold",
    method: "POST",
    path: "/legal-holds",
    access: "hold:place",
    tag,
    summary: "Keep a model, or everything in the workspace, from being erased or deleted",
    body: holdInput,
    answer: holdEntity,
    status: 201,
    run: placeHold,
  }),
  defineOperation({
    id: "releaseLegalHold",
    method: "POST",
    path: "/legal-holds/{holdId}/release",
    access: "hold:release",
    tag,
    summary: "End a hold",
    params: releaseInput.pick({ holdId: true }),
    body: releaseInput.pick({ reason: true }),
    answer: holdEntity,
    run: releaseHold,
  }),
];
