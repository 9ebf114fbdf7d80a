import "server-only";
import { readAgreedPlan } from "@/lib/approvals/sql/environments";
import type { Tx } from "@/lib/db/client";
import { deviationFrom } from "../rules/agreed-plan";
import type { StartRolloutInput } from "../schema/rollouts";
import type { LockedDeployment } from "../sql/deployments";
import { readServed, readStandings } from "../sql/served";

export interface Agreement {
  /** The request by which the candidate may serve there; null where none was needed or made. */
  request: number | null;
  /** In what the rollout is not what was agreed on in it. */
  deviation: string | null;
}

/** What the approval of a candidate says about the way in which it is rolled out. */
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
  return { request: number, deviation: deviationFrom({ number, plan: agreed }, plan.strategy) };
}
