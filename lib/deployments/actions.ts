"use server";
import { refresh } from "next/cache";
import { defineAction, inWorkspace } from "@/lib/access/define-action";
import { createDeployment } from "./commands/create";
import { deleteDeployment, startDeployment, stopDeployment } from "./commands/lifecycle";
import { addRevision, scaleDeployment } from "./commands/revisions";
import { rollBackDeployment, setTraffic } from "./commands/traffic";
import {
  addRevisionInput,
  changeStatusInput,
  createDeploymentInput,
  deploymentInput,
  rollBackInput,
  scaleInput,
  setTrafficInput,
} from "./schema/deployments";

export const createDeploymentAction = defineAction({
  input: inWorkspace.extend(createDeploymentInput.shape),
  run: createDeployment,
});

export const addRevisionAction = defineAction({
  input: inWorkspace.extend(addRevisionInput.shape),
  run: addRevision,
  onSuccess: refresh,
});

export const scaleDeploymentAction = defineAction({
  input: inWorkspace.extend(scaleInput.shape),
  run: scaleDeployment,
  onSuccess: refresh,
});

export const setTrafficAction = defineAction({
  input: inWorkspace.extend(setTrafficInput.shape),
  run: setTraffic,
  onSuccess: refresh,
});

export const rollBackDeploymentAction = defineAction({
  input: inWorkspace.extend(rollBackInput.shape),
  run: rollBackDeployment,
  onSuccess: refresh,
});

export const stopDeploymentAction = defineAction({
  input: inWorkspace.extend(changeStatusInput.shape),
  run: stopDeployment,
  onSuccess: refresh,
});

export const startDeploymentAction = defineAction({
  input: inWorkspace.extend(changeStatusInput.shape),
  run: startDeployment,
  onSuccess: refresh,
});

export const deleteDeploymentAction = defineAction({
  input: inWorkspace.extend(deploymentInput.shape),
  run: deleteDeployment,
});
