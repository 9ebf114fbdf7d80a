import type { Meaning } from "@/lib/approvals/schema/requests";

/** What a signature can mean, as 21 CFR 11.50 asks it to say. */
export const MEANING_LOOKS: Readonly<Record<Meaning, { label: string; description: string }>> = {
  review: { label: "Review", description: "I have looked at the evidence." },
  approval: { label: "Approval", description: "I decide within my role." },
  responsibility: { label: "Responsibility", description: "I answer for what follows." },
};
