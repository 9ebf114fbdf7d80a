import { pageInput } from "@/lib/core/page";
import { launchPipeline } from "@/lib/pipelines/commands/launch";
import {
  archivePipeline,
  createPipeline,
  restorePipeline,
  revisePipeline,
} from "@/lib/pipelines/commands/pipelines";
import {
  getPipeline,
  getVersion,
  listPipelines,
  listVersions,
} from "@/lib/pipelines/queries/pipelines";
import {
  createPipelineInput,
  launchPipelineInput,
  listPipelinesInput,
  pipelineInput,
  revisePipelineInput,
  versionInput,
} from "@/lib/pipelines/schema/pipelines";
import { pageOf } from "../entities";
import { jobEntity } from "../job-entities";
import {
  pipelineEntity,
  pipelineSummaryEntity,
  pipelineVersionEntity,
  pipelineVersionSummaryEntity,
} from "../pipeline-entities";
import { defineOperation } from "../rest-route";
import { inWorkspacePath } from "./path";

const tag = "Pipelines";
const path = "/workspaces/{workspace}/pipelines";
const one = `${path}/{pipelineId}`;
const pipeline = inWorkspacePath.extend(pipelineInput.shape);

export const pipelineOperations = [
  defineOperation({
    id: "listPipelines",
    method: "GET",
    path,
    access: "pipeline:read",
    tag,
    summary: "Pipelines of the workspace by name",
    params: inWorkspacePath,
    query: listPipelinesInput,
    answer: pageOf(pipelineSummaryEntity),
    run: listPipelines,
  }),
  defineOperation({
    id: "createPipeline",
    method: "POST",
    path,
    access: "pipeline:write",
    tag,
    summary: "Declare a pipeline; a declaration that is wrong is refused with line and field",
    params: inWorkspacePath,
    body: createPipelineInput,
    answer: pipelineEntity,
    status: 201,
    run: createPipeline,
  }),
  defineOperation({
    id: "getPipeline",
    method: "GET",
    path: one,
    access: "pipeline:read",
    tag,
    summary: "One pipeline with its newest declaration",
    params: pipeline,
    answer: pipelineEntity,
    run: getPipeline,
  }),
  defineOperation({
    id: "revisePipeline",
    method: "PATCH",
    path: one,
    access: "pipeline:write",
    tag,
    summary: "Change what is given; another declaration is another version",
    params: pipeline,
    body: revisePipelineInput,
    answer: pipelineEntity,
    run: revisePipeline,
  }),
  defineOperation({
    id: "archivePipeline",
    method: "POST",
    path: `${one}/archive`,
    access: "pipeline:write",
    tag,
    summary: "Launch it no more; its jobs stay",
    params: pipeline,
    answer: pipelineEntity,
    run: archivePipeline,
  }),
  defineOperation({
    id: "restorePipeline",
    method: "POST",
    path: `${one}/restore`,
    access: "pipeline:write",
    tag,
    summary: "Take an archived pipeline back",
    params: pipeline,
    answer: pipelineEntity,
    run: restorePipeline,
  }),
  defineOperation({
    id: "listPipelineVersions",
    method: "GET",
    path: `${one}/versions`,
    access: "pipeline:read",
    tag,
    summary: "Declarations of a pipeline without their texts, the newest first",
    params: pipeline,
    query: pageInput,
    answer: pageOf(pipelineVersionSummaryEntity),
    run: listVersions,
  }),
  defineOperation({
    id: "getPipelineVersion",
    method: "GET",
    path: `${one}/versions/{version}`,
    access: "pipeline:read",
    tag,
    summary: "One declaration of a pipeline",
    params: inWorkspacePath.extend(versionInput.shape),
    answer: pipelineVersionEntity,
    run: getVersion,
  }),
  defineOperation({
    id: "launchPipeline",
    method: "POST",
    path: `${one}/launches`,
    access: "job:launch",
    tag,
    summary:
      "Launch a job from its declaration; the scope tracking:write is needed too, for the run it logs to",
    params: pipeline,
    body: launchPipelineInput,
    answer: jobEntity,
    status: 201,
    run: launchPipeline,
  }),
];
