"use server";
import { refresh } from "next/cache";
import { defineAction, inWorkspace } from "@/lib/access/define-action";
import { deploymentInput } from "@/lib/deployments/schema/deployments";
import { eraseByKey, reviseLogSettings } from "../commands/prediction-log";
import { tryPrediction } from "../queries/playground";
import { tryPredictionInput } from "../schema/playground";
import { eraseInput, logSettingsInput } from "../schema/predictions";

export const reviseLogSettingsAction = defineAction({
  input: inWorkspace.extend(deploymentInput.shape).extend(logSettingsInput.shape),
  run: reviseLogSettings,
  onSuccess: refresh,
});

export const eraseByKeyAction = defineAction({
  input: inWorkspace.extend(deploymentInput.shape).extend(eraseInput.shape),
  run: eraseByKey,
  onSuccess: refresh,
});

export const tryPredictionAction = defineAction({
  input: inWorkspace.extend(tryPredictionInput.shape),
  run: tryPrediction,
});
