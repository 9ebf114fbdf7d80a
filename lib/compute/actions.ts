"use server";
import { refresh } from "next/cache";
import { defineAction, inWorkspace } from "@/lib/access/define-action";
import { createBackend, reviseBackend } from "./commands/backends";
import { cancelJob } from "./commands/cancel";
import { launchJob } from "./commands/launch";
import { runAgain, testBackend } from "./commands/run-again";
import { allowSnapshotUpload } from "./commands/snapshots";
import { checkBackend } from "./queries/backends";
import { backendInput, createBackendInput, reviseBackendInput } from "./schema/backends";
import { jobInput, launchInput } from "./schema/jobs";
import { uploadSnapshotInput } from "./schema/snapshots";

export const launchJobAction = defineAction({
  input: inWorkspace.extend(launchInput.shape),
  run: launchJob,
});

export const allowSnapshotUploadAction = defineAction({
  input: inWorkspace.extend(uploadSnapshotInput.shape),
  run: allowSnapshotUpload,
});

export const cancelJobAction = defineAction({
  input: inWorkspace.extend(jobInput.shape),
  run: cancelJob,
  onSuccess: refresh,
});

export const runAgainAction = defineAction({
  input: inWorkspace.extend(jobInput.shape),
  run: runAgain,
});

export const createBackendAction = defineAction({
  input: inWorkspace.extend(createBackendInput.shape),
  run: createBackend,
  onSuccess: refresh,
});

export const reviseBackendAction = defineAction({
  input: inWorkspace.extend(backendInput.shape).extend(reviseBackendInput.shape),
  run: reviseBackend,
  onSuccess: refresh,
});

export const checkBackendAction = defineAction({
  input: inWorkspace.extend(backendInput.shape),
  run: checkBackend,
});

export const testBackendAction = defineAction({
  input: inWorkspace.extend(backendInput.shape),
  run: testBackend,
  onSuccess: refresh,
});
