import { AppError } from "@/lib/core/errors";
import { TARGET_KINDS, type Target } from "../schema/policies";
import {
  REQUEST_STATUSES,
  type RequestStatus,
  type RolloutPlan,
  rolloutPlan,
} from "../schema/requests";

/** Stored by us, as one of the kinds. */
export function targetOf(row: { targetKind: string; targetValue: string }): Target {
  const kind = TARGET_KINDS.find((one) => one === row.targetKind);
  if (!kind) throw new Error(`"${row.targetKind}" is no kind of target.`);
  return { kind, value: row.targetValue };
}

/** The only deployment that a request is about. It keeps its name when it is deleted. */
export function deploymentOf(row: { deploymentId: bigint | null; deploymentName: string | null }) {
  const { deploymentId, deploymentName } = row;
  return deploymentId === null ? null : { id: String(deploymentId), name: deploymentName ?? "" };
}

/** Stored by us; what is no plan is an empty one. */
export function planOf({ plan }: { plan: unknown }): RolloutPlan {
  return rolloutPlan.catch({ description: "", steps: [], abortRule: "" }).parse(plan);
}

const ENDED: Readonly<Record<string, string>> = {
  approved: "has been approved and waits for its time",
  promoted: "has been approved and promoted",
  rejected: "has been rejected",
  withdrawn: "has been withdrawn",
  expired: "was approved, but not promoted in time",
  failed: "could not be promoted",
};

/** Throws CONFLICT for a request that waits for nothing any more. */
export function assertPending(row: { status: string; number: number }): void {
  if (row.status === "pending") return;
  throw new AppError(
    "CONFLICT",
    `Approval request ${row.number} ${ENDED[row.status] ?? row.status} already. Open a new one if it is still wanted.`,
  );
}

/** Throws CONFLICT for a request that is over; an approval that waits for its time is not. */
export function assertOpen(row: { status: string; number: number }): void {
  if (row.status !== "approved") assertPending(row);
}

/** Stored by us, as one of the statuses. */
export function statusOf(row: { status: string }): RequestStatus {
  return REQUEST_STATUSES.find((one) => one === row.status) ?? "failed";
}
