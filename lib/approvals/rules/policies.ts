import type { ApproverGroup, PolicyDocument, RiskTier, Target } from "../schema/policies";
import { RISK_TIERS } from "../schema/policies";
import { describeTarget, isSameTarget } from "./targets";

/** A policy as it is in force. */
export interface PublishedPolicy {
  policyId: string;
  versionId: string;
  name: string;
  document: PolicyDocument;
}

type Coverage = Pick<PolicyDocument, "targets" | "riskTiers">;

export function covers({ targets, riskTiers }: Coverage, target: Target, tier: RiskTier): boolean {
  return (
    targets.some((one) => isSameTarget(one, target)) &&
    (riskTiers.length === 0 || riskTiers.includes(tier))
  );
}

const needed = ({ groups }: PolicyDocument) => groups.reduce((sum, group) => sum + group.needed, 0);

/** From the one that decides to the one that does not: named tiers before all, then whoever asks for more. */
function byPrecedence(one: PublishedPolicy, other: PublishedPolicy): number {
  const [a, b] = [one.document, other.document];
  return (
    Math.sign(b.riskTiers.length) - Math.sign(a.riskTiers.length) ||
    b.quorum - a.quorum ||
    needed(b) - needed(a) ||
    b.gates.length - a.gates.length ||
    (one.policyId < other.policyId ? -1 : 1)
  );
}

/** The policy that decides about a target of a model; null when anybody who may write may change it. */
export function policyInForce(
  policies: readonly PublishedPolicy[],
  target: Target,
  tier: RiskTier,
): PublishedPolicy | null {
  const applicable = policies.filter(({ document }) => covers(document, target, tier));
  return applicable.sort(byPrecedence)[0] ?? null;
}

/** Why a policy decides about a target at a risk tier, in a few words. */
export function whyPolicy(
  { targets, riskTiers, quorum }: PolicyDocument,
  target: Target,
  tier: RiskTier,
): string {
  const asks = quorum === 1 ? "1 approval" : `${quorum} approvals`;
  if (!covers({ targets, riskTiers }, target, tier))
    return `Asks for ${asks}; it no longer names this target`;
  return riskTiers.length === 0
    ? `Protects the ${describeTarget(target)} at every tier: ${asks}`
    : `Protects the ${describeTarget(target)} at the tier ${tier}: ${asks}`;
}

function weakerGroups(before: readonly ApproverGroup[], after: PolicyDocument): string[] {
  return before.flatMap((group) => {
    const next = after.groups.find(({ name }) => name === group.name);
    if (!next) return [`nobody of the group "${group.name}" would have to approve`];
    return [
      ...(next.needed < group.needed
        ? [`${next.needed} instead of ${group.needed} of the group "${group.name}" would do`]
        : []),
      ...(next.members.some((member) => !group.members.includes(member))
        ? [`the group "${group.name}" would get new members`]
        : []),
    ];
  });
}

function weakerGates(before: PolicyDocument, after: PolicyDocument): string[] {
  return before.gates.flatMap((gate) => {
    const next = after.gates.find(({ key }) => key === gate.key);
    if (!next) return [`the gate "${gate.title}" would be dropped`];
    if (gate.isBlocking && !next.isBlocking)
      return [`the gate "${gate.title}" would no longer block`];
    const isSame =
      next.kind === gate.kind && JSON.stringify(next.config) === JSON.stringify(gate.config);
    return isSame ? [] : [`the gate "${gate.title}" would ask for something else`];
  });
}

const orForever = (days: number | null) => days ?? Number.POSITIVE_INFINITY;

/** In which respects one document asks for less than another. What cannot be compared counts as less. */
export function weakerThan(before: PolicyDocument, after: PolicyDocument): string[] {
  const newRoles = after.roles.filter((role) => !before.roles.includes(role));
  const newGroups = after.groups.filter(
    ({ name }) => !before.groups.some((group) => group.name === name),
  );
  return [
    ...(after.quorum < before.quorum
      ? [`${after.quorum} instead of ${before.quorum} approvals would do`]
      : []),
    ...newRoles.map((role) => `everybody with the role "${role}" could approve`),
    ...newGroups.map(({ name }) => `members of the group "${name}" could approve`),
    ...weakerGroups(before.groups, after),
    ...weakerGates(before, after),
    ...(before.isAppliedByHand && !after.isAppliedByHand
      ? ["the last signature would apply it, and nobody would decide when"]
      : []),
    ...(before.mustFollowPlan && !after.mustFollowPlan
      ? ["rollouts could go other ways than agreed on"]
      : []),
    ...(after.validityDays > before.validityDays
      ? [`an approval could wait ${after.validityDays} instead of ${before.validityDays} days`]
      : []),
    ...(orForever(after.reapprovalDays) > orForever(before.reapprovalDays)
      ? ["a promoted version would be looked at again later, or never"]
      : []),
  ];
}

export function allTargets(policies: readonly PublishedPolicy[]): Target[] {
  const found: Target[] = [];
  for (const target of policies.flatMap(({ document }) => document.targets))
    if (!found.some((one) => isSameTarget(one, target))) found.push(target);
  return found;
}

/**
 * What a change of a workspace's policies would weaken: every target of every risk tier is looked at as it is decided
 * before and after, so that neither a second policy nor another order gets round this.
 */
export function weakenings(
  before: readonly PublishedPolicy[],
  after: readonly PublishedPolicy[],
): string[] {
  const sentences = new Set<string>();
  for (const target of allTargets(before))
    for (const tier of RISK_TIERS) {
      const was = policyInForce(before, target, tier);
      if (!was) continue;
      const will = policyInForce(after, target, tier);
      const where = describeTarget(target);
      if (!will) sentences.add(`The ${where} would no longer be protected for ${tier} risk.`);
      else
        for (const less of weakerThan(was.document, will.document))
          sentences.add(`For the ${where}, ${less}.`);
    }
  return [...sentences];
}
