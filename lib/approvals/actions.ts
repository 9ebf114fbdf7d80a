"use server";
import { refresh } from "next/cache";
import { defineAction, inWorkspace } from "@/lib/access/define-action";
import { applyRequest } from "./commands/apply";
import { comment, delegate, resolveComment, revokeDelegation } from "./commands/discussion";
import { closeFollowUp, promoteInEmergency } from "./commands/emergency";
import { revokeWaiver, runGatesAgain, waiveGate } from "./commands/gates";
import {
  discardPolicyDraft,
  draftPolicy,
  draftRetirement,
  publishPolicy,
} from "./commands/policies";
import { openRequest, reviseRequest, withdrawRequest } from "./commands/requests";
import { confirmRiskTier, discardRiskTier, setRiskTier } from "./commands/risk-tiers";
import { vote } from "./commands/votes";
import { verifyRequest } from "./queries/proof";
import { getRecord } from "./queries/record";
import { revokeWaiverInput, waiveGateInput } from "./schema/gate-reports";
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
import { riskChangeInput, setRiskTierInput } from "./schema/risk-tiers";

export const setRiskTierAction = defineAction({
  input: inWorkspace.extend(setRiskTierInput.shape),
  run: setRiskTier,
  onSuccess: refresh,
});

export const confirmRiskTierAction = defineAction({
  input: inWorkspace.extend(riskChangeInput.shape),
  run: confirmRiskTier,
  onSuccess: refresh,
});

export const discardRiskTierAction = defineAction({
  input: inWorkspace.extend(riskChangeInput.shape),
  run: discardRiskTier,
  onSuccess: refresh,
});

export const draftPolicyAction = defineAction({
  input: inWorkspace.extend(draftPolicyInput.shape),
  run: draftPolicy,
  onSuccess: refresh,
});

export const draftRetirementAction = defineAction({
  input: inWorkspace.extend(retirePolicyInput.shape),
  run: draftRetirement,
  onSuccess: refresh,
});

export const publishPolicyAction = defineAction({
  input: inWorkspace.extend(policyVersionInput.shape),
  run: publishPolicy,
  onSuccess: refresh,
});

export const discardPolicyDraftAction = defineAction({
  input: inWorkspace.extend(policyVersionInput.shape),
  run: discardPolicyDraft,
  onSuccess: refresh,
});

export const applyRequestAction = defineAction({
  input: inWorkspace.extend(requestInput.shape),
  run: applyRequest,
  onSuccess: refresh,
});

export const openRequestAction = defineAction({
  input: inWorkspace.extend(openRequestInput.shape),
  run: (actor, input) => openRequest(actor, input),
});

export const reviseRequestAction = defineAction({
  input: inWorkspace.extend(reviseRequestInput.shape),
  run: reviseRequest,
  onSuccess: refresh,
});

export const promoteInEmergencyAction = defineAction({
  input: inWorkspace.extend(emergencyInput.shape),
  run: promoteInEmergency,
});

export const closeFollowUpAction = defineAction({
  input: inWorkspace.extend(closeFollowUpInput.shape),
  run: closeFollowUp,
  onSuccess: refresh,
});

export const voteAction = defineAction({
  input: inWorkspace.extend(voteInput.shape),
  run: vote,
  onSuccess: refresh,
});

export const withdrawRequestAction = defineAction({
  input: inWorkspace.extend(withdrawInput.shape),
  run: withdrawRequest,
  onSuccess: refresh,
});

export const commentAction = defineAction({
  input: inWorkspace.extend(commentInput.shape),
  run: comment,
  onSuccess: refresh,
});

export const resolveCommentAction = defineAction({
  input: inWorkspace.extend(resolveCommentInput.shape),
  run: resolveComment,
  onSuccess: refresh,
});

export const delegateAction = defineAction({
  input: inWorkspace.extend(delegateInput.shape),
  run: delegate,
  onSuccess: refresh,
});

export const revokeDelegationAction = defineAction({
  input: inWorkspace.extend(revokeDelegationInput.shape),
  run: revokeDelegation,
  onSuccess: refresh,
});

export const verifyRequestAction = defineAction({
  input: inWorkspace.extend(requestInput.shape),
  run: verifyRequest,
});

/** The whole record, for whoever saves it as a file. */
export const exportRequestAction = defineAction({
  input: inWorkspace.extend(requestInput.shape),
  run: getRecord,
});

export const waiveGateAction = defineAction({
  input: inWorkspace.extend(waiveGateInput.shape),
  run: waiveGate,
  onSuccess: refresh,
});

export const revokeWaiverAction = defineAction({
  input: inWorkspace.extend(revokeWaiverInput.shape),
  run: revokeWaiver,
  onSuccess: refresh,
});

export const runGatesAgainAction = defineAction({
  input: inWorkspace.extend(requestInput.shape),
  run: runGatesAgain,
  onSuccess: refresh,
});
