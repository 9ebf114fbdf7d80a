"use server";
import { refresh } from "next/cache";
import { defineAction } from "@/lib/access/define-action";
import { deleteRunView, saveRunView, setDefaultRunView } from "../commands/views";
import { deleteRunViewInput, saveRunViewInput, setDefaultRunViewInput } from "../schema";

export const saveRunViewAction = defineAction({
  input: saveRunViewInput,
  run: saveRunView,
  onSuccess: refresh,
});

export const setDefaultRunViewAction = defineAction({
  input: setDefaultRunViewInput,
  run: setDefaultRunView,
  onSuccess: refresh,
});

export const deleteRunViewAction = defineAction({
  input: deleteRunViewInput,
  run: deleteRunView,
  onSuccess: refresh,
});
