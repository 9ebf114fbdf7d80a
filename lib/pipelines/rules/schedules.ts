import type { MissedRuns } from "../schema/schedules";
import { lastDues, nextDue } from "./cron";

/** What is launched later than this was missed. Whoever took it and died is followed by somebody else well before. */
export const GRACE_MS = 180_000;
/** So many missed ones are made up for, the newest. */
export const MAX_MADE_UP = 10;

interface Standing {
  cron: string;
  timeZone: string;
  missedRuns: MissedRuns;
  /** The first moment that nothing was done about. */
  nextDueAt: number;
}

export interface Round {
  /** Due moments to launch a job for, in their order. */
  launch: number[];
  /** The newest one that is passed over; null when none is. */
  missed: number | null;
  /** When something is due again. */
  next: number | null;
}

/**
 * What a schedule has to do now. A clock that was set back is waited for, and one that jumped ahead has missed what lay
 * between.
 */
export function roundOf(standing: Standing, now: number): Round {
  const { nextDueAt, missedRuns } = standing;
  if (nextDueAt > now) return { launch: [], missed: null, next: nextDueAt };
  const dues = lastDues(standing, { from: nextDueAt, until: now, count: MAX_MADE_UP });
  const next = nextDue(standing, now);
  if (missedRuns === "all") return { launch: dues, missed: null, next };
  const newest = dues.at(-1);
  if (newest === undefined) return { launch: [], missed: null, next };
  const isOnTime = newest >= now - GRACE_MS;
  if (missedRuns === "once" || isOnTime) return { launch: [newest], missed: null, next };
  return { launch: [], missed: newest, next };
}
