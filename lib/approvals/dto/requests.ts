import { can } from "@/lib/access/permissions";
import { addressed, type Candidate, eligibilityOf } from "../rules/eligibility";
import { countingVotes, standingOf } from "../rules/standing";
import { deploymentOf, statusOf, targetOf } from "../rules/stored";
import { RISK_TIERS } from "../schema/policies";
import { OPENED_VIA, type Verdict } from "../schema/requests";
import type { LoadedElection } from "../sql/elections";
import type { ApprovalRequestDto, EligibilityDto, FollowUpDto, PersonDto } from "./shapes";

export const when = (moment: Date | null): string | null => moment?.toISOString() ?? null;

export function toPerson(
  people: readonly Candidate[],
  userId: string,
  otherwise: string,
): PersonDto {
  const found = people.find((one) => one.userId === userId);
  return found
    ? { userId, name: found.name, email: found.email }
    : { userId, name: otherwise, email: otherwise };
}

/** Whether the asker may sign, and whether it is their signature that is waited for. */
export function toEligibility({ row, election }: LoadedElection, userId: string): EligibilityDto {
  const { people, turns } = election;
  const person = people.find((one) => one.userId === userId);
  if (!person)
    return {
      mayVote: false,
      reason: "You are not a member here.",
      isAwaited: false,
      onBehalfOf: [],
    };
  const { mayVote, reason } = eligibilityOf(person, people, election);
  const hasVoted = countingVotes(election).some((vote) => vote.userId === userId);
  return {
    mayVote,
    reason: addressed(reason),
    isAwaited: mayVote && !hasVoted && row.status === "pending",
    onBehalfOf: turns
      .filter(({ toUserId }) => toUserId === userId)
      .map(({ fromUserId }) => toPerson(people, fromUserId, "")),
  };
}

function countVerdicts({ gates }: LoadedElection): Record<Verdict, number> {
  const counts: Record<Verdict, number> = {
    pass: 0,
    fail: 0,
    warn: 0,
    inconclusive: 0,
    not_run: 0,
    waived: 0,
  };
  for (const { verdict } of gates) counts[verdict] += 1;
  return counts;
}

/** Whoever went past the approvals does not close what that leaves open. */
function toFollowUp({ row, election }: LoadedElection, userId: string): FollowUpDto | null {
  if (!row.followUp) return null;
  const { dueAt, closedAt, closedBy, resolution } = row.followUp;
  const reader = election.people.find((one) => one.userId === userId);
  return {
    dueAt: dueAt.toISOString(),
    mayClose:
      closedAt === null &&
      row.requestedById !== userId &&
      reader !== undefined &&
      can(reader.role, "approval:vote"),
    isOverdue: closedAt === null && dueAt < new Date(),
    closedAt: when(closedAt),
    closedBy,
    resolution,
  };
}

export function toRequestDto(loaded: LoadedElection, userId: string): ApprovalRequestDto {
  const { row, election } = loaded;
  const isWaiting = row.status === "pending";
  return {
    number: row.number,
    modelName: row.modelName,
    version: row.version,
    action: row.action === "clear" ? "clear" : "set",
    target: targetOf(row),
    deployment: deploymentOf(row),
    archivesExisting: row.archivesExisting,
    replacesVersion: row.replacesVersion,
    riskTier: RISK_TIERS.find((tier) => tier === row.riskTier) ?? "critical",
    status: statusOf(row),
    isEmergency: row.isEmergency,
    requestedBy: toPerson(election.people, row.requestedById, row.requestedBy),
    openedVia: OPENED_VIA.find((via) => via === row.openedVia) ?? "screen",
    createdAt: row.createdAt.toISOString(),
    dueAt: when(row.dueAt),
    isOverdue: isWaiting && row.dueAt !== null && row.dueAt < new Date(),
    scheduledFor: when(row.scheduledFor),
    decidedAt: when(row.decidedAt),
    validUntil: when(row.validUntil),
    promotedAt: when(row.promotedAt),
    reapprovalDueAt: when(row.reapprovalDueAt),
    renews: row.renewsNumber,
    // What was decided about anew has no such date any more, and so has not lapsed.
    lapsedAt: row.reapprovalDueAt === null ? null : when(row.lapsedAt),
    failure: row.failure,
    standing: standingOf(election),
    eligibility: toEligibility(loaded, userId),
    gates: countVerdicts(loaded),
    followUp: toFollowUp(loaded, userId),
  };
}
