import "server-only";
import type { Tx } from "@/lib/db/client";
import { type EnvironmentState, environmentState } from "../rules/environments";
import { type PublishedPolicy, policyInForce } from "../rules/policies";
import { planOf } from "../rules/stored";
import { RISK_TIERS } from "../schema/policies";
import type { RolloutPlan } from "../schema/requests";
import { readPolicies } from "./policies";

/** A version of a model that serves somewhere, or is to. */
export interface EnvironmentPlace {
  environment: string;
  versionId: bigint;
  riskTier: string;
}

export interface EnvironmentStanding {
  state: EnvironmentState;
  /** The policy that protects the environment for that model; null where none does. */
  policy: string | null;
  /** The request that the state follows from. */
  request: number | null;
  /** A request for it that nobody has decided yet, or that waits to be applied. */
  waiting: number | null;
}

interface RequestRow {
  versionId: bigint;
  environment: string;
  isApplied: boolean;
  number: number;
  action: string;
  reapprovalDueAt: Date | null;
}

function readRequests(tx: Tx, workspaceId: string, versionIds: readonly bigint[]) {
  return tx.$queryRaw<RequestRow[]>`
    SELECT DISTINCT ON (version_id, lower(target_value), status = 'promoted')
      version_id AS "versionId", lower(target_value) AS environment, status = 'promoted' AS "isApplied", number, action,
      reapproval_due_at AS "reapprovalDueAt"
    FROM approval_requests
    WHERE workspace_id = ${workspaceId}::uuid AND version_id = ANY(${versionIds}::bigint[]) AND target_kind = 'environment'
      AND (status = 'promoted' OR (status IN ('pending', 'approved') AND action = 'set'))
    ORDER BY version_id, lower(target_value), status = 'promoted', promoted_at DESC, number DESC`;
}

function policyOver(
  policies: readonly PublishedPolicy[],
  { environment, riskTier }: Omit<EnvironmentPlace, "versionId">,
): PublishedPolicy | null {
  const tier = RISK_TIERS.find((one) => one === riskTier) ?? "critical";
  return policyInForce(policies, { kind: "environment", value: environment }, tier);
}

/** Whether versions may serve in their environments, in the order asked for: two queries, however many there are. */
export async function readEnvironmentStandings(
  tx: Tx,
  workspaceId: string,
  places: readonly EnvironmentPlace[],
): Promise<EnvironmentStanding[]> {
  if (places.length === 0) return [];
  const policies = await readPolicies(tx, workspaceId);
  const requests = await readRequests(tx, workspaceId, [
    ...new Set(places.map(({ versionId }) => versionId)),
  ]);
  const now = new Date();
  return places.map(({ environment, versionId, riskTier }) => {
    const policy = policyOver(policies, { environment, riskTier });
    const own = requests.filter(
      (row) => row.versionId === versionId && row.environment === environment.toLowerCase(),
    );
    const applied = own.find(({ isApplied }) => isApplied) ?? null;
    return {
      state: environmentState(policy, applied, now),
      policy: policy?.name ?? null,
      request: applied?.number ?? null,
      waiting: own.find(({ isApplied }) => !isApplied)?.number ?? null,
    };
  });
}

/** Renewals in a row that are gone through for the plan that was agreed on. */
const MAX_RENEWALS = 100;

export interface AgreedRequest {
  number: number;
  plan: RolloutPlan;
  /** The deployment that it is about alone, where that is another one than asked about. */
  elsewhere: string | null;
}

/** The newest request in force, of the same version and environment as one, that a deployment is meant by; else that one. */
async function findAbout(
  tx: Tx,
  workspaceId: string,
  { request, deploymentId }: { request: number; deploymentId: bigint },
): Promise<number> {
  const [found] = await tx.$queryRaw<{ number: number }[]>`
    SELECT r.number FROM approval_requests s
    JOIN approval_requests r ON r.workspace_id = s.workspace_id AND r.version_id = s.version_id AND r.target_kind = s.target_kind
      AND lower(r.target_value) = lower(s.target_value) AND r.status = 'promoted' AND r.action = 'set'
    WHERE s.workspace_id = ${workspaceId}::uuid AND s.number = ${request} AND (r.deployment_id IS NULL OR r.deployment_id = ${deploymentId})
      AND NOT EXISTS (SELECT 1 FROM approval_requests c
        WHERE c.workspace_id = r.workspace_id AND c.version_id = r.version_id AND c.target_kind = r.target_kind
          AND lower(c.target_value) = lower(r.target_value) AND c.status = 'promoted' AND c.action = 'clear'
          AND (c.promoted_at, c.number) > (r.promoted_at, r.number))
    ORDER BY r.promoted_at DESC, r.number DESC LIMIT 1`;
  return found?.number ?? request;
}

/**
 * How a version was to come into service in a deployment, as people agreed on it, and in which request: one that was renewed
 * by itself holds on.
 */
export async function readAgreedPlan(
  tx: Tx,
  workspaceId: string,
  about: { request: number; deploymentId: bigint },
): Promise<AgreedRequest> {
  let number = await findAbout(tx, workspaceId, about);
  for (let renewals = 0; ; renewals += 1) {
    const row = await tx.approvalRequest.findUniqueOrThrow({
      where: { workspaceId_number: { workspaceId, number } },
      select: {
        ...{ plan: true, openedVia: true, renewsNumber: true },
        ...{ deploymentId: true, deploymentName: true },
      },
    });
    const { openedVia, renewsNumber, deploymentId, deploymentName } = row;
    if (openedVia !== "schedule" || renewsNumber === null || renewals === MAX_RENEWALS) {
      const isMeant = deploymentId === null || deploymentId === about.deploymentId;
      return { number, plan: planOf(row), elsewhere: isMeant ? null : deploymentName };
    }
    number = renewsNumber;
  }
}

/** The policy that wants rollouts in an environment to be as they were agreed on; null where none does. */
export async function policyOverRollouts(
  tx: Tx,
  workspaceId: string,
  { environment, riskTier }: Omit<EnvironmentPlace, "versionId">,
): Promise<string | null> {
  const policy = policyOver(await readPolicies(tx, workspaceId), { environment, riskTier });
  return policy?.document.mustFollowPlan ? policy.name : null;
}
