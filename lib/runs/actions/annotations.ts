"use server";
import { refresh } from "next/cache";
import { defineAction } from "@/lib/access/define-action";
import { NOTE_TAG } from "@/lib/experiments/dto";
import { editRunTags } from "../commands/edit-tags";
import { setRunTag } from "../commands/log-batch";
import { deleteRunTag } from "../commands/run-lifecycle";
import { deleteRunTagInput, editRunTagsInput, setRunNoteInput, setRunTagInput } from "../schema";

export const setRunTagAction = defineAction({
  input: setRunTagInput,
  run: setRunTag,
  onSuccess: refresh,
});

/** Tags of many runs; answers the changes that take it back. The screen decides what to read again. */
export const editRunTagsAction = defineAction({ input: editRunTagsInput, run: editRunTags });

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
