import type { Target } from "@/lib/approvals/schema/policies";

/** What somebody wants to do with a version. */
export interface PromotionWish {
  name: string;
  version: number;
  action: "set" | "clear";
  /** Past every approval, for those who may. */
  isEmergency?: boolean | undefined;
  /** Chosen beforehand, where the place says it. */
  target?: Target | undefined;
}

export function titleOf({ version, action, isEmergency }: PromotionWish): string {
  if (isEmergency) return `Promote version ${version} in an emergency`;
  return action === "set"
    ? `Request promotion of version ${version}`
    : `Request to take version ${version} away`;
}
