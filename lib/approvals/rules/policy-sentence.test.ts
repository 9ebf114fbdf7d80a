import { describe, expect, it } from "vitest";
import { policyDocument } from "../schema/policies";
import { describeApprovers, describeGates, describeTimes } from "./policy-sentence";

const [ADA, BEN] = ["00000000-0000-7000-8000-00000000000a", "00000000-0000-7000-8000-00000000000b"];
const document = (more: object = {}) =>
  policyDocument.parse({
    targets: [{ kind: "alias", value: "champion" }],
    quorum: 1,
    roles: ["approver", "admin"],
    ...more,
  });

describe("a policy in words", () => {
  it("says how many of whom must approve", () => {
    expect(describeApprovers(document())).toBe(
      "1 person with the role approver or admin must approve. Whoever trained, registered or asked does not count.",
    );
    const risk = { name: "Risk", members: [ADA, BEN], needed: 1 };
    const legal = { name: "Legal", members: [ADA], needed: 1 };
    expect(describeApprovers(document({ quorum: 2, groups: [risk] }))).toMatch(
      /^2 people with the role approver or admin or from the group Risk must approve, among them 1 of the group Risk\./,
    );
    expect(describeApprovers(document({ quorum: 2, roles: [], groups: [risk, legal] }))).toMatch(
      /^2 people from the group Risk and the group Legal must approve: 1 of the group Risk and 1 of the group Legal\./,
    );
  });

  it("says which gates hold it up and which only warn", () => {
    const gate = (key: string, isBlocking: boolean) => ({
      key,
      kind: "push",
      title: key.toUpperCase(),
      isBlocking,
      config: {},
    });
    expect(describeGates(document())).toBe("No gates.");
    expect(
      describeGates(document({ gates: [gate("a", true), gate("b", true), gate("c", false)] })),
    ).toBe("Must pass: A and B. 1 gate only warns.");
  });

  it("says how long things last", () => {
    expect(describeTimes(document({ reapprovalDays: 90, dueDays: 1 }))).toBe(
      "Decided within 1 day; an approval is valid for 14 days and looked at again after 90 days.",
    );
    expect(describeTimes(document({ mustFollowPlan: true }))).toMatch(
      /never looked at again\. Rollouts must follow the agreed plan\.$/,
    );
  });
});
