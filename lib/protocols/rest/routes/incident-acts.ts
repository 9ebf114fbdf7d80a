import { deploymentInput } from "@/lib/deployments/schema/deployments";
import {
  declineAgreedRollout,
  pauseRolloutFromIncident,
  retrainFromIncident,
  rollBackFromIncident,
  startAgreedRollout,
} from "@/lib/incidents/commands/acts";
import { removeResponse, setResponse } from "@/lib/incidents/commands/responses";
import { readIncidentActs } from "@/lib/incidents/queries/acts";
import { listResponses } from "@/lib/incidents/queries/responses";
import {
  actInput,
  declineAgreedInput,
  retrainInput,
  rollBackFromInput,
  startAgreedInput,
} from "@/lib/incidents/schema/acts";
import { incidentInput } from "@/lib/incidents/schema/incidents";
import { responseInput, setResponseInput } from "@/lib/incidents/schema/responses";
import { incidentActsEntity, responseEntity } from "../act-entities";
import { pageOf } from "../entities";
import { incidentEntity } from "../incident-entities";
import { defineOperation } from "../rest-route";
import { inWorkspacePath } from "./path";

const tag = "Incidents";
const one = "/workspaces/{workspace}/incidents/{incident}";
const responses = "/workspaces/{workspace}/deployments/{deployment}/responses";
const params = inWorkspacePath.extend(incidentInput.shape);
const ofDeployment = inWorkspacePath.extend(deploymentInput.shape);
const acting = { method: "POST", access: "incident:write", tag, params } as const;

export const incidentActOperations = [
  defineOperation({
    method: "GET",
    access: "incident:read",
    tag,
    id: "readIncidentActs",
    path: `${one}/acts`,
    summary: "What is being done about an incident",
    params,
    answer: incidentActsEntity,
    run: readIncidentActs,
  }),
  defineOperation({
    ...acting,
    id: "rollBackFromIncident",
    path: `${one}/roll-back`,
    summary: "Give the traffic back to the plan before",
    body: rollBackFromInput,
    answer: incidentEntity,
    run: rollBackFromIncident,
  }),
  defineOperation({
    ...acting,
    id: "pauseRolloutFromIncident",
    path: `${one}/pause-rollout`,
    summary: "Stop the rollout of its deployment where it is",
    body: actInput,
    answer: incidentEntity,
    run: pauseRolloutFromIncident,
  }),
  defineOperation({
    ...acting,
    id: "retrainFromIncident",
    path: `${one}/retrain`,
    summary: "Launch a job that trains what serves anew",
    body: retrainInput,
    answer: incidentEntity,
    run: retrainFromIncident,
  }),
  defineOperation({
    ...acting,
    id: "startAgreedRollout",
    path: `${one}/start-rollout`,
    summary: "Start the rollout of the retrained version that waits for it",
    body: startAgreedInput.omit({ incident: true }),
    answer: incidentEntity,
    run: startAgreedRollout,
  }),
  defineOperation({
    ...acting,
    id: "declineAgreedRollout",
    path: `${one}/decline-rollout`,
    summary: "Say that the rollout of the retrained version that waits for it is not wanted",
    body: declineAgreedInput.omit({ incident: true }),
    answer: incidentEntity,
    run: declineAgreedRollout,
  }),
  defineOperation({
    method: "GET",
    access: "incident:read",
    tag,
    id: "listResponses",
    path: responses,
    summary: "What a deployment does by itself when something comes to its incident",
    params: ofDeployment,
    answer: pageOf(responseEntity),
    run: listResponses,
  }),
  defineOperation({
    method: "POST",
    access: "incident:write",
    tag,
    id: "setResponse",
    path: responses,
    summary: "Have it do something by itself, in place of what it did of the kind",
    params: ofDeployment,
    body: setResponseInput,
    answer: pageOf(responseEntity),
    run: setResponse,
  }),
  defineOperation({
    method: "DELETE",
    access: "incident:write",
    tag,
    id: "removeResponse",
    path: `${responses}/{act}`,
    summary: "Have it do that no more by itself",
    params: inWorkspacePath.extend(responseInput.shape),
    answer: pageOf(responseEntity),
    run: removeResponse,
  }),
];
