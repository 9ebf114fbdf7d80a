import { z } from "zod";
import { ROLES } from "@/lib/access/permissions";
import type { PolicyDto, PolicyVersionDto } from "@/lib/approvals/dto/policies";
import type {
  ApprovalEventDto,
  ApprovalRequestDetailDto,
  ApprovalRequestDto,
  PromotionChoicesDto,
} from "@/lib/approvals/dto/shapes";
import { GATE_KINDS } from "@/lib/approvals/schema/gates";
import { policyDocument, RISK_TIERS, target } from "@/lib/approvals/schema/policies";
import {
  DECISIONS,
  MEANINGS,
  OPENED_VIA,
  REQUEST_STATUSES,
  rolloutPlan,
  SEVERITIES,
  SIGNING_METHODS,
  VERDICTS,
} from "@/lib/approvals/schema/requests";

const time = z.iso.datetime();
const json = z.record(z.string(), z.unknown());
const person = z.object({ userId: z.string(), name: z.string(), email: z.string() });
const verdict = z.enum(VERDICTS);

const summary = z.object({
  number: z.number().int(),
  modelName: z.string(),
  version: z.number().int(),
  action: z.enum(["set", "clear"]),
  target,
  deployment: z
    .object({ id: z.string(), name: z.string() })
    .nullable()
    .meta({ description: "The only deployment of the environment that it is about" }),
  archivesExisting: z.boolean(),
  replacesVersion: z.number().int().nullable(),
  riskTier: z.enum(RISK_TIERS),
  status: z.enum(REQUEST_STATUSES),
  isEmergency: z.boolean(),
  requestedBy: person,
  openedVia: z.enum(OPENED_VIA),
  createdAt: time,
  dueAt: time.nullable(),
  isOverdue: z.boolean(),
  scheduledFor: time.nullable(),
  decidedAt: time.nullable(),
  validUntil: time.nullable(),
  promotedAt: time.nullable(),
  reapprovalDueAt: time.nullable(),
  renews: z.number().int().nullable(),
  lapsedAt: time.nullable(),
  failure: z.string().nullable(),
  standing: z.object({
    isMet: z.boolean(),
    approvals: z.number().int(),
    needed: z.number().int(),
    missing: z.array(z.string()).meta({ description: "What is still missing, a sentence each" }),
  }),
  eligibility: z.object({
    mayVote: z.boolean(),
    reason: z.string(),
    isAwaited: z.boolean(),
    onBehalfOf: z.array(person),
  }),
  gates: z.record(verdict, z.number().int()),
  followUp: z
    .object({
      dueAt: time,
      mayClose: z.boolean(),
      isOverdue: z.boolean(),
      closedAt: time.nullable(),
      closedBy: z.string().nullable(),
      resolution: z.string().nullable(),
    })
    .nullable(),
});

export const approvalRequestEntity: z.ZodType<ApprovalRequestDto> = summary.meta({
  id: "ApprovalRequest",
});

const document = policyDocument;

const waiver = z.object({
  id: z.string(),
  waivedBy: z.string(),
  reason: z.string(),
  until: time,
  createdAt: time,
});

const gateResult = z.object({
  key: z.string(),
  kind: z.enum(GATE_KINDS),
  title: z.string(),
  isBlocking: z.boolean(),
  verdict,
  measured: verdict.exclude(["waived"]),
  threshold: z.string(),
  observed: z.string(),
  summary: z.string(),
  evidence: json,
  evidenceHash: z.string(),
  source: z.enum(["automatic", "push", "webhook"]),
  reportedBy: z.string().nullable(),
  link: z.string().nullable(),
  ranAt: time.nullable(),
  freshUntil: time.nullable(),
  isFresh: z.boolean(),
  waiver: waiver.nullable(),
});

const decision = z.enum(DECISIONS);

