import type { RetrainingDto } from "../dto/acts";
import type { Act, ActStatus } from "../schema/acts";

/** How far a retraining is, for people. */
export const RETRAINING_WORDS: Readonly<Record<ActStatus, string>> = {
  due: "Waits to be launched",
  training: "Its job is under way",
  registered: "Its version is registered",
  asked: "Waits for approval",
  approved: "Its version may serve",
  offered: "Its rollout waits to be started",
  rolling_out: "Its rollout is under way",
  done: "Its version has all of the traffic",
  refused: "Was not launched",
  failed: "Ended without a new version in service",
  declined: "Its rollout was not wanted any more",
};

export const ACT_WORDS: Readonly<Record<Act, string>> = {
  roll_back: "Roll back",
  pause_rollout: "Pause the rollout",
  retrain: "Retrain",
};

const OVER: ReadonlySet<ActStatus> = new Set(["done", "refused", "failed", "declined"]);

/** Whether another one may be launched. */
export const mayRetrain = (retraining: RetrainingDto | null): boolean =>
  retraining === null || retraining.status === "offered" || OVER.has(retraining.status);

const TOLD: ReadonlySet<string> = new Set(["acted", "advanced", "declined"]);

interface Step {
  kind: string;
  note: string;
}

/** What was done about an incident, from its course, the newest first: with that somebody begins who says how it ended. */
export const doneOf = (steps: readonly Step[]): string =>
  steps
    .filter(({ kind }) => TOLD.has(kind))
    .map(({ note }) => note)
    .toReversed()
    .join("\n");
