import type { ApproverGroup, PolicyDocument } from "../schema/policies";

const people = (count: number) => (count === 1 ? "1 person" : `${count} people`);

/** "a, b and c". */
function listed(parts: readonly string[]): string {
  if (parts.length < 2) return parts.join("");
  return `${parts.slice(0, -1).join(", ")} and ${parts.at(-1)}`;
}

function whoMay({ roles, groups }: PolicyDocument): string {
  const named = groups.map(({ name }) => `the group ${name}`);
  if (roles.length === 0) return `from ${listed(named)}`;
  const byRole = `with the role ${roles.join(" or ")}`;
  return named.length === 0 ? byRole : `${byRole} or from ${listed(named)}`;
}

const share = ({ name, needed }: ApproverGroup) => `${needed} of the group ${name}`;

/** Who must approve, in a sentence: "2 people with the role approver or admin must approve, among them 1 of the group Risk." */
export function describeApprovers(document: PolicyDocument): string {
  const { quorum, groups, roles } = document;
  const among =
    groups.length > 0 && roles.length > 0 ? `, among them ${listed(groups.map(share))}` : "";
  const within = groups.length > 1 && roles.length === 0 ? `: ${listed(groups.map(share))}` : "";
  return `${people(quorum)} ${whoMay(document)} must approve${among}${within}. Whoever trained, registered or asked does not count.`;
}

/** What is measured before anybody's approval is enough, in a sentence. */
export function describeGates({ gates }: PolicyDocument): string {
  const blocking = gates.filter(({ isBlocking }) => isBlocking);
  const telling = gates.length - blocking.length;
  if (gates.length === 0) return "No gates.";
  const must =
    blocking.length > 0 ? `Must pass: ${listed(blocking.map(({ title }) => title))}.` : "";
  const only =
    telling > 0 ? `${telling === 1 ? "1 gate only warns" : `${telling} gates only warn`}.` : "";
  return [must, only].filter((part) => part !== "").join(" ");
}

/** How long things last under a policy, in a sentence. */
export function describeTimes(document: PolicyDocument): string {
  const { validityDays, reapprovalDays, dueDays, isAppliedByHand, mustFollowPlan } = document;
  const days = (count: number) => (count === 1 ? "1 day" : `${count} days`);
  const again =
    reapprovalDays === null
      ? "never looked at again"
      : `looked at again after ${days(reapprovalDays)}`;
  const byHand = isAppliedByHand ? " What was approved waits for somebody to apply it." : "";
  const asAgreed = mustFollowPlan ? " Rollouts must follow the agreed plan." : "";
  return `Decided within ${days(dueDays)}; an approval is valid for ${days(validityDays)} and ${again}.${byHand}${asAgreed}`;
}
