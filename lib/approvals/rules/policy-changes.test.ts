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

it("says what a gate asks for in words, and who reports by name", () => {
  const gates = [
    {
      ...{ key: "ci", title: "Suite", kind: "push" },
      config: { reporters: [ADA], maxAgeDays: 7 },
    },
    { key: "lineage", title: "Data", kind: "lineage_known", config: {}, isBlocking: false },
  ];
  expect(policyChanges(document(), document({ gates }), nameOf)).toEqual([
    {
      part: "Gate ci",
      before: null,
      after: "Suite · Check pushed by CI · blocks · who may report: Ada · counts for days: 7",
    },
    {
      part: "Gate lineage",
      before: null,
      after: "Data · Lineage known · warns only · a dataset known by a 32-bit digest only: fails",
    },
  ]);
});

it("says everything of the first version, and nothing of one that changes nothing", () => {
  expect(policyChanges(document(), document(), nameOf)).toEqual([]);
  const parts = policyChanges(null, document(), nameOf);
  expect(parts).toContainEqual({ part: "Targets", before: null, after: 'alias "champion"' });
  expect(parts.every(({ before }) => before === null)).toBe(true);
});
