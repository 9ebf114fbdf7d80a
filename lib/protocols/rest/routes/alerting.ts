import {
  deleteMaintenance,
  planMaintenance,
  reviseMaintenance,
} from "@/lib/incidents/commands/maintenance";
import { addRoute, deleteRoute, moveRoute, reviseRoute } from "@/lib/incidents/commands/routes";
import { testRoute } from "@/lib/incidents/commands/test-route";
import { getMaintenance, listMaintenance } from "@/lib/incidents/queries/maintenance";
import { listRoutes } from "@/lib/incidents/queries/routes";
import {
  listMaintenanceInput,
  maintenanceInput,
  maintenanceWindowInput,
} from "@/lib/incidents/schema/maintenance";
import { alertRouteInput, moveRouteInput, oneRouteInput } from "@/lib/incidents/schema/routes";
import { alertRouteEntity, maintenanceEntity, routeTestEntity } from "../alerting-entities";
import { pageOf } from "../entities";
import { defineOperation } from "../rest-route";
import { inWorkspacePath } from "./path";

const tag = "Alerting";
const windows = "/workspaces/{workspace}/maintenance-windows";
const oneWindow = inWorkspacePath.extend(maintenanceWindowInput.shape);
const routes = "/workspaces/{workspace}/alert-routes";
const oneRoute = inWorkspacePath.extend(oneRouteInput.shape);

const maintenanceOperations = [
  defineOperation({
    id: "listMaintenanceWindows",
    method: "GET",
    path: windows,
    access: "incident:read",
    tag,
    summary: "Times in which nothing is told, the newest first",
    params: inWorkspacePath,
    query: listMaintenanceInput,
    answer: pageOf(maintenanceEntity),
    run: listMaintenance,
  }),
  defineOperation({
    id: "planMaintenance",
    method: "POST",
    path: windows,
    access: "maintenance:manage",
    tag,
    summary: "Plan a time in which nothing is told",
    params: inWorkspacePath,
    body: maintenanceInput,
    answer: maintenanceEntity,
    status: 201,
    run: planMaintenance,
  }),
  defineOperation({
    id: "getMaintenanceWindow",
    method: "GET",
    path: `${windows}/{windowId}`,
    access: "incident:read",
    tag,
    summary: "One maintenance window",
    params: oneWindow,
    answer: maintenanceEntity,
    run: getMaintenance,
  }),
  defineOperation({
    id: "reviseMaintenance",
    method: "PUT",
    path: `${windows}/{windowId}`,
    access: "maintenance:manage",
    tag,
    summary: "Put another plan in its place",
    params: oneWindow,
    body: maintenanceInput,
    answer: maintenanceEntity,
    run: reviseMaintenance,
  }),
  defineOperation({
    id: "deleteMaintenance",
    method: "DELETE",
    path: `${windows}/{windowId}`,
    access: "maintenance:manage",
    tag,
    summary: "Take a maintenance window away; what it held back is told if it is still so",
    params: oneWindow,
    answer: null,
    run: deleteMaintenance,
  }),
];

export const alertingOperations = [
  ...maintenanceOperations,
  defineOperation({
    id: "listAlertRoutes",
    method: "GET",
    path: routes,
    access: "alert-route:read",
    tag,
    summary: "Whom incidents are told to, in the order of the routes",
    params: inWorkspacePath,
    answer: pageOf(alertRouteEntity),
    run: listRoutes,
  }),
  defineOperation({
    id: "addAlertRoute",
    method: "POST",
    path: routes,
    access: "alert-route:manage",
    tag,
    summary: "Add a route behind the others",
    params: inWorkspacePath,
    body: alertRouteInput,
    answer: alertRouteEntity,
    status: 201,
    run: addRoute,
  }),
  defineOperation({
    id: "reviseAlertRoute",
    method: "PUT",
    path: `${routes}/{routeId}`,
    access: "alert-route:manage",
    tag,
    summary: "Put another route in its place",
    params: oneRoute,
    body: alertRouteInput,
    answer: alertRouteEntity,
    run: reviseRoute,
  }),
  defineOperation({
    id: "deleteAlertRoute",
    method: "DELETE",
    path: `${routes}/{routeId}`,
    access: "alert-route:manage",
    tag,
    summary: "Take a route away",
    params: oneRoute,
    answer: null,
    run: deleteRoute,
  }),
  defineOperation({
    id: "moveAlertRoute",
    method: "POST",
    path: `${routes}/{routeId}/move`,
    access: "alert-route:manage",
    tag,
    summary: "Put a route at another place in the order",
    params: oneRoute,
    body: moveRouteInput,
    answer: alertRouteEntity,
    run: moveRoute,
  }),
  defineOperation({
    id: "testAlertRoute",
    method: "POST",
    path: `${routes}/{routeId}/test`,
    access: "alert-route:manage",
    tag,
    summary: "Tell everybody on a route that somebody tries it, and answer what webhooks answered",
    params: oneRoute,
    answer: routeTestEntity,
    run: testRoute,
  }),
];
