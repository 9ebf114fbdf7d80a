import { listDeploymentEvents, readTrafficWindows } from "@/lib/deployments/queries/traffic";
import { deploymentInput } from "@/lib/deployments/schema/deployments";
import { listEventsInput, trafficWindowsInput } from "@/lib/deployments/schema/timeline";
import { deploymentEventEntity, trafficWindowsEntity } from "../deployment-entities";
import { pageOf } from "../entities";
import { defineOperation } from "../rest-route";
import { inWorkspacePath } from "./path";

const tag = "Deployments";
const path = "/workspaces/{workspace}/deployments/{deployment}";
const one = inWorkspacePath.extend(deploymentInput.shape);
const named = { deployment: true } as const;

export const liveTrafficOperations = [
  defineOperation({
    id: "readTrafficWindows",
    method: "GET",
    path: `${path}/traffic-windows`,
    access: "deployment:read",
    tag,
    summary: "What a deployment was asked and how it answered, by revision and step of time",
    params: one,
    query: trafficWindowsInput.omit(named),
    answer: trafficWindowsEntity,
    run: readTrafficWindows,
  }),
  defineOperation({
    id: "listDeploymentEvents",
    method: "GET",
    path: `${path}/events`,
    access: "deployment:read",
    tag,
    summary:
      "Deploys, traffic changes, rollbacks and approvals, newest first; approvals with approvals:read only",
    params: one,
    query: listEventsInput.omit(named),
    answer: pageOf(deploymentEventEntity),
    run: listDeploymentEvents,
  }),
];
