"use server";
import { refresh } from "next/cache";
import { defineAction } from "@/lib/access/define-action";
import { deleteAlias, setAlias } from "./commands/aliases";
import { saveModelCard } from "./commands/cards";
import {
  createRegisteredModel,
  deleteModelTag,
  deleteRegisteredModel,
  describeRegisteredModel,
  renameRegisteredModel,
  setModelTag,
} from "./commands/registered-models";
import {
  deleteModelVersion,
  deleteVersionTag,
  describeModelVersion,
  setVersionTag,
  transitionStage,
} from "./commands/versions";
import {
  createModelInput,
  deleteAliasInput,
  describeModelInput,
  describeVersionInput,
  modelNameInput,
  modelTagInput,
  modelTagKeyInput,
  renameModelInput,
  setAliasInput,
  transitionStageInput,
  versionInput,
  versionTagInput,
  versionTagKeyInput,
} from "./schema";
import { saveCardOnScreenInput } from "./schema/cards";

export const createModelAction = defineAction({
  input: createModelInput,
  run: async (actor, { name, description }) => {
    await createRegisteredModel(actor, { name, description, tags: [] });
  },
});

export const renameModelAction = defineAction({
  input: renameModelInput,
  run: async (actor, input) => {
    await renameRegisteredModel(actor, input);
  },
});

export const describeModelAction = defineAction({
  input: describeModelInput,
  run: async (actor, input) => {
    await describeRegisteredModel(actor, input);
  },
  onSuccess: refresh,
});

export const deleteModelAction = defineAction({
  input: modelNameInput,
  run: (actor, { name }) => deleteRegisteredModel(actor, name),
});

export const setModelTagAction = defineAction({
  input: modelTagInput,
  run: setModelTag,
  onSuccess: refresh,
});

export const deleteModelTagAction = defineAction({
  input: modelTagKeyInput,
  run: deleteModelTag,
  onSuccess: refresh,
});

export const setAliasAction = defineAction({
  input: setAliasInput,
  run: setAlias,
  onSuccess: refresh,
});

export const deleteAliasAction = defineAction({
  input: deleteAliasInput,
  run: deleteAlias,
  onSuccess: refresh,
});

export const describeVersionAction = defineAction({
  input: describeVersionInput,
  run: async (actor, input) => {
    await describeModelVersion(actor, input);
  },
  onSuccess: refresh,
});

export const transitionStageAction = defineAction({
  input: transitionStageInput,
  run: async (actor, input) => {
    await transitionStage(actor, input);
  },
  onSuccess: refresh,
});

export const deleteVersionAction = defineAction({
  input: versionInput,
  run: deleteModelVersion,
});

export const setVersionTagAction = defineAction({
  input: versionTagInput,
  run: setVersionTag,
  onSuccess: refresh,
});

export const deleteVersionTagAction = defineAction({
  input: versionTagKeyInput,
  run: deleteVersionTag,
  onSuccess: refresh,
});

export const saveModelCardAction = defineAction({
  input: saveCardOnScreenInput,
  run: saveModelCard,
  onSuccess: refresh,
});
