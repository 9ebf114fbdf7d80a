import { getEvaluation } from "@/lib/approvals/queries/evaluation";
import { verifyRequest } from "@/lib/approvals/queries/proof";
import { getRecord } from "@/lib/approvals/queries/record";
import { getRequestCard } from "@/lib/approvals/queries/request-card";
import { getRequest, listRequestEvents, listRequests } from "@/lib/approvals/queries/requests";
import { getChangesSince, listRevisions } from "@/lib/approvals/queries/revisions";
import { getRollbackTarget } from "@/lib/approvals/queries/rollback-target";
import {
  changesSinceInput,
  listEventsInput,
  listRequestsInput,
  requestInput,
} from "@/lib/approvals/schema/requests";
import {
  approvalEventEntity,
  approvalRequestDetailEntity,
  approvalRequestEntity,
} from "../approval-entities";
import { evaluationEntity, requestCardEntity } from "../approval-evidence-entities";
import {
  approvalRecordEntity,
  evidenceChangesEntity,
  evidenceRevisionEntity,
  requestProofEntity,
  rollbackTargetEntity,
} from "../approval-record-entities";
import { pageOf } from "../entities";
import { defineOperation } from "../rest-route";

const tag = "Approvals";
const path = "/approval-requests";
const one = `${path}/{number}`;

/** What a request is, rests on and has on record. */
export const approvalReadings = [
  defineOperation({
    id: "listApprovalRequests",
    method: "GET",
    path,
    access: "approval:read",
    tag,
    summary:
      "Approval requests; view=mine are those that wait for you, view=follow_ups what is owed, oldest first",
    query: listRequestsInput,
    answer: pageOf(approvalRequestEntity),
    run: listRequests,
  }),
  defineOperation({
    id: "getApprovalRequest",
    method: "GET",
    path: one,
    access: "approval:read",
    tag,
    summary: "One request with its evidence, gates, signatures and discussion",
    params: requestInput,
    answer: approvalRequestDetailEntity,
    run: getRequest,
  }),
  defineOperation({
    id: "listApprovalEvents",
    method: "GET",
    path: `${one}/events`,
    access: "approval:read",
    tag,
    summary: "What happened to a request, oldest first",
    params: requestInput,
    query: listEventsInput.omit({ number: true }),
    answer: pageOf(approvalEventEntity),
    run: listRequestEvents,
  }),
  defineOperation({
    id: "listApprovalEvidence",
    method: "GET",
    path: `${one}/evidence`,
    access: "approval:read",
    tag,
    summary: "What was there to be signed at each of its changes, newest first",
    params: requestInput,
    query: listEventsInput.omit({ number: true }),
    answer: pageOf(evidenceRevisionEntity),
    run: listRevisions,
  }),
  defineOperation({
    id: "getApprovalChanges",
    method: "GET",
    path: `${one}/changes`,
    access: "approval:read",
    tag,
    summary: "What is other in the evidence now than in a revision that was seen before",
    params: requestInput,
    query: changesSinceInput.omit({ number: true }),
    answer: evidenceChangesEntity,
    run: getChangesSince,
  }),
  defineOperation({
    id: "getApprovalCard",
    method: "GET",
    path: `${one}/card`,
    access: "approval:read",
    tag,
    summary: "The model card of a request, held against the one approved last for the same place",
    params: requestInput,
    answer: requestCardEntity,
    run: getRequestCard,
  }),
  defineOperation({
    id: "getApprovalEvaluation",
    method: "GET",
    path: `${one}/evaluation`,
    access: "approval:read",
    tag,
    summary: "What its run recorded of bias, explainability, robustness and load",
    params: requestInput,
    answer: evaluationEntity,
    run: getEvaluation,
  }),
  defineOperation({
    id: "getRollbackTarget",
    method: "GET",
    path: `${one}/rollback-target`,
    access: "approval:read",
    tag,
    summary: "Where a rollback would lead, and whether it is there, whole and compatible",
    params: requestInput,
    answer: rollbackTargetEntity,
    run: getRollbackTarget,
  }),
  defineOperation({
    id: "getApprovalRecord",
    method: "GET",
    path: `${one}/record`,
    access: "approval:read",
    tag,
    summary: "Everything that is on record of a request, in one document to be kept",
    params: requestInput,
    answer: approvalRecordEntity,
    run: getRecord,
  }),
  defineOperation({
    id: "verifyApprovalRequest",
    method: "GET",
    path: `${one}/proof`,
    access: "audit:read",
    tag,
    summary: "Whether the audit's chain proves what is on record of a request",
    params: requestInput,
    answer: requestProofEntity,
    run: verifyRequest,
  }),
];
