"use server";
import { refresh } from "next/cache";
import { defineAction } from "@/lib/access/define-action";
import { NOTE_TAG } from "@/lib/experiments/dto";
import { setRunTag } from "../commands/log-batch";
import { deleteRunTag } from "../commands/run-lifecycle";
import { deleteRunTagInput, setRunNoteInput, setRunTagInput, tagRunsInput } from "../schema";

export const setRunTagAction = defineAction({
  input: setRunTagInput,
  run: setRunTag,
  onSuccess: refresh,
});

/** The same tag on many runs, one after the other: a run that is gone or deleted stops it there. */
export const tagRunsAction = defineAction({
  input: tagRunsInput,
  run: async (actor, { uuids, key, value }) => {
    for (const runUuid of uuids) await setRunTag(actor, { runUuid, key, value });
  },
});

export const deleteRunTagAction = defineAction({
  input: deleteRunTagInput,
  run: deleteRunTag,
  onSuccess: refresh,
});

/** What a person wrote about the run, in Markdown, where MLflow keeps it. */
export const setRunNoteAction = defineAction({
  input: setRunNoteInput,
  run: (actor, { runUuid, note }) => setRunTag(actor, { runUuid, key: NOTE_TAG, value: note }),
  onSuccess: refresh,
});
