import { z } from "zod";
import { deploymentInput } from "@/lib/deployments/schema/deployments";
import { postLabels } from "@/lib/gateway/commands/labels";
import { eraseByKey, reviseLogSettings } from "@/lib/gateway/commands/prediction-log";
import { getLogSettings, getQuality } from "@/lib/gateway/queries/prediction-log";
import {
  exportPredictions,
  getPrediction,
  listPredictions,
} from "@/lib/gateway/queries/predictions";
import {
  eraseInput,
  labelsInput,
  listPredictionsInput,
  logSettingsInput,
  predictionFilter,
  predictionInput,
  qualityInput,
} from "@/lib/gateway/schema/predictions";
import { pageOf } from "../entities";
import {
  erasedEntity,
  logSettingsEntity,
  postedLabelsEntity,
  predictionDetailEntity,
  predictionEntity,
  qualityEntity,
} from "../prediction-entities";
import { defineExport, defineOperation } from "../rest-route";
import { inWorkspacePath } from "./path";

const tag = "Predictions";
const path = "/workspaces/{workspace}/deployments/{deployment}";
const one = inWorkspacePath.extend(deploymentInput.shape);

export const predictionOperations = [
  defineOperation({
    id: "listPredictions",
    method: "GET",
    path: `${path}/predictions`,
    access: "deployment:read",
    tag,
    summary: "What a deployment was asked and answered, newest first",
    params: one,
    query: listPredictionsInput,
    answer: pageOf(predictionEntity),
    run: listPredictions,
  }),
  defineExport({
    id: "exportPredictions",
    path: `${path}/predictions/export`,
    access: "deployment:read",
    tag,
    summary: "Everything that the filter finds with inputs and outputs, one JSON object a line",
    fileTypes: ["application/jsonl"],
    params: one,
    query: predictionFilter,
    run: exportPredictions,
  }),
  defineOperation({
    id: "getPrediction",
    method: "GET",
    path: `${path}/predictions/{predictionId}`,
    access: "deployment:read",
    tag,
    summary: "One prediction with inputs, outputs and labels",
    params: inWorkspacePath.extend(predictionInput.shape),
    answer: predictionDetailEntity,
    run: getPrediction,
  }),
  defineOperation({
    id: "erasePredictions",
    method: "POST",
    path: `${path}/predictions/erase`,
    access: "deployment:operate",
    tag,
    summary: "Erase every prediction and label of a business key, on record",
    params: one,
    body: eraseInput,
    answer: erasedEntity,
    run: eraseByKey,
  }),
  defineOperation({
    id: "getPredictionLog",
    method: "GET",
    path: `${path}/prediction-log`,
    access: "deployment:read",
    tag,
    summary: "What the log keeps of predictions",
    params: one,
    answer: logSettingsEntity,
    run: getLogSettings,
  }),
  defineOperation({
    id: "revisePredictionLog",
    method: "PATCH",
    path: `${path}/prediction-log`,
    access: "deployment:write",
    tag,
    summary: "Change the sample, the masked columns, the bounds or the retention of the log",
    params: one,
    body: logSettingsInput,
    answer: logSettingsEntity,
    run: reviseLogSettings,
  }),
  defineOperation({
    id: "getLiveQuality",
    method: "GET",
    path: `${path}/quality`,
    access: "deployment:read",
    tag,
    summary: "How right each revision was in a window, as far as labels tell by now",
    params: one,
    query: qualityInput,
    answer: z.object({ items: z.array(qualityEntity) }),
    run: async (actor, input) => ({ items: await getQuality(actor, input) }),
  }),
];

/** Their bodies may be lists and lines, and larger than others. */
export const labelOperations = [
  defineOperation({
    id: "postLabels",
    method: "POST",
    path: `${path}/labels`,
    access: "deployment:predict",
    tag,
    summary:
      "Say what was true: an object, a JSON array, or one object a line (application/x-ndjson)",
    params: one,
    body: labelsInput,
    answer: postedLabelsEntity,
    run: postLabels,
  }),
];
