import { redefineMonitor } from "@/lib/monitors/commands/redefine";
import { listDefinitions } from "@/lib/monitors/queries/definitions";
import { previewDefinition } from "@/lib/monitors/queries/draft-definition";
import {
  draftDefinitionInput,
  listDefinitionsInput,
  redefineMonitorInput,
} from "@/lib/monitors/schema/definitions";
import { monitorInput } from "@/lib/monitors/schema/monitors";
import { definitionEntity, definitionPreviewEntity } from "../definition-entities";
import { pageOf } from "../entities";
import { monitorEntity } from "../monitor-entities";
import { defineOperation } from "../rest-route";
import { inWorkspacePath } from "./path";

const tag = "Monitors";
const one = "/workspaces/{workspace}/monitors/{monitor}";
const monitor = inWorkspacePath.extend(monitorInput.shape);

export const monitorDefinitionOperations = [
  defineOperation({
    id: "redefineMonitor",
    method: "PUT",
    path: `${one}/definition`,
    access: "monitor:write",
    tag,
    summary:
      "Let another definition hold, in place of the version that was read; tracking:read is needed too, to read the reference",
    params: monitor,
    body: redefineMonitorInput,
    answer: monitorEntity,
    run: redefineMonitor,
  }),
  defineOperation({
    id: "previewMonitorDefinition",
    method: "POST",
    path: `${one}/definition/preview`,
    access: "monitor:write",
    tag,
    summary: "What a definition would change, and say of the newest windows, without keeping it",
    params: monitor,
    body: draftDefinitionInput,
    answer: definitionPreviewEntity,
    run: previewDefinition,
  }),
  defineOperation({
    id: "listMonitorDefinitions",
    method: "GET",
    path: `${one}/definitions`,
    access: "monitor:read",
    tag,
    summary: "Every definition that it had, the newest first, each with what it changed",
    params: monitor,
    query: listDefinitionsInput.omit({ monitor: true }),
    answer: pageOf(definitionEntity),
    run: listDefinitions,
  }),
];
