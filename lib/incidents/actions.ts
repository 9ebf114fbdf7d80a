"use server";
import { refresh } from "next/cache";
import { defineAction, inWorkspace } from "@/lib/access/define-action";
import {
  acknowledgeIncident,
  assignIncident,
  commentOnIncident,
  reopenIncident,
  resolveIncident,
} from "./commands/incidents";
import {
  acknowledgeInput,
  assignInput,
  commentInput,
  incidentInput,
  resolveInput,
} from "./schema/incidents";

const oneIncident = inWorkspace.extend(incidentInput.shape);

export const acknowledgeIncidentAction = defineAction({
  input: oneIncident.extend(acknowledgeInput.shape),
  run: acknowledgeIncident,
  onSuccess: refresh,
});

export const assignIncidentAction = defineAction({
  input: oneIncident.extend(assignInput.shape),
  run: assignIncident,
  onSuccess: refresh,
});

export const commentOnIncidentAction = defineAction({
  input: oneIncident.extend(commentInput.shape),
  run: commentOnIncident,
  onSuccess: refresh,
});

export const resolveIncidentAction = defineAction({
  input: oneIncident.extend(resolveInput.shape),
  run: resolveIncident,
  onSuccess: refresh,
});

export const reopenIncidentAction = defineAction({
  input: oneIncident.extend(commentInput.shape),
  run: reopenIncident,
  onSuccess: refresh,
});
