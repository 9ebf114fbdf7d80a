"use client";
import { useSyncExternalStore } from "react";
import { clockNow, subscribeClock } from "@/components/ui/clock";
import { formatDuration, NO_VALUE } from "@/lib/core/format";
import type { RunStatus } from "@/lib/runs/rules";

interface RunDurationProps {
  status: RunStatus;
  startTime: number;
  endTime: number | null;
}

/** How long a run took; while it runs, how long it has been running. */
export function RunDuration({ status, startTime, endTime }: RunDurationProps) {
  const seconds = useSyncExternalStore(
    subscribeClock,
    () => Math.floor(clockNow() / 1000),
    () => Math.floor(Date.now() / 1000),
  );
  if (startTime === 0) return NO_VALUE;
  if (endTime !== null) return formatDuration(endTime - startTime);
  if (status !== "RUNNING") return NO_VALUE;
  return <span suppressHydrationWarning>{formatDuration(seconds * 1000 - startTime)}</span>;
}
