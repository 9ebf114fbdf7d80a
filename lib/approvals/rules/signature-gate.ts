import { compareSignatures, type Signature } from "@/lib/models/rules/signatures";
import type { Finding } from "./findings";

export const SIGNATURE_THRESHOLD = "whoever calls the version at the target can call this one";
const MAX_REASONS = 20;

/** Two versions as far as their callers notice; null for one without a signature. */
export interface SignaturePair {
  candidate: Signature | null;
  reference: Signature | null;
  /** Number of the reference. */
  against: number;
}

/** Whether whoever calls the version at the target can call this one instead. */
export function judgeSignature({ candidate, reference, against }: SignaturePair): Finding {
  const { compatibility, reasons, changes } = compareSignatures(candidate, reference);
  const count = changes.length === 1 ? "1 change" : `${changes.length} changes`;
  const common = {
    threshold: SIGNATURE_THRESHOLD,
    observed: `${compatibility} with version ${against}, ${count}`,
    evidence: {
      against,
      compatibility,
      reasons: reasons.slice(0, MAX_REASONS),
      changes: changes
        .slice(0, MAX_REASONS)
        .map(({ side, name, candidate: now, base }) => ({ side, name, was: base, is: now })),
    },
    freshUntil: null,
  };
  if (compatibility === "compatible")
    return { ...common, verdict: "pass", summary: `Callers of version ${against} notice nothing.` };
  return {
    ...common,
    verdict: compatibility === "incompatible" ? "fail" : "inconclusive",
    summary: reasons[0] ?? "The signatures could not be compared.",
  };
}
