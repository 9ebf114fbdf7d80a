import { AppError } from "@/lib/core/errors";
import { formatDuration } from "@/lib/core/format";

const SECOND = 1_000;
const FIRST_MS = SECOND;
/** While a job goes on, somebody waits for news of it. */
const LAST_MS = 60 * SECOND;
const LAST_LEFT_MS = 300 * SECOND;
/** For so long a job is tried to be started, and a backend that is away is asked to stop one. */
export const PATIENCE_MS = 600 * SECOND;

/** A second, doubling up to a minute; up to five minutes when only something is left to be cleared away. */
export const troubleDelay = (count: number, isOver: boolean): number =>
  Math.min(isOver ? LAST_LEFT_MS : LAST_MS, FIRST_MS * 2 ** Math.min(count - 1, 20));

const SYSTEM_WORDS: Readonly<Record<string, string>> = {
  ENOSPC: "there is no space left on the disk",
  EDQUOT: "its disk quota is used up",
  EMFILE: "too many files are open",
  ENFILE: "too many files are open",
  EAGAIN: "no more processes can be started",
  ENOMEM: "there is not enough memory",
  EACCES: "access is denied",
  EROFS: "the disk is read-only",
  ECONNREFUSED: "the connection was refused",
  ECONNRESET: "the connection was broken off",
  ENOTFOUND: "its name has no address",
  EHOSTUNREACH: "there is no route to it",
  ENETUNREACH: "there is no route to it",
  ETIMEDOUT: "it did not answer in time",
  UND_ERR_CONNECT_TIMEOUT: "it did not answer in time",
  UND_ERR_SOCKET: "the connection was broken off",
};

/** What went wrong at a backend, in a sentence that gives away no path. */
export function troubleText(error: unknown): string {
  if (error instanceof AppError) return error.message;
  if (error instanceof Error && error.name === "TimeoutError")
    return "Its backend did not answer in time.";
  const code = error instanceof Error && "code" in error ? String(error.code) : "";
  const words = SYSTEM_WORDS[code];
  if (words !== undefined) return `Its backend failed: ${words} (${code}).`;
  return "Its backend failed; the log of the server says more.";
}

/** What the decision depends on; times in milliseconds since the epoch. */
export interface TroubledJob {
  status: string;
  startedAt: number | null;
  cancelRequestedAt: number | null;
  wallClockSeconds: number;
  /** Since when nothing has succeeded. */
  since: number;
}

/**
 * Whether a job is not to be tried any longer. One that runs while its backend is away may well end by itself: it is
 * waited for until it should have stopped long ago.
 */
export function isHopeless(job: TroubledJob, now: number): boolean {
  if (now - job.since < PATIENCE_MS) return false;
  if (job.status === "starting") return true;
  const deadline = job.startedAt === null ? now : job.startedAt + job.wallClockSeconds * SECOND;
  const shouldStop = Math.min(deadline, job.cancelRequestedAt ?? Number.POSITIVE_INFINITY);
  return now - shouldStop >= PATIENCE_MS;
}

/** Why a job is given up. Without proof that it does not run, it is lost. */
export function hopelessReason(status: string, trouble: string, sinceMs: number): string {
  const what = status === "starting" ? "It could not be started" : "Nothing was heard of it";
  return `${what} for ${formatDuration(sinceMs)}. ${trouble}`;
}
