"use server";
import { refresh } from "next/cache";
import { defineAction, inWorkspace } from "@/lib/access/define-action";
import { createSweep } from "./commands/create";
import { stopSweep } from "./commands/stop";
import { createSweepInput, sweepInput } from "./schema";

export const createSweepAction = defineAction({
  input: inWorkspace.extend(createSweepInput.shape),
  run: createSweep,
});

export const stopSweepAction = defineAction({
  input: inWorkspace.extend(sweepInput.shape),
  run: stopSweep,
  onSuccess: refresh,
});
