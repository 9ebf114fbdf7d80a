import { z } from "zod";
import { applyRequest } from "@/lib/approvals/commands/apply";
import {
  comment,
  delegate,
  resolveComment,
  revokeDelegation,
} from "@/lib/approvals/commands/discussion";
import { closeFollowUp, promoteInEmergency } from "@/lib/approvals/commands/emergency";
import { runGatesAgain } from "@/lib/approvals/commands/gates";
import { openRequest, reviseRequest, withdrawRequest } from "@/lib/approvals/commands/requests";
import { vote } from "@/lib/approvals/commands/votes";
import { getPromotionChoices } from "@/lib/approvals/queries/promotion-choices";
import {
  closeFollowUpInput,
  commentInput,
  delegateInput,
  emergencyInput,
  openRequestInput,
  promotionChoicesInput,
  REQUEST_STATUSES,
  requestInput,
  resolveCommentInput,
  reviseRequestInput,
  revokeDelegationInput,
  voteInput,
  withdrawInput,
} from "@/lib/approvals/schema/requests";
import { promotionChoicesEntity } from "../approval-entities";
import { defineOperation } from "../rest-route";
import { approvalReadings } from "./approval-reading";

const tag = "Approvals";
const path = "/approval-requests";
const one = `${path}/{number}`;
const changed = z.object({ number: z.number().int() });

const asking = [
  defineOperation({
    id: "getPromotionChoices",
    method: "GET",
    path: "/promotion-choices",
    access: "approval:read",
    tag,
    summary: "Protected places of a model, what each asks for, and what is there now",
    query: promotionChoicesInput,
    answer: promotionChoicesEntity,
    run: getPromotionChoices,
  }),
  defineOperation({
    id: "openApprovalRequest",
    method: "POST",
    path,
    access: "approval:request",
    tag,
    summary:
      "Ask for a version to reach a protected target; asking again finds the request that waits",
    body: openRequestInput,
    answer: changed.extend({ isNew: z.boolean() }),
    status: 201,
    run: (actor, input) => openRequest(actor, input, "rest"),
  }),
  defineOperation({
    id: "reviseApprovalRequest",
    method: "PATCH",
    path: one,
    access: "approval:request",
    tag,
    summary: "Change the note, the plan or the time of your own request; signatures start again",
    params: requestInput,
    body: reviseRequestInput.omit({ number: true }),
    answer: changed,
    run: reviseRequest,
  }),
  defineOperation({
    id: "withdrawApprovalRequest",
    method: "POST",
    path: `${one}/withdraw`,
    access: "approval:request",
    tag,
    summary: "Take a request back",
    params: requestInput,
    body: withdrawInput.omit({ number: true }),
    answer: changed,
    run: withdrawRequest,
  }),
  defineOperation({
    id: "reviewApprovalEvidence",
    method: "POST",
    path: `${one}/review`,
    access: "approval:request",
    tag,
    summary: "Collect the evidence once more and run the gates again",
    params: requestInput,
    answer: changed,
    run: runGatesAgain,
  }),
  defineOperation({
    id: "commentOnApprovalRequest",
    method: "POST",
    path: `${one}/comments`,
    access: "approval:request",
    tag,
    summary: "Write a comment; a blocking one holds the approval up",
    params: requestInput,
    body: commentInput.omit({ number: true }),
    answer: changed.extend({ commentId: z.string() }),
    status: 201,
    run: comment,
  }),
  defineOperation({
    id: "resolveApprovalComment",
    method: "POST",
    path: `${one}/comments/{commentId}/resolve`,
    access: "approval:request",
    tag,
    summary: "Settle a comment",
    params: resolveCommentInput,
    answer: changed,
    run: resolveComment,
  }),
];

const deciding = [
  defineOperation({
    id: "signApprovalRequest",
    method: "POST",
    path: `${one}/votes`,
    access: "approval:vote",
    tag,
    summary: "Sign a decision on the evidence you have seen; the same signatureKey counts once",
    params: requestInput,
    body: voteInput.omit({ number: true, password: true }),
    answer: changed.extend({ status: z.enum(REQUEST_STATUSES), missing: z.array(z.string()) }),
    run: vote,
  }),
  defineOperation({
    id: "delegateApproval",
    method: "POST",
    path: `${one}/delegations`,
    access: "approval:vote",
    tag,
    summary: "Hand your turn on a request to somebody else",
    params: requestInput,
    body: delegateInput.omit({ number: true }),
    answer: changed,
    status: 201,
    run: delegate,
  }),
  defineOperation({
    id: "applyApprovalRequest",
    method: "POST",
    path: `${one}/apply`,
    access: "approval:apply",
    tag,
    summary: "Bring about what was approved, where the policy leaves that to a person",
    params: requestInput,
    answer: changed,
    run: applyRequest,
  }),
  defineOperation({
    id: "revokeDelegation",
    method: "DELETE",
    path: `${one}/delegations/{delegationId}`,
    access: "approval:vote",
    tag,
    summary: "Take your turn back",
    params: revokeDelegationInput,
    answer: null,
    run: async (actor, input) => {
      await revokeDelegation(actor, input);
    },
  }),
  defineOperation({
    id: "promoteInEmergency",
    method: "POST",
    path: "/emergency-promotions",
    access: "approval:bypass",
    tag,
    summary:
      "Promote past every approval, for a reason; leaves a follow-up that somebody else closes",
    body: emergencyInput.omit({ password: true }),
    answer: changed,
    status: 201,
    run: promoteInEmergency,
  }),
  defineOperation({
    id: "closeApprovalFollowUp",
    method: "POST",
    path: `${one}/follow-up/close`,
    access: "approval:vote",
    tag,
    summary: "Close what an emergency left open",
    params: requestInput,
    body: closeFollowUpInput.omit({ number: true }),
    answer: changed,
    run: closeFollowUp,
  }),
];

export const approvalOperations = [...approvalReadings, ...asking, ...deciding];
