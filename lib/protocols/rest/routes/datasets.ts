import { z } from "zod";
import { pageInput } from "@/lib/core/page";
import { addCheck, inspectVersion, removeCheck } from "@/lib/datasets/commands/checks";
import { uploadVersion } from "@/lib/datasets/commands/upload";
import { getDataset, listDatasets, listVersions } from "@/lib/datasets/queries/datasets";
import { listUses } from "@/lib/datasets/queries/uses";
import { exportVersionFile } from "@/lib/datasets/queries/version-file";
import { compareVersions, getVersion } from "@/lib/datasets/queries/versions";
import {
  addCheckInput,
  datasetInput,
  removeCheckInput,
  versionInput,
} from "@/lib/datasets/schema/checks";
import { compareInput, listDatasetsInput } from "@/lib/datasets/schema/lists";
import { uploadInput } from "@/lib/datasets/schema/upload";
import { announcedSize, bodyOf } from "@/lib/storage/stream-bodies";
import {
  checkEntity,
  comparisonEntity,
  datasetEntity,
  datasetVersionEntity,
  runUseEntity,
  versionDetailEntity,
} from "../dataset-entities";
import { pageOf } from "../entities";
import { defineExport, defineOperation } from "../rest-route";
import { inWorkspacePath } from "./path";

const tag = "Datasets";
const path = "/workspaces/{workspace}/datasets";
const one = inWorkspacePath.extend(datasetInput.shape);
const version = inWorkspacePath.extend(versionInput.shape);
const versionPath = `${path}/{datasetId}/versions/{number}`;

const reading = [
  defineOperation({
    id: "listDatasets",
    method: "GET",
    path,
    access: "dataset:read",
    tag,
    summary: "Datasets of the workspace, the last used first",
    params: inWorkspacePath,
    query: listDatasetsInput,
    answer: pageOf(datasetEntity),
    run: listDatasets,
  }),
  defineOperation({
    id: "getDataset",
    method: "GET",
    path: `${path}/{datasetId}`,
    access: "dataset:read",
    tag,
    summary: "One dataset",
    params: one,
    answer: datasetEntity,
    run: getDataset,
  }),
  defineOperation({
    id: "listDatasetVersions",
    method: "GET",
    path: `${path}/{datasetId}/versions`,
    access: "dataset:read",
    tag,
    summary: "Versions of a dataset, newest first",
    params: one,
    query: pageInput,
    answer: pageOf(datasetVersionEntity),
    run: listVersions,
  }),
  defineOperation({
    id: "getDatasetVersion",
    method: "GET",
    path: versionPath,
    access: "dataset:read",
    tag,
    summary: "One version: columns, profile and results of checks",
    params: version,
    answer: versionDetailEntity,
    run: getVersion,
  }),
  defineOperation({
    id: "listDatasetVersionUses",
    method: "GET",
    path: `${versionPath}/uses`,
    access: "dataset:read",
    tag,
    summary: "Runs that read a version, and the model versions they led to",
    params: version,
    query: pageInput,
    answer: pageOf(runUseEntity),
    run: listUses,
  }),
  defineExport({
    id: "exportDatasetVersionFile",
    path: `${versionPath}/file`,
    access: "dataset:read",
    tag,
    summary: "The file of an uploaded version",
    fileTypes: ["text/csv", "application/vnd.apache.parquet"],
    params: version,
    run: exportVersionFile,
  }),
  defineOperation({
    id: "compareDatasetVersions",
    method: "GET",
    path: `${versionPath}/comparison`,
    access: "dataset:read",
    tag,
    summary: "What changed from another version to this one",
    params: version,
    query: compareInput.pick({ with: true }),
    answer: comparisonEntity,
    run: compareVersions,
  }),
];

export const datasetOperations = [
  ...reading,
  defineOperation({
    id: "inspectDatasetVersion",
    method: "POST",
    path: `${versionPath}/inspect`,
    access: "dataset:write",
    tag,
    summary: "Compute the profile and evaluate the checks of a version, in the background",
    params: version,
    answer: z.object({ number: z.int() }),
    status: 202,
    run: inspectVersion,
  }),
  defineOperation({
    id: "addDatasetCheck",
    method: "POST",
    path: `${path}/{datasetId}/checks`,
    access: "dataset:write",
    tag,
    summary: "Add a rule that every version should meet",
    params: one,
    body: addCheckInput.omit({ datasetId: true }),
    answer: checkEntity,
    status: 201,
    run: addCheck,
  }),
  defineOperation({
    id: "removeDatasetCheck",
    method: "DELETE",
    path: `${path}/{datasetId}/checks/{checkId}`,
    access: "dataset:write",
    tag,
    summary: "End a rule; what it found stays on record",
    params: inWorkspacePath.extend(removeCheckInput.shape),
    answer: null,
    run: async (actor, input) => {
      await removeCheck(actor, input);
    },
  }),
];

/** Operations whose body is a file, handed on as it arrives. */
export const datasetFileOperations = [
  defineOperation({
    id: "uploadDatasetVersion",
    method: "POST",
    path: `${path}/upload`,
    access: "dataset:write",
    tag,
    summary:
      "Upload a CSV or Parquet file as a version, of the dataset of an id or of the uploaded dataset of a name",
    params: inWorkspacePath,
    query: uploadInput,
    isFile: true,
    answer: z
      .object({ version: datasetVersionEntity, isNew: z.boolean() })
      .meta({ id: "UploadedVersion" }),
    status: 201,
    run: (actor, input, request) =>
      uploadVersion(actor, input, bodyOf(request), announcedSize(request)),
  }),
];
