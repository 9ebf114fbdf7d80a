import { createDeployment } from "@/lib/deployments/commands/create";
import {
  deleteDeployment,
  describeDeployment,
  startDeployment,
  stopDeployment,
} from "@/lib/deployments/commands/lifecycle";
import { addRevision, scaleDeployment } from "@/lib/deployments/commands/revisions";
import { rollBackDeployment, setTraffic } from "@/lib/deployments/commands/traffic";
import {
  getDeployment,
  getRevision,
  listRevisions,
  listTrafficChanges,
} from "@/lib/deployments/queries/deployments";
import { listDeployments } from "@/lib/deployments/queries/list-deployments";
import {
  addRevisionInput,
  changeStatusInput,
  createDeploymentInput,
  deploymentInput,
  describeDeploymentInput,
  listDeploymentsInput,
  listRevisionsInput,
  revisionInput,
  rollBackInput,
  scaleInput,
  setTrafficInput,
} from "@/lib/deployments/schema/deployments";
import { deploymentEntity, revisionEntity, trafficChangeEntity } from "../deployment-entities";
import { pageOf } from "../entities";
import { defineOperation } from "../rest-route";
import { environmentOperations } from "./environments";
import { inWorkspacePath } from "./path";

const tag = "Deployments";
const path = "/workspaces/{workspace}/deployments";
const one = inWorkspacePath.extend(deploymentInput.shape);
const named = { deployment: true } as const;
const page = listRevisionsInput.omit(named);

const lifecycleOperations = [
  defineOperation({
    id: "listDeployments",
    method: "GET",
    path,
    access: "deployment:read",
    tag,
    summary: "Deployments of the workspace, with what each serves and what it was asked lately",
    params: inWorkspacePath,
    query: listDeploymentsInput,
    answer: pageOf(deploymentEntity),
    run: listDeployments,
  }),
  defineOperation({
    id: "createDeployment",
    method: "POST",
    path,
    access: "deployment:write",
    tag,
    summary:
      "Deploy a version; registry:read and tracking:read are needed too, to read its files, and serving:operate where a policy protects the environment",
    params: inWorkspacePath,
    body: createDeploymentInput,
    answer: deploymentEntity,
    status: 201,
    run: createDeployment,
  }),
  defineOperation({
    id: "getDeployment",
    method: "GET",
    path: `${path}/{deployment}`,
    access: "deployment:read",
    tag,
    summary: "One deployment",
    params: one,
    answer: deploymentEntity,
    run: getDeployment,
  }),
  defineOperation({
    id: "describeDeployment",
    method: "PATCH",
    path: `${path}/{deployment}`,
    access: "deployment:write",
    tag,
    summary: "Say what a deployment is for",
    params: one,
    body: describeDeploymentInput.omit(named),
    answer: deploymentEntity,
    run: describeDeployment,
  }),
  defineOperation({
    id: "deleteDeployment",
    method: "DELETE",
    path: `${path}/{deployment}`,
    access: "deployment:write",
    tag,
    summary: "Delete a deployment; its name is free then",
    params: one,
    answer: null,
    run: deleteDeployment,
  }),
  defineOperation({
    id: "stopDeployment",
    method: "POST",
    path: `${path}/{deployment}/stop`,
    access: "deployment:write",
    tag,
    summary: "Take a deployment out of service; one that is stopped stays so",
    params: one,
    body: changeStatusInput.omit(named),
    answer: deploymentEntity,
    run: stopDeployment,
  }),
  defineOperation({
    id: "startDeployment",
    method: "POST",
    path: `${path}/{deployment}/start`,
    access: "deployment:write",
    tag,
    summary: "Take a deployment into service again, with the plan that is in force",
    params: one,
    body: changeStatusInput.omit(named),
    answer: deploymentEntity,
    run: startDeployment,
  }),
];

const revisionOperations = [
  defineOperation({
    id: "listRevisions",
    method: "GET",
    path: `${path}/{deployment}/revisions`,
    access: "deployment:read",
    tag,
    summary: "Revisions of a deployment, newest first",
    params: one,
    query: page,
    answer: pageOf(revisionEntity),
    run: listRevisions,
  }),
  defineOperation({
    id: "addRevision",
    method: "POST",
    path: `${path}/{deployment}/revisions`,
    access: "deployment:write",
    tag,
    summary:
      "Add a revision, which gets no traffic yet; registry:read and tracking:read are needed",
    params: one,
    body: addRevisionInput.omit(named),
    answer: revisionEntity,
    status: 201,
    run: addRevision,
  }),
  defineOperation({
    id: "getRevision",
    method: "GET",
    path: `${path}/{deployment}/revisions/{revision}`,
    access: "deployment:read",
    tag,
    summary: "One revision",
    params: inWorkspacePath.extend(revisionInput.shape),
    answer: revisionEntity,
    run: getRevision,
  }),
  defineOperation({
    id: "scaleDeployment",
    method: "POST",
    path: `${path}/{deployment}/scale`,
    access: "deployment:write",
    tag,
    summary: "Serve the same version with other settings: a new revision takes over",
    params: one,
    body: scaleInput.omit(named),
    answer: revisionEntity,
    status: 201,
    run: scaleDeployment,
  }),
];

export const deploymentOperations = [
  ...environmentOperations,
  ...lifecycleOperations,
  ...revisionOperations,
  defineOperation({
    id: "listTrafficChanges",
    method: "GET",
    path: `${path}/{deployment}/traffic`,
    access: "deployment:read",
    tag,
    summary: "Plans that are or were in force, newest first",
    params: one,
    query: page,
    answer: pageOf(trafficChangeEntity),
    run: listTrafficChanges,
  }),
  defineOperation({
    id: "setTraffic",
    method: "POST",
    path: `${path}/{deployment}/traffic`,
    access: "deployment:write",
    tag,
    summary: "Put another plan in force, if the one that you have seen still is",
    params: one,
    body: setTrafficInput.omit(named),
    answer: deploymentEntity,
    run: setTraffic,
  }),
  defineOperation({
    id: "rollBackDeployment",
    method: "POST",
    path: `${path}/{deployment}/rollback`,
    access: "deployment:write",
    tag,
    summary: "Go back at once: to the plan before, or to a revision",
    params: one,
    body: rollBackInput.omit(named),
    answer: deploymentEntity,
    run: rollBackDeployment,
  }),
];
