import { pageInput } from "@/lib/core/page";
import {
  acknowledgeIncident,
  assignIncident,
  commentOnIncident,
  reopenIncident,
  resolveIncident,
} from "@/lib/incidents/commands/incidents";
import { listCauses } from "@/lib/incidents/queries/causes";
import { listChanges } from "@/lib/incidents/queries/changes";
import { getIncident, listIncidentEvents, listIncidents } from "@/lib/incidents/queries/incidents";
import {
  acknowledgeInput,
  assignInput,
  commentInput,
  incidentInput,
  listIncidentsInput,
  resolveInput,
} from "@/lib/incidents/schema/incidents";
import { pageOf } from "../entities";
import { causesEntity, changesEntity } from "../incident-context-entities";
import { incidentEntity, incidentEventEntity, incidentSummaryEntity } from "../incident-entities";
import { defineOperation } from "../rest-route";
import { inWorkspacePath } from "./path";

const tag = "Incidents";
const path = "/workspaces/{workspace}/incidents";
const one = `${path}/{incident}`;
const params = inWorkspacePath.extend(incidentInput.shape);
const reading = { method: "GET", access: "incident:read", tag } as const;
const writing = { method: "POST", access: "incident:write", tag, params } as const;

export const incidentOperations = [
  defineOperation({
    ...reading,
    id: "listIncidents",
    path,
    summary: "Incidents, the newest first",
    params: inWorkspacePath,
    query: listIncidentsInput,
    answer: pageOf(incidentSummaryEntity),
    run: listIncidents,
  }),
  defineOperation({
    ...reading,
    id: "getIncident",
    path: one,
    summary: "One incident with what speaks for it",
    params,
    answer: incidentEntity,
    run: getIncident,
  }),
  defineOperation({
    ...reading,
    id: "listIncidentEvents",
    path: `${one}/events`,
    summary: "What became of an incident, the newest first",
    params,
    query: pageInput,
    answer: pageOf(incidentEventEntity),
    run: listIncidentEvents,
  }),
  defineOperation({
    ...reading,
    id: "listIncidentChanges",
    path: `${one}/changes`,
    summary:
      "What changed around an incident, from two days before it to its end, the newest first",
    params,
    answer: changesEntity,
    run: listChanges,
  }),
  defineOperation({
    ...reading,
    id: "listIncidentCauses",
    path: `${one}/causes`,
    summary: "Columns that may be its cause, the likeliest first",
    params,
    answer: causesEntity,
    run: listCauses,
  }),
  defineOperation({
    ...writing,
    id: "acknowledgeIncident",
    path: `${one}/acknowledge`,
    summary: "Take it up; it is yours when it is nobody's",
    body: acknowledgeInput,
    answer: incidentEntity,
    run: acknowledgeIncident,
  }),
  defineOperation({
    ...writing,
    id: "assignIncident",
    path: `${one}/assign`,
    summary: "Say whose it is",
    body: assignInput,
    answer: incidentEntity,
    run: assignIncident,
  }),
  defineOperation({
    ...writing,
    id: "commentOnIncident",
    path: `${one}/comments`,
    summary: "Write something to its course",
    body: commentInput,
    answer: incidentEntity,
    run: commentOnIncident,
  }),
  defineOperation({
    ...writing,
    id: "resolveIncident",
    path: `${one}/resolve`,
    summary: "Close it with what it was and what was done",
    body: resolveInput,
    answer: incidentEntity,
    run: resolveIncident,
  }),
  defineOperation({
    ...writing,
    id: "reopenIncident",
    path: `${one}/reopen`,
    summary: "Take a resolved one up again",
    body: commentInput,
    answer: incidentEntity,
    run: reopenIncident,
  }),
];
