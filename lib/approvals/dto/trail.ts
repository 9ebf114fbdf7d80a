import type { EvidenceDifference } from "../rules/evidence-changes";
import type { ApprovalEventDto, ApprovalRequestDetailDto } from "./shapes";

/** One state of what is signed, with what it changed. */
export interface EvidenceRevisionDto {
  revision: number;
  hash: string;
  bundle: Record<string, unknown>;
  /** What changed since the one before, a sentence each, and thing by thing. */
  changes: string[];
  differences: EvidenceDifference[];
  createdAt: string;
}

/** What is other now than in an earlier state of what is signed, over all states between. */
export interface EvidenceChangesDto {
  since: number;
  revision: number;
  /** Empty when it is again what it was. */
  differences: EvidenceDifference[];
}

/** Whether what is on record of a request is what was written. */
export interface RequestProofDto {
  isIntact: boolean;
  /** False when the chain is so long that the time was up before its end. */
  isComplete: boolean;
  /** Events of the audit that are about the request, and their first and last place in the chain. */
  events: number;
  firstSeq: number | null;
  lastSeq: number | null;
  /** Signatures that were compared with what the audit says of them. */
  signatures: number;
  /** Links of the whole chain that were checked, and signed checkpoints that agree with them. */
  verified: number;
  checkpoints: number;
  /** What is not as it was written, a sentence each. */
  problems: string[];
}

/** An event of the audit, by its place in the chain. */
export interface AuditedEventDto {
  id: number;
  at: string;
  action: string;
  role: string;
  seq: number | null;
  hash: string | null;
}

/** Everything that is on record of a request: what is kept, printed and shown to whoever asks later. */
export interface ApprovalRecordDto {
  format: "slipway.approval-record/1";
  madeAt: string;
  workspace: string;
  request: ApprovalRequestDetailDto;
  revisions: EvidenceRevisionDto[];
  events: ApprovalEventDto[];
  /** Null for whoever may not read the audit. */
  audit: AuditedEventDto[] | null;
  /** True when there was more than a record holds. */
  isTruncated: boolean;
}

/** Where a request stands among those that wait. */
export interface InboxNeighboursDto {
  previous: number | null;
  next: number | null;
}
