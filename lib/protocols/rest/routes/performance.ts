import { definePerformanceOf, endPerformance } from "@/lib/monitors/commands/performance";
import {
  getPerformance,
  getPerformanceWindow,
  listPerformance,
} from "@/lib/monitors/queries/performance";
import { monitorInput } from "@/lib/monitors/schema/monitors";
import {
  definePerformanceInput,
  listPerformanceInput,
  readPerformanceWindowInput,
} from "@/lib/monitors/schema/performance";
import { pageOf } from "../entities";
import {
  performanceDetailEntity,
  performanceEntity,
  performanceWindowEntity,
} from "../performance-entities";
import { defineOperation } from "../rest-route";
import { inWorkspacePath } from "./path";

const tag = "Monitors";
const path = "/workspaces/{workspace}/monitors/{monitor}/performance";
const params = inWorkspacePath.extend(monitorInput.shape);

export const performanceOperations = [
  defineOperation({
    id: "getPerformance",
    method: "GET",
    path,
    access: "monitor:read",
    tag,
    summary: "By what the performance of the deployment is judged, and what is usual",
    params,
    answer: performanceEntity,
    run: getPerformance,
  }),
  defineOperation({
    id: "definePerformance",
    method: "PUT",
    path,
    access: "monitor:write",
    tag,
    summary: "Judge how right the answers are, by the labels that come",
    params,
    body: definePerformanceInput,
    answer: performanceEntity,
    run: definePerformanceOf,
  }),
  defineOperation({
    id: "endPerformance",
    method: "DELETE",
    path,
    access: "monitor:write",
    tag,
    summary: "Judge it no more; what was found is kept",
    params,
    answer: null,
    run: endPerformance,
  }),
  defineOperation({
    id: "listPerformance",
    method: "GET",
    path: `${path}/windows`,
    access: "monitor:read",
    tag,
    summary: "What labels and scores say of each window, the newest first",
    params,
    query: listPerformanceInput.omit({ monitor: true }),
    answer: pageOf(performanceWindowEntity),
    run: listPerformance,
  }),
  defineOperation({
    id: "getPerformanceWindow",
    method: "GET",
    path: `${path}/window`,
    access: "monitor:read",
    tag,
    summary: "One window with its confusion, its calibration, and groups of rows",
    params,
    query: readPerformanceWindowInput.omit({ monitor: true }),
    answer: performanceDetailEntity,
    run: getPerformanceWindow,
  }),
];
