import type { Role } from "@/lib/access/permissions";
import type { GateKind } from "../schema/gates";
import type { PolicyDocument, RiskTier, Target } from "../schema/policies";
import type {
  Decision,
  Meaning,
  OpenedVia,
  RequestStatus,
  RolloutPlan,
  Severity,
  SigningMethod,
  Verdict,
} from "../schema/requests";

/** Somebody as a person reads them. */
export interface PersonDto {
  userId: string;
  name: string;
  email: string;
}

/** Whether somebody may sign, and the reason, in a sentence addressed to them: "You trained this run." */
export interface EligibilityDto {
  mayVote: boolean;
  reason: string;
  /** True when their signature is what is waited for. */
  isAwaited: boolean;
  /** Whose turn they may take, besides their own. */
  onBehalfOf: PersonDto[];
}

/** How far a request has come. */
export interface StandingDto {
  isMet: boolean;
  /** Distinct people whose approval counts, and how many must be. */
  approvals: number;
  needed: number;
  /** What is still missing, a sentence each. Empty when `isMet`. */
  missing: string[];
}

export interface NamedDeploymentDto {
  id: string;
  name: string;
}

/** One request in a list. */
export interface ApprovalRequestDto {
  number: number;
  modelName: string;
  version: number;
  action: "set" | "clear";
  target: Target;
  /** The only deployment of the environment that it is about, as it was called then; null for all of them. */
  deployment: NamedDeploymentDto | null;
  archivesExisting: boolean;
  /** The version that it replaces. */
  replacesVersion: number | null;
  riskTier: RiskTier;
  status: RequestStatus;
  isEmergency: boolean;
  requestedBy: PersonDto;
  openedVia: OpenedVia;
  createdAt: string;
  dueAt: string | null;
  isOverdue: boolean;
  scheduledFor: string | null;
  decidedAt: string | null;
  validUntil: string | null;
  promotedAt: string | null;
  reapprovalDueAt: string | null;
  /** The request whose approval it renews. */
  renews: number | null;
  /** Since when the approval has lapsed: the policy wanted it looked at again, and nobody has in time. */
  lapsedAt: string | null;
  /** Why an approved promotion was not applied. */
  failure: string | null;
  standing: StandingDto;
  /** Of whoever asks. */
  eligibility: EligibilityDto;
  gates: Record<Verdict, number>;
  /** What is owed after an emergency. */
  followUp: FollowUpDto | null;
}

/** Somebody who can sign, or who cannot though their role could. */
export interface SignerDto extends PersonDto {
  role: Role;
  mayVote: boolean;
  /** "trained the run", "registered version 7", "member of Risk"; about them, for others to read. */
  reason: string;
  groups: string[];
  /** Their decision on the present evidence. */
  decision: Decision | null;
  decidedAt: string | null;
  /** To whom they have handed their turn. */
  delegatedTo: PersonDto | null;
}

export interface VoteDto extends PersonDto {
  id: string;
  role: string;
  decision: Decision;
  meaning: Meaning;
  statement: string;
  /** Until when it holds, for an approval that says so. */
  validUntil: string | null;
  onBehalfOf: PersonDto | null;
  method: SigningMethod;
  tokenName: string | null;
  revision: number;
  evidenceHash: string;
  createdAt: string;
  /** False once the evidence changed, the signer decided again, or they no longer may. */
  counts: boolean;
  /** Why it does not count. */
  supersededReason: string | null;
}

export interface ApprovalCommentDto {
  id: string;
  author: PersonDto;
  severity: Severity;
  body: string;
  createdAt: string;
  resolvedAt: string | null;
  resolvedBy: string | null;
}

export interface DelegationDto {
  id: string;
  from: PersonDto;
  to: PersonDto;
  reason: string;
  createdAt: string;
  isRevoked: boolean;
}

