"use server";
import { refresh } from "next/cache";
import type { Actor } from "@/lib/access/actor";
import { defineAction } from "@/lib/access/define-action";
import {
  createExperiment,
  deleteExperiment,
  deleteExperimentTag,
  renameExperiment,
  restoreExperiment,
  setExperimentTag,
} from "./commands";
import { NOTE_TAG } from "./dto";
import {
  createExperimentInput,
  deleteExperimentTagInput,
  experimentIdsInput,
  renameExperimentInput,
  setExperimentNoteInput,
  setExperimentTagInput,
} from "./schema";

export const createExperimentAction = defineAction({
  input: createExperimentInput,
  run: (actor, { name, note }) =>
    createExperiment(actor, {
      name,
      tags: note === "" ? [] : [{ key: NOTE_TAG, value: note }],
    }),
});

export const renameExperimentAction = defineAction({
  input: renameExperimentInput,
  run: renameExperiment,
  onSuccess: refresh,
});

type OnExperiment = (actor: Actor, id: number) => Promise<void>;

/** One after the other: each is a change of its own, with its own line in the audit log. */
const onEach =
  (change: OnExperiment) =>
  async (actor: Actor, { ids }: { ids: number[] }) => {
    for (const id of new Set(ids)) await change(actor, id);
  };

export const deleteExperimentsAction = defineAction({
  input: experimentIdsInput,
  run: onEach(deleteExperiment),
});

export const restoreExperimentsAction = defineAction({
  input: experimentIdsInput,
  run: onEach(restoreExperiment),
});

export const setExperimentNoteAction = defineAction({
  input: setExperimentNoteInput,
  run: (actor, { id, note }) => setExperimentTag(actor, { id, key: NOTE_TAG, value: note }),
  onSuccess: refresh,
});

export const setExperimentTagAction = defineAction({
  input: setExperimentTagInput,
  run: setExperimentTag,
  onSuccess: refresh,
});

export const deleteExperimentTagAction = defineAction({
  input: deleteExperimentTagInput,
  run: deleteExperimentTag,
  onSuccess: refresh,
});
