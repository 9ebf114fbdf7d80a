import { exportComparison } from "@/lib/monitors/queries/comparison-files";
import { compareSides } from "@/lib/monitors/queries/comparisons";
import { computeExactly } from "@/lib/monitors/queries/exact";
import { sampleRows } from "@/lib/monitors/queries/samples";
import {
  compareSidesInput,
  computeExactlyInput,
  exportComparisonInput,
} from "@/lib/monitors/schema/comparisons";
import { monitorInput } from "@/lib/monitors/schema/monitors";
import { sampleRowsInput } from "@/lib/monitors/schema/samples";
import { exactEntity, monitorComparisonEntity, samplePageEntity } from "../comparison-entities";
import { defineExport, defineOperation } from "../rest-route";
import { inWorkspacePath } from "./path";

const tag = "Monitors";
const one = "/workspaces/{workspace}/monitors/{monitor}";
const params = inWorkspacePath.extend(monitorInput.shape);

export const comparisonOperations = [
  defineOperation({
    id: "compareMonitorWindows",
    method: "GET",
    path: `${one}/comparison`,
    access: "monitor:read",
    tag,
    summary: "Any two windows, or the reference and one, column by column in the same bins",
    params,
    query: compareSidesInput.omit({ monitor: true }),
    answer: monitorComparisonEntity,
    run: compareSides,
  }),
  defineOperation({
    id: "computeMonitorExactly",
    method: "GET",
    path: `${one}/comparison/exact`,
    access: "deployment:read",
    tag,
    summary:
      "Methods of the statistics API over the raw rows of both sides: of the reference’s file and of the log; monitoring:read and tracking:read are needed too",
    params,
    query: computeExactlyInput.omit({ monitor: true }),
    answer: exactEntity,
    run: (actor, input) => computeExactly(actor, input),
  }),
  defineOperation({
    id: "sampleMonitorRows",
    method: "GET",
    path: `${one}/rows`,
    access: "deployment:read",
    tag,
    summary:
      "Rows of the log of predictions that a window counted: those in outlying bins, or drawn; monitoring:read is needed too",
    params,
    query: sampleRowsInput.omit({ monitor: true }),
    answer: samplePageEntity,
    run: sampleRows,
  }),
  defineExport({
    id: "exportMonitorComparison",
    path: `${one}/comparison/export`,
    access: "monitor:read",
    tag,
    summary: "The same as a page to print, or every column's findings as CSV",
    fileTypes: ["text/html", "text/csv"],
    params,
    query: exportComparisonInput.omit({ monitor: true }),
    run: exportComparison,
  }),
];