export interface GateResultDto {
  key: string;
  kind: GateKind;
  title: string;
  isBlocking: boolean;
  /** As it counts: "waived" while a waiver lies over the result, "not_run" before the first. */
  verdict: Verdict;
  /** What the evaluation itself said. */
  measured: Exclude<Verdict, "waived">;
  threshold: string;
  observed: string;
  summary: string;
  evidence: Record<string, unknown>;
  evidenceHash: string;
  source: "automatic" | "push" | "webhook";
  reportedBy: string | null;
  link: string | null;
  ranAt: string | null;
  freshUntil: string | null;
  isFresh: boolean;
  waiver: GateWaiverDto | null;
}

export interface GateWaiverDto {
  id: string;
  waivedBy: string;
  reason: string;
  until: string;
  createdAt: string;
}

export interface ApprovalEventDto {
  id: string;
  at: string;
  actor: string;
  kind: string;
  /** What happened, in a sentence. */
  text: string;
  details: Record<string, unknown>;
}

export interface FollowUpDto {
  dueAt: string;
  /** Whether the asker may close it: somebody else who may sign. */
  mayClose: boolean;
  isOverdue: boolean;
  closedAt: string | null;
  closedBy: string | null;
  resolution: string | null;
}

/** The policy that a request is decided under, as it was published. */
export interface RequestPolicyDto {
  policyId: string;
  name: string;
  number: number;
  versionId: string;
  document: PolicyDocument;
  publishedAt: string | null;
}

export interface EvidenceDto {
  revision: number;
  hash: string;
  bundle: Record<string, unknown>;
  changes: string[];
  createdAt: string;
}

/** Everything about one request. */
export interface ApprovalRequestDetailDto extends ApprovalRequestDto {
  riskReason: string;
  /** Where it stands in lineage: the version, and the target when that is an alias or a stage. */
  lineage: { version: string; target: string | null };
  note: string;
  ticketUrl: string | null;
  plan: RolloutPlan;
  emergencyReason: string | null;
  policy: RequestPolicyDto;
  evidence: EvidenceDto;
  signers: SignerDto[];
  votes: VoteDto[];
  comments: ApprovalCommentDto[];
  delegations: DelegationDto[];
  gateResults: GateResultDto[];
  /** To whom the asker may hand their turn; empty when they have none. */
  delegates: PersonDto[];
  /** What a signature of the asker needs. */
  signing: SigningNeedDto;
  /** The sentence that is signed, by decision. */
  statements: Record<Decision, string>;
  mayWithdraw: boolean;
  /** Whether it is approved and waits for somebody to apply it. */
  awaitsApplying: boolean;
  mayApply: boolean;
  mayRevise: boolean;
}

/** A protected place of a model, for somebody who wants to bring a version there or take it away. */
export interface ProtectedTargetDto {
  target: Target;
  policyId: string;
  policyName: string;
  /** Who must approve and what must pass, a sentence each. */
  approvers: string;
  gates: string;
  dueDays: number;
  /** The version that is there now. */
  occupant: number | null;
  /** Of an environment: those that run there and that a request may be about alone. */
  deployments: string[];
  /** Whether a request may be about the whole place: not where the version is there by such a one already. */
  mayAskForAll: boolean;
  /** The only deployment of an environment that what is in force was agreed on for; null for all of them. */
  agreedFor: string | null;
  /** Whether the version asked about is there. */
  isHere: boolean;
  /** The request of the same version for this place that still waits. */
  waiting: number | null;
}

export interface PromotionChoicesDto {
  riskTier: RiskTier;
  targets: ProtectedTargetDto[];
  /** What a signature of the asker needs. */
  signing: SigningNeedDto;
}

/** What waits for the asker, each up to a hundred. */
export interface WaitingDto {
  requests: number;
  followUps: number;
}

/** A proof of who signs: their password, a recent sign-in with their provider, or a token's scope. */
interface SigningNeedDto {
  method: SigningMethod;
  needsSignIn: boolean;
}
