import { formatDuration } from "@/lib/core/format";
import type { JobStatus } from "../schema/jobs";

const SECOND = 1_000;
/** Between being asked to stop and being stopped. */
const GRACE_MS = 10 * SECOND;
const FIRST_RETRY_MS = 10 * SECOND;
const LAST_RETRY_MS = 3_600 * SECOND;

/** What a backend says of a job that it was given. */
export interface Observation {
  state: "pending" | "running" | "succeeded" | "failed" | "stopped" | "unknown";
  exitCode: number | null;
  /** What the backend says of it in its own words. */
  detail?: string;
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

function afterStop(job: ActiveJob, exitCode: number | null, now: number): Step {
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
  return nextAfterFailure(job, "failed", { reason: "It was stopped at its backend.", exitCode });
}

/** Since when it should have been stopping; null while it may go on. */
function stopSince(job: ActiveJob, now: number): number | null {
  const deadline = deadlineOf(job);
  const reasons = [job.cancelRequestedAt, deadline !== null && deadline <= now ? deadline : null];
  const since = reasons.filter((at) => at !== null);
  return since.length === 0 ? null : Math.min(...since);
}

/** What is to be done about a job that was submitted. What ended by itself ended so, whoever wanted to stop it. */
export function nextStep(job: ActiveJob, seen: Observation, now: number): Step {
  const { state, exitCode } = seen;
  if (state === "succeeded") return { kind: "end", status: "succeeded", reason: null, exitCode };
  if (state === "pending" || state === "running") {
    const since = stopSince(job, now);
    if (since === null) return { kind: "wait" };
    const isForced = now - since >= GRACE_MS;
    // Some backends stop what waits for resources only when it has got them; it was told to, and need not be waited for.
    return state === "pending" && isForced ? afterStop(job, null, now) : { kind: "stop", isForced };
  }
  if (job.cancelRequestedAt !== null || state === "stopped") return afterStop(job, exitCode, now);
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
