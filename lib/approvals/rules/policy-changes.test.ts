import { expect, it } from "vitest";
import { policyDocument } from "../schema/policies";
import { policyChanges } from "./policy-changes";

const ADA = "00000000-0000-7000-8000-00000000000a";
const document = (more: object = {}) =>
  policyDocument.parse({
    targets: [{ kind: "alias", value: "champion" }],
    quorum: 1,
    roles: ["approver"],
    ...more,
  });
const nameOf = () => "Ada";

it("says part by part what another version of a policy changes, people by their names", () => {
  const risk = { name: "Risk", members: [ADA], needed: 1 };
  expect(
    policyChanges(
      document({ groups: [risk] }),
      document({ quorum: 2, riskTiers: ["high"], reapprovalDays: 90 }),
      nameOf,
    ),
  ).toEqual([
    { part: "Risk tiers", before: "every one", after: "high" },
    { part: "Approvals", before: "1", after: "2" },
    { part: "Looked at again after", before: "never", after: "90 days" },
    { part: "Group Risk", before: "1 of Ada", after: null },
  ]);
});

it("says everything of the first version, and nothing of one that changes nothing", () => {
  expect(policyChanges(document(), document(), nameOf)).toEqual([]);
  const parts = policyChanges(null, document(), nameOf);
  expect(parts).toContainEqual({ part: "Targets", before: null, after: 'alias "champion"' });
  expect(parts.every(({ before }) => before === null)).toBe(true);
});
