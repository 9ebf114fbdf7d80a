import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { type PolicyDocument, policyDocument, RISK_TIERS, type Target } from "../schema/policies";
import { type PublishedPolicy, policyInForce, weakenings } from "./policies";

const CHAMPION: Target = { kind: "alias", value: "champion" };

function policy(id: string, more: Partial<PolicyDocument> = {}): PublishedPolicy {
  const document = policyDocument.parse({
    targets: [CHAMPION],
    quorum: 1,
    roles: ["approver"],
    ...more,
  });
  return { policyId: id, versionId: `${id}-1`, name: id, document };
}

const policies = fc
  .array(
    fc.record({
      id: fc.constantFrom("a", "b", "c"),
      quorum: fc.integer({ min: 1, max: 4 }),
      riskTiers: fc.subarray([...RISK_TIERS]),
      targets: fc.subarray<Target>(
        [CHAMPION, { kind: "alias", value: "live" }, { kind: "stage", value: "Production" }],
        { minLength: 1 },
      ),
    }),
    { maxLength: 3 },
  )
  .map((all) => all.map(({ id, ...more }) => policy(id, more)));

describe("the policy in force", () => {
  it("is one that names the risk tier before one for every tier, then the one that asks for more", () => {
    const all = policy("all", { quorum: 3 });
    const high = policy("high", { riskTiers: ["high"], quorum: 2 });
    expect(policyInForce([all, high], CHAMPION, "high")?.policyId).toBe("high");
    expect(policyInForce([all, high], CHAMPION, "low")?.policyId).toBe("all");
    expect(policyInForce([policy("x"), all], CHAMPION, "low")?.policyId).toBe("all");
    expect(policyInForce([all], { kind: "alias", value: "CHAMPION" }, "low")?.policyId).toBe("all");
    expect(policyInForce([all], { kind: "alias", value: "free" }, "low")).toBeNull();
  });

  it("does not depend on the order in which policies are read", () => {
    fc.assert(
      fc.property(policies, (all) => {
        const unique = all.filter(
          ({ policyId }, index) => all.findIndex((one) => one.policyId === policyId) === index,
        );
        for (const tier of RISK_TIERS)
          expect(policyInForce(unique.toReversed(), CHAMPION, tier)?.versionId).toBe(
            policyInForce(unique, CHAMPION, tier)?.versionId,
          );
      }),
    );
  });
});

describe("weakening", () => {
  it.each<[string, Partial<PolicyDocument>, RegExp]>([
    ["a lower quorum", { quorum: 1 }, /1 instead of 2 approvals/],
    [
      "a target that is left out",
      { targets: [{ kind: "alias", value: "other" }] },
      /no longer be protected/,
    ],
    ["fewer risk tiers", { riskTiers: ["low"] }, /no longer be protected for high risk/],
    ["another role that may approve", { roles: ["approver", "admin"] }, /the role "admin"/],
    ["a gate that is dropped", { gates: [] }, /"AUC" would be dropped/],
    [
      "a gate that no longer blocks",
      {
        gates: [
          { key: "auc", kind: "push", title: "AUC", isBlocking: false, config: { reporters: [] } },
        ],
      },
      /no longer block/,
    ],
    ["a longer validity", { validityDays: 100 }, /100 instead of 14 days/],
    ["no more re-approval", { reapprovalDays: null }, /looked at again later/],
  ])("is %s", (_title, change, sentence) => {
    const before = {
      quorum: 2,
      reapprovalDays: 30,
      gates: [
        {
          key: "auc",
          kind: "push" as const,
          title: "AUC",
          isBlocking: true,
          config: { reporters: [] },
        },
      ],
    };
    const less = weakenings([policy("a", before)], [policy("a", { ...before, ...change })]);
    expect(less.join(" ")).toMatch(sentence);
  });

  it("is also a second policy that takes a tier away from a stricter one", () => {
    const strict = policy("strict", { quorum: 3 });
    expect(
      weakenings([strict], [strict, policy("loose", { riskTiers: ["high"], quorum: 1 })]),
    ).toEqual(['For the alias "champion", 1 instead of 3 approvals would do.']);
  });

  it("is leaving it to the last signature to apply what somebody had to apply", () => {
    const byHand = policy("a", { isAppliedByHand: true });
    expect(weakenings([byHand], [policy("a", { isAppliedByHand: false })])).toEqual([
      'For the alias "champion", the last signature would apply it, and nobody would decide when.',
    ]);
    expect(weakenings([policy("a", { isAppliedByHand: false })], [byHand])).toEqual([]);
  });

  it("is letting rollouts go other ways than agreed on", () => {
    const bound = policy("a", { mustFollowPlan: true });
    expect(weakenings([bound], [policy("a", { mustFollowPlan: false })])).toEqual([
      'For the alias "champion", rollouts could go other ways than agreed on.',
    ]);
    expect(weakenings([policy("a", {})], [bound])).toEqual([]);
  });

  it("is not asking for more, nor changing nothing", () => {
    const one = policy("a", { quorum: 2 });
    expect(weakenings([one], [one])).toEqual([]);
    expect(weakenings([one], [policy("a", { quorum: 3, validityDays: 7, dueDays: 30 })])).toEqual(
      [],
    );
    expect(weakenings([], [one])).toEqual([]);
  });

  it("is noticed for every change after which fewer people would do", () => {
    fc.assert(
      fc.property(policies, policies, (before, after) => {
        const targets: Target[] = [
          CHAMPION,
          { kind: "alias", value: "live" },
          { kind: "stage", value: "Production" },
        ];
        const isLess = targets.some((target) =>
          RISK_TIERS.some((tier) => {
            const was = policyInForce(before, target, tier)?.document.quorum ?? 0;
            return (policyInForce(after, target, tier)?.document.quorum ?? 0) < was;
          }),
        );
        if (isLess) expect(weakenings(before, after)).not.toEqual([]);
      }),
      { numRuns: 1_000 },
    );
  });
});
