import { z } from "zod";
import { compareVersions } from "@/lib/models/queries/compare-versions";
import { listModels } from "@/lib/models/queries/list-models";
import { listVersions } from "@/lib/models/queries/list-versions";
import { getModel } from "@/lib/models/queries/model-overview";
import { exportVersionFiles } from "@/lib/models/queries/version-files";
import { compareVersionsInput, listModelsInput, listVersionsInput } from "@/lib/models/schema";
import { countedPageOf } from "../entities";
import {
  modelEntity,
  modelItemEntity,
  versionComparisonEntity,
  versionItemEntity,
} from "../model-entities";
import { defineExport, defineOperation } from "../rest-route";
import { inWorkspacePath } from "./path";

const tag = "Models";
const path = "/workspaces/{workspace}/models";
const { name, version, with: other, withModel } = compareVersionsInput.shape;

const ofModel = inWorkspacePath.extend({ name });

export const modelOperations = [
  defineOperation({
    id: "listModels",
    method: "GET",
    path,
    access: "model:read",
    tag,
    summary:
      "Registered models with what serves where, their risk tier and what is known of health",
    params: inWorkspacePath,
    query: listModelsInput,
    answer: countedPageOf(modelItemEntity),
    run: listModels,
  }),
  defineOperation({
    id: "getModel",
    method: "GET",
    path: `${path}/{name}`,
    access: "model:read",
    tag,
    summary: "A model: its risk, what stands where since when, what waits and what happened lately",
    params: ofModel,
    answer: modelEntity,
    run: getModel,
  }),
  defineOperation({
    id: "listModelVersions",
    method: "GET",
    path: `${path}/{name}/versions`,
    access: "model:read",
    tag,
    summary: "Versions of a model, newest first, each with the metrics asked for",
    params: ofModel,
    query: listVersionsInput.omit({ name: true }),
    answer: countedPageOf(versionItemEntity),
    run: listVersions,
  }),
  defineExport({
    id: "exportModelVersion",
    path: `${path}/{name}/versions/{version}/archive`,
    access: "artifact:read",
    tag,
    summary: "All files of a version as one tar archive",
    fileTypes: ["application/x-tar"],
    params: ofModel.extend({ version: z.string().max(20) }),
    run: exportVersionFiles,
  }),
  defineOperation({
    id: "compareModelVersions",
    method: "GET",
    path: `${path}/{name}/versions/{version}/comparison`,
    access: "model:read",
    tag,
    summary: "What changed from another version, the base, to this one, the candidate",
    params: inWorkspacePath.extend({ name, version }),
    query: z.object({
      with: other.meta({ description: "The base: a number, or @ and an alias" }),
      withModel: withModel.meta({ description: "The model of the base, if it is another one" }),
    }),
    answer: versionComparisonEntity,
    run: compareVersions,
  }),
];
