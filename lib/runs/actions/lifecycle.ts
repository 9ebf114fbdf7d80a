"use server";
import { refresh } from "next/cache";
import { defineAction } from "@/lib/access/define-action";
import { deleteRuns, restoreRuns, updateRun } from "../commands/run-lifecycle";
import { renameRunInput, runUuidsInput } from "../schema";

export const renameRunAction = defineAction({
  input: renameRunInput,
  run: updateRun,
  onSuccess: refresh,
});

/** The screen decides what to read again: a table its page, the run's page itself. */
export const deleteRunsAction = defineAction({
  input: runUuidsInput,
  run: (actor, { uuids }) => deleteRuns(actor, uuids),
});

export const restoreRunsAction = defineAction({
  input: runUuidsInput,
  run: (actor, { uuids }) => restoreRuns(actor, uuids),
});
