import { describe, expect, it } from "vitest";
import type { PolicyDto } from "@/lib/approvals/dto/policies";
import { policyDocument } from "@/lib/approvals/schema/policies";
import { parseDraft, startOf } from "./policy-draft";

const document = policyDocument.parse({
  targets: [{ kind: "environment", value: "eu" }],
  riskTiers: ["high"],
  quorum: 2,
  roles: ["approver"],
  groups: [{ name: "Risk", members: ["00000000-0000-7000-8000-00000000000a"], needed: 1 }],
  gates: [
    {
      key: "auc",
      kind: "metric_threshold",
      title: "AUC",
      config: { metric: "auc", operator: ">=", threshold: 0.8 },
    },
    { key: "ci", kind: "push", title: "CI", isBlocking: false, config: {} },
  ],
  reapprovalDays: 90,
});

function policyWith(inForce: typeof document): PolicyDto {
  const version: PolicyDto["inForce"] = {
    id: "v",
    number: 1,
    status: "published",
    kind: "revise",
    document: inForce,
    documentHash: "",
    reason: "before",
    isWeaker: false,
    weakenings: [],
    author: null,
    createdAt: "",
    publishedBy: null,
    publishedAt: null,
    mayPublish: false,
    publishRefusal: null,
  };
  return {
    id: "p",
    name: "Europe",
    isDefault: false,
    inForce: version,
    draft: null,
    versionCount: 1,
    openRequests: 0,
    createdAt: "",
  };
}

describe("a policy in the editor", () => {
  it("comes out as it went in, each gate with its own settings", () => {
    const draft = { ...startOf(policyWith(document)), reason: "the same" };
    const parsed = parseDraft(draft, undefined);
    expect(parsed).toMatchObject({ ok: true, input: { name: "Europe", document } });
  });

  it("says at each field what is wrong with it", () => {
    const draft = startOf(policyWith(document));
    const gates = draft.gates.map((gate) => ({ ...gate, config: {} }));
    const parsed = parseDraft({ ...draft, quorum: "", gates, targets: [] }, undefined);
    expect(parsed.ok ? [] : Object.keys(parsed.fields)).toEqual(
      expect.arrayContaining(["reason", "quorum", "targets", "gates.0.config.metric"]),
    );
  });
});
