"use server";
import { refresh } from "next/cache";
import { defineAction, inWorkspace } from "@/lib/access/define-action";
import { addEnvironment, removeEnvironment, reviseEnvironment } from "../commands/environments";
import {
  addEnvironmentInput,
  environmentInput,
  reviseEnvironmentInput,
} from "../schema/deployments";

export const addEnvironmentAction = defineAction({
  input: inWorkspace.extend(addEnvironmentInput.shape),
  run: addEnvironment,
  onSuccess: refresh,
});

export const reviseEnvironmentAction = defineAction({
  input: inWorkspace.extend(reviseEnvironmentInput.shape),
  run: reviseEnvironment,
  onSuccess: refresh,
});

export const removeEnvironmentAction = defineAction({
  input: inWorkspace.extend(environmentInput.shape),
  run: removeEnvironment,
  onSuccess: refresh,
});
