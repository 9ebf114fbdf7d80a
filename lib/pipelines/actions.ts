"use server";
import { refresh } from "next/cache";
import { defineAction, inWorkspace } from "@/lib/access/define-action";
import { launchPipeline } from "./commands/launch";
import {
  archivePipeline,
  createPipeline,
  restorePipeline,
  revisePipeline,
} from "./commands/pipelines";
import { createSchedule, deleteSchedule, reviseSchedule } from "./commands/schedules";
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
