import type { EnvironmentState } from "@/lib/approvals/rules/environments";

/** Whether a version may serve where the approvals say this of it. A rollback may lead to what was approved once. */
export function mayServe(state: EnvironmentState, { isRollback = false } = {}): boolean {
  return state === "free" || state === "approved" || (state === "lapsed" && isRollback);
}

const WHY: Readonly<Record<EnvironmentState, string>> = {
  free: "may serve there",
  approved: "may serve there",
  missing: "has no approval for it",
  lapsed: "has one that has lapsed, because nobody looked at it again in time",
  withdrawn: "was taken away from it by an approval request",
};

interface Refused {
  environment: string;
  model: string;
  version: number;
  state: EnvironmentState;
  policy: string | null;
  /** Path of the request that waits, or of the page where one is opened. */
  address: string;
  waiting: number | null;
}

/** Why a version may not serve in an environment, what it would take, and where to ask. */
export function approvalRefusal(refused: Refused): string {
  const { environment, model, version, state, policy, address, waiting } = refused;
  const why = `The environment "${environment}" is protected by the policy "${policy ?? ""}", and version ${version} of model "${model}" ${WHY[state]}.`;
  return waiting === null
    ? `${why} An approval for the environment "${environment}" is needed: ask for one at ${address}.`
    : `${why} Approval request ${waiting} waits to be decided: ${address}.`;
}
