"use server";
import { refresh } from "next/cache";
import { defineAction, inWorkspace } from "@/lib/access/define-action";
import { decideAbTest, startAbTest } from "../commands/ab-tests";
import {
  abortRollout,
  pauseRollout,
  promoteRollout,
  resumeRollout,
  startRollout,
} from "../commands/rollouts";
import { decideAbTestInput, startAbTestInput } from "../schema/ab-tests";
import { changeRolloutInput, promoteRolloutInput, startRolloutInput } from "../schema/rollouts";

export const startRolloutAction = defineAction({
  input: inWorkspace.extend(startRolloutInput.shape),
  run: startRollout,
  onSuccess: refresh,
});

export const pauseRolloutAction = defineAction({
  input: inWorkspace.extend(changeRolloutInput.shape),
  run: pauseRollout,
  onSuccess: refresh,
});

export const resumeRolloutAction = defineAction({
  input: inWorkspace.extend(changeRolloutInput.shape),
  run: resumeRollout,
  onSuccess: refresh,
});

export const promoteRolloutAction = defineAction({
  input: inWorkspace.extend(promoteRolloutInput.shape),
  run: promoteRollout,
  onSuccess: refresh,
});

export const abortRolloutAction = defineAction({
  input: inWorkspace.extend(changeRolloutInput.shape),
  run: abortRollout,
  onSuccess: refresh,
});

export const startAbTestAction = defineAction({
  input: inWorkspace.extend(startAbTestInput.shape),
  run: startAbTest,
  onSuccess: refresh,
});

export const decideAbTestAction = defineAction({
  input: inWorkspace.extend(decideAbTestInput.shape),
  run: decideAbTest,
  onSuccess: refresh,
});
