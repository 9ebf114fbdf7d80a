import { createSweep } from "@/lib/sweeps/commands/create";
import { stopSweep } from "@/lib/sweeps/commands/stop";
import { getSweep, listSweeps, listTrials } from "@/lib/sweeps/queries/sweeps";
import {
  createSweepInput,
  listSweepsInput,
  listTrialsInput,
  sweepInput,
} from "@/lib/sweeps/schema";
import { pageOf } from "../entities";
import { defineOperation } from "../rest-route";
import { sweepEntity, trialEntity } from "../sweep-entities";
import { inWorkspacePath } from "./path";

const tag = "Sweeps";
const path = "/workspaces/{workspace}/sweeps";
const one = inWorkspacePath.extend(sweepInput.shape);

export const sweepOperations = [
  defineOperation({
    id: "listSweeps",
    method: "GET",
    path,
    access: "job:read",
    tag,
    summary: "Sweeps of the workspace, newest first",
    params: inWorkspacePath,
    query: listSweepsInput,
    answer: pageOf(sweepEntity),
    run: listSweeps,
  }),
  defineOperation({
    id: "createSweep",
    method: "POST",
    path,
    access: "job:launch",
    tag,
    summary:
      "Launch a job for each combination of values, a few at a time; the scope tracking:write is needed too",
    params: inWorkspacePath,
    body: createSweepInput,
    answer: sweepEntity,
    status: 201,
    run: createSweep,
  }),
  defineOperation({
    id: "getSweep",
    method: "GET",
    path: `${path}/{number}`,
    access: "job:read",
    tag,
    summary: "One sweep, with its counts and its best trial",
    params: one,
    answer: sweepEntity,
    run: getSweep,
  }),
  defineOperation({
    id: "listSweepTrials",
    method: "GET",
    path: `${path}/{number}/trials`,
    access: "job:read",
    tag,
    summary: "The combinations of a sweep, with the job, the status and the metric of each",
    params: one,
    query: listTrialsInput,
    answer: pageOf(trialEntity),
    run: listTrials,
  }),
  defineOperation({
    id: "stopSweep",
    method: "POST",
    path: `${path}/{number}/stop`,
    access: "job:stop",
    tag,
    summary: "Queue no more jobs of a sweep and cancel the others: your own, or any as an admin",
    params: one,
    answer: sweepEntity,
    run: stopSweep,
  }),
];
