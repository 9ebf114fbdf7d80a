"use server";
import { refresh } from "next/cache";
import { assertCan } from "@/lib/access/actor";
import { defineAction, inWorkspace } from "@/lib/access/define-action";
import { parseCheckpoints } from "@/lib/audit/checkpoint-schema";
import { AppError } from "@/lib/core/errors";
import { placeHold, releaseHold } from "./commands/holds";
import { reviseRetention } from "./commands/retention";
import { startVerification } from "./commands/verifications";
import { compareInput, holdInput, MOST_CHECKPOINTS, releaseInput, retentionInput } from "./schema";

export const verifyTrailAction = defineAction({
  input: inWorkspace,
  run: (actor) => startVerification(actor, {}),
  onSuccess: refresh,
});

/** Verifies with the checkpoints of a file that was kept elsewhere. */
export const compareCheckpointsAction = defineAction({
  input: inWorkspace.extend(compareInput.shape),
  run: (actor, { text }) => {
    assertCan(actor, "audit:read");
    const checkpoints = parseCheckpoints(text);
    if (checkpoints.length === 0)
      throw new AppError("INVALID", "There is no checkpoint in this file.");
    // A file with more has them a minute apart: those at its end say all that the earlier ones do.
    return startVerification(actor, { checkpoints: checkpoints.slice(-MOST_CHECKPOINTS) });
  },
  onSuccess: refresh,
});

export const reviseRetentionAction = defineAction({
  input: inWorkspace.extend(retentionInput.shape),
  run: reviseRetention,
  onSuccess: refresh,
});

export const placeHoldAction = defineAction({
  input: inWorkspace.extend(holdInput.shape),
  run: placeHold,
  onSuccess: refresh,
});

export const releaseHoldAction = defineAction({
  input: inWorkspace.extend(releaseInput.shape),
  run: releaseHold,
  onSuccess: refresh,
});