const parts = {
  signers: z.array(
    person.extend({
      role: z.enum(ROLES),
      mayVote: z.boolean(),
      reason: z.string(),
      groups: z.array(z.string()),
      decision: decision.nullable(),
      decidedAt: time.nullable(),
      delegatedTo: person.nullable(),
    }),
  ),
  votes: z.array(
    person.extend({
      id: z.string(),
      role: z.string(),
      decision,
      meaning: z.enum(MEANINGS),
      statement: z.string(),
      validUntil: time.nullable(),
      onBehalfOf: person.nullable(),
      method: z.enum(SIGNING_METHODS),
      tokenName: z.string().nullable(),
      revision: z.number().int(),
      evidenceHash: z.string(),
      createdAt: time,
      counts: z.boolean(),
      supersededReason: z.string().nullable(),
    }),
  ),
  comments: z.array(
    z.object({
      id: z.string(),
      author: person,
      severity: z.enum(SEVERITIES),
      body: z.string(),
      createdAt: time,
      resolvedAt: time.nullable(),
      resolvedBy: z.string().nullable(),
    }),
  ),
  delegations: z.array(
    z.object({
      id: z.string(),
      from: person,
      to: person,
      reason: z.string(),
      createdAt: time,
      isRevoked: z.boolean(),
    }),
  ),
  gateResults: z.array(gateResult),
};

export const approvalRequestDetailEntity: z.ZodType<ApprovalRequestDetailDto> = summary
  .extend({
    ...parts,
    riskReason: z.string(),
    lineage: z.object({ version: z.string(), target: z.string().nullable() }),
    note: z.string(),
    ticketUrl: z.string().nullable(),
    plan: rolloutPlan,
    emergencyReason: z.string().nullable(),
    policy: z.object({
      policyId: z.string(),
      name: z.string(),
      number: z.number().int(),
      versionId: z.string(),
      document,
      publishedAt: time.nullable(),
    }),
    evidence: z.object({
      revision: z.number().int(),
      hash: z.string().meta({ description: "What a signature is about: send it as evidenceHash" }),
      bundle: json,
      changes: z.array(z.string()),
      createdAt: time,
    }),
    delegates: z.array(person),
    signing: z.object({ method: z.enum(SIGNING_METHODS), needsSignIn: z.boolean() }),
    statements: z.record(decision, z.string()),
    mayWithdraw: z.boolean(),
    awaitsApplying: z.boolean().meta({
      description: "Approved, and its policy leaves applying it to a person.",
    }),
    mayApply: z.boolean(),
    mayRevise: z.boolean(),
  })
  .meta({ id: "ApprovalRequestDetail" });

export const approvalEventEntity: z.ZodType<ApprovalEventDto> = z
  .object({
    id: z.string(),
    at: time,
    actor: z.string(),
    kind: z.string(),
    text: z.string(),
    details: json,
  })
  .meta({ id: "ApprovalEvent" });

const policyVersion = z
  .object({
    id: z.string(),
    number: z.number().int(),
    status: z.enum(["draft", "published", "discarded"]),
    kind: z.enum(["revise", "retire"]),
    document,
    documentHash: z.string(),
    reason: z.string(),
    isWeaker: z.boolean(),
    weakenings: z.array(z.string()),
    author: z.string().nullable(),
    createdAt: time,
    publishedBy: z.string().nullable(),
    publishedAt: time.nullable(),
    mayPublish: z.boolean(),
    publishRefusal: z.string().nullable(),
  })
  .meta({ id: "ApprovalPolicyVersion" });
export const policyVersionEntity: z.ZodType<PolicyVersionDto> = policyVersion;

export const policyEntity: z.ZodType<PolicyDto> = z
  .object({
    id: z.string(),
    name: z.string(),
    isDefault: z.boolean(),
    inForce: policyVersion.nullable(),
    draft: policyVersion.nullable(),
    versionCount: z.number().int(),
    openRequests: z.number().int(),
    createdAt: time,
  })
  .meta({ id: "ApprovalPolicy" });

export const promotionChoicesEntity: z.ZodType<PromotionChoicesDto> = z
  .object({
    riskTier: z.enum(RISK_TIERS),
    targets: z.array(
      z.object({
        target,
        policyId: z.string(),
        policyName: z.string(),
        approvers: z.string(),
        gates: z.string(),
        dueDays: z.number().int(),
        occupant: z.number().int().nullable(),
        deployments: z.array(z.string()).meta({
          description:
            "Of an environment: those that run there and that a request may be about alone, at most 100",
        }),
        mayAskForAll: z.boolean().meta({
          description:
            "Whether a request may name no deployment: so not where that was agreed on already",
        }),
        agreedFor: z.string().nullable().meta({
          description: "The only deployment that what is in force was agreed on for",
        }),
        isHere: z.boolean(),
        waiting: z
          .number()
          .int()
          .nullable()
          .meta({ description: "The request of this version for this place that waits" }),
      }),
    ),
    signing: z.object({ method: z.enum(SIGNING_METHODS), needsSignIn: z.boolean() }),
  })
  .meta({ id: "PromotionChoices" });
