import { z } from "zod";
import { pageInput } from "@/lib/core/page";
import { createHook, deleteHook, reviseHook, rotateHook } from "@/lib/pipelines/commands/hooks";
import { getHook, listHookDeliveries, listHooks } from "@/lib/pipelines/queries/hooks";
import {
  hookFields,
  hookInput,
  reviseHookInput,
  rotateHookInput,
} from "@/lib/pipelines/schema/hooks";
import { pipelineInput } from "@/lib/pipelines/schema/pipelines";
import { pageOf } from "../entities";
import { hookDeliveryEntity, hookEntity, hookSecretEntity } from "../hook-entities";
import { defineOperation } from "../rest-route";
import { inWorkspacePath } from "./path";

const tag = "Pipelines";
const path = "/workspaces/{workspace}/pipelines/{pipelineId}/hooks";
const one = `${path}/{hookId}`;
const pipeline = inWorkspacePath.extend(pipelineInput.shape);
const hook = inWorkspacePath.extend(hookInput.shape);

export const hookOperations = [
  defineOperation({
    id: "listPipelineHooks",
    method: "GET",
    path,
    access: "pipeline:read",
    tag,
    summary: "Where other systems launch a pipeline by what they sign",
    params: pipeline,
    answer: z.object({ items: z.array(hookEntity) }),
    run: async (actor, input) => ({ items: await listHooks(actor, input) }),
  }),
  defineOperation({
    id: "createPipelineHook",
    method: "POST",
    path,
    access: "pipeline:write",
    tag,
    summary: "Make a webhook that launches in your name; its secret is answered this once",
    params: pipeline,
    body: hookFields,
    answer: hookSecretEntity,
    status: 201,
    run: createHook,
  }),
  defineOperation({
    id: "getPipelineHook",
    method: "GET",
    path: one,
    access: "pipeline:read",
    tag,
    summary: "One webhook, without its secret",
    params: hook,
    answer: hookEntity,
    run: getHook,
  }),
  defineOperation({
    id: "revisePipelineHook",
    method: "PATCH",
    path: one,
    access: "pipeline:write",
    tag,
    summary: "Switch a webhook off or on; switched on, it launches in your name",
    params: hook,
    body: reviseHookInput,
    answer: hookEntity,
    run: reviseHook,
  }),
  defineOperation({
    id: "rotatePipelineHook",
    method: "POST",
    path: `${one}/rotate`,
    access: "pipeline:write",
    tag,
    summary: "Make another secret, and launch in your name from then on",
    params: hook,
    body: rotateHookInput,
    answer: hookSecretEntity,
    run: rotateHook,
  }),
  defineOperation({
    id: "deletePipelineHook",
    method: "DELETE",
    path: one,
    access: "pipeline:write",
    tag,
    summary: "Delete a webhook with its history; its jobs stay",
    params: hook,
    answer: null,
    run: deleteHook,
  }),
  defineOperation({
    id: "listPipelineHookDeliveries",
    method: "GET",
    path: `${one}/deliveries`,
    access: "pipeline:read",
    tag,
    summary: "What was sent to a webhook, the newest first",
    params: hook,
    query: pageInput,
    answer: pageOf(hookDeliveryEntity),
    run: listHookDeliveries,
  }),
];
