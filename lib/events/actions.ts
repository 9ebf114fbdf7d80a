"use server";
import { refresh } from "next/cache";
import { defineAction, inWorkspace } from "@/lib/access/define-action";
import { redeliver, testWebhook } from "./commands/deliveries";
import { choosePreference, markRead } from "./commands/notifications";
import { createWebhook, deleteWebhook, reviseWebhook } from "./commands/webhooks";
import {
  createWebhookInput,
  deliveryInput,
  markReadInput,
  preferenceInput,
  reviseWebhookInput,
  testWebhookInput,
  webhookInput,
} from "./schema";

export const createWebhookAction = defineAction({
  input: inWorkspace.extend(createWebhookInput.shape),
  run: createWebhook,
  onSuccess: refresh,
});

export const reviseWebhookAction = defineAction({
  input: inWorkspace.extend(reviseWebhookInput.shape),
  run: reviseWebhook,
  onSuccess: refresh,
});

export const deleteWebhookAction = defineAction({
  input: inWorkspace.extend(webhookInput.shape),
  run: deleteWebhook,
});

export const testWebhookAction = defineAction({
  input: inWorkspace.extend(testWebhookInput.shape),
  run: testWebhook,
  onSuccess: refresh,
});

export const redeliverAction = defineAction({
  input: inWorkspace.extend(deliveryInput.shape),
  run: redeliver,
  onSuccess: refresh,
});

export const markReadAction = defineAction({
  input: inWorkspace.extend(markReadInput.shape),
  run: markRead,
  onSuccess: refresh,
});

export const choosePreferenceAction = defineAction({
  input: inWorkspace.extend(preferenceInput.shape),
  run: choosePreference,
  onSuccess: refresh,
});
