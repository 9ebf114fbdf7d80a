import { z } from "zod";
import { pageInput } from "@/lib/core/page";
import { createSchedule, deleteSchedule, reviseSchedule } from "@/lib/pipelines/commands/schedules";
import { getSchedule, listFirings, listSchedules } from "@/lib/pipelines/queries/schedules";
import { pipelineInput } from "@/lib/pipelines/schema/pipelines";
import { scheduleFields, scheduleInput } from "@/lib/pipelines/schema/schedules";
import { pageOf } from "../entities";
import { defineOperation } from "../rest-route";
import { firingEntity, scheduleEntity } from "../schedule-entities";
import { inWorkspacePath } from "./path";

const tag = "Pipelines";
const path = "/workspaces/{workspace}/pipelines/{pipelineId}/schedules";
const one = `${path}/{scheduleId}`;
const pipeline = inWorkspacePath.extend(pipelineInput.shape);
const schedule = inWorkspacePath.extend(scheduleInput.shape);

export const scheduleOperations = [
  defineOperation({
    id: "listPipelineSchedules",
    method: "GET",
    path,
    access: "pipeline:read",
    tag,
    summary: "When a pipeline is launched by itself",
    params: pipeline,
    answer: z.object({ items: z.array(scheduleEntity) }),
    run: async (actor, input) => ({ items: await listSchedules(actor, input) }),
  }),
  defineOperation({
    id: "createPipelineSchedule",
    method: "POST",
    path,
    access: "pipeline:write",
    tag,
    summary: "Launch a pipeline by itself, in your name; the scope tracking:write is needed too",
    params: pipeline,
    body: scheduleFields,
    answer: scheduleEntity,
    status: 201,
    run: createSchedule,
  }),
  defineOperation({
    id: "getPipelineSchedule",
    method: "GET",
    path: one,
    access: "pipeline:read",
    tag,
    summary: "One schedule with its next due moments",
    params: schedule,
    answer: scheduleEntity,
    run: getSchedule,
  }),
  defineOperation({
    id: "revisePipelineSchedule",
    method: "PUT",
    path: one,
    access: "pipeline:write",
    tag,
    summary: "Save all of a schedule anew; from then on it launches in your name",
    params: schedule,
    body: scheduleFields,
    answer: scheduleEntity,
    run: reviseSchedule,
  }),
  defineOperation({
    id: "deletePipelineSchedule",
    method: "DELETE",
    path: one,
    access: "pipeline:write",
    tag,
    summary: "Delete a schedule with its history; its jobs stay",
    params: schedule,
    answer: null,
    run: deleteSchedule,
  }),
  defineOperation({
    id: "listPipelineFirings",
    method: "GET",
    path: `${one}/firings`,
    access: "pipeline:read",
    tag,
    summary: "What became of each due moment, the newest first",
    params: schedule,
    query: pageInput,
    answer: pageOf(firingEntity),
    run: listFirings,
  }),
];
