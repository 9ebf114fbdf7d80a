import { z } from "zod";
import {
  discardPolicyDraft,
  draftPolicy,
  draftRetirement,
  publishPolicy,
} from "@/lib/approvals/commands/policies";
import { getPolicy, listPolicies, listPolicyVersions } from "@/lib/approvals/queries/policies";
import {
  draftPolicyInput,
  listPoliciesInput,
  policyInput,
  policyVersionInput,
  retirePolicyInput,
} from "@/lib/approvals/schema/policies";
import { policyEntity, policyVersionEntity } from "../approval-entities";
import { pageOf } from "../entities";
import { defineOperation } from "../rest-route";

const tag = "Approval policies";
const path = "/approval-policies";
const one = `${path}/{policyId}`;
const drafted = z.object({
  policyId: z.string(),
  policyVersionId: z.string(),
  number: z.number().int(),
});

export const policyOperations = [
  defineOperation({
    id: "listApprovalPolicies",
    method: "GET",
    path,
    access: "policy:read",
    tag,
    summary: "Policies by name, with what is in force and what is proposed",
    query: listPoliciesInput,
    answer: pageOf(policyEntity),
    run: listPolicies,
  }),
  defineOperation({
    id: "getApprovalPolicy",
    method: "GET",
    path: one,
    access: "policy:read",
    tag,
    summary: "One policy",
    params: policyInput,
    answer: policyEntity,
    run: getPolicy,
  }),
  defineOperation({
    id: "listApprovalPolicyVersions",
    method: "GET",
    path: `${one}/versions`,
    access: "policy:read",
    tag,
    summary: "Versions of a policy, newest first",
    params: policyInput,
    query: listPoliciesInput,
    answer: pageOf(policyVersionEntity),
    run: listPolicyVersions,
  }),
  defineOperation({
    id: "draftApprovalPolicy",
    method: "POST",
    path,
    access: "policy:write",
    tag,
    summary: "Propose a policy, or a new version of one; it is in force once published",
    body: draftPolicyInput,
    answer: drafted,
    status: 201,
    run: draftPolicy,
  }),
  defineOperation({
    id: "draftPolicyRetirement",
    method: "POST",
    path: `${one}/retire`,
    access: "policy:write",
    tag,
    summary: "Propose that a policy ends",
    params: policyInput,
    body: retirePolicyInput.omit({ policyId: true }),
    answer: drafted,
    status: 201,
    run: draftRetirement,
  }),
  defineOperation({
    id: "publishApprovalPolicy",
    method: "POST",
    path: "/approval-policy-versions/{policyVersionId}/publish",
    access: "policy:write",
    tag,
    summary:
      "Put a draft in force; what asks for less than before needs another admin than its author",
    params: policyVersionInput,
    answer: z.object({
      policyId: z.string(),
      number: z.number().int(),
      weakens: z.array(z.string()),
    }),
    run: publishPolicy,
  }),
  defineOperation({
    id: "discardApprovalPolicyDraft",
    method: "POST",
    path: "/approval-policy-versions/{policyVersionId}/discard",
    access: "policy:write",
    tag,
    summary: "Throw a draft away",
    params: policyVersionInput,
    answer: z.object({ policyId: z.string() }),
    run: discardPolicyDraft,
  }),
];
