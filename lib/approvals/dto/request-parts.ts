import { delegatesOf, eligibilityOf } from "../rules/eligibility";
import { countingVotes, whyVoid } from "../rules/standing";
import { DECISIONS, MEANINGS, SEVERITIES, SIGNING_METHODS } from "../schema/requests";
import type { Gate, LoadedElection } from "../sql/elections";
import { toPerson, when } from "./requests";
import type {
  ApprovalCommentDto,
  DelegationDto,
  GateResultDto,
  PersonDto,
  SignerDto,
  VoteDto,
} from "./shapes";

/** Stored by us, as one of the values; the last of them is what is assumed of anything else. */
function oneOf<T extends string>(values: readonly [T, ...T[]], value: string): T {
  return values.find((one) => one === value) ?? values.at(-1) ?? values[0];
}

const record = (json: unknown): Record<string, unknown> =>
  Object.fromEntries(Object.entries(json ?? {}));

/** Whoever signs in this workspace by role, with what they may here and what they decided. */
export function toSigners({ election, row }: LoadedElection): SignerDto[] {
  const counting = countingVotes(election);
  const voted = new Set(row.votes.map(({ userId }) => userId));
  return election.people
    .filter(({ role, userId }) => role === "approver" || role === "admin" || voted.has(userId))
    .map((person) => {
      const { mayVote, reason, groups } = eligibilityOf(person, election.people, election);
      const vote = counting.find(({ userId }) => userId === person.userId);
      const cast = row.votes.find(({ id }) => String(id) === vote?.id);
      const turn = election.turns.find(({ fromUserId }) => fromUserId === person.userId);
      return {
        userId: person.userId,
        name: person.name,
        email: person.email,
        role: person.role,
        mayVote,
        reason,
        groups,
        decision: vote?.decision ?? null,
        decidedAt: when(cast?.createdAt ?? null),
        delegatedTo: turn ? toPerson(election.people, turn.toUserId, "") : null,
      };
    });
}

export function toVotes({ election, row }: LoadedElection): VoteDto[] {
  return row.votes.map((vote) => {
    const cast = election.votes.find(({ id }) => id === String(vote.id));
    const supersededReason = cast ? whyVoid(cast, election) : null;
    return {
      id: String(vote.id),
      userId: vote.userId,
      name: vote.name,
      email: vote.email,
      role: vote.role,
      decision: oneOf(DECISIONS, vote.decision),
      meaning: oneOf(MEANINGS, vote.meaning),
      statement: vote.statement,
      validUntil: when(vote.validUntil),
      onBehalfOf: vote.onBehalfOfId ? toPerson(election.people, vote.onBehalfOfId, "") : null,
      method: oneOf(SIGNING_METHODS, vote.method),
      tokenName: vote.tokenName,
      revision: vote.revision,
      evidenceHash: vote.evidenceHash,
      createdAt: vote.createdAt.toISOString(),
      counts: supersededReason === null,
      supersededReason,
    };
  });
}

export function toComments({ election, row }: LoadedElection): ApprovalCommentDto[] {
  return row.comments.map((comment) => ({
    id: String(comment.id),
    author: toPerson(election.people, comment.userId, comment.author),
    severity: oneOf(SEVERITIES, comment.severity),
    body: comment.body,
    createdAt: comment.createdAt.toISOString(),
    resolvedAt: when(comment.resolvedAt),
    resolvedBy: comment.resolvedBy,
  }));
}

export function toDelegations({ election, row }: LoadedElection): DelegationDto[] {
  return row.delegations.map((turn) => ({
    id: String(turn.id),
    from: toPerson(election.people, turn.fromUserId, turn.from),
    to: toPerson(election.people, turn.toUserId, turn.to),
    reason: turn.reason,
    createdAt: turn.createdAt.toISOString(),
    isRevoked: turn.revokedAt !== null,
  }));
}

export function toDelegates({ election, row }: LoadedElection, userId: string): PersonDto[] {
  if (row.status !== "pending") return [];
  return delegatesOf(userId, election.people, election).map(({ name, email, userId: id }) => ({
    userId: id,
    name,
    email,
  }));
}

export function toGateResult(gate: Gate): GateResultDto {
  const { definition, result, waiver } = gate;
  return {
    key: gate.key,
    kind: definition.kind,
    title: gate.title,
    isBlocking: gate.isBlocking,
    verdict: gate.verdict,
    measured: gate.measured,
    threshold: result?.threshold ?? "",
    observed: result?.observed ?? "",
    summary: result?.summary ?? "",
    evidence: record(result?.evidence),
    evidenceHash: result?.evidenceHash ?? "",
    source: oneOf(["automatic", "push", "webhook"], result?.source ?? ""),
    reportedBy: result?.reportedBy ?? null,
    link: result?.link ?? null,
    ranAt: when(result?.ranAt ?? null),
    freshUntil: when(result?.freshUntil ?? null),
    isFresh: gate.isFresh,
    waiver: waiver
      ? {
          id: String(waiver.id),
          waivedBy: waiver.waivedBy,
          reason: waiver.reason,
          until: waiver.until.toISOString(),
          createdAt: waiver.createdAt.toISOString(),
        }
      : null,
  };
}
