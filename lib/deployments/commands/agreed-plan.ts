import "server-only";
import { policyOverRollouts, readAgreedPlan } from "@/lib/approvals/sql/environments";
import { AppError } from "@/lib/core/errors";
import type { Tx } from "@/lib/db/client";
import {
  type Agreed as AgreedPlan,
  deviationFrom,
  firstDifference,
  notMeant,
} from "../rules/agreed-plan";
import { raisedBy, waysBack } from "../rules/by-hand";
import type { StartRolloutInput } from "../schema/rollouts";
import type { TrafficPlan } from "../schema/traffic";
import type { LockedDeployment } from "../sql/deployments";
import { readHolders } from "../sql/holders";
import { readServed, readStandings } from "../sql/served";

export interface Agreement {
  /** The request by which the candidate may serve there; null where none was needed or made. */
  request: number | null;
  /** In what the rollout is not what was agreed on in it. */
  deviation: string | null;
}

/** By which policy the environment wants a candidate rolled out as agreed, if any does. */
interface Terms {
  request: number;
  agreed: AgreedPlan;
  policy: string | null;
}

async function readTerms(
  tx: Tx,
  deployment: LockedDeployment,
  candidate: number,
): Promise<Terms | null> {
  const { workspaceId, environment } = deployment;
  const served = await readServed(tx, deployment, [candidate]);
  const standings = await readStandings(tx, { workspaceId, environment: environment.name }, served);
  const request = standings.get(candidate)?.request ?? null;
  if (request === null) return null;
  const agreed = await readAgreedPlan(tx, workspaceId, { request, deploymentId: deployment.id });
  const place = { environment: environment.name, riskTier: served[0]?.riskTier ?? "critical" };
  return { request, agreed, policy: await policyOverRollouts(tx, workspaceId, place) };
}

const refusal = (policy: string, { environment }: LockedDeployment, why: string): AppError =>
  new AppError(
    "PROTECTED",
    `The policy "${policy}" wants rollouts in environment "${environment.name}" as they were agreed on. ${why}`,
  );

/**
 * What the approval of a candidate says about the way in which it is rolled out. Throws PROTECTED for another way where the
 * environment's policy wants that one.
 */
export async function readAgreement(
  tx: Tx,
  deployment: LockedDeployment,
  { candidate, plan }: StartRolloutInput,
): Promise<Agreement> {
  const terms = await readTerms(tx, deployment, candidate);
  if (terms === null) return { request: null, deviation: null };
  const { request, agreed, policy } = terms;
  const difference = firstDifference(agreed, plan.strategy);
  if (difference === null) return { request, deviation: null };
  if (policy !== null) throw refusal(policy, deployment, difference);
  return { request, deviation: deviationFrom(agreed, plan.strategy) };
}

/**
 * Whether people may put a plan in force by hand that gives a version more traffic than it has. Throws PROTECTED where the policy
 * wants it brought by the rollout that was agreed on. Less, none, and back to what served before is always allowed; a rollback also
 * leads to what once had all of the traffic and was gone back from since.
 */
export async function assertMaySetByHand(
  tx: Tx,
  deployment: LockedDeployment,
  { weights, isRollback = false }: Pick<TrafficPlan, "weights"> & { isRollback?: boolean },
): Promise<void> {
  const plan = { weights };
  const named = [...plan.weights, ...deployment.plan.weights].map(({ revision }) => revision);
  const served = await readServed(tx, deployment, [...new Set(named)]);
  for (const { number, model, version, versionId } of raisedBy(plan, deployment.plan, served)) {
    const terms = await readTerms(tx, deployment, number);
    if (terms === null || terms.policy === null) continue;
    const { agreed, policy, request } = terms;
    if (agreed.elsewhere === null && agreed.plan.steps.length === 0) continue;
    const holders = await readHolders(tx, deployment);
    const ways = isRollback ? new Set(holders) : waysBack(holders);
    if (versionId !== null && ways.has(versionId)) continue;
    const elsewhere = notMeant(agreed);
    const why =
      elsewhere === null
        ? `Approval request ${request} agreed on the steps by which version ${version} of model "${model}" gets traffic. Start that rollout`
        : `${elsewhere} Ask for an approval for this one`;
    throw refusal(
      policy,
      deployment,
      `${why}: by hand, revision ${number} gets no more than it has.`,
    );
  }
}

/** Whether a person may let a rollout go on before its time, or over steps. Throws PROTECTED where the policy wants the agreed ones. */
export async function assertMayHurry(
  tx: Tx,
  deployment: LockedDeployment,
  candidate: number,
): Promise<void> {
  const terms = await readTerms(tx, deployment, candidate);
  if (terms === null || terms.policy === null) return;
  const why = notMeant(terms.agreed);
  if (why !== null) throw refusal(terms.policy, deployment, why);
  if (terms.agreed.plan.steps.length === 0) return;
  throw refusal(
    terms.policy,
    deployment,
    `Approval request ${terms.request} agreed on its steps and their times: none may be cut short or skipped.`,
  );
}
