import type { Decision, Severity, Verdict } from "../schema/requests";
import { type Candidate, type ElectionRules, type Eligibility, eligibilityOf } from "./eligibility";

export interface CastVote {
  id: string;
  userId: string;
  revision: number;
  evidenceHash: string;
  decision: Decision;
  /** True once the time is over until which the signer let it hold. */
  hasLapsed?: boolean | undefined;
}

export interface GateState {
  key: string;
  title: string;
  isBlocking: boolean;
  /** With waivers laid over. */
  verdict: Verdict;
  isFresh: boolean;
}

/** Everything that decides whether a request is approved. */
export interface Election extends ElectionRules {
  revision: number;
  evidenceHash: string;
  /** In the order they were cast. */
  votes: readonly CastVote[];
  people: readonly Candidate[];
  gates: readonly GateState[];
  comments: readonly { severity: Severity; isResolved: boolean; userId: string }[];
}

export interface Standing {
  isMet: boolean;
  approvals: number;
  needed: number;
  missing: string[];
}

/** Why a vote does not count; null when it does. */
export function whyVoid(vote: CastVote, election: Election): string | null {
  if (vote.revision !== election.revision || vote.evidenceHash !== election.evidenceHash)
    return "The evidence has changed since.";
  const last = election.votes.findLast(
    ({ userId, revision }) => userId === vote.userId && revision === vote.revision,
  );
  if (last && last.id !== vote.id) return "The signer decided again.";
  if (vote.hasLapsed) return "It held until a time that has passed.";
  const person = election.people.find(({ userId }) => userId === vote.userId);
  if (!person) return "The signer is no longer a member.";
  const { mayVote, reason } = eligibilityOf(person, election.people, election);
  return mayVote ? null : `The signer ${reason}.`;
}

export function countingVotes(election: Election): CastVote[] {
  return election.votes.filter((vote) => whyVoid(vote, election) === null);
}

const people = (count: number) => (count === 1 ? "1 person" : `${count} people`);

function missingGates(gates: readonly GateState[]): string[] {
  const states: Readonly<Record<Verdict, string | null>> = {
    pass: null,
    warn: null,
    waived: null,
    fail: "fails",
    inconclusive: "is inconclusive",
    not_run: "has not run",
  };
  return gates
    .filter(({ isBlocking }) => isBlocking)
    .flatMap(({ title, verdict, isFresh }) => {
      const state = states[verdict];
      if (state) return [`The gate "${title}" ${state}.`];
      return isFresh ? [] : [`The result of the gate "${title}" is out of date.`];
    });
}

function nameOf(election: Election, userId: string): string {
  return election.people.find((one) => one.userId === userId)?.name ?? "Somebody";
}

function missingSignatures(election: Election, approving: readonly string[]): string[] {
  const { quorum, groups } = election.document;
  const standsFor = (userId: string): Eligibility | null => {
    const person = election.people.find((one) => one.userId === userId);
    return person ? eligibilityOf(person, election.people, election) : null;
  };
  const more = quorum - approving.length;
  return [
    ...(more > 0 ? [`${people(more)} more must approve.`] : []),
    ...groups.flatMap(({ name, needed }) => {
      const has = approving.filter((userId) => standsFor(userId)?.groups.includes(name)).length;
      return has < needed ? [`${people(needed - has)} of the group "${name}" must approve.`] : [];
    }),
  ];
}

function missingConsent(election: Election, counting: readonly CastVote[]): string[] {
  const asked = counting.filter(({ decision }) => decision === "request_changes");
  const isBlocked = election.comments.some(
    ({ severity, isResolved }) => severity === "blocking" && !isResolved,
  );
  return [
    ...asked.map(({ userId }) => `${nameOf(election, userId)} has requested changes.`),
    ...counting
      .filter(({ decision }) => decision === "reject")
      .map(({ userId }) => `${nameOf(election, userId)} has rejected it.`),
    ...(isBlocked ? ["A blocking comment is not resolved."] : []),
  ];
}

/** How far a request has come, and everything that is still missing. Nothing is promoted before `isMet`. */
export function standingOf(election: Election): Standing {
  const counting = countingVotes(election);
  const approving = counting
    .filter(({ decision }) => decision === "approve")
    .map(({ userId }) => userId);
  const missing = [
    ...missingSignatures(election, approving),
    ...missingConsent(election, counting),
    ...missingGates(election.gates),
  ];
  return {
    isMet: missing.length === 0,
    approvals: approving.length,
    needed: election.document.quorum,
    missing,
  };
}
