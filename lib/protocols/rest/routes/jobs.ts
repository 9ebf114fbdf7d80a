import { z } from "zod";
import { createBackend, reviseBackend } from "@/lib/compute/commands/backends";
import { cancelJob } from "@/lib/compute/commands/cancel";
import { launchJob } from "@/lib/compute/commands/launch";
import { runAgain, testBackend } from "@/lib/compute/commands/run-again";
import { checkBackend, listBackendQueues } from "@/lib/compute/queries/backends";
import { getJob, listJobs } from "@/lib/compute/queries/jobs";
import { exportLog, readLog } from "@/lib/compute/queries/log";
import { getProvenance, getUsage } from "@/lib/compute/queries/provenance";
import { listQueue } from "@/lib/compute/queries/queues";
import { compareRunProvenance, getRunProvenance } from "@/lib/compute/queries/run-provenance";
import {
  backendInput,
  createBackendInput,
  reviseBackendInput,
} from "@/lib/compute/schema/backends";
import { jobInput, launchInput, listJobsInput, logInput } from "@/lib/compute/schema/jobs";
import { compareProvenanceInput, runProvenanceInput } from "@/lib/compute/schema/provenance";
import { pageInput } from "@/lib/core/page";
import { pageOf } from "../entities";
import {
  backendCheckEntity,
  backendEntity,
  jobEntity,
  logEntity,
  provenanceComparisonEntity,
  provenanceEntity,
  queuedJobEntity,
  runProvenanceEntity,
  usageEntity,
} from "../job-entities";
import { defineExport, defineOperation } from "../rest-route";
import { inWorkspacePath } from "./path";

const tag = "Jobs";
const path = "/workspaces/{workspace}/jobs";
const one = inWorkspacePath.extend(jobInput.shape);
const runs = "/workspaces/{workspace}/runs";
const backends = "/workspaces/{workspace}/compute-backends";
const backend = inWorkspacePath.extend(backendInput.shape);

const queueOperation = defineOperation({
  id: "listJobQueue",
  method: "GET",
  path: "/workspaces/{workspace}/job-queue",
  access: "job:read",
  tag,
  summary: "Jobs that wait, in the order in which they begin, each with what it waits for",
  params: inWorkspacePath,
  query: pageInput,
  answer: pageOf(queuedJobEntity),
  run: listQueue,
});

const backendOperations = [
  defineOperation({
    id: "listComputeBackends",
    method: "GET",
    path: backends,
    access: "backend:read",
    tag,
    summary: "Where jobs of the workspace can run",
    params: inWorkspacePath,
    answer: z.object({ items: z.array(backendEntity) }),
    run: async (actor) => ({ items: await listBackendQueues(actor) }),
  }),
  defineOperation({
    id: "createComputeBackend",
    method: "POST",
    path: backends,
    access: "backend:manage",
    tag,
    summary: "Add a Ray cluster on which jobs of the workspace can run",
    params: inWorkspacePath,
    body: createBackendInput,
    answer: backendInput,
    status: 201,
    run: createBackend,
  }),
  defineOperation({
    id: "reviseComputeBackend",
    method: "PATCH",
    path: `${backends}/{backendId}`,
    access: "backend:manage",
    tag,
    summary:
      "Change how many jobs a backend runs at once, switch it off, or say how a cluster is reached",
    params: backend,
    body: reviseBackendInput,
    answer: null,
    run: reviseBackend,
  }),
  defineOperation({
    id: "checkComputeBackend",
    method: "POST",
    path: `${backends}/{backendId}/check`,
    access: "backend:manage",
    tag,
    summary: "Ask a backend whether it could run a job now",
    params: backend,
    answer: backendCheckEntity,
    run: checkBackend,
  }),
  defineOperation({
    id: "testComputeBackend",
    method: "POST",
    path: `${backends}/{backendId}/test`,
    access: "backend:manage",
    tag,
    summary: "Launch a job that says where it runs and whether it reaches this server",
    params: backend,
    answer: jobEntity,
    status: 201,
    run: testBackend,
  }),
];

const provenanceOperations = [
  defineOperation({
    id: "getRunProvenance",
    method: "GET",
    path: `${runs}/{runUuid}/provenance`,
    access: "run:read",
    tag,
    summary: "Where a run came from: as its job was found, or as its client logged",
    params: inWorkspacePath.extend(runProvenanceInput.shape),
    answer: runProvenanceEntity,
    run: getRunProvenance,
  }),
  defineOperation({
    id: "compareRunProvenance",
    method: "GET",
    path: `${runs}/compare-provenance`,
    access: "run:read",
    tag,
    summary: "How runs came to be, side by side: first what differs",
    params: inWorkspacePath,
    query: compareProvenanceInput,
    answer: provenanceComparisonEntity,
    run: compareRunProvenance,
  }),
];

export const jobOperations = [
  queueOperation,
  ...backendOperations,
  ...provenanceOperations,
  defineOperation({
    id: "listJobs",
    method: "GET",
    path,
    access: "job:read",
    tag,
    summary: "Jobs of the workspace, newest first",
    params: inWorkspacePath,
    query: listJobsInput,
    answer: pageOf(jobEntity),
    run: listJobs,
  }),
  defineOperation({
    id: "launchJob",
    method: "POST",
    path,
    access: "job:launch",
    tag,
    summary: "Queue a command; the scope tracking:write is needed too, for the run it logs to",
    params: inWorkspacePath,
    body: launchInput,
    answer: jobEntity,
    status: 201,
    run: launchJob,
  }),
  defineOperation({
    id: "getJob",
    method: "GET",
    path: `${path}/{number}`,
    access: "job:read",
    tag,
    summary: "One job",
    params: one,
    answer: jobEntity,
    run: getJob,
  }),
  defineOperation({
    id: "cancelJob",
    method: "POST",
    path: `${path}/{number}/cancel`,
    access: "job:stop",
    tag,
    summary: "Cancel a job: your own, or any as an admin",
    params: one,
    answer: jobEntity,
    run: cancelJob,
  }),
  defineOperation({
    id: "runJobAgain",
    method: "POST",
    path: `${path}/{number}/run-again`,
    access: "job:launch",
    tag,
    summary: "Launch what a job was once more; the scope tracking:write is needed too",
    params: one,
    answer: jobEntity,
    status: 201,
    run: runAgain,
  }),
  defineOperation({
    id: "getJobProvenance",
    method: "GET",
    path: `${path}/{number}/provenance`,
    access: "job:read",
    tag,
    summary: "What a job's run was made of: code, packages, seeds, machine, and what is not pinned",
    params: one,
    answer: provenanceEntity,
    run: getProvenance,
  }),
  defineOperation({
    id: "getJobUsage",
    method: "GET",
    path: `${path}/{number}/usage`,
    access: "job:read",
    tag,
    summary: "CPU and memory of a job's processes over time",
    params: one,
    answer: usageEntity,
    run: getUsage,
  }),
  defineOperation({
    id: "readJobLog",
    method: "GET",
    path: `${path}/{number}/log`,
    access: "job:read",
    tag,
    summary: "What a job printed, from a place on",
    params: one,
    query: logInput,
    answer: logEntity,
    run: readLog,
  }),
  defineExport({
    id: "exportJobLog",
    path: `${path}/{number}/log/export`,
    access: "job:read",
    tag,
    summary: "All that a job has printed so far, as text",
    fileTypes: ["text/plain"],
    params: one,
    query: z.object({}),
    run: exportLog,
  }),
];
