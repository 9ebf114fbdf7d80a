import { createMonitor } from "@/lib/monitors/commands/create";
import { removeMonitor, reviseMonitor } from "@/lib/monitors/commands/monitors";
import { watchDataset } from "@/lib/monitors/commands/watch-dataset";
import {
  getMonitor,
  listMonitors,
  listWindows,
  readDistribution,
} from "@/lib/monitors/queries/monitors";
import {
  createMonitorInput,
  listMonitorsInput,
  listWindowsInput,
  monitorInput,
  readDistributionInput,
  reviseMonitorInput,
  watchDatasetInput,
} from "@/lib/monitors/schema/monitors";
import { pageOf } from "../entities";
import { distributionEntity, monitorEntity, monitorWindowEntity } from "../monitor-entities";
import { defineOperation } from "../rest-route";
import { inWorkspacePath } from "./path";

const tag = "Monitors";
const path = "/workspaces/{workspace}/monitors";
const one = `${path}/{monitor}`;
const monitor = inWorkspacePath.extend(monitorInput.shape);

export const monitorOperations = [
  defineOperation({
    id: "listMonitors",
    method: "GET",
    path,
    access: "monitor:read",
    tag,
    summary: "Monitors with what each found last, the newest first",
    params: inWorkspacePath,
    query: listMonitorsInput,
    answer: pageOf(monitorEntity),
    run: listMonitors,
  }),
  defineOperation({
    id: "createMonitor",
    method: "POST",
    path,
    access: "monitor:write",
    tag,
    summary:
      "Watch what a deployment is sent and answers against a reference; tracking:read is needed too, to read it",
    params: inWorkspacePath,
    body: createMonitorInput,
    answer: monitorEntity,
    status: 201,
    run: createMonitor,
  }),
  defineOperation({
    id: "watchDataset",
    method: "POST",
    path: "/workspaces/{workspace}/datasets/{datasetId}/monitors",
    access: "monitor:write",
    tag,
    summary:
      "Lay each later version of a dataset beside one of them; tracking:read is needed too, to read it",
    params: inWorkspacePath.extend({ datasetId: watchDatasetInput.shape.datasetId }),
    body: watchDatasetInput.omit({ datasetId: true }),
    answer: monitorEntity,
    status: 201,
    run: watchDataset,
  }),
  defineOperation({
    id: "getMonitor",
    method: "GET",
    path: one,
    access: "monitor:read",
    tag,
    summary: "One monitor with its whole definition and what it found last",
    params: monitor,
    answer: monitorEntity,
    run: getMonitor,
  }),
  defineOperation({
    id: "reviseMonitor",
    method: "PATCH",
    path: one,
    access: "monitor:write",
    tag,
    summary: "Rename it, pause it, or let it go on",
    params: monitor,
    body: reviseMonitorInput,
    answer: monitorEntity,
    run: reviseMonitor,
  }),
  defineOperation({
    id: "removeMonitor",
    method: "DELETE",
    path: one,
    access: "monitor:write",
    tag,
    summary: "Watch no more",
    params: monitor,
    answer: null,
    run: removeMonitor,
  }),
  defineOperation({
    id: "listMonitorWindows",
    method: "GET",
    path: `${one}/windows`,
    access: "monitor:read",
    tag,
    summary:
      "What it found window by window, the newest first; a window in which nothing came is not listed",
    params: monitor,
    query: listWindowsInput.omit({ monitor: true }),
    answer: pageOf(monitorWindowEntity),
    run: listWindows,
  }),
  defineOperation({
    id: "readMonitorDistribution",
    method: "GET",
    path: `${one}/distribution`,
    access: "monitor:read",
    tag,
    summary: "A column of a window beside the reference's, in the same bins",
    params: monitor,
    query: readDistributionInput.omit({ monitor: true }),
    answer: distributionEntity,
    run: readDistribution,
  }),
];
