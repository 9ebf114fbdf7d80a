import { z } from "zod";
import type { RollbackTargetDto } from "@/lib/approvals/dto/rollback";
import type {
  ApprovalRecordDto,
  EvidenceChangesDto,
  EvidenceRevisionDto,
  RequestProofDto,
} from "@/lib/approvals/dto/trail";
import { approvalEventEntity, approvalRequestDetailEntity } from "./approval-entities";

const time = z.iso.datetime();

const differences = z.array(
  z.object({
    what: z.string(),
    before: z.string().nullable(),
    after: z.string().nullable(),
  }),
);

export const evidenceRevisionEntity: z.ZodType<EvidenceRevisionDto> = z
  .object({
    revision: z.number().int(),
    hash: z.string(),
    bundle: z.record(z.string(), z.unknown()),
    changes: z.array(z.string()),
    differences,
    createdAt: time,
  })
  .meta({ id: "ApprovalEvidenceRevision" });

export const evidenceChangesEntity: z.ZodType<EvidenceChangesDto> = z
  .object({
    since: z.number().int(),
    revision: z.number().int().meta({ description: "The newest one" }),
    differences: differences.meta({ description: "Empty when it is again what it was" }),
  })
  .meta({ id: "ApprovalEvidenceChanges" });

export const requestProofEntity: z.ZodType<RequestProofDto> = z
  .object({
    isIntact: z.boolean(),
    isComplete: z.boolean().meta({ description: "False when the time was up before the end" }),
    events: z.number().int(),
    firstSeq: z.number().int().nullable(),
    lastSeq: z.number().int().nullable(),
    signatures: z.number().int(),
    verified: z.number().int(),
    checkpoints: z.number().int(),
    problems: z.array(z.string()),
  })
  .meta({ id: "ApprovalRequestProof" });

export const approvalRecordEntity: z.ZodType<ApprovalRecordDto> = z
  .object({
    format: z.literal("slipway.approval-record/1"),
    madeAt: time,
    workspace: z.string(),
    request: approvalRequestDetailEntity,
    revisions: z.array(evidenceRevisionEntity),
    events: z.array(approvalEventEntity),
    audit: z
      .array(
        z.object({
          id: z.number().int(),
          at: time,
          action: z.string(),
          role: z.string(),
          seq: z.number().int().nullable(),
          hash: z.string().nullable(),
        }),
      )
      .nullable(),
    isTruncated: z.boolean(),
  })
  .meta({ id: "ApprovalRecord" });

export const rollbackTargetEntity: z.ZodType<RollbackTargetDto> = z
  .object({
    version: z.number().int().nullable(),
    checks: z.array(
      z.object({
        key: z.enum(["exists", "ready", "files", "loads", "signature", "approved"]),
        state: z.enum(["ok", "problem", "unknown"]),
        text: z.string(),
      }),
    ),
  })
  .meta({ id: "ApprovalRollbackTarget" });
