"use server";
import { refresh } from "next/cache";
import { defineAction, inWorkspace } from "@/lib/access/define-action";
import { deploymentInput } from "@/lib/deployments/schema/deployments";
import {
  declineAgreedRollout,
  pauseRolloutFromIncident,
  retrainFromIncident,
  rollBackFromIncident,
  startAgreedRollout,
} from "../commands/acts";
import { removeResponse, setResponse } from "../commands/responses";
import {
  actInput,
  declineAgreedInput,
  retrainInput,
  rollBackFromInput,
  startAgreedInput,
} from "../schema/acts";
import { incidentInput } from "../schema/incidents";
import { responseInput, setResponseInput } from "../schema/responses";

const oneIncident = inWorkspace.extend(incidentInput.shape);

export const rollBackFromIncidentAction = defineAction({
  input: oneIncident.extend(rollBackFromInput.shape),
  run: rollBackFromIncident,
  onSuccess: refresh,
});

export const pauseRolloutFromIncidentAction = defineAction({
  input: oneIncident.extend(actInput.shape),
  run: pauseRolloutFromIncident,
  onSuccess: refresh,
});

export const retrainFromIncidentAction = defineAction({
  input: oneIncident.extend(retrainInput.shape),
  run: retrainFromIncident,
  onSuccess: refresh,
});

export const declineAgreedRolloutAction = defineAction({
  input: inWorkspace.extend(declineAgreedInput.shape),
  run: declineAgreedRollout,
  onSuccess: refresh,
});

export const startAgreedRolloutAction = defineAction({
  input: inWorkspace.extend(startAgreedInput.shape),
  run: startAgreedRollout,
  onSuccess: refresh,
});

export const setResponseAction = defineAction({
  input: inWorkspace.extend(deploymentInput.shape).extend(setResponseInput.shape),
  run: setResponse,
  onSuccess: refresh,
});

export const removeResponseAction = defineAction({
  input: inWorkspace.extend(responseInput.shape),
  run: removeResponse,
  onSuccess: refresh,
});
