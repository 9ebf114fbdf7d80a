import type { Page } from "@/lib/core/page";

/** The first thing that is not as it was written. */
export interface Break {
  /** Its place in the chain; null for an event that is not in it. */
  seq: number | null;
  eventId: number | null;
  reason: string;
}

export interface Verification {
  isIntact: boolean;
  /** False when the time was up before the end was reached; what was read until then is intact. */
  isComplete: boolean;
  /** Links that were read and found right. */
  verified: number;
  head: { seq: number; hash: string } | null;
  /** How many signed checkpoints agree with the chain, and whose keys signed them. */
  checkpoints: number;
  keys: string[];
  /** Payloads that were erased, with the erasure on record. */
  erased: number;
  firstBreak: Break | null;
}

/** What may stand in a payload once it is read back. */
export type JsonValue =
  | string
  | number
  | boolean
  | null
  | JsonValue[]
  | { [key: string]: JsonValue };

export interface AuditEventDto {
  id: number;
  at: string;
  userId: string | null;
  /** As it was called at that time; null when that was erased. */
  actor: string | null;
  role: string;
  credential: string | null;
  action: string;
  subject: string;
  label: string | null;
  details: Record<string, JsonValue> | null;
  before: Record<string, JsonValue> | null;
  after: Record<string, JsonValue> | null;
  /** Place in the chain; null for a moment after it happened. */
  seq: number | null;
  hash: string | null;
  /** True when the retention of names and values has ended; that the event happened stays proven. */
  isErased: boolean;
}

export interface AuditPage extends Page<AuditEventDto> {
  /** Until when events were looked through, when that was not to the end and found less than asked for. */
  lookedUntil?: string;
}

/** With what proves its place. */
export interface AuditEventDetailDto extends AuditEventDto {
  prevHash: string | null;
  /** The first signed checkpoint at or behind it; `key` is the fingerprint of whose key signed. */
  checkpoint: { seq: number; at: string; key: string } | null;
}

export interface CheckpointSummary {
  seq: number;
  hash: string;
  at: string;
  /** Fingerprint of the key that signed it. */
  key: string;
}
