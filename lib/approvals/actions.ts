"use server";
import { refresh } from "next/cache";
import { defineAction, inWorkspace } from "@/lib/access/define-action";
import { withdrawRequest } from "./commands/requests";
import { vote } from "./commands/votes";
import { voteInput, withdrawInput } from "./schema/requests";

export const voteAction = defineAction({
  input: inWorkspace.extend(voteInput.shape),
  run: vote,
  onSuccess: refresh,
});

export const withdrawRequestAction = defineAction({
  input: inWorkspace.extend(withdrawInput.shape),
  run: withdrawRequest,
  onSuccess: refresh,
});
