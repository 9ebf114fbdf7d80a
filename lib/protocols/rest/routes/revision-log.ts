import { z } from "zod";
import { deploymentInput, revisionInput } from "@/lib/deployments/schema/deployments";
import { describeInput } from "@/lib/gateway/queries/playground";
import { exportRevisionLog, readRevisionLog } from "@/lib/gateway/queries/revision-log";
import { describeInputInput } from "@/lib/gateway/schema/playground";
import { defineExport, defineOperation } from "../rest-route";
import { inWorkspacePath } from "./path";

const revisionLogEntity = z
  .object({
    text: z.string().meta({ description: "The last half MiB at most" }),
    lastAt: z.iso.datetime().nullable(),
  })
  .meta({ id: "RevisionLog" });

const inputEntity = z
  .object({
    revision: z.int(),
    model: z.string(),
    version: z.int(),
    columns: z
      .array(z.object({ name: z.string(), type: z.string(), isRequired: z.boolean() }))
      .nullable()
      .meta({ description: "Null for tensors, and without a signature" }),
    example: z.string().meta({ description: "A body of /serve/{deployment}/invocations, as JSON" }),
    isLogged: z.boolean().meta({ description: "Whether it was logged with the model" }),
  })
  .meta({ id: "DeploymentInput" });

export const revisionLogOperations = [
  defineOperation({
    id: "readRevisionLog",
    method: "GET",
    path: "/workspaces/{workspace}/deployments/{deployment}/revisions/{revision}/log",
    access: "deployment:read",
    tag: "Deployments",
    summary: "The last of what a revision's own process printed",
    params: inWorkspacePath.extend(revisionInput.shape),
    answer: revisionLogEntity,
    run: readRevisionLog,
  }),
  defineExport({
    id: "exportRevisionLog",
    path: "/workspaces/{workspace}/deployments/{deployment}/revisions/{revision}/log/export",
    access: "deployment:read",
    tag: "Deployments",
    summary: "The same as text",
    fileTypes: ["text/plain"],
    params: inWorkspacePath.extend(revisionInput.shape),
    query: z.object({}),
    run: exportRevisionLog,
  }),
  defineOperation({
    id: "describeDeploymentInput",
    method: "GET",
    path: "/workspaces/{workspace}/deployments/{deployment}/input",
    access: "deployment:read",
    tag: "Deployments",
    summary:
      "What a deployment takes, with an example; the one logged with the model needs tracking:read",
    params: inWorkspacePath.extend(deploymentInput.shape),
    query: describeInputInput.omit({ deployment: true }),
    answer: inputEntity,
    run: describeInput,
  }),
];
