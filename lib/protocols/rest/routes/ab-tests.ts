import { decideAbTest, startAbTest } from "@/lib/deployments/commands/ab-tests";
import { listAbTests, readAbTest } from "@/lib/deployments/queries/ab-tests";
import {
  abTestInput,
  decideAbTestInput,
  listAbTestsInput,
  startAbTestInput,
} from "@/lib/deployments/schema/ab-tests";
import { deploymentInput } from "@/lib/deployments/schema/deployments";
import { pageOf } from "../entities";
import { defineOperation } from "../rest-route";
import { abTestEntity } from "../rollout-entities";
import { inWorkspacePath } from "./path";

const tag = "A/B tests";
const path = "/workspaces/{workspace}/deployments/{deployment}/ab-tests";
const one = inWorkspacePath.extend(abTestInput.shape);
const all = inWorkspacePath.extend(deploymentInput.shape);

export const abTestOperations = [
  defineOperation({
    id: "listAbTests",
    method: "GET",
    path,
    access: "deployment:read",
    tag,
    summary: "A/B tests of a deployment with their results, newest first",
    params: all,
    query: listAbTestsInput.omit({ deployment: true }),
    answer: pageOf(abTestEntity),
    run: listAbTests,
  }),
  defineOperation({
    id: "startAbTest",
    method: "POST",
    path,
    access: "deployment:write",
    tag,
    summary: "Ask whether one revision is better than another; what is asked never changes",
    params: all,
    body: startAbTestInput.omit({ deployment: true }),
    answer: abTestEntity,
    status: 201,
    run: startAbTest,
  }),
  defineOperation({
    id: "getAbTest",
    method: "GET",
    path: `${path}/{test}`,
    access: "deployment:read",
    tag,
    summary: "One A/B test with its result now, or as it was when it was decided",
    params: one,
    answer: abTestEntity,
    run: readAbTest,
  }),
  defineOperation({
    id: "decideAbTest",
    method: "POST",
    path: `${path}/{test}/decide`,
    access: "deployment:write",
    tag,
    summary:
      "End an A/B test: ship the treatment, roll it back, or stop without a change of traffic",
    params: one,
    body: decideAbTestInput.omit({ deployment: true, test: true }),
    answer: abTestEntity,
    run: decideAbTest,
  }),
];
