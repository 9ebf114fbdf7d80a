import { z } from "zod";
import { postOutcomes } from "@/lib/deployments/commands/outcomes";
import {
  abortRollout,
  pauseRollout,
  promoteRollout,
  resumeRollout,
  startRollout,
} from "@/lib/deployments/commands/rollouts";
import { listRolloutChecks, listRollouts, readRollout } from "@/lib/deployments/queries/rollouts";
import { deploymentInput } from "@/lib/deployments/schema/deployments";
import {
  changeRolloutInput,
  listChecksInput,
  listRolloutsInput,
  postOutcomesInput,
  promoteRolloutInput,
  rolloutInput,
  startRolloutInput,
} from "@/lib/deployments/schema/rollouts";
import { pageOf } from "../entities";
import { defineOperation } from "../rest-route";
import { checkResultEntity, rolloutEntity } from "../rollout-entities";
import { abTestOperations } from "./ab-tests";
import { inWorkspacePath } from "./path";

const tag = "Rollouts";
const deployment = "/workspaces/{workspace}/deployments/{deployment}";
const path = `${deployment}/rollouts`;
const one = inWorkspacePath.extend(rolloutInput.shape);
const all = inWorkspacePath.extend(deploymentInput.shape);
const inAll = { deployment: true } as const;
const inOne = { deployment: true, rollout: true } as const;

const moves = [
  ["pause", pauseRollout, "Stop a rollout where it is; guardrails go on"],
  ["resume", resumeRollout, "Let a paused rollout go on"],
  ["abort", abortRollout, "End a rollout: all of the traffic back to the stable revision"],
] as const;

const moveOperations = moves.map(([verb, run, summary]) =>
  defineOperation({
    id: `${verb}Rollout`,
    method: "POST",
    path: `${path}/{rollout}/${verb}`,
    access: "deployment:write",
    tag,
    summary,
    params: one,
    body: changeRolloutInput.omit(inOne),
    answer: rolloutEntity,
    run,
  }),
);

export const rolloutOperations = [
  defineOperation({
    id: "listRollouts",
    method: "GET",
    path,
    access: "deployment:read",
    tag,
    summary: "Rollouts of a deployment, newest first",
    params: all,
    query: listRolloutsInput.omit(inAll),
    answer: pageOf(rolloutEntity),
    run: listRollouts,
  }),
  defineOperation({
    id: "startRollout",
    method: "POST",
    path,
    access: "deployment:write",
    tag,
    summary: "Bring a revision into the traffic by steps, with guardrails that roll it back",
    params: all,
    body: startRolloutInput.omit(inAll),
    answer: rolloutEntity,
    status: 201,
    run: startRollout,
  }),
  defineOperation({
    id: "getRollout",
    method: "GET",
    path: `${path}/{rollout}`,
    access: "deployment:read",
    tag,
    summary: "One rollout with its decisions and the newest results of its checks",
    params: one,
    answer: rolloutEntity,
    run: readRollout,
  }),
  ...moveOperations,
  defineOperation({
    id: "promoteRollout",
    method: "POST",
    path: `${path}/{rollout}/promote`,
    access: "deployment:write",
    tag,
    summary: "Let the present step go on, or all of them",
    params: one,
    body: promoteRolloutInput.omit(inOne),
    answer: rolloutEntity,
    run: promoteRollout,
  }),
  defineOperation({
    id: "listRolloutChecks",
    method: "GET",
    path: `${path}/{rollout}/checks`,
    access: "deployment:read",
    tag,
    summary: "All that the checks of a rollout found, newest first",
    params: one,
    query: listChecksInput.omit(inOne),
    answer: pageOf(checkResultEntity),
    run: listRolloutChecks,
  }),
  defineOperation({
    id: "postOutcomes",
    method: "POST",
    path: `${deployment}/outcomes`,
    access: "deployment:write",
    tag,
    summary: "Post what came of predictions, summed up by revision: for checks and A/B tests",
    params: all,
    body: postOutcomesInput.omit(inAll),
    answer: z.object({ added: z.int() }),
    run: postOutcomes,
  }),
  ...abTestOperations,
];
