import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { DECISIONS } from "../schema/requests";
import { addressed, type Candidate, eligibilityOf } from "./eligibility";
import { type Election, standingOf, whyVoid } from "./standing";

const HASH = "a".repeat(64);

function candidate(index: number, role: Candidate["role"]): Candidate {
  return { userId: `u${index}`, email: `u${index}@example.org`, name: `Person ${index}`, role };
}

const PEOPLE = [
  candidate(0, "contributor"),
  candidate(1, "approver"),
  candidate(2, "approver"),
  candidate(3, "approver"),
  candidate(4, "admin"),
  candidate(5, "viewer"),
];
const anyone = fc.constantFrom(...PEOPLE.map(({ userId }) => userId), "stranger");

/** Any election: any votes on any evidence, any turns handed over, any part that anybody had. */
const elections: fc.Arbitrary<Election> = fc.record({
  document: fc.record({
    targets: fc.constant([{ kind: "alias" as const, value: "champion" }]),
    riskTiers: fc.constant([]),
    quorum: fc.integer({ min: 1, max: 3 }),
    roles: fc.subarray(["approver", "admin"] as const),
    groups: fc.array(
      fc.record({
        name: fc.constantFrom("Risk", "Legal"),
        members: fc.uniqueArray(anyone, { minLength: 1, maxLength: 4 }),
        needed: fc.integer({ min: 1, max: 2 }),
      }),
      { maxLength: 2 },
    ),
    gates: fc.constant([]),
    validityDays: fc.constant(14),
    reapprovalDays: fc.constant(null),
    dueDays: fc.constant(3),
    isAppliedByHand: fc.boolean(),
    mustFollowPlan: fc.boolean(),
  }),
  ties: fc.record({
    requestedById: anyone,
    parts: fc.array(
      fc.record({
        email: anyone.map((id) => `${id}@example.org`),
        kind: fc.constantFrom("trained" as const, "registered" as const),
        version: fc.constant(1),
      }),
      { maxLength: 2 },
    ),
    policyMakers: fc.uniqueArray(anyone, { maxLength: 1 }),
  }),
  turns: fc.array(fc.record({ fromUserId: anyone, toUserId: anyone }), { maxLength: 3 }),
  revision: fc.constant(2),
  evidenceHash: fc.constant(HASH),
  votes: fc
    .array(
      fc.record({
        userId: anyone,
        revision: fc.constantFrom(1, 2, 2, 2),
        evidenceHash: fc.constantFrom(HASH, HASH, HASH, "b".repeat(64)),
        decision: fc.constantFrom("approve" as const, "approve" as const, ...DECISIONS),
      }),
      { maxLength: 10 },
    )
    .map((votes) => votes.map((vote, index) => ({ ...vote, id: String(index) }))),
  people: fc.constant(PEOPLE),
  gates: fc.array(
    fc.record({
      key: fc.constant("auc"),
      title: fc.constant("AUC"),
      isBlocking: fc.boolean(),
      verdict: fc.constantFrom("pass", "fail", "warn", "inconclusive", "not_run", "waived"),
      isFresh: fc.boolean(),
    }),
    { maxLength: 1 },
  ),
  comments: fc.constant([]),
});

/** Said a second time and more simply: who has approved this very evidence, last of all they said, without a part in it. */
function independentApprovers({ votes, ties }: Election): Set<string> {
  const last = new Map<string, string>();
  for (const vote of votes)
    if (vote.revision === 2)
      last.set(vote.userId, vote.evidenceHash === HASH ? vote.decision : "stale");
  const parts = new Set(ties.parts.map(({ email }) => email));
  return new Set(
    [...last]
      .filter(([, decision]) => decision === "approve")
      .map(([userId]) => userId)
      .filter((userId) => userId !== ties.requestedById && !parts.has(`${userId}@example.org`))
      .filter((userId) => !ties.policyMakers.includes(userId))
      .filter((userId) => ["u1", "u2", "u3", "u4"].includes(userId)),
  );
}

describe("whatever people do", () => {
  it("nothing is approved by fewer independent people than the quorum", () => {
    let approved = 0;
    fc.assert(
      fc.property(elections, (election) => {
        if (!standingOf(election).isMet) return;
        approved += 1;
        expect(independentApprovers(election).size).toBeGreaterThanOrEqual(
          election.document.quorum,
        );
        for (const { needed } of election.document.groups)
          expect(independentApprovers(election).size).toBeGreaterThanOrEqual(needed);
      }),
      { numRuns: 3_000 },
    );
    // Otherwise this would prove nothing.
    expect(approved).toBeGreaterThan(50);
  });

  it("nothing is approved while a blocking gate does not pass, or somebody who may sign objects", () => {
    fc.assert(
      fc.property(elections, (election) => {
        if (!standingOf(election).isMet) return;
        for (const { isBlocking, verdict, isFresh } of election.gates)
          if (isBlocking) {
            expect(["pass", "warn", "waived"]).toContain(verdict);
            expect(isFresh).toBe(true);
          }
        const objecting = election.votes.filter(
          (vote) => vote.decision !== "approve" && whyVoid(vote, election) === null,
        );
        expect(objecting).toEqual([]);
      }),
      { numRuns: 2_000 },
    );
  });

  it("more signatures of those who do not count change nothing", () => {
    fc.assert(
      fc.property(elections, fc.array(anyone, { maxLength: 5 }), (election, others) => {
        const before = standingOf(election);
        const idle = others.filter((userId) => {
          const person = PEOPLE.find((one) => one.userId === userId);
          return !person || !eligibilityOf(person, PEOPLE, election).mayVote;
        });
        const more = idle.map((userId, index) => ({
          id: `more-${index}`,
          userId,
          revision: 2,
          evidenceHash: HASH,
          decision: "approve" as const,
        }));
        expect(standingOf({ ...election, votes: [...election.votes, ...more] })).toEqual(before);
      }),
      { numRuns: 1_000 },
    );
  });

  it("somebody with a part in it never gets a turn, by any chain of turns", () => {
    fc.assert(
      fc.property(elections, (election) => {
        const tied = PEOPLE.filter(({ userId }) => userId === election.ties.requestedById);
        for (const person of tied)
          expect(eligibilityOf(person, PEOPLE, election).mayVote).toBe(false);
      }),
      { numRuns: 1_000 },
    );
  });

  it("what is missing is said in sentences exactly when something is", () => {
    fc.assert(
      fc.property(elections, (election) => {
        const { isMet, missing } = standingOf(election);
        expect(missing.length === 0).toBe(isMet);
        for (const sentence of missing) expect(sentence).toMatch(/^[A-Z0-9].*\.$/);
      }),
    );
  });
});

describe("a reason", () => {
  it.each([
    ["requested this", "You requested this."],
    ["trained the run of version 3", "You trained the run of version 3."],
    ["registered version 7", "You registered version 7."],
    [
      "has the role contributor, which does not sign",
      "Your role is contributor, which does not sign.",
    ],
    ["is a member of Risk", "You are a member of Risk."],
    ["handed the turn to Ben", "You handed your turn to Ben."],
  ])("%s reads: %s", (reason, sentence) => expect(addressed(reason)).toBe(sentence));
});
