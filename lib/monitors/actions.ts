"use server";
import { refresh } from "next/cache";
import { defineAction, inWorkspace } from "@/lib/access/define-action";
import { createMonitor } from "./commands/create";
import { removeMonitor, reviseMonitor } from "./commands/monitors";
import { definePerformanceOf, endPerformance } from "./commands/performance";
import { redefineMonitor } from "./commands/redefine";
import { watchDataset } from "./commands/watch-dataset";
import { previewDefinition } from "./queries/draft-definition";
import { draftDefinitionInput, redefineMonitorInput } from "./schema/definitions";
import {
  createMonitorInput,
  monitorInput,
  reviseMonitorInput,
  watchDatasetInput,
} from "./schema/monitors";
import { definePerformanceInput } from "./schema/performance";

const oneMonitor = inWorkspace.extend(monitorInput.shape);

export const createMonitorAction = defineAction({
  input: inWorkspace.extend(createMonitorInput.shape),
  run: createMonitor,
});

export const watchDatasetAction = defineAction({
  input: inWorkspace.extend(watchDatasetInput.shape),
  run: watchDataset,
});

export const reviseMonitorAction = defineAction({
  input: oneMonitor.and(reviseMonitorInput),
  run: reviseMonitor,
  onSuccess: refresh,
});

export const removeMonitorAction = defineAction({ input: oneMonitor, run: removeMonitor });

export const previewDefinitionAction = defineAction({
  input: oneMonitor.extend(draftDefinitionInput.shape),
  run: previewDefinition,
});

export const redefineMonitorAction = defineAction({
  input: oneMonitor.extend(redefineMonitorInput.shape),
  run: redefineMonitor,
});

export const definePerformanceAction = defineAction({
  input: oneMonitor.extend(definePerformanceInput.shape),
  run: definePerformanceOf,
  onSuccess: refresh,
});

export const endPerformanceAction = defineAction({
  input: oneMonitor,
  run: endPerformance,
  onSuccess: refresh,
});
