"use server";
import { defineAction, inWorkspace } from "@/lib/access/define-action";
import { comment, delegate, resolveComment, revokeDelegation } from "./commands/discussion";
import { closeFollowUp, promoteInEmergency } from "./commands/emergency";
import {
  discardPolicyDraft,
  draftPolicy,
  draftRetirement,
  publishPolicy,
} from "./commands/policies";
import { openRequest, reviewEvidence, reviseRequest, withdrawRequest } from "./commands/requests";
import { vote } from "./commands/votes";
import { draftPolicyInput, policyVersionInput, retirePolicyInput } from "./schema/policies";
import {
  closeFollowUpInput,
  commentInput,
  delegateInput,
  emergencyInput,
  openRequestInput,
  requestInput,
  resolveCommentInput,
  reviseRequestInput,
  revokeDelegationInput,
  voteInput,
  withdrawInput,
} from "./schema/requests";

export const openRequestAction = defineAction({
  input: inWorkspace.extend(openRequestInput.shape),
  run: (actor, input) => openRequest(actor, input, "screen"),
});

export const reviseRequestAction = defineAction({
  input: inWorkspace.extend(reviseRequestInput.shape),
  run: reviseRequest,
});

export const withdrawRequestAction = defineAction({
  input: inWorkspace.extend(withdrawInput.shape),
  run: withdrawRequest,
});

export const reviewEvidenceAction = defineAction({
  input: inWorkspace.extend(requestInput.shape),
  run: reviewEvidence,
});

export const voteAction = defineAction({
  input: inWorkspace.extend(voteInput.shape),
  run: vote,
});

export const commentAction = defineAction({
  input: inWorkspace.extend(commentInput.shape),
  run: comment,
});

export const resolveCommentAction = defineAction({
  input: inWorkspace.extend(resolveCommentInput.shape),
  run: resolveComment,
});

export const delegateAction = defineAction({
  input: inWorkspace.extend(delegateInput.shape),
  run: delegate,
});

export const revokeDelegationAction = defineAction({
  input: inWorkspace.extend(revokeDelegationInput.shape),
  run: revokeDelegation,
});

export const promoteInEmergencyAction = defineAction({
  input: inWorkspace.extend(emergencyInput.shape),
  run: promoteInEmergency,
});

export const closeFollowUpAction = defineAction({
  input: inWorkspace.extend(closeFollowUpInput.shape),
  run: closeFollowUp,
});

export const draftPolicyAction = defineAction({
  input: inWorkspace.extend(draftPolicyInput.shape),
  run: draftPolicy,
});

export const draftRetirementAction = defineAction({
  input: inWorkspace.extend(retirePolicyInput.shape),
  run: draftRetirement,
});

export const publishPolicyAction = defineAction({
  input: inWorkspace.extend(policyVersionInput.shape),
  run: publishPolicy,
});

export const discardPolicyDraftAction = defineAction({
  input: inWorkspace.extend(policyVersionInput.shape),
  run: discardPolicyDraft,
});
