import type { Verification } from "@/lib/audit/dto";
import type { RetentionTier } from "./schema";

export interface VerificationRunDto {
  id: number;
  /** "waiting", "running", "done", "failed". */
  state: "waiting" | "running" | "done" | "failed";
  /** Who asked, as they are called now; null when they are gone. */
  requestedBy: string | null;
  /** How many checkpoints that were kept elsewhere were compared as well. */
  compared: number;
  /** Links read until now, and how many there were when it began. */
  verified: number;
  total: number;
  createdAt: string;
  finishedAt: string | null;
  /** Null until it is done. */
  result: Verification | null;
}

export interface RetentionDto {
  tier: RetentionTier;
  /** Null: kept for good. */
  months: number | null;
}

export interface LegalHoldDto {
  id: string;
  /** Null for everything in the workspace. */
  model: string | null;
  reason: string;
  placedBy: string;
  placedAt: string;
  releasedBy: string | null;
  releasedAt: string | null;
  releaseReason: string | null;
}
