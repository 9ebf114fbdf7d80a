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
