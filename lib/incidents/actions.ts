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
import { deleteMaintenance, planMaintenance, reviseMaintenance } from "./commands/maintenance";
import { addRoute, deleteRoute, moveRoute, reviseRoute } from "./commands/routes";
import { testRoute } from "./commands/test-route";
import {
  acknowledgeInput,
  assignInput,
  commentInput,
  incidentInput,
  resolveInput,
} from "./schema/incidents";
import { maintenanceInput, maintenanceWindowInput } from "./schema/maintenance";
import { alertRouteInput, moveRouteInput, oneRouteInput } from "./schema/routes";

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

const oneWindow = inWorkspace.extend(maintenanceWindowInput.shape);

export const planMaintenanceAction = defineAction({
  input: inWorkspace.and(maintenanceInput),
  run: planMaintenance,
  onSuccess: refresh,
});

export const reviseMaintenanceAction = defineAction({
  input: oneWindow.and(maintenanceInput),
  run: reviseMaintenance,
  onSuccess: refresh,
});

export const deleteMaintenanceAction = defineAction({
  input: oneWindow,
  run: deleteMaintenance,
  onSuccess: refresh,
});

const oneRoute = inWorkspace.extend(oneRouteInput.shape);

export const addRouteAction = defineAction({
  input: inWorkspace.and(alertRouteInput),
  run: addRoute,
  onSuccess: refresh,
});

export const reviseRouteAction = defineAction({
  input: oneRoute.and(alertRouteInput),
  run: reviseRoute,
  onSuccess: refresh,
});

export const moveRouteAction = defineAction({
  input: oneRoute.extend(moveRouteInput.shape),
  run: moveRoute,
  onSuccess: refresh,
});

export const deleteRouteAction = defineAction({
  input: oneRoute,
  run: deleteRoute,
  onSuccess: refresh,
});

export const testRouteAction = defineAction({ input: oneRoute, run: testRoute });
