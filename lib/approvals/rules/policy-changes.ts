import type { PolicyDocument } from "../schema/policies";
import { describeSetting, GATE_KIND_LABELS } from "./gate-words";
import { describeTarget } from "./targets";

export interface PolicyChange {
  /** What of the policy: "Approvals", "Gate AUC". */
  part: string;
  /** As people read it; null for what was not there, or is there no more. */
  before: string | null;
  after: string | null;
}

type Parts = ReadonlyMap<string, string>;

const listed = (values: readonly string[]) => (values.length === 0 ? "none" : values.join(", "));
const days = (count: number | null) => (count === null ? "never" : `${count} days`);

/** A document as parts that can be read and compared one by one. */
function partsOf(document: PolicyDocument, nameOf: (userId: string) => string): Parts {
  const { targets, riskTiers, quorum, roles, groups, gates } = document;
  return new Map([
    ["Targets", listed(targets.map(describeTarget))],
    ["Risk tiers", riskTiers.length === 0 ? "every one" : listed(riskTiers)],
    ["Approvals", String(quorum)],
    ["Roles", listed(roles)],
    ...groups.map(
      ({ name, needed, members }) =>
        [`Group ${name}`, `${needed} of ${listed(members.map(nameOf))}`] as const,
    ),
    ...gates.map(({ key, title, kind, isBlocking, config }) => {
      const settings = Object.entries(config).map(([name, value]) =>
        describeSetting(name, value, nameOf),
      );
      const weight = isBlocking ? "blocks" : "warns only";
      return [
        `Gate ${key}`,
        [title, GATE_KIND_LABELS[kind], weight, ...settings].join(" · "),
      ] as const;
    }),
    ["Applied", document.isAppliedByHand ? "by hand" : "with the last signature"],
    ["Rollouts", document.mustFollowPlan ? "only as agreed on" : "as whoever starts them says"],
    ["Approval is valid for", days(document.validityDays)],
    ["Looked at again after", days(document.reapprovalDays)],
    ["Decided within", days(document.dueDays)],
  ]);
}

/** What differs between two versions of a policy, part by part; everything for the first one. */
export function policyChanges(
  before: PolicyDocument | null,
  after: PolicyDocument,
  nameOf: (userId: string) => string,
): PolicyChange[] {
  const [old, next] = [before ? partsOf(before, nameOf) : new Map(), partsOf(after, nameOf)];
  return [...new Set([...next.keys(), ...old.keys()])]
    .map((part) => ({ part, before: old.get(part) ?? null, after: next.get(part) ?? null }))
    .filter((change) => change.before !== change.after);
}
