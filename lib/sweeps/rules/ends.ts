import type { TrialCounts } from "../dto";
import type { SweepStatus } from "../schema";

/** What becomes of a sweep and of the run above its jobs; null while something waits or runs. */
export function endOf({
  status,
  waiting,
  queued,
  running,
  succeeded,
}: TrialCounts & { status: SweepStatus }): {
  status: "finished" | "stopped";
  run: "FINISHED" | "FAILED" | "KILLED";
} | null {
  if (queued + running > 0) return null;
  if (status === "stopped") return { status, run: "KILLED" };
  if (waiting > 0) return null;
  return { status: "finished", run: succeeded > 0 ? "FINISHED" : "FAILED" };
}

/** How many more jobs a sweep may queue now. */
export const freePlaces = ({
  status,
  maxParallel,
  queued,
  running,
}: Pick<TrialCounts, "queued" | "running"> & {
  status: SweepStatus;
  maxParallel: number;
}): number => (status === "running" ? Math.max(0, maxParallel - queued - running) : 0);
