import type { Role } from "@/lib/access/permissions";
import type { PolicyDocument } from "../schema/policies";

/** Somebody of the workspace who might sign. */
export interface Candidate {
  userId: string;
  email: string;
  name: string;
  role: Role;
}

/** Who has a part in what is to be decided, and so never counts. */
export interface Ties {
  requestedById: string;
  /** E-mail addresses, in small letters, with what each of them did. */
  parts: readonly { email: string; kind: "trained" | "registered"; version: number }[];
  /** Who wrote or published the policy version, when it asks for less than the one before. */
  policyMakers: readonly string[];
}

export interface Turn {
  fromUserId: string;
  toUserId: string;
}

export interface Eligibility {
  mayVote: boolean;
  /** About the person: "trained the run of version 3". */
  reason: string;
  /** Names of the policy's groups that they stand for. */
  groups: string[];
}

export interface ElectionRules {
  document: PolicyDocument;
  ties: Ties;
  turns: readonly Turn[];
}

/** What a person did with the version themselves; null when nothing. */
export function tieOf(person: Candidate, ties: Ties): string | null {
  if (person.userId === ties.requestedById) return "requested this";
  const part = ties.parts.find(({ email }) => email === person.email.toLowerCase());
  if (part?.kind === "trained") return `trained the run of version ${part.version}`;
  if (part?.kind === "registered") return `registered version ${part.version}`;
  if (ties.policyMakers.includes(person.userId)) return "took part in weakening this policy";
  return null;
}

const memberships = ({ groups }: PolicyDocument, userId: string) =>
  groups.filter(({ members }) => members.includes(userId)).map(({ name }) => name);

const hasRole = ({ roles }: PolicyDocument, role: Role) => roles.some((one) => one === role);

/** Whether somebody may sign by their own standing, whatever was handed over. */
function ownRight(person: Candidate, { document, ties }: ElectionRules): Eligibility {
  const refuse = (reason: string): Eligibility => ({ mayVote: false, reason, groups: [] });
  const tie = tieOf(person, ties);
  if (tie) return refuse(tie);
  if (person.role !== "approver" && person.role !== "admin")
    return refuse(`has the role ${person.role}, which does not sign`);
  const groups = memberships(document, person.userId);
  if (groups.length > 0)
    return { mayVote: true, reason: `is a member of ${groups.join(" and ")}`, groups };
  return hasRole(document, person.role)
    ? { mayVote: true, reason: `has the role ${person.role}`, groups }
    : refuse(`is in no group that may approve, and the role ${person.role} is not enough here`);
}

/**
 * Whether somebody may sign now. Whoever handed over their turn does not count while it is away; whoever got one
 * stands for the groups of the other, but never twice, and never when tied to the version themselves.
 */
export function eligibilityOf(
  person: Candidate,
  people: readonly Candidate[],
  rules: ElectionRules,
): Eligibility {
  const own = ownRight(person, rules);
  const given = rules.turns.find(({ fromUserId }) => fromUserId === person.userId);
  if (given && own.mayVote) {
    const to = people.find(({ userId }) => userId === given.toUserId);
    return { mayVote: false, reason: `handed the turn to ${to?.name ?? "somebody"}`, groups: [] };
  }
  if (tieOf(person, rules.ties) || (person.role !== "approver" && person.role !== "admin"))
    return own;
  const donors = rules.turns
    .filter(({ toUserId }) => toUserId === person.userId)
    .flatMap(({ fromUserId }) => people.filter(({ userId }) => userId === fromUserId))
    .map((donor) => ({ donor, right: ownRight(donor, rules) }))
    .filter(({ right }) => right.mayVote);
  if (donors.length === 0) return own;
  const groups = [...new Set([...own.groups, ...donors.flatMap(({ right }) => right.groups)])];
  const names = donors.map(({ donor }) => donor.name).join(" and ");
  return {
    mayVote: true,
    reason: own.mayVote ? `${own.reason}, and signs for ${names}` : `signs for ${names}`,
    groups,
  };
}

/** To whom somebody may hand their turn: whoever could sign for them and neither has a part in it nor is away. */
export function delegatesOf(
  userId: string,
  people: readonly Candidate[],
  rules: ElectionRules,
): Candidate[] {
  const from = people.find((one) => one.userId === userId);
  if (!from || !eligibilityOf(from, people, rules).mayVote) return [];
  if (rules.turns.some(({ toUserId }) => toUserId === userId)) return [];
  return people.filter(
    (to) =>
      to.userId !== userId &&
      (to.role === "approver" || to.role === "admin") &&
      tieOf(to, rules.ties) === null &&
      !rules.turns.some(({ fromUserId }) => fromUserId === to.userId),
  );
}

/** The same reason addressed to the person it is about. */
export function addressed(reason: string): string {
  const words: readonly [RegExp, string][] = [
    [/^requested this$/, "You requested this."],
    [/^trained (.*)$/, "You trained $1."],
    [/^registered (.*)$/, "You registered $1."],
    [/^has the role (.*)$/, "Your role is $1."],
    [/^took part (.*)$/, "You took part $1."],
    [/^is (.*)$/, "You are $1."],
    [/^handed the turn (.*)$/, "You handed your turn $1."],
    [/^signs for (.*)$/, "You sign for $1."],
  ];
  for (const [pattern, sentence] of words)
    if (pattern.test(reason))
      return reason.replace(pattern, sentence).replace(", and signs", ", and you sign");
  return reason;
}
