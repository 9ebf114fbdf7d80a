"use server";
import { refresh } from "next/cache";
import { defineAction, inWorkspace } from "@/lib/access/define-action";
import { addCheck, allowUpload, inspectVersion, removeCheck } from "./commands/checks";
import { addCheckInput, removeCheckInput, versionInput } from "./schema/checks";
import { uploadInput } from "./schema/upload";

export const addCheckAction = defineAction({
  input: inWorkspace.extend(addCheckInput.shape),
  run: addCheck,
  onSuccess: refresh,
});

export const removeCheckAction = defineAction({
  input: inWorkspace.extend(removeCheckInput.shape),
  run: removeCheck,
  onSuccess: refresh,
});

export const inspectVersionAction = defineAction({
  input: inWorkspace.extend(versionInput.shape),
  run: inspectVersion,
});

export const allowUploadAction = defineAction({
  input: inWorkspace.extend(uploadInput.shape),
  run: allowUpload,
});
