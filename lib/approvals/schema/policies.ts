import { z } from "zod";
import { pageInput } from "@/lib/core/page";
import { RISK_TIERS, type RiskTier } from "@/lib/models/schema";
import { days, gateDefinition } from "./gates";

export const TARGET_KINDS = ["alias", "stage", "environment"] as const;

export { RISK_TIERS, type RiskTier };

/** Where a version can be brought. */
export const target = z.object({
  kind: z.enum(TARGET_KINDS),
  value: z.string().trim().min(1, "Name the target.").max(255),
});
export type Target = z.output<typeof target>;

export const APPROVER_ROLES = ["approver", "admin"] as const;

const people = z
  .number()
  .int("Give a whole number of people.")
  .min(1, "At least one person must approve.")
  .max(10, "At most ten people must approve.");

/** Named people of whom some must be among those who approve. */
export const approverGroup = z.object({
  name: z.string().trim().min(1, "Give the group a name.").max(80),
  members: z.array(z.uuid()).min(1, "A group needs a member.").max(200),
  /** How many of them must approve. */
  needed: people.default(1),
});
export type ApproverGroup = z.output<typeof approverGroup>;

/** What a policy says. That whoever trained, registered or requested never counts is not a choice. */
export const policyDocument = z
  .object({
    targets: z.array(target).min(1, "Name at least one target.").max(50),
    /** Of which models; none means of every one. */
    riskTiers: z.array(z.enum(RISK_TIERS)).max(RISK_TIERS.length).default([]),
    /** How many different people must approve. */
    quorum: people,
    /** Who may approve: these roles, and the members of the groups. */
    roles: z.array(z.enum(APPROVER_ROLES)).max(APPROVER_ROLES.length).default([]),
    groups: z.array(approverGroup).max(20).default([]),
    gates: z.array(gateDefinition).max(50).default([]),
    /** Whether an approved request waits for somebody who may apply it, instead of being applied with the last signature. */
    isAppliedByHand: z.boolean().default(false),
    /** Whether a rollout in the environment is refused when it is not as agreed on in the request, instead of being told of. */
    mustFollowPlan: z.boolean().default(false),
    /** How long an approval may wait to be applied. */
    validityDays: days.default(14),
    /** After how long a promoted version wants a new approval; null for never. */
    reapprovalDays: days.nullable().default(null),
    /** How long a request may wait before it is overdue. */
    dueDays: days.default(3),
  })
  .refine(({ roles, groups }) => roles.length + groups.length > 0, {
    message: "Say who may approve: a role or a group.",
    path: ["roles"],
  })
  .refine(({ gates }) => new Set(gates.map(({ key }) => key)).size === gates.length, {
    message: "Each gate needs a key of its own.",
    path: ["gates"],
  })
  .refine(({ groups }) => groups.every(({ members, needed }) => new Set(members).size >= needed), {
    message: "A group has fewer members than must approve.",
    path: ["groups"],
  });
export type PolicyDocument = z.output<typeof policyDocument>;

const policyName = z.string().trim().min(1, "Give the policy a name.").max(80);
const reason = z.string().trim().min(1, "Say why.").max(2_000);

export const listPoliciesInput = pageInput;
export const policyInput = z.object({ policyId: z.uuid() });
export const gateSecretInput = policyInput.extend({ gateKey: z.string().min(1).max(60) });
export const draftPolicyInput = z.object({
  /** Absent for a new policy. */
  policyId: z.uuid().optional(),
  name: policyName,
  document: policyDocument,
  reason,
});
export type DraftPolicyInput = z.output<typeof draftPolicyInput>;
export const retirePolicyInput = policyInput.extend({ reason });
export const policyVersionInput = z.object({ policyVersionId: z.uuid() });
