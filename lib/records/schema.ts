import { z } from "zod";
import { RISK_TIERS } from "@/lib/approvals/schema/policies";
import { checkpointSchema } from "@/lib/audit/checkpoint-schema";
import { pageInput } from "@/lib/core/page";

/** What a retention is set for: models by their risk, and what is not about a model. */
export const RETENTION_TIERS = [...RISK_TIERS, "other"] as const;
export type RetentionTier = (typeof RETENTION_TIERS)[number];

/** Article 26(6) of the EU AI Act. */
export const LEAST_MONTHS = 6;
export const MOST_MONTHS = 600;

const months = z
  .int()
  .min(LEAST_MONTHS, `Logs are kept for at least ${LEAST_MONTHS} months.`)
  .max(MOST_MONTHS, `At most ${MOST_MONTHS} months; for longer, keep them for good.`)
  .nullable();

/** Months by tier; null keeps for good, and a tier that is not named stays as it is. */
export const retentionInput = z.object({
  tiers: z.partialRecord(z.enum(RETENTION_TIERS), months),
});
export type RetentionInput = z.infer<typeof retentionInput>;

export const holdInput = z.object({
  /** Absent for everything in the workspace. */
  model: z.string().min(1).max(500).optional(),
  reason: z.string().trim().min(1, "Say why, for whoever reads this later.").max(2_000),
});
export type HoldInput = z.infer<typeof holdInput>;

export const releaseInput = z.object({
  holdId: z.uuid(),
  reason: z.string().trim().min(1, "Say why, for whoever reads this later.").max(2_000),
});
export type ReleaseInput = z.infer<typeof releaseInput>;

export const listInput = pageInput;

export const verificationInput = z.object({
  verificationId: z.coerce.number().int().min(1).max(Number.MAX_SAFE_INTEGER),
});

export const MOST_CHECKPOINTS = 1_000;
export const startVerificationInput = z.object({
  /** Checkpoints that were kept elsewhere, to be compared too. */
  checkpoints: z.array(checkpointSchema).max(MOST_CHECKPOINTS).optional(),
});
export type StartVerificationInput = z.infer<typeof startVerificationInput>;

/** The same as a file's text: one checkpoint a line. */
export const compareInput = z.object({ text: z.string().max(900_000) });
