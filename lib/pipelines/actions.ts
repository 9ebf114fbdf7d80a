"use server";
import { refresh } from "next/cache";
import { defineAction, inWorkspace } from "@/lib/access/define-action";
import { createHook, deleteHook, reviseHook, rotateHook } from "./commands/hooks";
import { launchPipeline } from "./commands/launch";
import {
  archivePipeline,
  createPipeline,
  restorePipeline,
  revisePipeline,
} from "./commands/pipelines";
import { createSchedule, deleteSchedule, reviseSchedule } from "./commands/schedules";
import { hookFields, hookInput, reviseHookInput, rotateHookInput } from "./schema/hooks";
import {
  createPipelineInput,
  launchPipelineInput,
  pipelineInput,
  revisePipelineInput,
} from "./schema/pipelines";
import { scheduleFields, scheduleInput } from "./schema/schedules";

const onePipeline = inWorkspace.extend(pipelineInput.shape);

export const createPipelineAction = defineAction({
  input: inWorkspace.extend(createPipelineInput.shape),
  run: createPipeline,
});

export const revisePipelineAction = defineAction({
  input: onePipeline.extend(revisePipelineInput.shape),
  run: revisePipeline,
  onSuccess: refresh,
});

export const archivePipelineAction = defineAction({
  input: onePipeline,
  run: archivePipeline,
  onSuccess: refresh,
});

export const restorePipelineAction = defineAction({
  input: onePipeline,
  run: restorePipeline,
  onSuccess: refresh,
});

export const launchPipelineAction = defineAction({
  input: onePipeline.extend(launchPipelineInput.shape),
  run: launchPipeline,
});

export const createScheduleAction = defineAction({
  input: onePipeline.and(scheduleFields),
  run: createSchedule,
  onSuccess: refresh,
});

export const reviseScheduleAction = defineAction({
  input: inWorkspace.extend(scheduleInput.shape).and(scheduleFields),
  run: reviseSchedule,
  onSuccess: refresh,
});

export const deleteScheduleAction = defineAction({
  input: inWorkspace.extend(scheduleInput.shape),
  run: deleteSchedule,
  onSuccess: refresh,
});

export const createHookAction = defineAction({
  input: onePipeline.extend(hookFields.shape),
  run: createHook,
  onSuccess: refresh,
});

export const rotateHookAction = defineAction({
  input: inWorkspace.extend(hookInput.shape).extend(rotateHookInput.shape),
  run: rotateHook,
  onSuccess: refresh,
});

export const reviseHookAction = defineAction({
  input: inWorkspace.extend(hookInput.shape).extend(reviseHookInput.shape),
  run: reviseHook,
  onSuccess: refresh,
});

export const deleteHookAction = defineAction({
  input: inWorkspace.extend(hookInput.shape),
  run: deleteHook,
  onSuccess: refresh,
});
