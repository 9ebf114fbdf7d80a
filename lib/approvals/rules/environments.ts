import type { PublishedPolicy } from "./policies";

export const ENVIRONMENT_STATES = ["free", "approved", "lapsed", "withdrawn", "missing"] as const;
/**
 * Whether a version may serve in an environment: "free" where no policy says otherwise, "approved" by a request that
 * holds, "lapsed" when nobody has looked at it again in time, "withdrawn" when it was taken away by a request.
 */
export type EnvironmentState = (typeof ENVIRONMENT_STATES)[number];

/** The newest request about a version and an environment that was approved and applied. */
export interface AppliedRequest {
  action: string;
  reapprovalDueAt: Date | null;
}

export function environmentState(
  policy: PublishedPolicy | null,
  applied: AppliedRequest | null,
  now: Date,
): EnvironmentState {
  if (!policy) return "free";
  if (!applied) return "missing";
  if (applied.action !== "set") return "withdrawn";
  return applied.reapprovalDueAt && applied.reapprovalDueAt <= now ? "lapsed" : "approved";
}
