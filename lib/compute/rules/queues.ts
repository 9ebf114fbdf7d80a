/** A backend, as far as it says who may start there. */
export interface QueuePlace {
  isEnabled: boolean;
  isReachable: boolean;
  maxJobs: number;
  running: number;
}

/** A job that waits. */
export interface Waiting {
  /** Not before then, in milliseconds since the epoch. */
  dueAt: number;
  /** Whether its person has all the places taken that one person gets there. */
  isOverOwnShare: boolean;
}

export const HOLDS = ["switched_off", "not_allowed", "later", "own_share", "full", "next"] as const;
/** What a job waits for. */
export type Hold = (typeof HOLDS)[number];

/** What a job waits for, the reason that would last longest first. */
export function holdOf(job: Waiting, place: QueuePlace, now: number): Hold {
  if (!place.isReachable) return "not_allowed";
  if (!place.isEnabled) return "switched_off";
  if (job.dueAt > now) return "later";
  if (job.isOverOwnShare) return "own_share";
  return place.running >= place.maxJobs ? "full" : "next";
}

export const HOLD_WORDS: Readonly<Record<Hold, string>> = {
  switched_off: "Its backend is switched off in this workspace",
  not_allowed: "This server may run no jobs there",
  later: "It is tried again later",
  own_share: "Its person has as many running there as one person may",
  full: "All places of its backend are taken",
  next: "It starts next",
};
