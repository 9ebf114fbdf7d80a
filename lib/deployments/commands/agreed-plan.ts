import "server-only";
import { policyOverRollouts, readAgreedPlan } from "@/lib/approvals/sql/environments";
import { AppError } from "@/lib/core/errors";
import type { Tx } from "@/lib/db/client";
import { deviationFrom, firstDifference } from "../rules/agreed-plan";
import type { StartRolloutInput } from "../schema/rollouts";
import type { LockedDeployment } from "../sql/deployments";
import { readServed, readStandings } from "../sql/served";

export interface Agreement {
  /** The request by which the candidate may serve there; null where none was needed or made. */
  request: number | null;
  /** In what the rollout is not what was agreed on in it. */
  deviation: string | null;
}

/**
 * What the approval of a candidate says about the way in which it is rolled out. Throws PROTECTED for another way where the
 * environment's policy wants that one.
 */
export async function readAgreement(
  tx: Tx,
  deployment: LockedDeployment,
  { candidate, plan }: StartRolloutInput,
): Promise<Agreement> {
  const { workspaceId, environment } = deployment;
  const served = await readServed(tx, deployment, [candidate]);
  const standings = await readStandings(tx, { workspaceId, environment: environment.name }, served);
  const number = standings.get(candidate)?.request ?? null;
  if (number === null) return { request: null, deviation: null };
  const agreed = await readAgreedPlan(tx, workspaceId, number);
  const difference = firstDifference(agreed, plan.strategy);
  if (difference === null) return { request: number, deviation: null };
  const place = { environment: environment.name, riskTier: served[0]?.riskTier ?? "critical" };
  const policy = await policyOverRollouts(tx, workspaceId, place);
  if (policy !== null)
    throw new AppError(
      "PROTECTED",
      `The policy "${policy}" wants rollouts in environment "${environment.name}" as they were agreed on. ${difference}`,
    );
  return { request: number, deviation: deviationFrom(agreed, plan.strategy) };
}
