"use server";
import { refresh } from "next/cache";
import { defineAction, inWorkspace } from "@/lib/access/define-action";
import { cancelJob } from "./commands/cancel";
import { launchJob } from "./commands/launch";
import { jobInput, launchInput } from "./schema";

export const launchJobAction = defineAction({
  input: inWorkspace.extend(launchInput.shape),
  run: launchJob,
});

export const cancelJobAction = defineAction({
  input: inWorkspace.extend(jobInput.shape),
  run: cancelJob,
  onSuccess: refresh,
});
