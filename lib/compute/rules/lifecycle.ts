import { formatBytes, formatCount, formatDuration } from "@/lib/core/format";
import type { JobStatus } from "../schema/jobs";

const SECOND = 1_000;
/** Between being asked to stop and being stopped. */
const GRACE_MS = 10 * SECOND;
/** The same for one that fills the disk meanwhile. */
const EXCESS_GRACE_MS = 2 * SECOND;
const FIRST_RETRY_MS = 10 * SECOND;
const LAST_RETRY_MS = 3_600 * SECOND;

/** What a backend says of a job that it was given. */
export interface Observation {
  state: "pending" | "running" | "succeeded" | "failed" | "stopped" | "unknown";
  exitCode: number | null;
  /** What the backend says of it in its own words. */
  detail?: string;
  /** What it was found to take too much of, and since when. */
  excess?: { reason: string; since: number };
}

/** What the decision depends on; times in milliseconds since the epoch. */
export interface ActiveJob {
  attempt: number;
  maxAttempts: number;
  startedAt: number | null;
  cancelRequestedAt: number | null;
  wallClockSeconds: number;
}

export type EndStatus = Exclude<JobStatus, "queued" | "starting" | "running">;

export type Step =
  | { kind: "wait" }
  /** `isForced` once it was asked and has not stopped. */
  | { kind: "stop"; isForced: boolean }
  | { kind: "retry"; reason: string; exitCode: number | null; afterMs: number }
  | { kind: "end"; status: EndStatus; reason: string | null; exitCode: number | null };

export const isOver = (status: JobStatus): status is EndStatus =>
  status !== "queued" && status !== "starting" && status !== "running";

const SIGNALS: Readonly<Record<number, string>> = {
  6: "it aborted (SIGABRT)",
  9: "it was killed (SIGKILL), as a system that runs out of memory does",
  11: "it accessed memory that is not its own (SIGSEGV)",
  15: "it was told to stop (SIGTERM)",
  24: "it used up its CPU time (SIGXCPU)",
  25: "it wrote a file that is larger than it may be (SIGXFSZ)",
};

/** Why a command failed, as far as its exit code says. */
function exitReason({ exitCode: code, detail }: Observation): string {
  if (code === null)
    return detail === undefined ? "The command failed." : `It failed at its backend: ${detail}`;
  if (code === 126) return "The command could not be run (exit code 126): it is not executable.";
  if (code === 127) return "The command was not found (exit code 127).";
  const signal = SIGNALS[code - 128];
  return `The command ended with exit code ${code}${signal ? `: ${signal}` : ""}.`;
}

const deadlineOf = ({ startedAt, wallClockSeconds }: ActiveJob): number | null =>
  startedAt === null ? null : startedAt + wallClockSeconds * SECOND;

/** Ten seconds, doubling up to an hour. */
export const retryDelay = (attempt: number): number =>
  Math.min(LAST_RETRY_MS, FIRST_RETRY_MS * 2 ** (attempt - 1));

/** Another attempt when there is one left, else the end. */
export function nextAfterFailure(
  job: Pick<ActiveJob, "attempt" | "maxAttempts">,
  status: "failed" | "lost",
  { reason, exitCode }: { reason: string; exitCode: number | null },
): Extract<Step, { kind: "retry" | "end" }> {
  return job.attempt < job.maxAttempts
    ? { kind: "retry", reason, exitCode, afterMs: retryDelay(job.attempt) }
    : { kind: "end", status, reason, exitCode };
}

/** Why a job has to stop that takes so much of a disk; null while it may go on. */
export function diskExcess(
  used: { bytes: number; entries: number },
  allowed: { bytes: number; entries: number },
): string | null {
  if (used.bytes > allowed.bytes)
    return `It filled its folder with ${formatBytes(used.bytes)}; ${formatBytes(allowed.bytes)} are its limit.`;
  return used.entries > allowed.entries
    ? `It filled its folder with more than ${formatCount(allowed.entries)} files.`
    : null;
}

/** The largest file that a process of a job may write, in MiB. The log is one as well, so that a small limit is not kept by this alone. */
export const largestFile = (diskMiB: number): number => Math.max(diskMiB, 1_024);

function afterStop(job: ActiveJob, { exitCode, excess }: Observation, now: number): Step {
  if (job.cancelRequestedAt !== null)
    return { kind: "end", status: "cancelled", reason: "It was cancelled.", exitCode };
  const deadline = deadlineOf(job);
  if (deadline !== null && deadline <= now) {
    const limit = formatDuration(job.wallClockSeconds * SECOND);
    return nextAfterFailure(job, "failed", {
      reason: `It ran longer than its limit of ${limit}.`,
      exitCode,
    });
  }
  const reason = excess?.reason ?? "It was stopped at its backend.";
  return nextAfterFailure(job, "failed", { reason, exitCode });
}

/** By when it has to have stopped or is forced to; null while it may go on. */
function forcedFrom(job: ActiveJob, { excess }: Observation, now: number): number | null {
  const deadline = deadlineOf(job);
  const asked = [job.cancelRequestedAt, deadline !== null && deadline <= now ? deadline : null]
    .filter((at) => at !== null)
    .map((at) => at + GRACE_MS);
  const all = excess ? [...asked, excess.since + EXCESS_GRACE_MS] : asked;
  return all.length === 0 ? null : Math.min(...all);
}

/** What is to be done about a job that was submitted. What ended by itself ended so, whoever wanted to stop it. */
export function nextStep(job: ActiveJob, seen: Observation, now: number): Step {
  const { state, exitCode } = seen;
  if (state === "succeeded") return { kind: "end", status: "succeeded", reason: null, exitCode };
  if (state === "pending" || state === "running") {
    const forcedAt = forcedFrom(job, seen, now);
    if (forcedAt === null) return { kind: "wait" };
    const isForced = now >= forcedAt;
    // Some backends stop what waits for resources only when it has got them; it was told to, and need not be waited for.
    return state === "pending" && isForced
      ? afterStop(job, { ...seen, exitCode: null }, now)
      : { kind: "stop", isForced };
  }
  if (job.cancelRequestedAt !== null || state === "stopped") return afterStop(job, seen, now);
  if (state === "failed")
    return nextAfterFailure(job, "failed", { reason: exitReason(seen), exitCode });
  const reason = "Its backend does not know it any more: how it ended was not written down.";
  return nextAfterFailure(job, "lost", { reason, exitCode: null });
}

/** What becomes of a run that its job left open. */
export const RUN_STATUS_AFTER: Readonly<Record<EndStatus, "FINISHED" | "FAILED" | "KILLED">> = {
  succeeded: "FINISHED",
  failed: "FAILED",
  cancelled: "KILLED",
  lost: "FAILED",
};

/** Whoever launched a job may stop it, and admins any. */
export const mayStop = (
  who: { userId: string; role: string },
  job: { requestedById: string },
): boolean => who.role === "admin" || who.userId === job.requestedById;

const SILENT_MS = 60 * SECOND;

/** Whether nobody has followed a running job for so long that something must be wrong. */
export const isSilent = (
  { status, heartbeatAt }: { status: JobStatus; heartbeatAt: number | null },
  now: number,
): boolean => status === "running" && heartbeatAt !== null && now - heartbeatAt > SILENT_MS;
